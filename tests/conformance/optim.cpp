// Optimizers: parameters fed with recorded gradients must follow the recorded trajectory.
#include "tests/conformance/cases.h"
#include "tests/conformance/compare.h"

namespace conformance {
namespace {

// Element i along the first dimension.
Array slice(const Array& a, int64_t i) {
  Array part{a.dtype, {a.shape.begin() + 1, a.shape.end()}, {}};
  auto size = static_cast<std::ptrdiff_t>(part.count() * dtype_size(a.dtype));
  part.bytes.assign(a.bytes.begin() + i * size, a.bytes.begin() + (i + 1) * size);
  return part;
}

struct Parameter {
  tn_tensor_t tensor;
  Array trajectory, grads;
};

std::vector<Parameter> make_parameters(const Json& test, const TensorFile& tensors) {
  std::vector<Parameter> params;
  for (const Json& entry : test.at("params")) {
    Parameter p{nullptr, tensors.stored(entry.at("trajectory")), tensors.stored(entry.at("grads"))};
    p.tensor = upload(slice(p.trajectory, 0));
    need_ok(tn_requires_grad_(p.tensor, 1), "tn_requires_grad_");
    params.push_back(std::move(p));
  }
  return params;
}

tn_optimizer_t make_optimizer(const Json& test, const std::vector<Parameter>& params) {
  const std::string cls = test.at("optimizer");
  tn_optimizer_t optimizer = nullptr;
  for (const Json& group : test.at("groups")) {
    std::vector<tn_tensor_t> members;
    for (const Json& index : group.at("params")) members.push_back(params.at(index.get<size_t>()).tensor);
    tn_tensors_t list =
        need(tn_tensors_new(members.data(), static_cast<int64_t>(members.size())), "tn_tensors_new");
    Json options = group;
    options.erase("params");
    if (!optimizer) {
      // The first group's own options are set after it was made, so that later groups have the constructor's.
      optimizer = need(tn_optimizer_new(cls.c_str(), list, test.at("kwargs").dump().c_str()), cls.c_str());
      for (const auto& [name, value] : options.items())
        need_ok(tn_optimizer_set(optimizer, 0, name.c_str(), value.get<double>()), "tn_optimizer_set");
    } else {
      need_ok(tn_optimizer_add_group(optimizer, list, options.dump().c_str()), "tn_optimizer_add_group");
    }
  }
  return optimizer;
}

bool has_no_grad(const Json& test, int64_t step, size_t param) {
  if (!test.contains("grad_none")) return false;
  for (const Json& pair : test["grad_none"])
    if (pair.at(0) == step && pair.at(1) == param) return true;
  return false;
}

// One entry of the final state by PyTorch's name; numbers are compared by value alone.
std::string judge_state(const Json& test, const TensorFile& tensors, tn_optimizer_t optimizer) {
  if (!test.contains("final_state")) return "";
  tn_dict_t state = need(tn_optimizer_state_dict(optimizer), "tn_optimizer_state_dict");
  Tolerance tolerance = tolerance_of(test, "tol");
  for (const auto& [param, entries] : test["final_state"].items())
    for (const auto& [name, want] : entries.items()) {
      const std::string path = "state." + param + "." + name, tag = want.at("t");
      if (tag == "none" && !tn_dict_has(state, path.c_str())) continue;
      Array got = download(need(tn_dict_get(state, path.c_str()), path.c_str()));
      std::string bad;
      if (tag == "tensor") {
        Array value = tensors.value(want);
        bad = compare_dtype_and_shape(got, value);
        if (bad.empty()) bad = compare_close(got, value, tolerance);
      } else if (got.count() != 1 || got.real(0) != array_of_value(want).real(0)) {
        bad = "another number than " + want.dump();
      }
      if (!bad.empty()) return path + ": " + bad;
    }
  return "";
}

Outcome run_trajectory(const Json& test, const TensorFile& tensors) {
  const std::string cls = test.at("optimizer");
  if (!has_optimizer_class(cls)) return missing(cls);
  Scope scope;
  tn_error_clear();
  std::vector<Parameter> params = make_parameters(test, tensors);
  tn_optimizer_t optimizer = make_optimizer(test, params);
  Tolerance tolerance = tolerance_of(test, "tol");
  for (int64_t step = 0; step < test.at("steps").get<int64_t>(); ++step) {
    Scope temporaries;
    need_ok(tn_optimizer_zero_grad(optimizer), "tn_optimizer_zero_grad");
    for (size_t i = 0; i < params.size(); ++i) {
      if (has_no_grad(test, step, i)) continue;
      need_ok(tn_tensor_set_grad(params[i].tensor, upload(slice(params[i].grads, step))),
              "tn_tensor_set_grad");
    }
    need_ok(tn_optimizer_step(optimizer), "tn_optimizer_step");
    for (size_t i = 0; i < params.size(); ++i) {
      std::string bad =
          compare_close(download(params[i].tensor), slice(params[i].trajectory, step + 1), tolerance);
      if (!bad.empty())
        return failed("parameter " + std::to_string(i) + " after step " + std::to_string(step + 1) + ": " +
                      bad);
    }
  }
  std::string bad = judge_state(test, tensors, optimizer);
  return bad.empty() ? passed() : failed(bad);
}

}  // namespace

Outcome run_optimizer_case(const Manifest& manifest, const Json& test) {
  const std::string kind = test.at("kind");
  if (test.value("quality", "") == "f64_disagrees") return skipped("advisory: float64 disagrees");
  if (kind == "optimizer") return run_trajectory(test, manifest.tensors);
  // The interface has neither closures, schedulers nor clipping yet; a class of that name would be news.
  if (kind == "lbfgs") return missing(test.at("optimizer"));
  if (kind == "scheduler") return missing(test.at("scheduler"));
  if (kind == "clip_grad_norm_" || kind == "clip_grad_value_") return missing(kind);
  return failed("no rule for a case of kind '" + kind + "'");
}

}  // namespace conformance
