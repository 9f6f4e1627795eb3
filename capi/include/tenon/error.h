/**
 * tenon/error.h: why a call failed.
 *
 * The reason is kept in the context: a code, and a message with the operator, the argument and the shapes.
 * Success never touches it, so one look at the end of a chain of calls tells whether all of it went well:
 *
 *     tn_error_clear();
 *     tn_tensor_t y = tn_relu(tn_linear(x, w, b));
 *     if (!y) puts(tn_error_message());
 *
 * A call that is given the NULL of an earlier failure does nothing, fails with the reason that is there,
 * and leaves it be. Where there is none, or where its message was read already, the NULL is itself the
 * error: TN_ERR_NULL. A new failure replaces the old one, and quotes it where nobody had read it.
 *
 * NULL stops only the calls that receive it. Calls made for their effect are chained by their status:
 *
 *     if (tn_backward(loss) || tn_optimizer_step(optimizer)) break;
 *
 * No exception, signal or abort crosses this interface, and running out of memory is an error like any
 * other.
 *
 * Since 0.1.
 */
#ifndef TENON_ERROR_H
#define TENON_ERROR_H

#include <tenon/common.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Status codes. Ours are negative and never change; a host's callbacks may return positive ones of their
 * own.
 */
enum {
  TN_OK = 0,
  TN_ERR_NULL = -1,   /**< a NULL handle or pointer, or TN_NONE, where one is needed */
  TN_ERR_TYPE = -2,   /**< a dtype, or a kind of value, that the operation doesn't take */
  TN_ERR_SHAPE = -3,  /**< shapes that don't fit each other */
  TN_ERR_VALUE = -4,  /**< a number, enum, option or text out of its range */
  TN_ERR_INDEX = -5,  /**< a dimension or an index out of range */
  TN_ERR_KEY = -6,    /**< a name that isn't there: operator, parameter, class, key */
  TN_ERR_MEMORY = -7, /**< no memory, or the limit of memory.h reached */
  TN_ERR_IO = -8,     /**< a file that can't be read or written, or isn't what it should be */
  TN_ERR_DEVICE = -9, /**< a device that is missing or failed, or tensors on different devices */
  TN_ERR_STATE =
      -10, /**< the right call at the wrong time: graph freed, scope ended twice, saved value changed */
  TN_ERR_UNSUPPORTED = -11, /**< PyTorch can, this build can't */
  TN_ERR_CALLBACK = -12, /**< a host's callback broke its contract, such as returning 0 without an output */
  TN_ERR_INTERNAL = -13  /**< a fault of the library's own: please report it */
};

/** The code of the last failure in this context; TN_OK where there was none since tn_error_clear. */
TN_API tn_status_t tn_error_code(void);

/**
 * Its message; "" where there was none, never NULL. Valid until the next failure in this context. Reading
 * it marks the error as read, which changes what a later NULL argument means (see above).
 */
TN_API const char* tn_error_message(void);

/** Forgets the error. */
TN_API void tn_error_clear(void);

/**
 * Makes an error of the host's own: for callbacks, which return what this returns, and for functions in the
 * style of this library. A NULL message is the code's name. code 0 does nothing.
 * @return code
 */
TN_API tn_status_t tn_error_set(tn_status_t code, const char* message);

/** The name of a code, "TN_ERR_SHAPE"; "unknown" for others. The text lives as long as the library. */
TN_API const char* tn_status_name(tn_status_t code);

#ifdef __cplusplus
}
#endif
#endif
