/**
 * tenon/module.h: layers and networks: torch.nn.Module.
 *
 * A module is a named tree of parameters, buffers and children, with a forward. Paths name what is deeper:
 * "0.weight" is the parameter weight of the child 0. They are the keys of a state_dict, and PyTorch's, so
 * weights move between the two.
 *
 *     tn_module_t net = tn_nn_sequential(
 *         TN_MODULES(tn_nn_linear(784, 128, 1), tn_nn_relu(), tn_nn_linear(128, 10, 1)));
 *     tn_tensor_t logits = tn_module_forward(net, x);
 *
 * A module owns what is registered in it: children and tensors may be released once they are added. A
 * module or parameter may be registered in several places; it is then one, in training, saving and loading.
 *
 * Threads: any number of them may forward one module in eval mode. Everything that changes it needs the
 * caller's lock: registration, train, to, zero_grad, load_state_dict, and a forward in training where there
 * are buffers.
 *
 * Since 0.1.
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

/* ---- layers ---- */

/*
 * Parameters are on the CPU, of the default dtype, require gradients, and are initialised as PyTorch does,
 * from the default generator. New modules are in training mode. Arguments of PyTorch's that these functions
 * lack (inplace, device, dtype) are taken by tn_module_new.
 */

/**
 * Any module that the library knows, by PyTorch's class name and constructor arguments:
 * tn_module_new("Linear", "{\"in_features\": 784, \"out_features\": 10}"); or one of a class that the host
 * has registered (io/module.h).
 *
 * TN_ERR_KEY for a class or an argument that isn't known (with the nearest names), TN_ERR_TYPE for an
 * argument of the wrong kind, TN_ERR_VALUE for json that can't be read or lacks a required argument.
 *
 * @param json an object with the arguments by name; NULL is {}
 */
TN_API tn_module_t tn_module_new(const char* class_name, const char* json);

/** How many classes tn_module_new knows. */
TN_API int64_t tn_module_class_count(void);

/** The i-th of them, in alphabetical order. The text lives as long as the library. */
TN_API const char* tn_module_class(int64_t i);

/**
 * The arguments of its constructor, written as an operator's schema: "Linear(int in_features, int
 * out_features, bool bias=True)". One line for each form that it has. The text lives as long as the library.
 */
TN_API const char* tn_module_class_schema(int64_t i);

/**
 * y = x W^T + b: (…, in_features) to (…, out_features). Parameters: weight (out_features, in_features), and
 * bias (out_features) unless bias is 0, both uniform within 1 / sqrt(in_features). PyTorch: nn.Linear.
 */
TN_API tn_module_t tn_nn_linear(int64_t in_features, int64_t out_features, int32_t bias);

/**
 * tn_conv2d with parameters of its own: weight (out_channels, in_channels / groups, kernel_h, kernel_w),
 * and bias (out_channels). PyTorch: nn.Conv2d.
 *
 * @param kernel_size height and width, or one number for both
 */
TN_API tn_module_t tn_nn_conv2d(int64_t in_channels, int64_t out_channels, const int64_t* kernel_size,
                                int64_t n_kernel_size);

typedef struct tn_nn_conv2d_options {
  size_t struct_size;
  int64_t stride_h, stride_w;     /**< 1, 1 */
  int64_t padding_h, padding_w;   /**< 0, 0; on each side */
  int64_t dilation_h, dilation_w; /**< 1, 1 */
  int64_t groups;                 /**< 1; divides both numbers of channels */
  tn_padding_t padding;           /**< TN_PADDING_EXPLICIT */
  int32_t bias;                   /**< 1 */
} tn_nn_conv2d_options_t;

TN_API void tn_nn_conv2d_options_init(tn_nn_conv2d_options_t* o, size_t size);
TN_API tn_module_t tn_nn_conv2d_with(int64_t in_channels, int64_t out_channels, const int64_t* kernel_size,
                                     int64_t n_kernel_size, const tn_nn_conv2d_options_t* o);

/** tn_max_pool2d; its options serve here, too. PyTorch: nn.MaxPool2d. */
TN_API tn_module_t tn_nn_max_pool2d(const int64_t* kernel_size, int64_t n_kernel_size);
TN_API tn_module_t tn_nn_max_pool2d_with(const int64_t* kernel_size, int64_t n_kernel_size,
                                         const tn_max_pool2d_options_t* o);

/** max(x, 0). PyTorch: nn.ReLU. */
TN_API tn_module_t tn_nn_relu(void);

/** Dimensions start_dim to end_dim as one; PyTorch's defaults are 1 and -1. PyTorch: nn.Flatten. */
TN_API tn_module_t tn_nn_flatten(int64_t start_dim, int64_t end_dim);

/**
 * In training each element is 0 with probability p, and scaled by 1 / (1 - p) else; in evaluation all stay
 * as they are. PyTorch: nn.Dropout.
 */
TN_API tn_module_t tn_nn_dropout(double p);

/**
 * One after another: each child's output is the next one's input. The children are named "0", "1", …
 * PyTorch: nn.Sequential.
 */
TN_API tn_module_t tn_nn_sequential(const tn_module_t* children, int64_t n_children);

/**
 * A module of the host's. forward reads the inputs with tn_call_arg, the module itself with tn_call_module,
 * and gives any number of outputs, beginning at 0. Parameters, buffers and children are registered below.
 * user_data must not hold a handle of the module. PyTorch: a subclass of nn.Module.
 *
 * @param class_name what tn_module_class_name and tn_module_text say
 */
TN_API tn_module_t tn_module_custom(const char* class_name, tn_callback_t forward, void* user_data,
                                    tn_destroy_t destroy);

/* ---- what it is made of ---- */

