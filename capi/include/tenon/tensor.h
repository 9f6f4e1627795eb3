/**
 * tenon/tensor.h: tensors: how they are made, what they are, how their values come in and out.
 *
 * A tensor is a shape, strides and a dtype over storage on a device. Views (ops/view.h) are tensors that
 * share storage. A scalar is a tensor without dimensions: its shape is (NULL, 0). Sizes may be 0; such a
 * tensor has no elements and is valid everywhere PyTorch takes it.
 *
 *     float data[] = {1, 2, 3, 4};
 *     tn_tensor_t x = tn_tensor_new(data, TN_FLOAT32, TN_SHAPE(2, 2));
 *     double trace = tn_item(tn_sum(tn_diagonal(x, 0, 0, 1)));
 *
 * Threads: any number of them may read a tensor and run operators on it at once. Whoever changes it
 * (operators that end in _, tn_tensor_write, memory written through tn_tensor_data, tn_tensor_set_grad)
 * must be alone with it and with the tensors that share its storage. Retain and release need no lock. A
 * device's work is in order; a read waits for it.
 *
 * Errors of all functions that make a tensor of a shape: TN_ERR_NULL for a NULL shape with a count,
 * TN_ERR_SHAPE for a negative size, bytes that overflow or more than 12 dimensions, TN_ERR_VALUE for an
 * unknown dtype or device or a number that the dtype can't hold, TN_ERR_DEVICE for a device that isn't there
 * (the message says why), TN_ERR_MEMORY.
 *
 * Since 0.1.
 */
#ifndef TENON_TENSOR_H
#define TENON_TENSOR_H

#include <tenon/callback.h>
#include <tenon/common.h>
#include <tenon/device.h>
#include <tenon/dtype.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- from the host's data ---- */

/**
 * A copy of row-major data, on the CPU and of the data's own dtype; tn_to moves and converts it. A bool is
 * a byte, 0 or 1. PyTorch: torch.tensor(array).
 *
 * @param data       as many elements as the shape has; may be NULL where it has none
 * @param data_dtype what stands at data; TN_DTYPE_DEFAULT is TN_ERR_VALUE
 */
TN_API tn_tensor_t tn_tensor_new(const void* data, tn_dtype_t data_dtype, const int64_t* shape, int64_t ndim);

/** Ends a loan of memory to tn_from_blob: ctx and data are what it was given. */
typedef void (*tn_deleter_t)(void* ctx, void* data);

/**
 * A tensor over the host's own row-major memory on the CPU, without a copy. Changes are seen on both sides.
 * The memory must stay until deleter(ctx, data) is called: exactly once, when the last tensor that shares
 * it goes, perhaps on another thread, and also where this call fails. It must not call the library.
 * Operators that may keep a result in place of an argument never write to it unasked. PyTorch:
 * torch::from_blob.
 *
 * @param data    aligned as its dtype asks (TN_ERR_VALUE else); may be NULL where the shape has no elements
 * @param deleter NULL where nobody needs to know
 */
TN_API tn_tensor_t tn_from_blob(void* data, tn_dtype_t dtype, const int64_t* shape, int64_t ndim,
                                tn_deleter_t deleter, void* ctx);

/* ---- of a shape ---- */

/*
 * dtype TN_DTYPE_DEFAULT is tn_get_default_dtype, but where it says otherwise; device TN_DEVICE_DEFAULT is
 * the CPU. In PyTorch both are keywords; here they stand at the end. requires_grad= is tn_requires_grad_ of
 * the result.
 */

/** Memory as it comes: values are undefined until written. PyTorch: torch.empty. */
TN_API tn_tensor_t tn_empty(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);

/** All elements 0. PyTorch: torch.zeros. */
TN_API tn_tensor_t tn_zeros(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);

/** All elements 1. PyTorch: torch.ones. */
TN_API tn_tensor_t tn_ones(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);

/** All elements `value`. PyTorch: torch.full with a float. */
TN_API tn_tensor_t tn_full(const int64_t* shape, int64_t ndim, double value, tn_dtype_t dtype,
                           tn_device_t device);

/** All elements `value`; without a dtype int64. PyTorch: torch.full with an int. */
TN_API tn_tensor_t tn_full_int(const int64_t* shape, int64_t ndim, int64_t value, tn_dtype_t dtype,
                               tn_device_t device);

/**
 * start, start + step, … without end: ceil((end - start) / step) elements in one dimension. TN_ERR_VALUE
 * for a step of 0, bounds that aren't finite, or a step that leads away from end. PyTorch: torch.arange
 * with floats.
 */
TN_API tn_tensor_t tn_arange(double start, double end, double step, tn_dtype_t dtype, tn_device_t device);

