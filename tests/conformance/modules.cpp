// Modules: constructor, state_dict, forward in train or eval mode, changed buffers, gradients.
#include <map>

#include "tests/conformance/cases.h"
#include "tests/conformance/compare.h"
#include "tests/conformance/mapping.h"
#include "tests/conformance/networks.h"
#include "tests/conformance/values.h"

namespace conformance {
namespace {

std::vector<std::pair<std::string, Array>> initial_state(const Json& test, const TensorFile& tensors) {
  std::vector<std::pair<std::string, Array>> state;
  for (const char* field : {"params", "buffers"})
    for (const Json& entry : test.at(field)) state.emplace_back(entry.at("name"), tensors.value(entry));
  return state;
}

// Forward's positional inputs, a tuple of tensors flattened.
std::vector<tn_tensor_t> forward_inputs(const Json& test, Inputs& inputs) {
  std::vector<tn_tensor_t> all;
  for (const Json& value : test.at("inputs")) {
    const std::string tag = value.at("t");
    if (tag == "tensor") {
      all.push_back(inputs.get(value));
    } else if (tag == "tensors") {
      for (const Json& item : value.at("v")) all.push_back(inputs.get(item));
    } else if (tag == "ints") {
      std::vector<int64_t> ints = value.at("v");
      all.push_back(upload(Array::of_integers({static_cast<int64_t>(ints.size())}, ints)));
    } else {
      throw std::runtime_error("an input of kind " + tag + " can't be given to a module");
    }
  }
  for (const auto& [name, value] : test.at("input_kwargs").items())
    if (value.at("t") != "none") throw std::runtime_error("forward takes no '" + name + "' by name");
  if (test.contains("packed_lengths"))
    throw std::runtime_error("packed sequences can't be given to a module");
  return all;
}

Output gradient_of(tn_tensor_t tensor) {
  tn_tensor_t gradient = need(tn_tensor_grad(tensor), "tn_tensor_grad");
  if (gradient == TN_NONE) return std::nullopt;
  return download(gradient);
}

// Σ output · cotangent, output by output: gradients add up in the leaves.
void run_backward(const Json& test, const TensorFile& tensors, const std::vector<tn_tensor_t>& outputs) {
  tn_backward_options_t options;
  tn_backward_options_init(&options, sizeof options);
  const Json& cotangents = test.at("cotangents");
  for (size_t i = 0; i < cotangents.size(); ++i) {
    options.retain_graph = i + 1 < cotangents.size();
    tn_tensor_t output = outputs.at(cotangents[i].at("output").get<size_t>());
    need_ok(tn_backward_with(output, upload(tensors.value(cotangents[i])), nullptr, 0, &options),
            "tn_backward_with");
  }
}

std::string judge_buffers(const Json& test, const TensorFile& tensors, tn_module_t module) {
  for (const Json& entry : test.at("buffers_after")) {
    const std::string name = entry.at("name");
    Array got = download(need(tn_module_buffer(module, name.c_str()), "tn_module_buffer"));
    Array want = tensors.value(entry);
    std::string bad = compare_dtype_and_shape(got, want);
    if (bad.empty()) bad = compare_close(got, want, tolerance_of(test, "tol"));
    if (!bad.empty()) return "buffer " + name + ": " + bad;
  }
  return "";
}

std::string judge_grads(const Json& test, const TensorFile& tensors, tn_module_t module, const Inputs& inputs,
                        const std::vector<tn_tensor_t>& outputs) {
  if (test.at("cotangents").empty() || test.contains("no_grad_reason")) return "";
  run_backward(test, tensors, outputs);
  std::map<std::string, Output> of_inputs, of_params;
  for (const Inputs::Input& input : inputs.all())
    if (input.requires_grad) of_inputs[input.key] = gradient_of(input.tensor);
  for (const Json& entry : test.at("param_grads")) {
    const std::string name = entry.at("name");
    of_params[name] = gradient_of(need(tn_module_parameter(module, name.c_str()), "tn_module_parameter"));
  }
  std::string bad = compare_grads(test, tensors, of_inputs, "input_grads", "input");
  return bad.empty() ? compare_grads(test, tensors, of_params, "param_grads", "name") : bad;
}

}  // namespace

Outcome run_module_case(const Manifest& manifest, const Json& test) {
  if (test.value("quality", "") == "f64_disagrees") return skipped("advisory: float64 disagrees");
  ModuleSpec spec = {test.at("module"), test.at("ctor_args"), test.at("ctor_kwargs")};
  if (auto name = missing_class(spec)) return missing(*name);
  for (const char* field : {"params", "buffers", "inputs", "outputs"})
    for (const Json& value : test.at(field))
      if (auto kind = unknown_kind(value)) return missing("(" + *kind + ")");
  const TensorFile& tensors = manifest.tensors;
  Scope scope;
  tn_error_clear();
  tn_module_t module = build_module(spec, tensors);
  need_ok(tn_module_to(module, TN_DEVICE_DEFAULT, library_dtype(dtype_from_name(test.at("dtype")))),
          "tn_module_to");
  load_state(module, initial_state(test, tensors));
  need_ok(tn_module_train(module, test.at("training").get<bool>()), "tn_module_train");

  Inputs inputs(tensors);
  std::vector<tn_tensor_t> given = forward_inputs(test, inputs);
  std::vector<tn_tensor_t> outputs = elements(
      need(tn_module_call(module, given.data(), static_cast<int64_t>(given.size())), spec.cls.c_str()));
  std::vector<Output> values;
  for (tn_tensor_t output : outputs)
    values.push_back(output == TN_NONE ? Output() : Output(download(output)));
  Json judged = test;
  judged["args"] = test["inputs"];
  judged["kwargs"] = Json::object();
  std::string bad = compare_outputs(judged, spec.cls, tensors, values);
  if (bad.empty()) bad = judge_buffers(test, tensors, module);
  if (bad.empty()) bad = judge_grads(test, tensors, module, inputs, outputs);
  return bad.empty() ? passed() : failed(bad);
}

}  // namespace conformance
