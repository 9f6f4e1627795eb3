/**
 * tenon/scope.h: who gives a handle up, and when.
 *
 * One rule: a handle that is returned is yours. A scope gives up, at its end, all that were made in it:
 *
 *     tn_scope_t s = tn_scope_begin();
 *     tn_tensor_t y = tn_tensor_keep(tn_add(tn_mul(x, w), b));   the product had no name to release it by
 *     tn_scope_end(s);
 *
 * There are three ways out of a scope, and each kind of handle has all of them:
 *   release  gives it up earlier;
 *   keep     hands it to the scope around this one, or to you where there is none;
 *   retain   gives a further handle of the same object, which is in no scope and is yours.
 *
 * A function that makes objects for its caller opens a scope, keeps what it returns and retains what it
 * stores: then it is right in every caller. Owners (modules, optimizers, the graph, a tensor's gradient)
 * hold references of their own, so giving up a handle never takes their tensor away.
 *
 * A scoped handle stays with its scope's thread, or its fiber's context. Retain what you hand to another.
 *
 * Since 0.1.
 */
#ifndef TENON_SCOPE_H
#define TENON_SCOPE_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- scopes ---- */

/** Opens a scope inside the one that is open in this context, if any. NULL where memory is out. */
TN_API tn_scope_t tn_scope_begin(void);

/**
 * Releases every handle that was returned in this context since the scope began, of any kind; ends the
 * scopes left open inside it; and puts the grad mode back as tn_scope_begin found it. A scope ended twice,
 * or in a context other than its own, is TN_ERR_STATE and frees nothing. Ending NULL is TN_ERR_NULL.
 */
TN_API tn_status_t tn_scope_end(tn_scope_t scope);

/**
 * Handles made from here to tn_scope_resume are in no scope. For bindings, whose handles live as long as
 * the host's proxies: every generated call is wrapped so. Pairs may nest; what lies between stays on one
 * thread.
 * @return what tn_scope_resume wants; NULL where memory is out
 */
TN_API tn_scope_t tn_scope_pause(void);

/** Ends the pause; `scope` is what tn_scope_pause returned. NULL does nothing. */
TN_API void tn_scope_resume(tn_scope_t scope);

/* ---- contexts ---- */

/**
 * A context is all the state there is outside objects: the last error, the grad mode, the scope stack. Each
 * thread has one. A scheduler of fibers makes one for each fiber and swaps as it switches; then a scope may
 * end on another thread than it began. Within a call the thread may not change.
 *
 * A context is itself in no scope: release it when its fiber is done.
 */
TN_API tn_context_t tn_context_new(void);

/**
 * Makes `context` the calling thread's, NULL meaning the thread's own.
 * @return the one that was current, NULL where that was the thread's own
 */
TN_API tn_context_t tn_context_swap(tn_context_t context);

/** Ends the scopes that are open in it, and frees it. It must not be current on any thread. */
TN_API void tn_context_release(tn_context_t context);

/* ---- release: from any thread, NULL-safe, never waiting for a device ---- */

TN_API void tn_tensor_release(tn_tensor_t t);
TN_API void tn_tensors_release(tn_tensors_t list);
TN_API void tn_values_release(tn_values_t values);
TN_API void tn_dict_release(tn_dict_t dict);
TN_API void tn_tree_release(tn_tree_t tree);
TN_API void tn_module_release(tn_module_t module);
TN_API void tn_optimizer_release(tn_optimizer_t optimizer);
TN_API void tn_dataset_release(tn_dataset_t dataset);
TN_API void tn_loader_release(tn_loader_t loader);
TN_API void tn_function_release(tn_function_t function);
TN_API void tn_generator_release(tn_generator_t generator);

/* ---- keep: the same handle, now the outer scope's, or yours; one that is in no scope stays yours ---- */

TN_API tn_tensor_t tn_tensor_keep(tn_tensor_t t);
TN_API tn_tensors_t tn_tensors_keep(tn_tensors_t list);
TN_API tn_values_t tn_values_keep(tn_values_t values);
TN_API tn_dict_t tn_dict_keep(tn_dict_t dict);
TN_API tn_tree_t tn_tree_keep(tn_tree_t tree);
TN_API tn_module_t tn_module_keep(tn_module_t module);
TN_API tn_optimizer_t tn_optimizer_keep(tn_optimizer_t optimizer);
TN_API tn_dataset_t tn_dataset_keep(tn_dataset_t dataset);
TN_API tn_loader_t tn_loader_keep(tn_loader_t loader);
TN_API tn_function_t tn_function_keep(tn_function_t function);
TN_API tn_generator_t tn_generator_keep(tn_generator_t generator);

/* ---- retain: a further handle of the same object, in no scope; TN_NONE gives TN_NONE ---- */

TN_API tn_tensor_t tn_tensor_retain(tn_tensor_t t);
TN_API tn_tensors_t tn_tensors_retain(tn_tensors_t list);
TN_API tn_values_t tn_values_retain(tn_values_t values);
TN_API tn_dict_t tn_dict_retain(tn_dict_t dict);
TN_API tn_tree_t tn_tree_retain(tn_tree_t tree);
TN_API tn_module_t tn_module_retain(tn_module_t module);
TN_API tn_optimizer_t tn_optimizer_retain(tn_optimizer_t optimizer);
TN_API tn_dataset_t tn_dataset_retain(tn_dataset_t dataset);
TN_API tn_loader_t tn_loader_retain(tn_loader_t loader);
TN_API tn_function_t tn_function_retain(tn_function_t function);
TN_API tn_generator_t tn_generator_retain(tn_generator_t generator);

#ifdef __cplusplus
}
#endif
#endif
