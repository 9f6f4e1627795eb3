/**
 * tenon/op.h: operators by name, and indexing: the door for values whose kinds are known only when the
 * program runs.
 *
 * Every operator has a typed function in ops.h and an entry in a registry under its PyTorch name and
 * schema. What the typed functions leave out (dtype= of a reduction, alpha= of a number) is reached here:
 *
 *     tn_values_t r = tn_op_call("sum", TN_VALUES(TN_V_TENSOR(x), TN_V_KW_DTYPE("dtype", TN_FLOAT64)));
 *     tn_tensor_t y = tn_values_tensor(r, 0);
 *
 * Numbers keep their kind: an INT, a FLOAT and a BOOL promote as Python's do. A call is checked like a
 * typed one, and records like one.
 *
 * Threads: calls are as independent as those of the typed functions. Values never change; the registry is
 * fixed.
 *
 * Since 0.1.
 */
#ifndef TENON_OP_H
#define TENON_OP_H

#include <tenon/common.h>
#include <tenon/device.h>
#include <tenon/dtype.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- values ---- */

typedef int32_t tn_kind_t;
enum {
  TN_KIND_NONE = 1,
  TN_KIND_TENSOR = 2,
  TN_KIND_INT = 3,
  TN_KIND_FLOAT = 4,
  TN_KIND_BOOL = 5, /**< as.i is 0 or 1 */
  TN_KIND_STRING = 6,
  TN_KIND_DTYPE = 7,    /**< as.i is a tn_dtype_t */
  TN_KIND_DEVICE = 8,   /**< as.i is a tn_device_t */
  TN_KIND_INTS = 9,     /**< as.ints, count of them; so the other plurals */
  TN_KIND_FLOATS = 10,  /**< as.floats */
  TN_KIND_BOOLS = 11,   /**< as.bools */
  TN_KIND_TENSORS = 12, /**< as.tensors; TN_NONE may be among them */
  TN_KIND_SLICE = 13,   /**< as.ints: start, end, step; TN_NONE_INT is an open end */
  TN_KIND_ELLIPSIS = 14,
  TN_KIND_COMPLEX = 15,  /**< as.floats: real, imaginary; TN_ERR_UNSUPPORTED for now */
  TN_KIND_GENERATOR = 16 /**< as.generator */
};

/** One argument or index: 32 bytes, frozen, and only ever in an array. */
typedef struct tn_value {
  const char* name; /**< the argument's name, or NULL where it stands by its place */
  tn_kind_t kind;
  int32_t reserved; /**< 0 */
  int64_t count;    /**< of a plural, else 0 or 1 */
  union {
    int64_t i;
    double f;
    tn_tensor_t t;
    const char* s;
    const int64_t* ints;
    const double* floats;
    const int32_t* bools;
    const tn_tensor_t* tensors;
    tn_generator_t generator;
  } as;
} tn_value_t;

#ifndef __cplusplus
/** For TN_VALUES(…): one value, by its name or, where that is NULL, by its place. */
/* clang-format off */
#  define TN_V(name, kind, count, member, x) {name, kind, 0, count, {.member = (x)}}
#  define TN_V_PLURAL(name, kind, member, type, ...)                                   \
    TN_V(name, kind, (int64_t)(sizeof((type[]){__VA_ARGS__}) / sizeof(type)), member, \
         ((const type[]){__VA_ARGS__}))
/* clang-format on */

/*
 * By place. TN_V_INTS(2, 3) has its elements in it; those in memory are TN_V(NULL, TN_KIND_INTS, n, ints, p).
 */
#  define TN_V_NONE TN_V(NULL, TN_KIND_NONE, 0, i, 0)
#  define TN_V_TENSOR(x) TN_V(NULL, TN_KIND_TENSOR, 1, t, x)
#  define TN_V_INT(x) TN_V(NULL, TN_KIND_INT, 1, i, x)
#  define TN_V_FLOAT(x) TN_V(NULL, TN_KIND_FLOAT, 1, f, x)
#  define TN_V_BOOL(x) TN_V(NULL, TN_KIND_BOOL, 1, i, x)
#  define TN_V_STRING(x) TN_V(NULL, TN_KIND_STRING, 1, s, x)
#  define TN_V_DTYPE(x) TN_V(NULL, TN_KIND_DTYPE, 1, i, x)
#  define TN_V_DEVICE(x) TN_V(NULL, TN_KIND_DEVICE, 1, i, x)
#  define TN_V_GENERATOR(x) TN_V(NULL, TN_KIND_GENERATOR, 1, generator, x)
#  define TN_V_INTS(...) TN_V_PLURAL(NULL, TN_KIND_INTS, ints, int64_t, __VA_ARGS__)
#  define TN_V_FLOATS(...) TN_V_PLURAL(NULL, TN_KIND_FLOATS, floats, double, __VA_ARGS__)
#  define TN_V_BOOLS(...) TN_V_PLURAL(NULL, TN_KIND_BOOLS, bools, int32_t, __VA_ARGS__)
#  define TN_V_TENSORS(...) TN_V_PLURAL(NULL, TN_KIND_TENSORS, tensors, tn_tensor_t, __VA_ARGS__)
#  define TN_V_ELLIPSIS TN_V(NULL, TN_KIND_ELLIPSIS, 0, i, 0)
/** start:end:step; TN_V_SLICE(1, TN_NONE_INT, 1) is 1: */
#  define TN_V_SLICE(...) TN_V(NULL, TN_KIND_SLICE, 3, ints, ((const int64_t[3]){__VA_ARGS__}))

