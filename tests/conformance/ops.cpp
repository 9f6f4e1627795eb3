// Operators: the call, its outputs, what it changed, what it shares, and its gradients.
#include <map>

#include "tests/conformance/cases.h"
#include "tests/conformance/compare.h"
#include "tests/conformance/mapping.h"
#include "tests/conformance/values.h"

namespace conformance {
namespace {

struct Produced {
  tn_tensor_t tensor = nullptr;  // NULL: not a tensor
  Output value;
};

Output read_output(tn_tensor_t tensor) {
  if (tensor == TN_NONE) return std::nullopt;
  return download(tensor);
}

Produced produced(tn_tensor_t tensor) { return {tensor, read_output(tensor)}; }

Produced result_at(tn_values_t values, int64_t i) {
  tn_kind_t kind = tn_values_kind(values, i);
  if (kind == TN_KIND_TENSOR) return produced(need(tn_values_tensor(values, i), "tn_values_tensor"));
  if (kind == TN_KIND_NONE) return {};
  if (kind == TN_KIND_FLOAT) return {nullptr, Array::of_reals({}, {tn_values_float(values, i)})};
  int64_t number = 0;
  need_ok(tn_values_int(values, i, &number), "tn_values_int");
  return {nullptr, Array::of_integers({}, {number}, kind == TN_KIND_BOOL ? Dtype::b8 : Dtype::i64)};
}

std::vector<Produced> call_op(const std::string& name, const Arguments& arguments) {
  tn_values_t values = need(tn_op_call(name.c_str(), arguments.data(), arguments.size()), name.c_str());
  std::vector<Produced> results;
  int64_t n = need_count(tn_values_count(values), "tn_values_count");
  for (int64_t i = 0; i < n; ++i) results.push_back(result_at(values, i));
  return results;
}

// An operator of tensors alone, with one result.
tn_tensor_t apply(const std::string& name, std::initializer_list<tn_tensor_t> tensors) {
  Arguments arguments;
  for (tn_tensor_t tensor : tensors) arguments.add(tensor);
  std::vector<Produced> results = call_op(name, arguments);
  if (results.size() != 1 || !results[0].tensor) throw std::runtime_error(name + " didn't give one tensor");
  return results[0].tensor;
}

Produced item_of(tn_tensor_t tensor) {
  Dtype dtype = dtype_of(tn_tensor_dtype(tensor));
  if (is_floating(dtype)) return {nullptr, Array::of_reals({}, {tn_item(tensor)})};
  int64_t number = 0;
  need_ok(tn_item_int64(tensor, &number), "tn_item_int64");
  return {nullptr, Array::of_integers({}, {number}, dtype == Dtype::b8 ? Dtype::b8 : Dtype::i64)};
}

// Everything of a case but the outcome.
class OpCall {
 public:
  OpCall(const Manifest& manifest, const Json& test, Plan plan, std::string name)
      : test_(test),
        plan_(std::move(plan)),
        name_(std::move(name)),
        tensors_(manifest.tensors),
        inputs_(manifest.tensors) {
    prepare();
  }

  std::vector<Produced> run();
  std::string judge(const std::string& op, const std::vector<Produced>& results);

 private:
  void prepare();
  std::string judge_mutated();
  std::string judge_views(const std::vector<Produced>& results);
  std::string judge_grads(const std::vector<Produced>& results);
  tn_tensor_t input(size_t i) { return inputs_.get(plan_.args.at(i)); }