/** The same of integers; without a dtype int64. PyTorch: torch.arange with ints. */
TN_API tn_tensor_t tn_arange_int(int64_t start, int64_t end, int64_t step, tn_dtype_t dtype,
                                 tn_device_t device);

/** `steps` evenly spaced numbers, the first start and the last end. PyTorch: torch.linspace. */
TN_API tn_tensor_t tn_linspace(double start, double end, int64_t steps, tn_dtype_t dtype, tn_device_t device);

/** n rows and m columns (TN_NONE_INT: n), 1 on the diagonal, 0 elsewhere. PyTorch: torch.eye. */
TN_API tn_tensor_t tn_eye(int64_t n, int64_t m, tn_dtype_t dtype, tn_device_t device);

/* ---- random ---- */

/*
 * Drawn from the default generator of the device, or in the forms ending in _generator from one that is
 * given and is of the same device (random.h). The same seed gives the same numbers whatever the number of
 * threads.
 */

/** Uniform in [0, 1); floating dtypes. PyTorch: torch.rand. */
TN_API tn_tensor_t tn_rand(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);
TN_API tn_tensor_t tn_rand_generator(const int64_t* shape, int64_t ndim, tn_generator_t generator,
                                     tn_dtype_t dtype, tn_device_t device);

/** Normal with mean 0 and deviation 1; floating dtypes. PyTorch: torch.randn. */
TN_API tn_tensor_t tn_randn(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);
TN_API tn_tensor_t tn_randn_generator(const int64_t* shape, int64_t ndim, tn_generator_t generator,
                                      tn_dtype_t dtype, tn_device_t device);

/**
 * Whole numbers, uniform in [low, high); without a dtype int64. TN_ERR_VALUE unless low is below high and
 * the dtype holds them. PyTorch: torch.randint.
 */
TN_API tn_tensor_t tn_randint(int64_t low, int64_t high, const int64_t* shape, int64_t ndim, tn_dtype_t dtype,
                              tn_device_t device);
TN_API tn_tensor_t tn_randint_generator(int64_t low, int64_t high, const int64_t* shape, int64_t ndim,
                                        tn_generator_t generator, tn_dtype_t dtype, tn_device_t device);

/** 0 to n - 1, each once, in a random order; without a dtype int64. PyTorch: torch.randperm. */
TN_API tn_tensor_t tn_randperm(int64_t n, tn_dtype_t dtype, tn_device_t device);
TN_API tn_tensor_t tn_randperm_generator(int64_t n, tn_generator_t generator, tn_dtype_t dtype,
                                         tn_device_t device);

/* ---- of another tensor's shape ---- */

/* dtype and device are self's where they are 0. Strides are self's where it has no gaps, else row-major. */

/** Memory as it comes. PyTorch: torch.empty_like. */
TN_API tn_tensor_t tn_empty_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);

/** All elements 0. PyTorch: torch.zeros_like. */
TN_API tn_tensor_t tn_zeros_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);

/** All elements 1. PyTorch: torch.ones_like. */
TN_API tn_tensor_t tn_ones_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);

/** All elements `value`. PyTorch: torch.full_like with a float, or an int. */
TN_API tn_tensor_t tn_full_like(tn_tensor_t self, double value, tn_dtype_t dtype, tn_device_t device);
TN_API tn_tensor_t tn_full_like_int(tn_tensor_t self, int64_t value, tn_dtype_t dtype, tn_device_t device);

/** Uniform in [0, 1). PyTorch: torch.rand_like. */
TN_API tn_tensor_t tn_rand_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);

/** Normal with mean 0 and deviation 1. PyTorch: torch.randn_like. */
TN_API tn_tensor_t tn_randn_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);

/** Whole numbers, uniform in [low, high), in self's dtype. PyTorch: torch.randint_like. */
TN_API tn_tensor_t tn_randint_like(tn_tensor_t self, int64_t low, int64_t high, tn_dtype_t dtype,
                                   tn_device_t device);

/* ---- what a tensor is ---- */

/** Whether two handles name one tensor; both may be TN_NONE. Views of one storage are different tensors. */
TN_API int32_t tn_tensor_is(tn_tensor_t a, tn_tensor_t b);

/** The number of dimensions; 0 for a scalar. PyTorch: Tensor.dim. */
TN_API int64_t tn_tensor_ndim(tn_tensor_t t);

/**
 * The size of a dimension; negative dimensions count from the end. TN_ERR_INDEX beyond. PyTorch:
 * Tensor.size(dim).
 */
TN_API int64_t tn_tensor_size(tn_tensor_t t, int64_t dim);

