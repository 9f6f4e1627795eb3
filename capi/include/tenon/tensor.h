/**
 * tenon/tensor.h: tensors: how they are made, what they are, how their values come in and out.
 *
 * A tensor is a shape, strides and a dtype over storage on a device; views share storage. A scalar is a
 * tensor without dimensions: its shape is (NULL, 0).
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
 * A copy of row-major data on the CPU, of the data's own dtype. torch.tensor, of an array.
 * @param data numel elements of data_dtype; may be NULL where the shape has no elements
 */
TN_API tn_tensor_t tn_tensor_new(const void* data, tn_dtype_t data_dtype, const int64_t* shape, int64_t ndim);

typedef void (*tn_deleter_t)(void* ctx, void* data);

/**
 * A tensor over the host's own row-major memory on the CPU, without a copy. The memory must stay until
 * deleter(ctx, data) is called: exactly once, when the last tensor that shares it goes, perhaps on another
 * thread, and also where this call fails. deleter may be NULL. data is aligned to the dtype's size.
 * torch::from_blob.
 */
TN_API tn_tensor_t tn_from_blob(void* data, tn_dtype_t dtype, const int64_t* shape, int64_t ndim,
                                tn_deleter_t deleter, void* ctx);

/* ---- of a shape: dtype TN_DTYPE_DEFAULT is PyTorch's default, device TN_DEVICE_DEFAULT the CPU ---- */

/** Values undefined. torch.empty. */
TN_API tn_tensor_t tn_empty(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);
/** torch.zeros. */
TN_API tn_tensor_t tn_zeros(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);
/** torch.ones. */
TN_API tn_tensor_t tn_ones(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);
/** All elements `value`. Without a dtype: the default dtype. torch.full. */
TN_API tn_tensor_t tn_full(const int64_t* shape, int64_t ndim, double value, tn_dtype_t dtype,
                           tn_device_t device);
/** All elements `value`, an integer. Without a dtype: int64. torch.full. */
TN_API tn_tensor_t tn_full_int(const int64_t* shape, int64_t ndim, int64_t value, tn_dtype_t dtype,
                               tn_device_t device);
/** start, start + step, … below (above, where step is negative) end. torch.arange. */
TN_API tn_tensor_t tn_arange(double start, double end, double step, tn_dtype_t dtype, tn_device_t device);
/** The same of integers. Without a dtype: int64. torch.arange. */
TN_API tn_tensor_t tn_arange_int(int64_t start, int64_t end, int64_t step, tn_dtype_t dtype,
                                 tn_device_t device);
/** `steps` numbers from start to end, both included, evenly spaced. torch.linspace. */
TN_API tn_tensor_t tn_linspace(double start, double end, int64_t steps, tn_dtype_t dtype, tn_device_t device);
/** Ones on the diagonal of n rows and m columns; m TN_NONE_INT is n. torch.eye. */
TN_API tn_tensor_t tn_eye(int64_t n, int64_t m, tn_dtype_t dtype, tn_device_t device);

/* ---- random: the device's default generator, or one that is given (random.h) ---- */

/** Uniform in [0, 1). torch.rand. */
TN_API tn_tensor_t tn_rand(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);
TN_API tn_tensor_t tn_rand_generator(const int64_t* shape, int64_t ndim, tn_generator_t generator,
                                     tn_dtype_t dtype, tn_device_t device);
/** Normal, of mean 0 and deviation 1. torch.randn. */
TN_API tn_tensor_t tn_randn(const int64_t* shape, int64_t ndim, tn_dtype_t dtype, tn_device_t device);
TN_API tn_tensor_t tn_randn_generator(const int64_t* shape, int64_t ndim, tn_generator_t generator,
                                      tn_dtype_t dtype, tn_device_t device);
/** Whole numbers, uniform in [low, high). Without a dtype: int64. torch.randint. */
TN_API tn_tensor_t tn_randint(int64_t low, int64_t high, const int64_t* shape, int64_t ndim, tn_dtype_t dtype,
                              tn_device_t device);
TN_API tn_tensor_t tn_randint_generator(int64_t low, int64_t high, const int64_t* shape, int64_t ndim,
                                        tn_generator_t generator, tn_dtype_t dtype, tn_device_t device);
/** 0 to n - 1 in a random order. Without a dtype: int64. torch.randperm. */
TN_API tn_tensor_t tn_randperm(int64_t n, tn_dtype_t dtype, tn_device_t device);
TN_API tn_tensor_t tn_randperm_generator(int64_t n, tn_generator_t generator, tn_dtype_t dtype,
                                         tn_device_t device);

