#include "tests/conformance/mapping.h"

#include <array>
#include <map>
#include <set>
#include <stdexcept>

namespace conformance {
namespace {

bool starts_with(const std::string& text, const std::string& prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

// ATen's spelling of a dotted Python name: linalg.det is linalg_det there, nn.functional.relu is relu.
std::vector<std::string> registry_names(const std::string& op) {
  const std::string functional = "nn.functional.";
  if (starts_with(op, functional)) return {op.substr(functional.size()), op};
  std::string flat = op;
  for (char& c : flat)
    if (c == '.') c = '_';
  if (flat != op) return {flat, op};
  return {op};
}

// Python's reflected operators, as torch.Tensor defines them.
struct Reflected {
  const char* method;
  const char* op;
  bool swapped;  // op(other, self)
};
constexpr Reflected kReflected[] = {
    {"__radd__", "add", false},         {"__rmul__", "mul", false},       {"__rsub__", "rsub", false},
    {"__rmod__", "remainder", true},    {"__rpow__", "pow", true},        {"__rmatmul__", "matmul", true},
    {"__rand__", "bitwise_and", false}, {"__ror__", "bitwise_or", false}, {"__rxor__", "bitwise_xor", false}};

// Methods that cast: x.half() is x.to(float16).
const std::map<std::string, std::string>& casts() {
  static const std::map<std::string, std::string> kCasts = {
      {"bool", "bool"},      {"byte", "uint8"},        {"char", "int8"},      {"short", "int16"},
      {"int", "int32"},      {"long", "int64"},        {"half", "float16"},   {"float", "float32"},
      {"double", "float64"}, {"bfloat16", "bfloat16"}, {"chalf", "complex32"}};
  return kCasts;
}

// f(*tensors) in Python is f(Tensor[]) in ATen, and x.f(*ints) is f(x, int[]).
void pack_variadic(const std::string& op, Json& args) {
  static const std::set<std::string> kTensors = {"atleast_1d", "atleast_2d",        "atleast_3d",
                                                 "block_diag", "broadcast_tensors", "cartesian_prod",
                                                 "meshgrid"};
  static const std::set<std::string> kInts = {"sum_to_size", "view", "reshape", "expand",
                                              "repeat",      "tile", "permute", "flip"};
  auto pack = [&](size_t first, const char* single, const char* many) {
    if (args.size() <= first) return;
    for (size_t i = first; i < args.size(); ++i)
      if (args[i].at("t") != single) return;
    Json list = Json::array();
    for (size_t i = first; i < args.size(); ++i)
      list.push_back(std::string(single) == "int" ? args[i].at("v") : args[i]);
    args.erase(args.begin() + static_cast<std::ptrdiff_t>(first), args.end());
    args.push_back({{"t", many}, {"v", list}});
  };
  // atleast_1d(x) of one tensor is an operator of its own.
  if (kTensors.count(op) && (!starts_with(op, "atleast") || args.size() > 1)) pack(0, "tensor", "tensors");
  if (kInts.count(op)) pack(1, "int", "ints");
}

// tensordot's dims=([...], [...]) is two arguments in ATen.
void split_dims(Plan& plan) {
  Json dims;
  if (plan.kwargs.contains("dims")) {
    dims = plan.kwargs["dims"];
    plan.kwargs.erase("dims");
  } else if (plan.args.size() > 2) {
    dims = plan.args[2];
    plan.args.erase(2);
  }
  if (dims.is_null()) return;
  if (dims.at("t") == "list") {
    for (const Json& part : dims.at("v")) plan.args.push_back(part);
    return;
  }
  // An integer n: the last n of the one with the first n of the other.
  auto n = dims.at("v").get<int64_t>();
  Json last = Json::array(), first = Json::array();
  for (int64_t i = 0; i < n; ++i) last.push_back(i - n), first.push_back(i);
  plan.args.push_back({{"t", "ints"}, {"v", last}});
  plan.args.push_back({{"t", "ints"}, {"v", first}});
}

bool plan_method(const std::string& op, Plan& plan) {
  for (const Reflected& r : kReflected)
    if (op == r.method) {
      plan.names = {r.op};
      if (r.swapped) std::swap(plan.args.at(0), plan.args.at(1));
      // x.__rpow__(y) copies y, so no gradient reaches it.
      if (op == "__rpow__") plan.args.at(0).erase("requires_grad");
      return true;
    }
  if (op == "__rdiv__") {
    plan.form = Form::rdivide;
    plan.names = {"reciprocal"};
    return true;
  }
  if (op == "__getitem__") {
    plan.form = Form::index;
    plan.names = {"index"};
    return true;
  }
  if (auto it = casts().find(op); it != casts().end()) {
    plan.names = {"to"};
    plan.args.push_back({{"t", "dtype"}, {"v", it->second}});
    return true;
  }
  return false;
}

const std::set<std::string>& unlike_calls() {
  // Calls that say more than "name(args, kwargs)" and mean just that.
  static const std::set<std::string> kPlain = {
      "x.as_strided(size, stride, storage_offset) on the storage of x",
      "torch.einsum(equation, [operands])",
      "torch.fill(x, value) (out of place)",
      "torch.nn.functional.embedding(input_indices, weight, ...)",
      "torch.nn.functional.embedding_bag(input_indices, weight, offsets, ...)",
      "torch.normal(mean, std)",
      "torch.polygamma(n, input)",
      "torch.special.polygamma(n, input)",
      "torch.ops.aten.slice(input, dim, start, end, step)",
      "x.sum_to_size(size)",
      "x.to_sparse(...)",
      "torch.where(condition, input, other)"};
  return kPlain;
}

void plan_unusual(const std::string& call, const std::string& op, Plan& plan) {
  if (unlike_calls().count(call) || starts_with(call, "torch.nn.functional." + op.substr(op.rfind('.') + 1)))
    return;
  if (call == "Tensor.item()") {
    plan.form = Form::item;
  } else if (starts_with(call, "x.clone().")) {
    plan.form = Form::on_clone;
  } else if (call == "x.uniform_(from, to)") {
    plan.form = Form::in_place;
    plan.names = {"uniform_"};
  } else if (call == "torch.linalg.lstsq(a, b, driver=driver)[0]") {
    plan.outputs = 1;
  } else if (call == "torch.linalg.pinv(a @ b.mT)") {
    plan.form = Form::of_product;
  } else if (call == "torch.normal(mean: float, std: Tensor); here args are (std, mean)") {
    std::swap(plan.args.at(0), plan.args.at(1));
  } else if (starts_with(call, "args[0].") && call.find(" (property)") != std::string::npos) {
    if (op == "T") plan.names = {"T", "numpy_T"};
    if (op == "H") plan.names = {"H", "matrix_H"};
  } else {
    throw std::runtime_error("no rule for the call '" + call + "'");
  }
}

}  // namespace

bool is_foreign_method(const Json& manifest, const Json& test) {
  return starts_with(manifest.at("call"), "args[0].") && !test.at("args").empty() &&
         test["args"][0].at("t") != "tensor";
}

Plan plan_call(const Json& manifest, const Json& test) {
  const std::string op = manifest.at("op"), call = manifest.at("call");
  Plan plan;
  plan.names = registry_names(op);
  plan.args = test.at("args");
  plan.kwargs = test.at("kwargs");
  bool method = call == "args[0]." + op + "(args[1:], kwargs)";
  if (method && plan_method(op, plan)) return plan;
  if (!method && call != "torch." + op + "(args, kwargs)") plan_unusual(call, op, plan);
  pack_variadic(op, plan.args);
  if (op == "tensordot") split_dims(plan);
  // Recorded of a low-rank a @ b.mT, though the manifests don't say so.
  if (op == "svd_lowrank" || op == "pca_lowrank") plan.form = Form::of_product;
  return plan;
}

std::optional<std::string> unknown_kind(const Json& value) {
  const std::string tag = value.at("t");
  if (tag == "sparse_coo") return "sparse tensors";
  if ((tag == "tensor" || tag == "dtype") &&
      is_complex(dtype_from_name(value.at(tag == "dtype" ? "v" : "dtype"))))
    return "complex numbers";
  if (tag == "tensors" || tag == "list" || tag == "slice")
    for (const Json& item : value.at("v"))
      if (auto kind = unknown_kind(item)) return kind;
  return std::nullopt;
}

}  // namespace conformance
