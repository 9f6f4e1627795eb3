/**
 * tenon/autograd.h: gradients.
 *
 * Operators on tensors that require a gradient record what they did. tn_backward walks that graph from a loss
 * to its leaves and adds each one's gradient to what it holds; tn_grad returns gradients instead.
 */
#ifndef TENON_AUTOGRAD_H
#define TENON_AUTOGRAD_H

#include <tenon/callback.h>
#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what is recorded ---- */

/**
 * Says whether operators on t are recorded. TN_ERR_TYPE for a dtype that isn't floating; TN_ERR_STATE for
 * turning it off on a tensor that isn't a leaf. torch.Tensor.requires_grad_.
 */
TN_API tn_status_t tn_requires_grad_(tn_tensor_t t, int32_t on);

/**
 * Turns recording on or off in this context; the end of a scope puts it back. torch.set_grad_enabled,
 * no_grad, enable_grad.
 * @return whether it was on
 */
TN_API int32_t tn_set_grad_enabled(int32_t on);
/** torch.is_grad_enabled. */
TN_API int32_t tn_is_grad_enabled(void);

/**
 * Inference mode: no recording and no version counting; tensors made in it can never be used where recording
 * wants to save them. The end of a scope puts it back. torch.inference_mode.
 * @return whether it was on
 */
TN_API int32_t tn_set_inference_mode(int32_t on);
/** torch.is_inference_mode_enabled. */
TN_API int32_t tn_is_inference_mode_enabled(void);

/* ---- backward ---- */

/**
 * Gradients of t, a tensor of one element, with respect to all leaves of its graph, added to their grad.
 * Frees what the graph has saved: a second time is TN_ERR_STATE. torch.Tensor.backward.
 */
TN_API tn_status_t tn_backward(tn_tensor_t t);

typedef struct tn_backward_options {
  size_t struct_size;
  int32_t retain_graph; /**< keep what was saved, for another backward; implied by create_graph */
  int32_t create_graph; /**< record the backward itself, for gradients of gradients */
} tn_backward_options_t;

TN_API void tn_backward_options_init(tn_backward_options_t* o, size_t size);

/**
 * @param gradient_or_none the gradient with respect to t, of t's shape; TN_NONE is 1, where t has one element
 * @param inputs           the leaves whose grad is wanted; NULL for all
 */
TN_API tn_status_t tn_backward_with(tn_tensor_t t, tn_tensor_t gradient_or_none, const tn_tensor_t* inputs,
                                    int64_t n_inputs, const tn_backward_options_t* o);

/** The gradient gathered so far; TN_NONE where there is none. torch.Tensor.grad. */
TN_API tn_tensor_t tn_tensor_grad(tn_tensor_t t);
/** Replaces it; TN_NONE removes it. Shape, dtype and device are t's. torch.Tensor.grad. */
TN_API tn_status_t tn_tensor_set_grad(tn_tensor_t t, tn_tensor_t grad_or_none);
/** Lets a tensor that isn't a leaf hold its gradient, too. torch.Tensor.retain_grad. */
TN_API tn_status_t tn_tensor_retain_grad(tn_tensor_t t);

/* ---- gradients as results ---- */

/**
 * Gradients of outputs, each of one element, with respect to inputs, one each. Touches nobody's grad.
 * torch.autograd.grad.
 * @param create_graph  record the backward, for gradients of gradients; keeps the graph as well
 * @param allow_unused  TN_NONE for an input that no output depends on, instead of TN_ERR_VALUE
 */
TN_API tn_tensors_t tn_grad(const tn_tensor_t* outputs, int64_t n_outputs, const tn_tensor_t* inputs,
                            int64_t n_inputs, int32_t create_graph, int32_t allow_unused);

typedef struct tn_grad_options {
  size_t struct_size;
  int32_t retain_graph; /**< as in tn_backward_options_t */
  int32_t create_graph;
  int32_t allow_unused;
  int32_t reserved;
} tn_grad_options_t;

TN_API void tn_grad_options_init(tn_grad_options_t* o, size_t size);

/** @param grad_outputs the gradient with respect to each output; TN_NONE is 1; NULL for all of them */
TN_API tn_tensors_t tn_grad_with(const tn_tensor_t* outputs, int64_t n_outputs, const tn_tensor_t* inputs,
                                 int64_t n_inputs, const tn_tensor_t* grad_outputs, int64_t n_grad_outputs,
                                 const tn_grad_options_t* o);

/* ---- hooks ---- */

/**
 * Calls hook with each gradient that reaches t, as argument 0. Output 0, if the hook gives one, replaces it;
 * giving none is right, too. Hooks run in the order of their registration. torch.Tensor.register_hook.
 * @return its number, above 0; -1 on failure
 */
TN_API int64_t tn_tensor_register_hook(tn_tensor_t t, tn_callback_t hook, void* user_data,
                                       tn_destroy_t destroy);
/** Removes it by its number, of any handle of the same tensor. TN_ERR_KEY where it isn't there. */
TN_API tn_status_t tn_tensor_remove_hook(tn_tensor_t t, int64_t id);

/* ---- functions of the host's ---- */

/**
 * An operator with a gradient of its own. torch.autograd.Function.
 *
 * forward reads inputs with tn_call_arg, saves for backward with tn_call_save, and gives n_outputs outputs.
 * backward's arguments are the gradients of the outputs (zeros where there is none); it gives one for each
 * input, TN_NONE where tn_call_needs_grad is 0. Both run without recording; under create_graph backward is
 * recorded, so a backward made of differentiable operators can be differentiated again.
 * @param name      appears in tn_tensor_grad_fn_name and in errors
 * @param n_outputs at least 1
 */
TN_API tn_function_t tn_function_new(const char* name, int64_t n_outputs, tn_callback_t forward,
                                     tn_callback_t backward, void* user_data, tn_destroy_t destroy);
/** Runs a function of one output. */
TN_API tn_tensor_t tn_function_apply(tn_function_t function, const tn_tensor_t* inputs, int64_t n_inputs);
/** Runs a function of any number of outputs. */
TN_API tn_tensors_t tn_function_call(tn_function_t function, const tn_tensor_t* inputs, int64_t n_inputs);

/* ---- checking gradients ---- */

typedef struct tn_gradcheck_options {
  size_t struct_size;
  double eps;              /**< the step of the finite differences; 1e-6 */
  double atol;             /**< 1e-5 */
  double rtol;             /**< 1e-3 */
  int32_t second_order;    /**< check gradients of gradients as well (torch.autograd.gradgradcheck); 0 */
  int32_t check_undefined; /**< check that backward takes gradients that aren't there; 1 */
} tn_gradcheck_options_t;

TN_API void tn_gradcheck_options_init(tn_gradcheck_options_t* o, size_t size);

/**
 * Compares the gradients of fn, any number of tensors from n_inputs tensors, with finite differences. Inputs
 * that require a gradient should be float64. TN_ERR_VALUE where they differ; the message says at which output
 * and input, and shows both. torch.autograd.gradcheck.
 */
TN_API tn_status_t tn_gradcheck(tn_callback_t fn, void* user_data, tn_destroy_t destroy,
                                const tn_tensor_t* inputs, int64_t n_inputs, const tn_gradcheck_options_t* o);

#ifdef __cplusplus
}
#endif
#endif
