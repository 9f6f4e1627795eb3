/**
 * tenon/module.h: layers and networks. torch.nn.Module.
 *
 * A module is a named tree of parameters, buffers and children with a forward. Paths name what is deeper,
 * "0.weight"; they are the keys of state_dict, and PyTorch's.
 */
#ifndef TENON_MODULE_H
#define TENON_MODULE_H

#include <tenon/callback.h>
#include <tenon/common.h>
#include <tenon/device.h>
#include <tenon/dict.h>
#include <tenon/dtype.h>
#include <tenon/ops/nn.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- making: parameters are initialised as PyTorch does, from the default generator ---- */

/**
 * A module by PyTorch's class name and constructor arguments, "Linear" and {"in_features": 784,
 * "out_features": 10}. json is an object; NULL is {}. TN_ERR_KEY for an unknown class or argument.
 */
TN_API tn_module_t tn_module_new(const char* class_name, const char* json);
/** The classes it knows. The texts live as long as the library. */
TN_API int64_t tn_module_class_count(void);
TN_API const char* tn_module_class(int64_t i);

/** y = x Wᵀ + b. weight is (out_features, in_features), bias (out_features). torch.nn.Linear. */
TN_API tn_module_t tn_nn_linear(int64_t in_features, int64_t out_features, int32_t bias);

/** tn_conv2d with parameters: weight is (out_channels, in_channels / groups, *kernel_size). torch.nn.Conv2d.
 */
TN_API tn_module_t tn_nn_conv2d(int64_t in_channels, int64_t out_channels, const int64_t* kernel_size,
                                int64_t n_kernel_size);

typedef struct tn_nn_conv2d_options {
  size_t struct_size;
  int64_t stride_h, stride_w;     /**< 1, 1 */
  int64_t padding_h, padding_w;   /**< 0, 0 */
  int64_t dilation_h, dilation_w; /**< 1, 1 */
  int64_t groups;                 /**< 1 */
  tn_padding_t padding;           /**< TN_PADDING_EXPLICIT */
  int32_t bias;                   /**< 1 */
} tn_nn_conv2d_options_t;

TN_API void tn_nn_conv2d_options_init(tn_nn_conv2d_options_t* o, size_t size);
TN_API tn_module_t tn_nn_conv2d_with(int64_t in_channels, int64_t out_channels, const int64_t* kernel_size,
                                     int64_t n_kernel_size, const tn_nn_conv2d_options_t* o);

/** torch.nn.MaxPool2d. */
TN_API tn_module_t tn_nn_max_pool2d(const int64_t* kernel_size, int64_t n_kernel_size);
TN_API tn_module_t tn_nn_max_pool2d_with(const int64_t* kernel_size, int64_t n_kernel_size,
                                         const tn_max_pool2d_options_t* o);
/** torch.nn.ReLU. */
TN_API tn_module_t tn_nn_relu(void);
/** torch.nn.Flatten; PyTorch's defaults are 1 and -1. */
TN_API tn_module_t tn_nn_flatten(int64_t start_dim, int64_t end_dim);
/** Zeroes elements with probability p and scales the others by 1 / (1 - p), in training. torch.nn.Dropout. */
TN_API tn_module_t tn_nn_dropout(double p);
/** One after another; the children are named "0", "1", … torch.nn.Sequential. */
TN_API tn_module_t tn_nn_sequential(const tn_module_t* children, int64_t n_children);

/**
 * A module of the host's: forward reads inputs with tn_call_arg, itself with tn_call_module, and gives any
 * number of outputs. Parameters, buffers and children are added below.
 */
TN_API tn_module_t tn_module_custom(const char* class_name, tn_callback_t forward, void* user_data,
                                    tn_destroy_t destroy);

/* ---- what it is made of ---- */

/** Makes `child` a child under this name; one that is there is replaced. torch.nn.Module.add_module. */
TN_API tn_status_t tn_module_add(tn_module_t m, const char* name, tn_module_t child);
/** Makes t a parameter; TN_NONE is one that isn't there. torch.nn.Module.register_parameter. */
TN_API tn_status_t tn_module_add_parameter(tn_module_t m, const char* name, tn_tensor_t t);
/** A tensor that is state but no parameter; in the state_dict where persistent.
 * torch.nn.Module.register_buffer. */