/**
 * All sizes. Count, then fill: with capacity 0 and shape NULL it tells ndim alone; else it writes the
 * sizes, or fails with TN_ERR_VALUE where capacity is too small, telling ndim all the same. PyTorch:
 * Tensor.shape.
 *
 * @param ndim how many there are; NULL where that isn't wanted
 */
TN_API tn_status_t tn_tensor_shape(tn_tensor_t t, int64_t* shape, int64_t capacity, int64_t* ndim);

/** How far apart neighbours along a dimension are, in elements. PyTorch: Tensor.stride(dim). */
TN_API int64_t tn_tensor_stride(tn_tensor_t t, int64_t dim);

/** All strides, in the way of tn_tensor_shape. PyTorch: Tensor.stride(). */
TN_API tn_status_t tn_tensor_strides(tn_tensor_t t, int64_t* strides, int64_t capacity, int64_t* ndim);

/** Where the first element lies in the storage, in elements. PyTorch: Tensor.storage_offset. */
TN_API int64_t tn_tensor_storage_offset(tn_tensor_t t);

/** The number of elements: the product of the sizes, 1 for a scalar. PyTorch: Tensor.numel. */
TN_API int64_t tn_tensor_numel(tn_tensor_t t);

/** The type of its elements; 0 on failure. PyTorch: Tensor.dtype. */
TN_API tn_dtype_t tn_tensor_dtype(tn_tensor_t t);

/** Where it lives; 0 on failure. PyTorch: Tensor.device. */
TN_API tn_device_t tn_tensor_device(tn_tensor_t t);

/** Whether its elements lie row-major without gaps. PyTorch: Tensor.is_contiguous. */
TN_API int32_t tn_tensor_is_contiguous(tn_tensor_t t);

/**
 * Whether operators on it are recorded. tn_requires_grad_ (autograd.h) sets it. PyTorch:
 * Tensor.requires_grad.
 */
TN_API int32_t tn_tensor_requires_grad(tn_tensor_t t);

/** Whether it came from no recorded operator. PyTorch: Tensor.is_leaf. */
TN_API int32_t tn_tensor_is_leaf(tn_tensor_t t);

/**
 * The recorded operator that it came from, as PyTorch names it: "MulBackward0"; "" for a leaf. The text
 * lives as long as the tensor. PyTorch: Tensor.grad_fn.name().
 */
TN_API const char* tn_tensor_grad_fn_name(tn_tensor_t t);

/** How often its storage was changed in place; views share the count. PyTorch: Tensor._version. */
TN_API int64_t tn_tensor_version(tn_tensor_t t);

/* ---- values in and out ---- */

/**
 * The first element, in memory of the tensor's device; the others are where strides say. Borrowed: valid
 * while the tensor or a view of it lives. Never NULL on success, even without elements. What is written
 * through it goes unseen by autograd and by tn_tensor_version. On a GPU work may still be under way:
 * tn_cuda_synchronize. PyTorch: Tensor.data_ptr.
 */
TN_API void* tn_tensor_data(tn_tensor_t t);

/**
 * Copies the values to dst, row-major and converted to dst_dtype, from any device and layout. Waits for the
 * device, and so reports what failed there.
 *
 * @param dst_dtype TN_DTYPE_DEFAULT is the tensor's own
 * @param dst_bytes the room at dst; TN_ERR_VALUE where less than numel elements fit
 */
TN_API tn_status_t tn_tensor_read(tn_tensor_t t, void* dst, tn_dtype_t dst_dtype, int64_t dst_bytes);

/**
 * Replaces the values by those at src, row-major and converted from src_dtype. It is an operator in place:
 * counted in tn_tensor_version, refused on a leaf that requires a gradient while recording is on.
 *
 * @param src_dtype TN_DTYPE_DEFAULT is the tensor's own
 * @param src_bytes what there is at src; TN_ERR_VALUE where it is less than numel elements
 */
TN_API tn_status_t tn_tensor_write(tn_tensor_t t, const void* src, tn_dtype_t src_dtype, int64_t src_bytes);

/**
 * The value of a tensor with one element, whatever its shape; TN_ERR_SHAPE for another number. NaN on
 * failure. Waits for the device. PyTorch: Tensor.item.
 */
TN_API double tn_item(tn_tensor_t t);

/** The same exactly, of integers and bools; a floating value is cut towards 0. PyTorch: Tensor.item. */
TN_API tn_status_t tn_item_int64(tn_tensor_t t, int64_t* value);

/* ---- copies and conversions ---- */

/**
 * The tensor on another device or in another dtype; 0 leaves that as it is. Where nothing changes, a
 * further handle of the same tensor (retained, in this scope). Values out of the new dtype's range come out
 * as C converts them. The gradient comes back in self's dtype. PyTorch: Tensor.to.
 */
TN_API tn_tensor_t tn_to(tn_tensor_t self, tn_device_t device, tn_dtype_t dtype);

