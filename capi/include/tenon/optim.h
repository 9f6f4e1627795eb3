/**
 * tenon/optim.h: optimizers: torch.optim.
 *
 *     tn_adamw_options_t o;
 *     tn_adamw_options_init(&o, sizeof o);
 *     o.lr = 3e-4;
 *     tn_optimizer_t optimizer = tn_adamw(tn_module_parameters(net), &o);
 *     …
 *     if (tn_optimizer_zero_grad(optimizer) || tn_backward(loss) || tn_optimizer_step(optimizer)) break;
 *
 * Chain the three by their status: a step after a failed backward would go on with old gradients.
 *
 * Parameters are in groups with options of their own; group 0 is what the constructor was given. An
 * optimizer holds its parameters; the list may be released. The same parameter twice is TN_ERR_VALUE, as
 * are an empty list and options out of range; one that isn't a leaf is TN_ERR_STATE.
 *
 * Threads: step, zero_grad and everything that sets need the caller's lock; what asks may run at once.
 *
 * Since 0.1.
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
  double dampening;    /**< 0; of the momentum */
  double weight_decay; /**< 0; added to the gradient */
  int32_t nesterov;    /**< 0; 1 wants a momentum and no dampening */
  int32_t maximize;    /**< 0; 1 goes up the gradient */
} tn_sgd_options_t;

TN_API void tn_sgd_options_init(tn_sgd_options_t* o, size_t size);

/**
 * v = momentum * v + (1 - dampening) * g, p = p - lr * v; the first v is g. With nesterov p = p - lr * (g +
 * momentum * v). PyTorch: optim.SGD.
 */
TN_API tn_optimizer_t tn_sgd(tn_tensors_t params, const tn_sgd_options_t* o);

typedef struct tn_adam_options {
  size_t struct_size;
  double lr;           /**< 1e-3 */
  double beta1, beta2; /**< 0.9, 0.999 */
  double eps;          /**< 1e-8 */
  double weight_decay; /**< 0; added to the gradient */
  int32_t amsgrad;     /**< 0; 1 divides by the largest second moment so far */
  int32_t maximize;    /**< 0; 1 goes up the gradient */
} tn_adam_options_t;

TN_API void tn_adam_options_init(tn_adam_options_t* o, size_t size);

/**
 * Adam (Kingma and Ba, 2015): p = p - lr * m / (sqrt(v) + eps), both moments corrected for their start.
 * PyTorch: optim.Adam.
 */
TN_API tn_optimizer_t tn_adam(tn_tensors_t params, const tn_adam_options_t* o);

typedef struct tn_adamw_options {
  size_t struct_size;
  double lr;           /**< 1e-3 */
  double beta1, beta2; /**< 0.9, 0.999 */
  double eps;          /**< 1e-8 */
  double weight_decay; /**< 1e-2; p = p * (1 - lr * weight_decay) before the step */
  int32_t amsgrad;     /**< 0; as in tn_adam_options_t */
  int32_t maximize;    /**< 0; as in tn_adam_options_t */
} tn_adamw_options_t;

TN_API void tn_adamw_options_init(tn_adamw_options_t* o, size_t size);

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019). PyTorch: optim.AdamW. */
TN_API tn_optimizer_t tn_adamw(tn_tensors_t params, const tn_adamw_options_t* o);

/**
 * Any optimizer that the library knows, by PyTorch's class name and keyword arguments:
 * tn_optimizer_new("Adam", params, "{\"lr\": 0.001, \"betas\": [0.9, 0.99]}"). TN_ERR_KEY for a class or an
 * argument that isn't known.
 *
 * @param json an object with the arguments by name; NULL is {}
 */
TN_API tn_optimizer_t tn_optimizer_new(const char* class_name, tn_tensors_t params, const char* json);

/** How many classes tn_optimizer_new knows. */
TN_API int64_t tn_optimizer_class_count(void);

/** The i-th of them, in alphabetical order. The text lives as long as the library. */
TN_API const char* tn_optimizer_class(int64_t i);

/**
 * Its keyword arguments, written as an operator's schema: "SGD(float lr=0.001, float momentum=0, …)". The
 * text lives as long as the library.
 */
TN_API const char* tn_optimizer_class_schema(int64_t i);

/* ---- groups and their options ---- */

/**
 * Adds a group of parameters. json has the options that differ; the others are the constructor's. PyTorch:
 * Optimizer.add_param_group.
 */
TN_API tn_status_t tn_optimizer_add_group(tn_optimizer_t o, tn_tensors_t params, const char* json);

/** The number of groups, at least 1. */
TN_API int64_t tn_optimizer_group_count(tn_optimizer_t o);

/**
 * An option of a group by PyTorch's name, "lr"; the two "betas" are "beta1" and "beta2", truths are 0 and
 * 1. NaN on failure: TN_ERR_KEY for another name, TN_ERR_INDEX for another group. PyTorch:
 * optimizer.param_groups[group][name].
 */
TN_API double tn_optimizer_get(tn_optimizer_t o, int64_t group, const char* name);

/** Sets it, in one group, or in all with group -1. */
TN_API tn_status_t tn_optimizer_set(tn_optimizer_t o, int64_t group, const char* name, double value);

/* ---- a step ---- */

/** Removes the gradients of all parameters. PyTorch: Optimizer.zero_grad(set_to_none=True). */
TN_API tn_status_t tn_optimizer_zero_grad(tn_optimizer_t o);

/**
 * Changes all parameters that have a gradient, in place, without recording. Where it fails for lack of
 * memory, no parameter was changed. PyTorch: Optimizer.step.
 */
TN_API tn_status_t tn_optimizer_step(tn_optimizer_t o);

/* ---- its state ---- */

/**
 * What the optimizer remembers, under "state.0.exp_avg" and the like (the number is the parameter's,
 * through all groups), and under the metadata key "param_groups" the options in PyTorch's form, as JSON.
 * The tensors share memory with the optimizer. PyTorch: Optimizer.state_dict.
 */
TN_API tn_dict_t tn_optimizer_state_dict(tn_optimizer_t o);

/**
 * Takes over a copy of such a state. TN_ERR_VALUE where the groups or the numbers of parameters differ,
 * TN_ERR_SHAPE where tensors do; then nothing was changed. PyTorch: Optimizer.load_state_dict.
 */
TN_API tn_status_t tn_optimizer_load_state_dict(tn_optimizer_t o, tn_dict_t dict);

#ifdef __cplusplus
}
#endif
#endif