/* ---- of another tensor's shape; its dtype and device where none are given ---- */

/** torch.empty_like. */
TN_API tn_tensor_t tn_empty_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);
/** torch.zeros_like. */
TN_API tn_tensor_t tn_zeros_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);
/** torch.ones_like. */
TN_API tn_tensor_t tn_ones_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);
/** torch.full_like. */
TN_API tn_tensor_t tn_full_like(tn_tensor_t self, double value, tn_dtype_t dtype, tn_device_t device);
/** torch.full_like, of an integer. */
TN_API tn_tensor_t tn_full_like_int(tn_tensor_t self, int64_t value, tn_dtype_t dtype, tn_device_t device);
/** torch.rand_like. */
TN_API tn_tensor_t tn_rand_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);
/** torch.randn_like. */
TN_API tn_tensor_t tn_randn_like(tn_tensor_t self, tn_dtype_t dtype, tn_device_t device);
/** torch.randint_like. */
TN_API tn_tensor_t tn_randint_like(tn_tensor_t self, int64_t low, int64_t high, tn_dtype_t dtype,
                                   tn_device_t device);

/* ---- what a tensor is ---- */

/** Whether two handles name one tensor. Views of one storage are different tensors. */
TN_API int32_t tn_tensor_is(tn_tensor_t a, tn_tensor_t b);

/** The number of dimensions. torch.Tensor.dim. */
TN_API int64_t tn_tensor_ndim(tn_tensor_t t);
/** The size of a dimension; negative ones count from the end. torch.Tensor.size. */
TN_API int64_t tn_tensor_size(tn_tensor_t t, int64_t dim);
/**
 * All sizes. Fills at most capacity of them, and ndim with how many there are; TN_ERR_VALUE where they don't
 * fit. shape may be NULL where capacity is 0: that asks for ndim alone, and is no error. torch.Tensor.shape.
 */
TN_API tn_status_t tn_tensor_shape(tn_tensor_t t, int64_t* shape, int64_t capacity, int64_t* ndim);
/** The step from one element to the next along a dimension, in elements. torch.Tensor.stride. */
TN_API int64_t tn_tensor_stride(tn_tensor_t t, int64_t dim);
/** All of them, as tn_tensor_shape. torch.Tensor.stride. */
TN_API tn_status_t tn_tensor_strides(tn_tensor_t t, int64_t* strides, int64_t capacity, int64_t* ndim);
/** Where its first element is in its storage, in elements. torch.Tensor.storage_offset. */
TN_API int64_t tn_tensor_storage_offset(tn_tensor_t t);
/** The number of elements; 1 for a scalar. torch.Tensor.numel. */
TN_API int64_t tn_tensor_numel(tn_tensor_t t);
/** 0 on failure. torch.Tensor.dtype. */
TN_API tn_dtype_t tn_tensor_dtype(tn_tensor_t t);
/** 0 on failure. torch.Tensor.device. */
TN_API tn_device_t tn_tensor_device(tn_tensor_t t);
/** Whether it lies row-major without gaps. torch.Tensor.is_contiguous. */
TN_API int32_t tn_tensor_is_contiguous(tn_tensor_t t);

/** Whether gradients flow to it. torch.Tensor.requires_grad; set by tn_requires_grad_ (autograd.h). */
TN_API int32_t tn_tensor_requires_grad(tn_tensor_t t);
/** Whether no operator in the graph made it. torch.Tensor.is_leaf. */
TN_API int32_t tn_tensor_is_leaf(tn_tensor_t t);
/**
 * What made it, as PyTorch names it: "MulBackward0"; "" for a leaf. The text lives as long as the library.
 * torch.Tensor.grad_fn.name.
 */
TN_API const char* tn_tensor_grad_fn_name(tn_tensor_t t);
/** How often its storage was changed in place; views share the count. torch.Tensor._version. */
TN_API int64_t tn_tensor_version(tn_tensor_t t);

/* ---- values in and out ---- */

/**
 * The first element, in memory of its device. Elements are where shape and strides say. Borrowed: it lives as
 * long as the storage. Not NULL for an empty tensor. Writing through it goes unseen by autograd.
 * torch.Tensor.data_ptr.
 */
TN_API void* tn_tensor_data(tn_tensor_t t);

/**
 * Copies the values to dst, row-major, converted to dst_dtype, from any device and layout. Waits for the
 * device.
 * @param dst_bytes the room at dst; TN_ERR_VALUE where it is less than is needed
 */
TN_API tn_status_t tn_tensor_read(tn_tensor_t t, void* dst, tn_dtype_t dst_dtype, int64_t dst_bytes);

