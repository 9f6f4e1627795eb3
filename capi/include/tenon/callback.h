/**
 * tenon/callback.h: how the library calls the host.
 *
 * Every callback has one shape, and all it needs is asked of `call`, so the shape never changes:
 *
 *     static tn_status_t square(tn_call_t call, void *user_data) {
 *       tn_tensor_t x = tn_call_arg(call, 0);
 *       return tn_call_return(call, 0, tn_mul(x, x));
 *     }
 *
 * It runs on the thread that called the library, in a scope opened for it, with no lock held: handles made
 * in it go at its end, and it releases nothing. What it gives to tn_call_return may be fresh, cached or an
 * argument; the library takes a reference of its own. A status other than 0 comes out of the outer call
 * unchanged (as tn_error_code, where that call returns a handle); 0 with an output missing is
 * TN_ERR_CALLBACK. A callback must not throw, longjmp, or return on another thread.
 *
 * A registration is (fn, user_data, destroy). user_data is the library's from the moment of the call:
 * destroy runs exactly once, when it is no longer needed, also where the registration itself fails, and
 * perhaps on another thread. destroy may be NULL. user_data must not hold a handle of the object that it
 * belongs to.
 *
 * An accessor asked for what its callback hasn't got (the module in a dataset's callback) fails with
 * TN_ERR_STATE.
 *
 * Since 0.1.
 */
#ifndef TENON_CALLBACK_H
#define TENON_CALLBACK_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef tn_status_t (*tn_callback_t)(tn_call_t call, void* user_data);
typedef void (*tn_destroy_t)(void* user_data);

/* ---- arguments and results: functions, modules, hooks, datasets ---- */

/** How many arguments there are. In an executor, how many tasks (threads.h). */
TN_API int64_t tn_call_count(tn_call_t call);

/** Argument i: an input of forward, a gradient in backward or a hook. TN_NONE where the caller gave that. */
TN_API tn_tensor_t tn_call_arg(tn_call_t call, int64_t i);

/**
 * Sets output i. A NULL t fails with the error that is there, so a chain of calls can be returned
 * unchecked. TN_NONE is a gradient that isn't there.
 */
TN_API tn_status_t tn_call_return(tn_call_t call, int64_t i, tn_tensor_t t);

/* ---- custom autograd functions (autograd.h) ---- */

/**
 * In forward: keeps t for backward (ctx.save_for_backward), in the order of the calls. TN_NONE may be
 * saved.
 */
TN_API tn_status_t tn_call_save(tn_call_t call, tn_tensor_t t);

/**
 * In backward: saved tensor i (ctx.saved_tensors). TN_ERR_STATE where it was changed in place since, or
 * where the graph's saved values were freed by an earlier backward.
 */
TN_API tn_tensor_t tn_call_saved(tn_call_t call, int64_t i);

/** Whether input i needs a gradient (ctx.needs_input_grad), in forward and backward. */
TN_API int32_t tn_call_needs_grad(tn_call_t call, int64_t i);

/**
 * Data of this one application of the function (attributes of ctx): what forward set. NULL where nothing
 * was.
 */
TN_API void* tn_call_data(tn_call_t call);

/** Sets it; destroy runs when the graph lets go of this application. Earlier data are destroyed at once. */
TN_API tn_status_t tn_call_set_data(tn_call_t call, void* data, tn_destroy_t destroy);

/* ---- custom modules, tn_module_apply (module.h) ---- */

/** The module whose forward this is, or which tn_module_apply has reached. */
TN_API tn_module_t tn_call_module(tn_call_t call);

/**
 * Gives the module that a class of the host's was asked for (tn_module_register), once. A NULL m fails with
 * the error that is there.
 */
TN_API tn_status_t tn_call_return_module(tn_call_t call, tn_module_t m);

/* ---- custom datasets (data.h) ---- */

/** The number of the sample that is wanted; i is 0 (room for datasets that are asked for a whole batch). */
TN_API int64_t tn_call_index(tn_call_t call, int64_t i);

/* ---- executors (threads.h) ---- */

/** Runs task i, once, on whichever thread calls it: the one accessor that may be called on any thread. */
TN_API tn_status_t tn_call_run(tn_call_t call, int64_t i);

/* ---- memory pressure (memory.h) ---- */

/** How many bytes are wanted. */
TN_API int64_t tn_call_bytes(tn_call_t call);

/* ---- log (log.h), classes of modules (io/module.h) ---- */

/** The level of the message, a TN_LOG_ constant. */
TN_API int32_t tn_call_level(tn_call_t call);

/**
 * The message: one line, without a line break; or the constructor's arguments, as JSON. Valid for the call.
 */
TN_API const char* tn_call_text(tn_call_t call);

#ifdef __cplusplus
}
#endif
#endif
