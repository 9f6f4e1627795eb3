/**
 * tenon/autograd.h: gradients.
 *
 * Operators on tensors that require a gradient record what they did. tn_backward walks that graph from a
 * loss back to its leaves, and adds to each leaf's grad; tn_grad returns gradients instead. The graph
 * belongs to the tensors that came of it, and goes with the last of them.
 *
 *     tn_requires_grad_(w, 1);
 *     tn_tensor_t loss = tn_mse_loss(tn_matmul(x, w), y);
 *     if (tn_backward(loss)) puts(tn_error_message());
 *     tn_tensor_t g = tn_tensor_grad(w);
 *
 * An operator that changes a value in place which the graph has saved for its backward is let through, and
 * noticed when the backward gets there: TN_ERR_STATE, with PyTorch's explanation of which tensor it was and
 * at which version.
 *
 * Threads: graphs may be built on any number of threads at once, also from shared leaves. Two backward
 * passes that reach the same leaves need a lock of the caller's; on separate leaves they need none.
 * backward runs on the thread that calls it.
 *
 * Since 0.1.
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
 * Says whether operators on t are recorded from here on. TN_ERR_TYPE to turn it on for a dtype that isn't
 * floating; TN_ERR_STATE to turn it off for a tensor that isn't a leaf (tn_detach does that). PyTorch:
 * Tensor.requires_grad_.
 */
TN_API tn_status_t tn_requires_grad_(tn_tensor_t t, int32_t on);

/**
 * Turns recording on or off in this context. The end of the scope around puts it back, so
 * `tn_scope_begin(); tn_set_grad_enabled(0); … tn_scope_end(s);` is no_grad. PyTorch:
 * torch.set_grad_enabled, no_grad, enable_grad.
 *
 * @return whether it was on before
 */
TN_API int32_t tn_set_grad_enabled(int32_t on);

/** Whether this context records. PyTorch: torch.is_grad_enabled. */
TN_API int32_t tn_is_grad_enabled(void);

/**
 * Inference mode: no recording, and no version counting either. Tensors made in it can't take part in
 * recording later (TN_ERR_STATE); clone them for that. The end of the scope around puts it back. PyTorch:
 * torch.inference_mode.
 *
 * @return whether it was on before
 */
TN_API int32_t tn_set_inference_mode(int32_t on);

/** Whether this context is in inference mode. PyTorch: torch.is_inference_mode_enabled. */
TN_API int32_t tn_is_inference_mode_enabled(void);

/* ---- backward ---- */

/**
 * Computes the gradients of t, which has one element, with respect to the leaves of its graph, and adds
 * them to their grad. Frees what the graph had saved on the way. PyTorch: Tensor.backward.
 *
 * TN_ERR_SHAPE where t has more elements; TN_ERR_STATE where it doesn't require a gradient, where the graph
 * was walked before, and where a saved value was changed in place. After a failure some leaves may have
 * their part and others not.
 */
TN_API tn_status_t tn_backward(tn_tensor_t t);

typedef struct tn_backward_options {
  size_t struct_size;
  int32_t retain_graph; /**< 0; 1 keeps what was saved, so that the graph can be walked again */
  int32_t create_graph; /**< 0; 1 records the backward itself, for gradients of gradients; keeps the graph as
                           well */
} tn_backward_options_t;

TN_API void tn_backward_options_init(tn_backward_options_t* o, size_t size);

/**
 * tn_backward with all of PyTorch's arguments.
 *
 * @param gradient_or_none the gradient with respect to t, of its shape; TN_NONE is 1, where t has one
 *                         element
 * @param inputs           the tensors whose grad is wanted, and no others; NULL for all leaves
 */
TN_API tn_status_t tn_backward_with(tn_tensor_t t, tn_tensor_t gradient_or_none, const tn_tensor_t* inputs,
                                    int64_t n_inputs, const tn_backward_options_t* o);

/**
 * The gradient gathered so far; TN_NONE where there is none. Each call gives a handle of the same tensor:
 * changing it in place changes the grad. PyTorch: Tensor.grad.
 */
TN_API tn_tensor_t tn_tensor_grad(tn_tensor_t t);

/**
 * Replaces the gradient, TN_NONE removing it. TN_ERR_SHAPE unless shape, dtype and device are t's. PyTorch:
 * assignment to Tensor.grad.
 */
TN_API tn_status_t tn_tensor_set_grad(tn_tensor_t t, tn_tensor_t grad_or_none);

/** Lets a tensor that isn't a leaf keep its gradient, too. PyTorch: Tensor.retain_grad. */
TN_API tn_status_t tn_tensor_retain_grad(tn_tensor_t t);

/* ---- gradients as results ---- */

/**
 * The gradients of the outputs, each of one element, added up, with respect to each of the inputs. Touches
 * nobody's grad. Frees the graph unless create_graph is set. PyTorch: torch.autograd.grad.
 *
 * @param create_graph record the backward, so that the results have gradients of their own
 * @param allow_unused give TN_NONE for an input that no output depends on, which is TN_ERR_STATE else
 * @return one tensor for each input, in their order
 */
