// Optimizers: typed constructors, by class name and JSON, groups, a step, their state.
#include "capi/src/optim.h"

#include "capi/src/arguments.h"
#include "capi/src/dict.h"
#include "capi/src/options.h"
#include "capi/src/tensors.h"
#include "core/nn/arguments.h"

using namespace tenon;

extern "C" {
TN_HANDLE_FUNCTIONS(optimizer, Optimizer)
}

namespace {

template <class F>
tn_optimizer_t make(const char* function, const char* class_name, tn_tensors_t params, F arguments) {
  return guard(function, tn_optimizer_t{}, [&] {
    const std::vector<Tensor>& list = borrow_list(params, function, "params");
    return give_object<tn_optimizer_t>(Optimizer::make(find_optimizer_class(class_name), list, arguments()));
  });
}

template <class R, class F>
R ask(const char* function, R failure, tn_optimizer_t o, F answer) {
  return guard(function, failure, [&]() -> R { return answer(*borrow_object<Optimizer>(o, function, "o")); });
}

template <class F>
tn_status_t change(const char* function, tn_optimizer_t o, F how) {
  return guard_status(function, [&] { how(*borrow_object<Optimizer>(o, function, "o")); });
}

constexpr tn_sgd_options_t kSgd{sizeof(tn_sgd_options_t), 1e-3, 0, 0, 0, 0, 0};
constexpr tn_adam_options_t kAdam{sizeof(tn_adam_options_t), 1e-3, 0.9, 0.999, 1e-8, 0, 0, 0};
constexpr tn_adamw_options_t kAdamw{sizeof(tn_adamw_options_t), 1e-3, 0.9, 0.999, 1e-8, 1e-2, 0, 0};

// Adam's and AdamW's options differ in their defaults alone.
template <class O>
tn_optimizer_t make_adam(const char* function, const char* class_name, tn_tensors_t params, const O* o,
                         const O& defaults) {
  double betas[2];
  return make(function, class_name, params, [&]() -> std::vector<Value> {
    O options = read_options(o, defaults, function);
    betas[0] = options.beta1, betas[1] = options.beta2;
    return {{"lr", options.lr},
            {"betas", FloatList{betas, 2}},
            {"eps", options.eps},
            {"weight_decay", options.weight_decay},
            {"amsgrad", options.amsgrad != 0},
            {"maximize", options.maximize != 0}};
  });
}

}  // namespace

// ---- making

void tn_sgd_options_init(tn_sgd_options_t* o, size_t size) { init_options(o, size, kSgd); }
void tn_adam_options_init(tn_adam_options_t* o, size_t size) { init_options(o, size, kAdam); }
void tn_adamw_options_init(tn_adamw_options_t* o, size_t size) { init_options(o, size, kAdamw); }

tn_optimizer_t tn_sgd(tn_tensors_t params, const tn_sgd_options_t* o) {
  return make(__func__, "SGD", params, [&]() -> std::vector<Value> {
    tn_sgd_options_t options = read_options(o, kSgd, "tn_sgd");
    return {{"lr", options.lr},
            {"momentum", options.momentum},
            {"dampening", options.dampening},
            {"weight_decay", options.weight_decay},
            {"nesterov", options.nesterov != 0},
            {"maximize", options.maximize != 0}};
  });
}
tn_optimizer_t tn_adam(tn_tensors_t params, const tn_adam_options_t* o) {
  return make_adam(__func__, "Adam", params, o, kAdam);
}
tn_optimizer_t tn_adamw(tn_tensors_t params, const tn_adamw_options_t* o) {
  return make_adam(__func__, "AdamW", params, o, kAdamw);
}

tn_optimizer_t tn_optimizer_new(const char* class_name, tn_tensors_t params, const char* json) {
  return guard(__func__, tn_optimizer_t{}, [&] {
    const OptimizerClass& cls =
        find_optimizer_class(required_text(class_name, "tn_optimizer_new", "class_name"));
    JsonArguments arguments(cls.signature.name, json);
    return give_object<tn_optimizer_t>(Optimizer::make(cls, borrow_list(params, "tn_optimizer_new", "params"),
                                                       arguments.values(cls.signature)));
  });
}
int64_t tn_optimizer_class_count(void) {
  return guard(__func__, int64_t{-1}, [] { return static_cast<int64_t>(optimizer_classes().size()); });
}
const char* tn_optimizer_class(int64_t i) {
  return guard(__func__, static_cast<const char*>(nullptr),
               [&] { return element(optimizer_classes(), i, "tn_optimizer_class").signature.name.c_str(); });
}
const char* tn_optimizer_class_schema(int64_t i) {
  return guard(__func__, static_cast<const char*>(nullptr), [&] {
    return element(optimizer_classes(), i, "tn_optimizer_class_schema").signature.schema.c_str();
  });
}

// ---- groups and their options

tn_status_t tn_optimizer_add_group(tn_optimizer_t o, tn_tensors_t params, const char* json) {
  return change(__func__, o, [&](Optimizer& optimizer) {
    const std::vector<Tensor>& list = borrow_list(params, "tn_optimizer_add_group", "params");
    JsonArguments arguments(optimizer.kind().signature.name, json);
    optimizer.add_group(list, arguments.values(optimizer.kind().signature));
  });
}
int64_t tn_optimizer_group_count(tn_optimizer_t o) {
  return ask(__func__, int64_t{-1}, o, [](Optimizer& optimizer) { return optimizer.group_count(); });
}
double tn_optimizer_get(tn_optimizer_t o, int64_t group, const char* name) {
  return ask(__func__, __builtin_nan(""), o, [&](Optimizer& optimizer) {
    return optimizer.get(group, required_text(name, "tn_optimizer_get", "name"));
  });
}
tn_status_t tn_optimizer_set(tn_optimizer_t o, int64_t group, const char* name, double value) {
  return change(__func__, o, [&](Optimizer& optimizer) {
    optimizer.set(group, required_text(name, "tn_optimizer_set", "name"), value);
  });
}

// ---- a step

tn_status_t tn_optimizer_zero_grad(tn_optimizer_t o) {
  return change(__func__, o, [](Optimizer& optimizer) { optimizer.zero_grad(); });
}
tn_status_t tn_optimizer_step(tn_optimizer_t o) {
  return change(__func__, o, [](Optimizer& optimizer) { optimizer.step(); });
}

// ---- its state

tn_dict_t tn_optimizer_state_dict(tn_optimizer_t o) {
  return ask(__func__, tn_dict_t{}, o,
             [](Optimizer& optimizer) { return give_dict(optimizer.state_dict()); });
}
tn_status_t tn_optimizer_load_state_dict(tn_optimizer_t o, tn_dict_t dict) {
  return change(__func__, o, [&](Optimizer& optimizer) {
    optimizer.load_state_dict(*borrow_object<Dict>(dict, "tn_optimizer_load_state_dict", "dict"));
  });
}
