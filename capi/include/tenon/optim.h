/**
 * tenon/optim.h: optimizers. torch.optim.
 *
 *     tn_optimizer_t opt = tn_adamw(tn_module_parameters(net), NULL);
 *     if (tn_optimizer_zero_grad(opt) || tn_backward(loss) || tn_optimizer_step(opt)) …
 *
 * Groups have options of their own: group 0 is what the constructor was given.
 */
#ifndef TENON_OPTIM_H
#define TENON_OPTIM_H

#include <tenon/common.h>
#include <tenon/dict.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- making ---- */

typedef struct tn_sgd_options {
  size_t struct_size;
  double lr;           /**< 1e-3 */
  double momentum;     /**< 0 */
  double dampening;    /**< 0 */
  double weight_decay; /**< 0 */
  int32_t nesterov;    /**< 0 */
  int32_t maximize;    /**< 0 */
} tn_sgd_options_t;

TN_API void tn_sgd_options_init(tn_sgd_options_t* o, size_t size);
/** torch.optim.SGD. */
TN_API tn_optimizer_t tn_sgd(tn_tensors_t params, const tn_sgd_options_t* o);

typedef struct tn_adam_options {
  size_t struct_size;
  double lr;           /**< 1e-3 */
  double beta1, beta2; /**< 0.9, 0.999 */
  double eps;          /**< 1e-8 */
  double weight_decay; /**< 0 */
  int32_t amsgrad;     /**< 0 */
  int32_t maximize;    /**< 0 */
} tn_adam_options_t;

TN_API void tn_adam_options_init(tn_adam_options_t* o, size_t size);
/** torch.optim.Adam. */
TN_API tn_optimizer_t tn_adam(tn_tensors_t params, const tn_adam_options_t* o);

typedef struct tn_adamw_options {
  size_t struct_size;
  double lr;           /**< 1e-3 */
  double beta1, beta2; /**< 0.9, 0.999 */
  double eps;          /**< 1e-8 */
  double weight_decay; /**< 1e-2 */
  int32_t amsgrad;     /**< 0 */
  int32_t maximize;    /**< 0 */
} tn_adamw_options_t;

TN_API void tn_adamw_options_init(tn_adamw_options_t* o, size_t size);
/** torch.optim.AdamW. */
TN_API tn_optimizer_t tn_adamw(tn_tensors_t params, const tn_adamw_options_t* o);

/**
 * An optimizer by PyTorch's class name and keyword arguments: "Adam", {"lr": 1e-3, "betas": [0.9, 0.99]}.
 * json is an object; NULL is {}. TN_ERR_KEY for an unknown class or argument.
 */
TN_API tn_optimizer_t tn_optimizer_new(const char* class_name, tn_tensors_t params, const char* json);
/** The classes it knows. The texts live as long as the library. */
TN_API int64_t tn_optimizer_class_count(void);
TN_API const char* tn_optimizer_class(int64_t i);

/* ---- groups and options ---- */

/** More parameters, with options of their own; what json leaves out is as in the constructor.
 * add_param_group. */
TN_API tn_status_t tn_optimizer_add_group(tn_optimizer_t o, tn_tensors_t params, const char* json);
TN_API int64_t tn_optimizer_group_count(tn_optimizer_t o);
/** An option of a group by PyTorch's name, "lr"; "betas" is "beta1" and "beta2". NaN on failure. */
TN_API double tn_optimizer_get(tn_optimizer_t o, int64_t group, const char* name);
/** Sets it; group -1 is all of them. */
TN_API tn_status_t tn_optimizer_set(tn_optimizer_t o, int64_t group, const char* name, double value);

/* ---- a step ---- */

/** Removes the parameters' gradients. zero_grad(set_to_none=True). */
TN_API tn_status_t tn_optimizer_zero_grad(tn_optimizer_t o);
/** Changes the parameters that have a gradient. torch.optim.Optimizer.step. */
TN_API tn_status_t tn_optimizer_step(tn_optimizer_t o);

/* ---- its state ---- */

/**
 * What the optimizer remembers, "state.0.exp_avg" and so on by the parameter's number, and under the metadata
 * key "param_groups" the options as PyTorch's JSON. Shares memory with the optimizer.
 * torch.optim.Optimizer.state_dict.
 */
TN_API tn_dict_t tn_optimizer_state_dict(tn_optimizer_t o);
/** Takes over a copy of it. TN_ERR_VALUE where groups or shapes don't fit. load_state_dict. */
TN_API tn_status_t tn_optimizer_load_state_dict(tn_optimizer_t o, tn_dict_t dict);

#ifdef __cplusplus
}
#endif
#endif