/**
 * Makes `child` a child of m under this name, in the place of one that is there. TN_ERR_KEY for a name that
 * is empty, has a dot in it, or is a parameter's or buffer's; TN_ERR_VALUE where m is in child. PyTorch:
 * Module.add_module.
 */
TN_API tn_status_t tn_module_add(tn_module_t m, const char* name, tn_module_t child);

/**
 * Makes t a parameter. TN_NONE is a parameter that isn't there, as a Linear without bias has one. t must be
 * a leaf (TN_ERR_STATE); whether it requires a gradient is the caller's to say. PyTorch:
 * Module.register_parameter.
 */
TN_API tn_status_t tn_module_add_parameter(tn_module_t m, const char* name, tn_tensor_t t);

/**
 * Makes t a buffer: a tensor that is state but isn't trained, like running statistics.
 *
 * @param persistent whether it is part of the state_dict
 *
 * PyTorch: Module.register_buffer.
 */
TN_API tn_status_t tn_module_add_buffer(tn_module_t m, const char* name, tn_tensor_t t, int32_t persistent);

/** Whether two handles name one module. */
TN_API int32_t tn_module_is(tn_module_t a, tn_module_t b);

/** The name of its class, "Linear". The text lives as long as the module. */
TN_API const char* tn_module_class_name(tn_module_t m);

/** The number of its own children. */
TN_API int64_t tn_module_child_count(tn_module_t m);

/**
 * The i-th child's name, in the order of addition. The text lives until a child is added, or the module
 * goes.
 */
TN_API const char* tn_module_child_name(tn_module_t m, int64_t i);

/**
 * The module at a path, "0" or "encoder.0"; "" is m itself. TN_ERR_KEY where there is none. PyTorch:
 * get_submodule.
 */
TN_API tn_module_t tn_module_child(tn_module_t m, const char* path);

/**
 * The parameter at a path, "0.weight"; TN_NONE where the module was made without it. TN_ERR_KEY for a name
 * it doesn't know, with the nearest ones. PyTorch: get_parameter.
 */
TN_API tn_tensor_t tn_module_parameter(tn_module_t m, const char* path);

/** The buffer at a path, likewise. PyTorch: get_buffer. */
TN_API tn_tensor_t tn_module_buffer(tn_module_t m, const char* path);

/**
 * All parameters, its own first and then the children's, each once. This is what optimizers are given.
 * PyTorch: Module.parameters.
 */
TN_API tn_tensors_t tn_module_parameters(tn_module_t m);

/** The same under their paths. PyTorch: Module.named_parameters. */
TN_API tn_dict_t tn_module_named_parameters(tn_module_t m);

/** All buffers under their paths, each once. PyTorch: Module.named_buffers. */
TN_API tn_dict_t tn_module_named_buffers(tn_module_t m);

/** PyTorch's text, in the way of tn_tensor_text. PyTorch: str(module). */
TN_API int64_t tn_module_text(tn_module_t m, char* buffer, int64_t capacity);

/* ---- running ---- */

/**
 * Runs a module of one input and one output. Shapes that don't fit are its operators' errors. PyTorch:
 * module(input).
 */
TN_API tn_tensor_t tn_module_forward(tn_module_t m, tn_tensor_t input);

/** Runs a module of any number of inputs, TN_NONE among them, and outputs. PyTorch: module(*inputs). */
TN_API tn_tensors_t tn_module_call(tn_module_t m, const tn_tensor_t* inputs, int64_t n_inputs);

/* ---- changing all of it ---- */

/**
 * Sets training mode (1) or evaluation mode (0), of it and of all modules in it. PyTorch: Module.train,
 * eval.
 */
TN_API tn_status_t tn_module_train(tn_module_t m, int32_t on);

/** Whether it is in training mode. PyTorch: Module.training. */
TN_API int32_t tn_module_is_training(tn_module_t m);

/**
 * Moves all parameters and buffers to a device, and converts the floating ones; 0 leaves that as it is. The
 * parameters stay the same tensors: handles of them, and optimizers, see the change. TN_ERR_TYPE for a
 * dtype that isn't floating. PyTorch: Module.to.
 */
TN_API tn_status_t tn_module_to(tn_module_t m, tn_device_t device, tn_dtype_t dtype);

/** tn_requires_grad_ of every parameter: 0 freezes the module. PyTorch: Module.requires_grad_. */
TN_API tn_status_t tn_module_requires_grad_(tn_module_t m, int32_t on);

/** Removes the gradient of every parameter. PyTorch: Module.zero_grad(set_to_none=True). */
TN_API tn_status_t tn_module_zero_grad(tn_module_t m);

/**
 * Calls fn for every module in it and then for itself; fn asks tn_call_module. A status other than 0 ends
 * the walk. PyTorch: Module.apply.
 */
TN_API tn_status_t tn_module_apply(tn_module_t m, tn_callback_t fn, void* user_data, tn_destroy_t destroy);

/* ---- its state ---- */

/**
 * Parameters and persistent buffers under their paths, detached, sharing memory with the module: what is
 * written to them is written to it. PyTorch: Module.state_dict.
 */
TN_API tn_dict_t tn_module_state_dict(tn_module_t m);

/**
 * Copies values from a dictionary into parameters and buffers, converting dtypes and devices. With
 * `strict`, names that are missing or unexpected are TN_ERR_KEY; a tensor of another shape always is
 * TN_ERR_SHAPE. The message lists all of them, and then nothing was changed. PyTorch:
 * Module.load_state_dict.
 */
TN_API tn_status_t tn_module_load_state_dict(tn_module_t m, tn_dict_t dict, int32_t strict);

#ifdef __cplusplus
}
#endif
#endif