  const Json& test_;
  Plan plan_;
  std::string name_;
  const TensorFile& tensors_;
  Inputs inputs_;
  Arguments arguments_;
  tn_tensor_t target_ = nullptr;  // what an in-place form changes
};

// Everything that may fail without being the operator's fault happens here.
void OpCall::prepare() {
  size_t first = 0;
  switch (plan_.form) {
    case Form::index:
      target_ = input(0);
      for (size_t i = 1; i < plan_.args.size(); ++i) arguments_.add_index(plan_.args[i], inputs_);
      return;
    case Form::item: target_ = input(0); return;
    case Form::on_clone:
      target_ = need(tn_clone(input(0)), "tn_clone");
      arguments_.add(target_);
      first = 1;
      break;
    case Form::in_place: target_ = input(0); break;
    case Form::of_product:
      arguments_.add(apply("matmul", {input(0), apply("mT", {input(1)})}));
      first = 2;
      break;
    case Form::rdivide:
      input(0);
      arguments_.add(plan_.args.at(1), inputs_);
      return;
    case Form::plain: break;
  }
  for (size_t i = first; i < plan_.args.size(); ++i) arguments_.add(plan_.args[i], inputs_);
  for (const auto& [key, value] : plan_.kwargs.items()) arguments_.add(value, inputs_, key);
}

std::vector<Produced> OpCall::run() {
  switch (plan_.form) {
    case Form::index:
      return {produced(need(tn_index(target_, arguments_.data(), arguments_.size()), "tn_index"))};
    case Form::item: return {item_of(target_)};
    case Form::on_clone:
    case Form::in_place: call_op(name_, arguments_); return {produced(target_)};
    case Form::rdivide: {
      tn_value_t both[2] = {{nullptr, TN_KIND_TENSOR, 0, 1, {}}, arguments_.data()[0]};
      both[0].as.t = apply("reciprocal", {input(0)});
      return {result_at(need(tn_op_call("mul", both, 2), "mul"), 0)};
    }
    default: break;
  }
  std::vector<Produced> results = call_op(name_, arguments_);
  if (results.size() > plan_.outputs) results.resize(plan_.outputs);
  return results;
}

std::string OpCall::judge_mutated() {
  if (!test_.contains("mutated")) return "";
  for (const Json& change : test_["mutated"]) {
    const Inputs::Input* input = inputs_.find(change.at("input"));
    if (!input) return "a mutated input that isn't one";
    Array got = download(input->tensor), want = got;
    const Json& after = change.at("after");
    want.bytes =
        tensors_.stored(after.is_string() ? after.get<std::string>() : after.at("key").get<std::string>())
            .bytes;
    if (std::string bad = compare_close(got, want, tolerance_of(test_, "tol")); !bad.empty())
      return "changed input " + input->key.substr(input->key.rfind('/') + 1) + ": " + bad;
  }
  return "";
}

std::string OpCall::judge_views(const std::vector<Produced>& results) {
  for (size_t i = 0; i < results.size() && i < test_["outputs"].size(); ++i) {
    const Json& want = test_["outputs"][i];
    if (!want.contains("view_of") || want["view_of"].is_null() || !results[i].tensor) continue;
    const Inputs::Input* base = inputs_.find(want["view_of"]);
    if (!base || base->extent == 0 || results[i].value->count() == 0) continue;
    auto* start = static_cast<const char*>(need(tn_tensor_data(base->tensor), "tn_tensor_data"));
    auto* at = static_cast<const char*>(need(tn_tensor_data(results[i].tensor), "tn_tensor_data"));
    if (at < start || at >= start + base->extent)
      return "output " + std::to_string(i) + " doesn't share its input's storage";
  }
  return "";
}

std::string OpCall::judge_grads(const std::vector<Produced>& results) {
  if (!test_.contains("grads") || test_["grads"].empty() || test_["cotangents"].empty()) return "";
  std::vector<tn_tensor_t> outputs, cotangents, leaves;
  std::vector<std::string> keys;
  for (const Json& entry : test_["cotangents"]) {
    tn_tensor_t output = results.at(entry.at("output").get<size_t>()).tensor;
    if (!output || output == TN_NONE) return "a gradient is wanted of an output that isn't a tensor";
    outputs.push_back(test_["check"] == "abs" ? apply("abs", {output}) : output);
    cotangents.push_back(upload(tensors_.value(entry)));
  }
  for (const Json& entry : test_["grads"]) {
    const Inputs::Input* input = inputs_.find(entry.at("input"));
    if (!input) return "a gradient is wanted of an input that isn't there";
    if (!input->requires_grad) continue;  // none is what it has, too
    leaves.push_back(input->tensor);
    keys.push_back(input->key);
  }
  tn_grad_options_t options;
  tn_grad_options_init(&options, sizeof options);
  options.allow_unused = 1;
  auto count = [](const std::vector<tn_tensor_t>& v) { return static_cast<int64_t>(v.size()); };
  std::vector<tn_tensor_t> gradients =
      elements(need(tn_grad_with(outputs.data(), count(outputs), leaves.data(), count(leaves),
                                 cotangents.data(), count(cotangents), &options),
                    "tn_grad_with"));
  std::map<std::string, Output> got;
  for (size_t i = 0; i < keys.size(); ++i) got[keys[i]] = read_output(gradients.at(i));
  return compare_grads(test_, tensors_, got, "grads", "input");
}

std::string OpCall::judge(const std::string& op, const std::vector<Produced>& results) {
  std::vector<Output> values;
  for (const Produced& result : results) values.push_back(result.value);
  // A list of integers comes flattened.
  if (test_["outputs"].size() == 1 && test_["outputs"][0].at("t") == "ints") {
    std::vector<int64_t> ints;
    for (const Output& value : values) ints.push_back(value.value().integer(0));
    values = {Array::of_integers({static_cast<int64_t>(ints.size())}, ints)};
  }
  if (std::string bad = compare_outputs(test_, op, tensors_, values); !bad.empty()) return bad;
  if (std::string bad = judge_mutated(); !bad.empty()) return bad;
  if (std::string bad = judge_views(results); !bad.empty()) return bad;
  if (ties_broken_differently(test_, tensors_, values)) return "";
  return judge_grads(results);
}

std::optional<std::string> unknown_kind_in(const Json& test, bool wants_error) {
  auto first = [&](const Json& values) -> std::optional<std::string> {
    for (const Json& value : values) {
      if (auto kind = unknown_kind(value)) return kind;
      if (value.at("t") == "complex" && !wants_error) return "complex numbers";
    }
    return std::nullopt;
  };
  for (const char* field : {"args", "kwargs", "outputs"})
    if (test.contains(field))
      if (auto kind = first(test[field])) return kind;
  return std::nullopt;
}

// The registry's name for it, if it has one. Indexing and item() are functions of the C API.
std::optional<std::string> find_op(const Plan& plan) {
  if (plan.form == Form::index || plan.form == Form::item) return plan.names.front();
  for (const std::string& name : plan.names)
    if (has_op(name)) return name;
  return std::nullopt;
}

Outcome run_error_case(OpCall& call, const Json& test) {
  try {
    call.run();
  } catch (const Trouble& trouble) {
    if (trouble.code == TN_OK) return failed(trouble.what());
    if (trouble.code == TN_ERR_INTERNAL) return failed(std::string("an internal error: ") + trouble.what());
    return passed();
  }
  return failed("no error, where PyTorch says: " + test.value("error_message", ""));
}

}  // namespace

Outcome run_op_case(const Manifest& manifest, const Json& test) {
  const std::string op = manifest.top.at("op");
  bool wants_error = test.contains("expect");
  if (wants_error && test.value("error_type", "") == "TypeError") return skipped("a TypeError of Python's");
  if (wants_error && test["kwargs"].contains("out")) return skipped("an error about out=");
  if (wants_error && is_foreign_method(manifest.top, test)) return skipped("a method of Python's numbers");
  if (test.value("quality", "") == "f64_disagrees") return skipped("advisory: float64 disagrees");
  Plan plan = plan_call(manifest.top, test);
  std::optional<std::string> name = find_op(plan);
  if (!name) return missing(op);
  if (auto kind = unknown_kind_in(test, wants_error)) return missing("(" + *kind + ")");
  Scope scope;
  tn_error_clear();
  OpCall call(manifest, test, std::move(plan), *name);
  if (wants_error) return run_error_case(call, test);
  std::string bad = call.judge(op, call.run());
  return bad.empty() ? passed() : failed(bad);
}

}  // namespace conformance
