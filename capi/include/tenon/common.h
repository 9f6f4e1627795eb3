/**
 * tenon/common.h: the words every other header uses, and the rules that hold for every function.
 *
 * Tenon is PyTorch's programming model behind a C ABI: tensors, autograd, modules, optimizers, data
 * loading, files. Names, arguments, defaults, type promotion and results are PyTorch's. Include
 * <tenon/tenon.h> for all.
 *
 * Handles. Everything is reached through opaque pointers. A handle that a function returns is yours: give
 * it up with tn_<type>_release, or let the scope around it do so (scope.h). Two returned handles are never
 * the same pointer, even where they name one tensor (tn_tensor_is compares what they name). Arguments are
 * borrowed: no function takes a handle away from you.
 *
 * NULL is failure, TN_NONE is absence. A call that makes one object returns its handle, or NULL where it
 * failed. A call that makes none or several returns a tn_status_t and fills pointers, which are NULL
 * (handles) or untouched (numbers) on failure. Sizes and counts return -1 on failure, doubles NaN, truths
 * and enums 0, texts NULL. The reason is in the context (error.h). A handle argument that is NULL makes the
 * call fail with the reason that is already there, so nested calls are checked once at their end. An
 * optional tensor that is left out is TN_NONE. For other pointers NULL means: options, the defaults; an
 * output, not wanted; an optional array, None.
 *
 * Arrays are a pointer and a count, side by side, copied before the call returns. Sizes, counts and bytes
 * are int64_t, truth is int32_t, text is UTF-8 and ends with a zero byte.
 *
 * Threads. Reading is shared, writing is exclusive: any number of threads may run operators on one tensor
 * and forward one module in eval mode. In-place operators, backward into the same leaves, optimizer steps,
 * a training forward that updates buffers, registration and tn_module_to need a lock of the caller's.
 * Retain and release need none. Each thread has a context of its own (scope.h).
 *
 * What a comment leaves out is as said here. Every function is there since 0.1 unless its comment says
 * otherwise.
 */
#ifndef TENON_COMMON_H
#define TENON_COMMON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifndef TN_API
#  ifdef __GNUC__
#    define TN_API __attribute__((visibility("default")))
#  else
#    define TN_API
#  endif
#endif

/** The version of these headers; tn_version and tn_abi_version tell that of the library. */
#define TN_VERSION_MAJOR 0
#define TN_VERSION_MINOR 1
#define TN_VERSION_PATCH 0
#define TN_VERSION_TEXT "0.1.0"

/** The ABI these headers describe: 1000 * major + minor. Within a major the ABI only grows. */
#define TN_ABI_VERSION (TN_VERSION_MAJOR * 1000 + TN_VERSION_MINOR)

/* ---- handles ---- */

typedef struct tn_tensor* tn_tensor_t;       /**< an n-dimensional array */
typedef struct tn_tensors* tn_tensors_t;     /**< a list of tensors: what split or grad returns */
typedef struct tn_values* tn_values_t;       /**< what tn_op_call returns */
typedef struct tn_dict* tn_dict_t;           /**< ordered names and tensors: a state_dict */
typedef struct tn_tree* tn_tree_t;           /**< nested Python values: what a checkpoint holds */
typedef struct tn_module* tn_module_t;       /**< torch.nn.Module */
typedef struct tn_optimizer* tn_optimizer_t; /**< torch.optim.Optimizer */
typedef struct tn_dataset* tn_dataset_t;     /**< torch.utils.data.Dataset */
typedef struct tn_loader* tn_loader_t;       /**< torch.utils.data.DataLoader */
typedef struct tn_function* tn_function_t;   /**< torch.autograd.Function */
typedef struct tn_generator* tn_generator_t; /**< torch.Generator */
typedef struct tn_context* tn_context_t; /**< last error, grad mode and scope stack of a thread or fiber */
typedef struct tn_scope* tn_scope_t;     /**< a token, not an owned handle */
typedef struct tn_call* tn_call_t;       /**< what a callback is given; lives for the call */

/**
 * No tensor: an optional argument left out, a gradient that isn't there, a bias that a layer was made
 * without. Releasing it does nothing. Where a tensor is required it is an error of its own, TN_ERR_NULL,
 * that names the argument.
 */
#define TN_NONE ((tn_tensor_t)(intptr_t)1)

/** No integer: an optional int left out, the open end of a slice. */
#define TN_NONE_INT INT64_MIN

/* ---- results ---- */

/** 0 for success, else a code of error.h, or what a host's callback returned. */
typedef int32_t tn_status_t;

/* ---- arrays in place, for C; C++ has initializer lists in tenon.hpp ---- */

#ifndef __cplusplus
/** Two arguments each, pointer and count: tn_zeros(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU). */
#  define TN_SHAPE(...) \
    (const int64_t[]){__VA_ARGS__}, (int64_t)(sizeof((int64_t[]){__VA_ARGS__}) / sizeof(int64_t))
#  define TN_TENSORS(...) \
    (const tn_tensor_t[]){__VA_ARGS__}, (int64_t)(sizeof((tn_tensor_t[]){__VA_ARGS__}) / sizeof(tn_tensor_t))
#  define TN_MODULES(...) \
    (const tn_module_t[]){__VA_ARGS__}, (int64_t)(sizeof((tn_module_t[]){__VA_ARGS__}) / sizeof(tn_module_t))
#  define TN_VALUES(...) \
    (const tn_value_t[]){__VA_ARGS__}, (int64_t)(sizeof((tn_value_t[]){__VA_ARGS__}) / sizeof(tn_value_t))
#endif

/* ---- the library ---- */

/** The library's version, "0.1.0". The text lives as long as the library. */
TN_API const char* tn_version(void);

/**
 * The ABI that the library offers, as TN_ABI_VERSION is written. A host that loads the library by hand asks
 * for the same major and at least the minor of its own headers. When it lets go of it (dlclose) the library
 * stays loaded, with its settings and its pooled memory, for whoever opens it next.
 */
TN_API int32_t tn_abi_version(void);

/**
 * What a bug report needs, as lines of text: version, compiler, instruction set in use, BLAS found or why
 * not, threads, CUDA or why not. As snprintf: writes at most capacity bytes, always ends them with a zero
 * byte, and returns the length of the whole text. buffer may be NULL where capacity is 0.
 */
TN_API int64_t tn_build_info(char* buffer, int64_t capacity);

/** Any function of the library; cast it to the type that its header declares. */
typedef void (*tn_proc_t)(void);

/** The function of this name, "tn_add", or NULL with TN_ERR_KEY where this library hasn't got it. */
TN_API tn_proc_t tn_get_proc_address(const char* name);

/* ---- short names ---- */

#ifdef TN_SHORT_NAMES
typedef tn_tensor_t tensor_t;
typedef tn_tensors_t tensors_t;
typedef tn_values_t values_t;
typedef tn_dict_t dict_t;
typedef tn_tree_t tree_t;
typedef tn_module_t module_t;
typedef tn_optimizer_t optimizer_t;
typedef tn_dataset_t dataset_t;
typedef tn_loader_t loader_t;
typedef tn_function_t function_t;
typedef tn_generator_t generator_t;
typedef tn_context_t context_t;
typedef tn_scope_t scope_t;
typedef tn_call_t call_t;
#endif

#ifdef __cplusplus
}
#endif
#endif