/** A copy with storage of its own, part of the graph. PyTorch: torch.clone. */
TN_API tn_tensor_t tn_clone(tn_tensor_t self);

/**
 * Row-major without gaps: a further handle of the same tensor where it is so, else a copy. PyTorch:
 * Tensor.contiguous.
 */
TN_API tn_tensor_t tn_contiguous(tn_tensor_t self);

/** A view that isn't part of the graph and requires no gradient. PyTorch: Tensor.detach. */
TN_API tn_tensor_t tn_detach(tn_tensor_t self);

/**
 * Takes over src's values, broadcast to self's shape and converted, from any device.
 *
 * @param non_blocking between devices, return before it is done; memory of src must stay as it is till then
 *
 * PyTorch: Tensor.copy_.
 */
TN_API tn_status_t tn_copy_(tn_tensor_t self, tn_tensor_t src, int32_t non_blocking);

/** Sets every element to that of `value`, a tensor without dimensions. PyTorch: Tensor.fill_(tensor). */
TN_API tn_status_t tn_fill_(tn_tensor_t self, tn_tensor_t value);

/** Sets every element. PyTorch: Tensor.fill_(float). */
TN_API tn_status_t tn_fill_scalar_(tn_tensor_t self, double value);

/** Sets every element, exact for all of int64. PyTorch: Tensor.fill_(int). */
TN_API tn_status_t tn_fill_int_(tn_tensor_t self, int64_t value);

/** Sets every element to 0. PyTorch: Tensor.zero_. */
TN_API tn_status_t tn_zero_(tn_tensor_t self);

/* ---- text ---- */

/**
 * PyTorch's text: "tensor([1., 2.])". As snprintf: writes at most capacity bytes, always ends them with a
 * zero byte, and returns the length of the whole text without it; -1 on failure. buffer may be NULL where
 * capacity is 0. PyTorch: str(tensor).
 */
TN_API int64_t tn_tensor_text(tn_tensor_t t, char* buffer, int64_t capacity);

typedef int32_t tn_sci_mode_t;
enum {
  TN_SCI_AUTO = 1, /**< 1.0000e+05 where the values' range asks for it */
  TN_SCI_ON = 2,   /**< always */
  TN_SCI_OFF = 3   /**< never */
};

/** How a tensor is printed: torch.set_printoptions, for one call. */
typedef struct tn_print_options {
  size_t struct_size;
  int64_t precision;      /**< digits after the point, 0 to 1000; 4 */
  int64_t threshold;      /**< tensors with more elements are summarised; 1000 */
  int64_t edgeitems;      /**< elements shown at each end of a summarised dimension, at least 1; 3 */
  int64_t linewidth;      /**< characters a line; 80 */
  tn_sci_mode_t sci_mode; /**< TN_SCI_AUTO */
  int32_t reserved;
} tn_print_options_t;

/**
 * Fills in the defaults. All options structs have such a function, and work alike: it never writes past
 * size, which is sizeof *o; fields that this library knows and the struct lacks have their defaults; fields
 * that it doesn't know are taken while they are 0, and refused with TN_ERR_UNSUPPORTED else. A NULL pointer
 * to options is the defaults. An enum of 0 is its default.
 */
TN_API void tn_print_options_init(tn_print_options_t* o, size_t size);

/** tn_tensor_text with other options. The buffer comes last, since it is the output. */
TN_API int64_t tn_tensor_text_with(tn_tensor_t t, const tn_print_options_t* o, char* buffer,
                                   int64_t capacity);

/* ---- DLPack 1.x: tensors of other libraries, without a copy (dlpack.h) ---- */

struct DLManagedTensorVersioned;

/**
 * The tensor for another library, which calls its deleter when done; until then it keeps the storage alive.
 * Waits for the work that was asked of a GPU, where the tensor is there. TN_ERR_STATE for a tensor that
 * requires a gradient: detach it first. The read-only flag is set where the tensor is so. PyTorch:
 * Tensor.__dlpack__.
 */
TN_API struct DLManagedTensorVersioned* tn_to_dlpack(tn_tensor_t t);

/**
 * A tensor over another library's memory, with its strides. `managed` is the library's from the moment of
 * the call: its deleter runs exactly once, when the last tensor that shares the memory goes, or at once
 * where the call fails. A major version other than 1, a dtype or a device that isn't known is
 * TN_ERR_UNSUPPORTED. A read-only tensor can't be changed in place (TN_ERR_STATE). PyTorch:
 * torch.from_dlpack.
 */
TN_API tn_tensor_t tn_from_dlpack(struct DLManagedTensorVersioned* managed);

#ifdef __cplusplus
}
#endif
#endif
