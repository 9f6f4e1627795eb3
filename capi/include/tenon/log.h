/**
 * tenon/log.h: what the library has to say besides results and errors.
 *
 * It writes to no stream. A warning, such as PyTorch's about a target of another size in mse_loss, goes to
 * the host's callback, and nowhere if there is none.
 */
#ifndef TENON_LOG_H
#define TENON_LOG_H

#include <tenon/callback.h>
#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t tn_log_level_t;
enum { TN_LOG_DEBUG = 1, TN_LOG_INFO = 2, TN_LOG_WARNING = 3 };

/**
 * Sends messages of at least `level` to `log`, which asks tn_call_level and tn_call_text. It is called on the
 * thread whose call had something to say, possibly on several at once. It may call the library. NULL removes
 * it.
 */
TN_API tn_status_t tn_set_log(tn_log_level_t level, tn_callback_t log, void* user_data, tn_destroy_t destroy);

#ifdef __cplusplus
}
#endif
#endif