/**
 * Replaces the values by those at src, row-major, converted from src_dtype: an in-place operator like
 * tn_copy_.
 * @param src_bytes what there is at src; TN_ERR_VALUE where it isn't what t needs
 */
TN_API tn_status_t tn_tensor_write(tn_tensor_t t, const void* src, tn_dtype_t src_dtype, int64_t src_bytes);

/** The value of a tensor of one element; NaN on failure. Waits for the device. torch.Tensor.item. */
TN_API double tn_item(tn_tensor_t t);
/** The same exactly, for integers and bool; a floating value is cut towards 0. torch.Tensor.item. */
TN_API tn_status_t tn_item_int64(tn_tensor_t t, int64_t* value);

/* ---- copies and conversions ---- */

/**
 * On another device, or of another dtype; 0 leaves that as it is. Where nothing changes, a new handle of the
 * same tensor. Differentiable between floating types. torch.Tensor.to.
 */
TN_API tn_tensor_t tn_to(tn_tensor_t self, tn_device_t device, tn_dtype_t dtype);
/** A copy with storage of its own. Differentiable. torch.clone. */
TN_API tn_tensor_t tn_clone(tn_tensor_t self);
/** Row-major: a new handle of the same tensor where it is so already, else a copy. torch.Tensor.contiguous.
 */
TN_API tn_tensor_t tn_contiguous(tn_tensor_t self);
/** A view that the graph doesn't know. torch.Tensor.detach. */
TN_API tn_tensor_t tn_detach(tn_tensor_t self);

/** Takes over src's values, broadcast and converted, from any device. torch.Tensor.copy_. */
TN_API tn_status_t tn_copy_(tn_tensor_t self, tn_tensor_t src, int32_t non_blocking);
/** Every element that of `value`, a tensor without dimensions. torch.Tensor.fill_. */
TN_API tn_status_t tn_fill_(tn_tensor_t self, tn_tensor_t value);
/** torch.Tensor.fill_, of a number. */
TN_API tn_status_t tn_fill_scalar_(tn_tensor_t self, double value);
/** torch.Tensor.fill_, of an integer. */
TN_API tn_status_t tn_fill_int_(tn_tensor_t self, int64_t value);
/** torch.Tensor.zero_. */
TN_API tn_status_t tn_zero_(tn_tensor_t self);

/* ---- text ---- */

/**
 * PyTorch's text, str(tensor). As snprintf: writes at most capacity bytes, always ends them with a zero byte,
 * and returns the length of the whole text, -1 on failure. buffer may be NULL where capacity is 0.
 */
TN_API int64_t tn_tensor_text(tn_tensor_t t, char* buffer, int64_t capacity);

typedef int32_t tn_sci_mode_t;
enum {
  TN_SCI_AUTO = 1, /**< where the values ask for it */
  TN_SCI_ON = 2,
  TN_SCI_OFF = 3
};

/** torch.set_printoptions, for one call. */
typedef struct tn_print_options {
  size_t struct_size;
  int64_t precision;      /**< digits after the point; 4 */
  int64_t threshold;      /**< more elements than that are summarised; 1000 */
  int64_t edgeitems;      /**< how many of a summarised dimension are shown at each end; 3 */
  int64_t linewidth;      /**< characters a line; 80 */
  tn_sci_mode_t sci_mode; /**< TN_SCI_AUTO */
  int32_t reserved;
} tn_print_options_t;

/** Fills in the defaults, at most `size` bytes of them, and struct_size. Pass sizeof *o. */
TN_API void tn_print_options_init(tn_print_options_t* o, size_t size);

TN_API int64_t tn_tensor_text_with(tn_tensor_t t, const tn_print_options_t* o, char* buffer,
                                   int64_t capacity);

/* ---- DLPack 1.x (dlpack.h): tensors of other libraries, without a copy ---- */

struct DLManagedTensorVersioned;

/**
 * The tensor for another library. It keeps the storage alive until its deleter is called. TN_ERR_STATE where
 * it requires a gradient: detach it first. torch.Tensor.__dlpack__.
 */
TN_API struct DLManagedTensorVersioned* tn_to_dlpack(tn_tensor_t t);

/**
 * A tensor over another library's memory. `managed` is the library's from the moment of the call: its deleter
 * runs exactly once, also where the call fails. Another major version than 1 is refused; a read-only tensor
 * refuses in-place operators. torch.from_dlpack.
 */
TN_API tn_tensor_t tn_from_dlpack(struct DLManagedTensorVersioned* managed);

#ifdef __cplusplus
}
#endif
#endif