TN_API tn_tensors_t tn_grad(const tn_tensor_t* outputs, int64_t n_outputs, const tn_tensor_t* inputs,
                            int64_t n_inputs, int32_t create_graph, int32_t allow_unused);

typedef struct tn_grad_options {
  size_t struct_size;
  int32_t retain_graph; /**< 0; as in tn_backward_options_t */
  int32_t create_graph; /**< 0; as in tn_backward_options_t */
  int32_t allow_unused; /**< 0; as in tn_grad */
  int32_t reserved;
} tn_grad_options_t;

TN_API void tn_grad_options_init(tn_grad_options_t* o, size_t size);

/**
 * tn_grad with all of PyTorch's arguments.
 *
 * @param grad_outputs the gradient with respect to each output, of its shape; TN_NONE is 1; NULL is 1 for
 *                     all
 */
TN_API tn_tensors_t tn_grad_with(const tn_tensor_t* outputs, int64_t n_outputs, const tn_tensor_t* inputs,
                                 int64_t n_inputs, const tn_tensor_t* grad_outputs, int64_t n_grad_outputs,
                                 const tn_grad_options_t* o);

/* ---- hooks ---- */

/**
 * Calls hook with each gradient that reaches t in a backward: argument 0. Where it gives an output 0, of
 * the same shape, that goes on in its place; it may give none. Hooks run in the order of their
 * registration, before the gradient is added to t's grad. TN_ERR_STATE where t doesn't require a gradient.
 * PyTorch: Tensor.register_hook.
 *
 * @return the hook's number, above 0; -1 on failure
 */
TN_API int64_t tn_tensor_register_hook(tn_tensor_t t, tn_callback_t hook, void* user_data,
                                       tn_destroy_t destroy);

/** Removes a hook of this tensor, through whichever handle. TN_ERR_KEY where it has none of this number. */
TN_API tn_status_t tn_tensor_remove_hook(tn_tensor_t t, int64_t id);

/* ---- functions of the host's ---- */

/**
 * An operator with a gradient of its own. PyTorch: torch.autograd.Function.
 *
 * forward reads its inputs with tn_call_arg, saves what backward needs with tn_call_save, and gives
 * n_outputs outputs. backward reads the outputs' gradients with tn_call_arg (zeros for an output that had
 * none) and what was saved with tn_call_saved, and gives a gradient for each input, of its shape; TN_NONE
 * for one that tn_call_needs_grad says isn't wanted. tn_call_data is for whatever else belongs to one
 * application.
 *
 * Both run without recording. With create_graph the backward is recorded: made of operators, it can be
 * differentiated again. user_data is shared by all applications, and stays until the last graph with this
 * function is gone.
 *
 * @param name      appears in tn_tensor_grad_fn_name (with "Backward" behind it) and in errors
 * @param n_outputs at least 1
 */
TN_API tn_function_t tn_function_new(const char* name, int64_t n_outputs, tn_callback_t forward,
                                     tn_callback_t backward, void* user_data, tn_destroy_t destroy);

/**
 * Runs a function of one output; TN_ERR_VALUE for one of more. Inputs may be TN_NONE. PyTorch:
 * Function.apply.
 */
TN_API tn_tensor_t tn_function_apply(tn_function_t function, const tn_tensor_t* inputs, int64_t n_inputs);

/** Runs a function of any number of outputs. PyTorch: Function.apply. */
TN_API tn_tensors_t tn_function_call(tn_function_t function, const tn_tensor_t* inputs, int64_t n_inputs);

/* ---- checking gradients ---- */

typedef struct tn_gradcheck_options {
  size_t struct_size;
  double eps;              /**< the step of the finite differences; 1e-6 */
  double atol;             /**< what may differ in absolute terms; 1e-5 */
  double rtol;             /**< what may differ relatively; 1e-3 */
  int32_t second_order;    /**< 0; 1 checks gradients of gradients as well: torch.autograd.gradgradcheck */
  int32_t check_undefined; /**< 1: backward must take gradients that aren't there */
} tn_gradcheck_options_t;

TN_API void tn_gradcheck_options_init(tn_gradcheck_options_t* o, size_t size);

/**
 * Compares the gradients of fn with finite differences at these inputs. fn reads them with tn_call_arg and
 * gives any number of outputs; it must be a function: the same inputs, the same outputs. Only inputs that
 * require a gradient are checked; they should be float64, of a few elements each. PyTorch:
 * torch.autograd.gradcheck.
 *
 * TN_ERR_VALUE where gradients differ: the message says of which output, by which input, and both values.
 */
TN_API tn_status_t tn_gradcheck(tn_callback_t fn, void* user_data, tn_destroy_t destroy,
                                const tn_tensor_t* inputs, int64_t n_inputs, const tn_gradcheck_options_t* o);

#ifdef __cplusplus
}
#endif
#endif
