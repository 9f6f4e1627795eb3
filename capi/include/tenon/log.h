/**
 * tenon/log.h: what the library has to say besides results and errors.
 *
 * It writes to no stream. What PyTorch warns of, such as a target that broadcasts in mse_loss, goes to the
 * host's callback; without one it goes nowhere. Each warning comes once a process, where PyTorch gives it
 * once.
 *
 * Since 0.1.
 */
#ifndef TENON_LOG_H
#define TENON_LOG_H

#include <tenon/callback.h>
#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t tn_log_level_t;
enum {
  TN_LOG_DEBUG = 1,  /**< what was found and chosen: instruction set, BLAS, plugins */
  TN_LOG_INFO = 2,   /**< what a user may like to know */
  TN_LOG_WARNING = 3 /**< what is probably a mistake */
};

/**
 * Sends messages of at least this level to `log`, which asks tn_call_level and tn_call_text. It runs on the
 * thread whose call had something to say, perhaps on several at once; what it returns doesn't matter. NULL
 * removes it. The setting is the process's.
 */
TN_API tn_status_t tn_set_log(tn_log_level_t level, tn_callback_t log, void* user_data, tn_destroy_t destroy);

#ifdef __cplusplus
}
#endif
#endif
