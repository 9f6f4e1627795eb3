// Whole training runs: ten steps of model, loss, backward and optimizer.
#include <map>

#include "tests/conformance/cases.h"
#include "tests/conformance/compare.h"
#include "tests/conformance/networks.h"
#include "tests/conformance/values.h"

namespace conformance {
namespace {

// A loss class is its functional form with the constructor's arguments; where there is no such class in the
// library, that form is called.
const std::map<std::string, std::string>& functional_losses() {
  static const std::map<std::string, std::string> kLosses = {
      {"BCELoss", "binary_cross_entropy"},
      {"BCEWithLogitsLoss", "binary_cross_entropy_with_logits"},
      {"CrossEntropyLoss", "cross_entropy"},
      {"HuberLoss", "huber_loss"},
      {"L1Loss", "l1_loss"},
      {"MSELoss", "mse_loss"},
      {"NLLLoss", "nll_loss"},
      {"SmoothL1Loss", "smooth_l1_loss"}};
  return kLosses;
}

class Loss {
 public:
  explicit Loss(const ModuleSpec& spec, const TensorFile& tensors) : spec_(spec) {
    if (has_module_class(spec.cls)) module_ = build_module(spec, tensors);
  }

  static bool known(const ModuleSpec& spec) {
    auto it = functional_losses().find(spec.cls);
    return has_module_class(spec.cls) ||
           (it != functional_losses().end() && has_op(it->second) && spec.args.empty());
  }

  tn_tensor_t operator()(tn_tensor_t output, tn_tensor_t target, Inputs& inputs) const {
    if (module_) {
      tn_tensor_t both[] = {output, target};
      return elements(need(tn_module_call(module_, both, 2), spec_.cls.c_str())).at(0);
    }
    const std::string& op = functional_losses().at(spec_.cls);
    Arguments arguments;
    arguments.add(output);
    arguments.add(target);
    for (const auto& [name, value] : spec_.kwargs.items()) arguments.add(value, inputs, name);
    tn_values_t values = need(tn_op_call(op.c_str(), arguments.data(), arguments.size()), op.c_str());
    return need(tn_values_tensor(values, 0), op.c_str());
  }

 private:
  const ModuleSpec& spec_;
  tn_module_t module_ = nullptr;
};

std::optional<std::string> missing_part(const Json& test, const ModuleSpec& model, const ModuleSpec& loss) {
  if (auto cls = missing_class(model)) return cls;
  if (!Loss::known(loss)) return loss.cls;
  const std::string optimizer = test.at("optimizer");
  if (!has_optimizer_class(optimizer)) return optimizer;
  if (!test.at("scheduler").is_null()) return test["scheduler"].at("scheduler").get<std::string>();
  if (!test.at("clip_grad_norm").is_null()) return "clip_grad_norm_";
  return std::nullopt;
}

std::string compare_number(double got, double want, Tolerance tolerance) {
  return compare_close(Array::of_reals({}, {got}), Array::of_reals({}, {want}), tolerance);
}

std::string judge_final_state(const Json& test, const TensorFile& tensors, tn_module_t model) {
  tn_dict_t state = need(tn_module_state_dict(model), "tn_module_state_dict");
  const Json& wanted = test.at("final_state_dict");
  if (tn_dict_count(state) != static_cast<int64_t>(wanted.size())) return "the state_dict has other names";
  for (const auto& [name, entry] : wanted.items()) {
    Array got = download(need(tn_dict_get(state, name.c_str()), name.c_str())), want = tensors.value(entry);
    std::string bad = compare_dtype_and_shape(got, want);
    if (bad.empty()) bad = compare_close(got, want, tolerance_of(test, "tol"));
    if (!bad.empty()) return "final " + name + ": " + bad;
  }
  return "";
}

std::string train(const Json& test, tn_module_t model, const Loss& loss, tn_optimizer_t optimizer,
                  Inputs& inputs) {
  Tolerance tolerance = tolerance_of(test, "tol");
  tn_tensor_t input = inputs.get(test.at("input")), target = inputs.get(test.at("target"));
  for (size_t step = 0; step < test.at("steps").get<size_t>(); ++step) {
    Scope temporaries;
    const std::string where = "step " + std::to_string(step) + ": ";
    std::string bad =
        compare_number(tn_optimizer_get(optimizer, 0, "lr"), test.at("lr_used").at(step), tolerance);
    if (!bad.empty()) return where + "lr: " + bad;
    need_ok(tn_optimizer_zero_grad(optimizer), "tn_optimizer_zero_grad");
    tn_tensor_t value = loss(need(tn_module_forward(model, input), "tn_module_forward"), target, inputs);
    bad = compare_number(tn_item(value), test.at("losses").at(step), tolerance);
    if (!bad.empty()) return where + "loss: " + bad;
    need_ok(tn_backward(value), "tn_backward");
    need_ok(tn_optimizer_step(optimizer), "tn_optimizer_step");
  }
  return "";
}

}  // namespace

Outcome run_training_case(const Manifest& manifest, const Json& test) {
  if (test.value("quality", "") == "f64_disagrees") return skipped("advisory: float64 disagrees");
  const TensorFile& tensors = manifest.tensors;
  ModuleSpec model_spec = module_spec(test.at("model")), loss_spec = module_spec(test.at("loss"));
  if (auto part = missing_part(test, model_spec, loss_spec)) return missing(*part);
  Scope scope;
  tn_error_clear();
  tn_module_t model = build_module(model_spec, tensors);
  need_ok(tn_module_to(model, TN_DEVICE_DEFAULT, library_dtype(dtype_from_name(test.at("dtype")))),
          "tn_module_to");
  std::vector<std::pair<std::string, Array>> state;
  for (const auto& [name, entry] : test.at("init_state_dict").items())
    state.emplace_back(name, tensors.value(entry));
  load_state(model, state);
  need_ok(tn_module_train(model, 1), "tn_module_train");

  const std::string cls = test.at("optimizer"), options = test.at("optimizer_kwargs").dump();
  tn_tensors_t params = need(tn_module_parameters(model), "tn_module_parameters");
  tn_optimizer_t optimizer = need(tn_optimizer_new(cls.c_str(), params, options.c_str()), cls.c_str());
  Inputs inputs(tensors);
  std::string bad = train(test, model, Loss(loss_spec, tensors), optimizer, inputs);
  if (bad.empty()) bad = judge_final_state(test, tensors, model);
  return bad.empty() ? passed() : failed(bad);
}

}  // namespace conformance