TN_API tn_status_t tn_module_add_buffer(tn_module_t m, const char* name, tn_tensor_t t, int32_t persistent);

/** The class's name, "Linear". Valid while the module lives. */
TN_API const char* tn_module_class_name(tn_module_t m);
TN_API int64_t tn_module_child_count(tn_module_t m);
/** The i-th child's name, in the order of addition. Valid until children are added or the module goes. */
TN_API const char* tn_module_child_name(tn_module_t m, int64_t i);
/** The child at a path, "0" or "encoder.0"; "" is m. torch.nn.Module.get_submodule. */
TN_API tn_module_t tn_module_child(tn_module_t m, const char* path);
/** The parameter at a path; TN_NONE where it was made without. TN_ERR_KEY for an unknown one. get_parameter.
 */
TN_API tn_tensor_t tn_module_parameter(tn_module_t m, const char* path);
/** The buffer at a path. torch.nn.Module.get_buffer. */
TN_API tn_tensor_t tn_module_buffer(tn_module_t m, const char* path);
/** All parameters, the children's too, each once. torch.nn.Module.parameters. */
TN_API tn_tensors_t tn_module_parameters(tn_module_t m);
/** The same under their paths. torch.nn.Module.named_parameters. */
TN_API tn_dict_t tn_module_named_parameters(tn_module_t m);
/** All buffers under their paths. torch.nn.Module.named_buffers. */
TN_API tn_dict_t tn_module_named_buffers(tn_module_t m);
/** PyTorch's text, repr(module), as tn_tensor_text. */
TN_API int64_t tn_module_text(tn_module_t m, char* buffer, int64_t capacity);

/* ---- running ---- */

/** The output of a module with one input and one output. */
TN_API tn_tensor_t tn_module_forward(tn_module_t m, tn_tensor_t input);
/** Any number of both. */
TN_API tn_tensors_t tn_module_call(tn_module_t m, const tn_tensor_t* inputs, int64_t n_inputs);

/* ---- changing all of it ---- */

/** Training or evaluation mode, for it and what is in it; new modules train. torch.nn.Module.train, eval. */
TN_API tn_status_t tn_module_train(tn_module_t m, int32_t on);
TN_API int32_t tn_module_is_training(tn_module_t m);
/**
 * Moves parameters and buffers, and converts those that are floating; 0 leaves that as it is. Handles of
 * parameters and optimizers see the change. torch.nn.Module.to.
 */
TN_API tn_status_t tn_module_to(tn_module_t m, tn_device_t device, tn_dtype_t dtype);
/** tn_requires_grad_ of every parameter. torch.nn.Module.requires_grad_. */
TN_API tn_status_t tn_module_requires_grad_(tn_module_t m, int32_t on);
/** Removes every parameter's gradient. torch.nn.Module.zero_grad(set_to_none=True). */
TN_API tn_status_t tn_module_zero_grad(tn_module_t m);
/** Calls fn for it and all modules in it, children first; fn asks tn_call_module. torch.nn.Module.apply. */
TN_API tn_status_t tn_module_apply(tn_module_t m, tn_callback_t fn, void* user_data, tn_destroy_t destroy);

/* ---- its state ---- */

/** Parameters and persistent buffers, detached, sharing memory with the module. torch.nn.Module.state_dict.
 */
TN_API tn_dict_t tn_module_state_dict(tn_module_t m);
/**
 * Copies values into parameters and buffers. Where `strict`, missing and unexpected names are TN_ERR_KEY;
 * another shape is TN_ERR_SHAPE always. The message lists them all, and nothing is changed.
 * torch.nn.Module.load_state_dict.
 */
TN_API tn_status_t tn_module_load_state_dict(tn_module_t m, tn_dict_t dict, int32_t strict);

#ifdef __cplusplus
}
#endif
#endif