/* By name. */
#  define TN_V_KW_NONE(name) TN_V(name, TN_KIND_NONE, 0, i, 0)
#  define TN_V_KW_TENSOR(name, x) TN_V(name, TN_KIND_TENSOR, 1, t, x)
#  define TN_V_KW_INT(name, x) TN_V(name, TN_KIND_INT, 1, i, x)
#  define TN_V_KW_FLOAT(name, x) TN_V(name, TN_KIND_FLOAT, 1, f, x)
#  define TN_V_KW_BOOL(name, x) TN_V(name, TN_KIND_BOOL, 1, i, x)
#  define TN_V_KW_STRING(name, x) TN_V(name, TN_KIND_STRING, 1, s, x)
#  define TN_V_KW_DTYPE(name, x) TN_V(name, TN_KIND_DTYPE, 1, i, x)
#  define TN_V_KW_DEVICE(name, x) TN_V(name, TN_KIND_DEVICE, 1, i, x)
#  define TN_V_KW_GENERATOR(name, x) TN_V(name, TN_KIND_GENERATOR, 1, generator, x)
#  define TN_V_KW_INTS(name, ...) TN_V_PLURAL(name, TN_KIND_INTS, ints, int64_t, __VA_ARGS__)
#  define TN_V_KW_FLOATS(name, ...) TN_V_PLURAL(name, TN_KIND_FLOATS, floats, double, __VA_ARGS__)
#  define TN_V_KW_BOOLS(name, ...) TN_V_PLURAL(name, TN_KIND_BOOLS, bools, int32_t, __VA_ARGS__)
#  define TN_V_KW_TENSORS(name, ...) TN_V_PLURAL(name, TN_KIND_TENSORS, tensors, tn_tensor_t, __VA_ARGS__)
#endif

/* ---- calls ---- */

/**
 * Calls an operator by PyTorch's name: "add", where the kinds of the arguments choose the overload, or
 * "add.Scalar". Arguments by place come before those by name. One left out has the schema's default; kind
 * NONE is None. Beside what its schema says, an operator with one tensor as its result takes out=, a tensor
 * of the result's shape, and one that has an in-place form takes inplace=, which calls that.
 *
 * TN_ERR_KEY where there is no such operator (the message says "did you mean"), TN_ERR_TYPE where no
 * overload takes these arguments (it lists the schemas).
 */
TN_API tn_values_t tn_op_call(const char* name, const tn_value_t* args, int64_t n_args);

/** How many results there are; a list among them counts as its elements. */
TN_API int64_t tn_values_count(tn_values_t values);

/** The kind of result i: NONE, TENSOR, INT, FLOAT, BOOL, STRING, DTYPE or DEVICE. */
TN_API tn_kind_t tn_values_kind(tn_values_t values, int64_t i);

/** Result i, a tensor or TN_NONE. TN_ERR_TYPE where it is of another kind; so the others. */
TN_API tn_tensor_t tn_values_tensor(tn_values_t values, int64_t i);

/** An INT, BOOL, DTYPE or DEVICE. */
TN_API tn_status_t tn_values_int(tn_values_t values, int64_t i, int64_t* value);

/** A FLOAT or INT. NaN on failure. */
TN_API double tn_values_float(tn_values_t values, int64_t i);

/** A STRING. Valid until the values are released. */
TN_API const char* tn_values_string(tn_values_t values, int64_t i);

/* ---- the registry ---- */

/** How many schemas there are: an operator with three overloads counts three times. */
TN_API int64_t tn_op_count(void);

/**
 * The i-th name with its overload, "add.Tensor". Names are in order. The text lives as long as the library.
 */
TN_API const char* tn_op_name(int64_t i);

/** Its schema: "add.Tensor(Tensor self, Tensor other, *, Scalar alpha=1) -> Tensor". */
TN_API const char* tn_op_schema(int64_t i);

/* ---- indexing ---- */

/**
 * self[items], as Python writes it. Items are integers, slices, None (a new dimension), an ellipsis, bools,
 * and tensors of integers or bools (which select and copy; without them the result is a view).
 * PyTorch: Tensor.__getitem__. x[0, 1:, ..., None] is
 *
 *     tn_index(x, TN_VALUES(TN_V_INT(0), TN_V_SLICE(1, TN_NONE_INT, 1), TN_V_ELLIPSIS, TN_V_NONE))
 */
TN_API tn_tensor_t tn_index(tn_tensor_t self, const tn_value_t* items, int64_t n_items);

/**
 * self[items] = values, broadcast; with accumulate self[items] += values, each time an element is named.
 * PyTorch: Tensor.__setitem__, index_put_.
 */
TN_API tn_status_t tn_index_put_(tn_tensor_t self, const tn_value_t* items, int64_t n_items,
                                 tn_tensor_t values, int32_t accumulate);

#ifdef __cplusplus
}
#endif
#endif
