/* Sizes and offsets of every public struct, as published. A line that no longer holds is a broken ABI: fields
   are appended, never moved; then the size changes, and lines are added. Compiling is the test. */
#include <tenon/tenon.h>

#define SIZE(type, bytes) typedef char size_of_##type[sizeof(type) == (bytes) ? 1 : -1]
#define AT(type, field, offset) typedef char type##_has_##field[offsetof(type, field) == (offset) ? 1 : -1]

SIZE(tn_backward_options_t, 16);
AT(tn_backward_options_t, struct_size, 0);
AT(tn_backward_options_t, retain_graph, 8);
AT(tn_backward_options_t, create_graph, 12);

SIZE(tn_grad_options_t, 24);
AT(tn_grad_options_t, struct_size, 0);
AT(tn_grad_options_t, retain_graph, 8);
AT(tn_grad_options_t, create_graph, 12);
AT(tn_grad_options_t, allow_unused, 16);
AT(tn_grad_options_t, reserved, 20);

SIZE(tn_gradcheck_options_t, 40);
AT(tn_gradcheck_options_t, struct_size, 0);
AT(tn_gradcheck_options_t, eps, 8);
AT(tn_gradcheck_options_t, atol, 16);
AT(tn_gradcheck_options_t, rtol, 24);
AT(tn_gradcheck_options_t, second_order, 32);
AT(tn_gradcheck_options_t, check_undefined, 36);

SIZE(tn_load_options_t, 24);
AT(tn_load_options_t, struct_size, 0);
AT(tn_load_options_t, max_inflated_bytes, 8);
AT(tn_load_options_t, inert, 16);
AT(tn_load_options_t, mapped, 20);

SIZE(tn_loader_options_t, 48);
AT(tn_loader_options_t, struct_size, 0);
AT(tn_loader_options_t, batch_size, 8);
AT(tn_loader_options_t, workers, 16);
AT(tn_loader_options_t, prefetch, 24);
AT(tn_loader_options_t, seed, 32);
AT(tn_loader_options_t, shuffle, 40);
AT(tn_loader_options_t, drop_last, 44);

SIZE(tn_memory_stats_t, 40);
AT(tn_memory_stats_t, struct_size, 0);
AT(tn_memory_stats_t, live_bytes, 8);
AT(tn_memory_stats_t, peak_bytes, 16);
AT(tn_memory_stats_t, reserved_bytes, 24);
AT(tn_memory_stats_t, live_count, 32);

SIZE(tn_nn_conv2d_options_t, 72);
AT(tn_nn_conv2d_options_t, struct_size, 0);
AT(tn_nn_conv2d_options_t, stride_h, 8);
AT(tn_nn_conv2d_options_t, stride_w, 16);
AT(tn_nn_conv2d_options_t, padding_h, 24);
AT(tn_nn_conv2d_options_t, padding_w, 32);
AT(tn_nn_conv2d_options_t, dilation_h, 40);
AT(tn_nn_conv2d_options_t, dilation_w, 48);
AT(tn_nn_conv2d_options_t, groups, 56);
AT(tn_nn_conv2d_options_t, padding, 64);
AT(tn_nn_conv2d_options_t, bias, 68);

SIZE(tn_value_t, 32);
AT(tn_value_t, name, 0);
AT(tn_value_t, kind, 8);
AT(tn_value_t, reserved, 12);
AT(tn_value_t, count, 16);
AT(tn_value_t, as, 24);

SIZE(tn_addmm_options_t, 24);
AT(tn_addmm_options_t, struct_size, 0);
AT(tn_addmm_options_t, beta, 8);
AT(tn_addmm_options_t, alpha, 16);

SIZE(tn_conv2d_options_t, 72);
AT(tn_conv2d_options_t, struct_size, 0);
AT(tn_conv2d_options_t, stride_h, 8);
AT(tn_conv2d_options_t, stride_w, 16);
AT(tn_conv2d_options_t, padding_h, 24);
AT(tn_conv2d_options_t, padding_w, 32);
AT(tn_conv2d_options_t, dilation_h, 40);
AT(tn_conv2d_options_t, dilation_w, 48);
AT(tn_conv2d_options_t, groups, 56);
AT(tn_conv2d_options_t, padding, 64);
AT(tn_conv2d_options_t, reserved, 68);

SIZE(tn_max_pool2d_options_t, 64);
AT(tn_max_pool2d_options_t, struct_size, 0);
AT(tn_max_pool2d_options_t, stride_h, 8);
AT(tn_max_pool2d_options_t, stride_w, 16);
AT(tn_max_pool2d_options_t, padding_h, 24);
AT(tn_max_pool2d_options_t, padding_w, 32);
AT(tn_max_pool2d_options_t, dilation_h, 40);
AT(tn_max_pool2d_options_t, dilation_w, 48);
AT(tn_max_pool2d_options_t, ceil_mode, 56);
AT(tn_max_pool2d_options_t, reserved, 60);

SIZE(tn_avg_pool2d_options_t, 56);
AT(tn_avg_pool2d_options_t, struct_size, 0);
AT(tn_avg_pool2d_options_t, stride_h, 8);
AT(tn_avg_pool2d_options_t, stride_w, 16);
AT(tn_avg_pool2d_options_t, padding_h, 24);
AT(tn_avg_pool2d_options_t, padding_w, 32);
AT(tn_avg_pool2d_options_t, divisor_override, 40);
AT(tn_avg_pool2d_options_t, ceil_mode, 48);
AT(tn_avg_pool2d_options_t, count_include_pad, 52);

SIZE(tn_embedding_options_t, 24);
AT(tn_embedding_options_t, struct_size, 0);
AT(tn_embedding_options_t, padding_idx, 8);
AT(tn_embedding_options_t, scale_grad_by_freq, 16);
AT(tn_embedding_options_t, reserved, 20);

SIZE(tn_cross_entropy_options_t, 32);
AT(tn_cross_entropy_options_t, struct_size, 0);
AT(tn_cross_entropy_options_t, ignore_index, 8);
AT(tn_cross_entropy_options_t, label_smoothing, 16);
AT(tn_cross_entropy_options_t, reduction, 24);
AT(tn_cross_entropy_options_t, reserved, 28);

SIZE(tn_nll_loss_options_t, 24);
AT(tn_nll_loss_options_t, struct_size, 0);
AT(tn_nll_loss_options_t, ignore_index, 8);
AT(tn_nll_loss_options_t, reduction, 16);
AT(tn_nll_loss_options_t, reserved, 20);

SIZE(tn_mse_loss_options_t, 16);
AT(tn_mse_loss_options_t, struct_size, 0);
AT(tn_mse_loss_options_t, reduction, 8);
AT(tn_mse_loss_options_t, reserved, 12);

SIZE(tn_l1_loss_options_t, 16);
AT(tn_l1_loss_options_t, struct_size, 0);
AT(tn_l1_loss_options_t, reduction, 8);
AT(tn_l1_loss_options_t, reserved, 12);

SIZE(tn_binary_cross_entropy_options_t, 16);
AT(tn_binary_cross_entropy_options_t, struct_size, 0);
AT(tn_binary_cross_entropy_options_t, reduction, 8);
AT(tn_binary_cross_entropy_options_t, reserved, 12);

SIZE(tn_binary_cross_entropy_with_logits_options_t, 16);
AT(tn_binary_cross_entropy_with_logits_options_t, struct_size, 0);
AT(tn_binary_cross_entropy_with_logits_options_t, reduction, 8);
AT(tn_binary_cross_entropy_with_logits_options_t, reserved, 12);

SIZE(tn_add_options_t, 16);
AT(tn_add_options_t, struct_size, 0);
AT(tn_add_options_t, alpha, 8);

SIZE(tn_sub_options_t, 16);
AT(tn_sub_options_t, struct_size, 0);
AT(tn_sub_options_t, alpha, 8);

SIZE(tn_div_options_t, 16);
AT(tn_div_options_t, struct_size, 0);
AT(tn_div_options_t, rounding_mode, 8);
AT(tn_div_options_t, reserved, 12);

SIZE(tn_addcmul_options_t, 16);
AT(tn_addcmul_options_t, struct_size, 0);
AT(tn_addcmul_options_t, value, 8);

SIZE(tn_addcdiv_options_t, 16);
AT(tn_addcdiv_options_t, struct_size, 0);
AT(tn_addcdiv_options_t, value, 8);

SIZE(tn_gelu_options_t, 16);
AT(tn_gelu_options_t, struct_size, 0);
AT(tn_gelu_options_t, approximate, 8);
AT(tn_gelu_options_t, reserved, 12);

SIZE(tn_sgd_options_t, 48);
AT(tn_sgd_options_t, struct_size, 0);
AT(tn_sgd_options_t, lr, 8);
AT(tn_sgd_options_t, momentum, 16);
AT(tn_sgd_options_t, dampening, 24);
AT(tn_sgd_options_t, weight_decay, 32);
AT(tn_sgd_options_t, nesterov, 40);
AT(tn_sgd_options_t, maximize, 44);

SIZE(tn_adam_options_t, 56);
AT(tn_adam_options_t, struct_size, 0);
AT(tn_adam_options_t, lr, 8);
AT(tn_adam_options_t, beta1, 16);
AT(tn_adam_options_t, beta2, 24);
AT(tn_adam_options_t, eps, 32);
AT(tn_adam_options_t, weight_decay, 40);
AT(tn_adam_options_t, amsgrad, 48);
AT(tn_adam_options_t, maximize, 52);

SIZE(tn_adamw_options_t, 56);
AT(tn_adamw_options_t, struct_size, 0);
AT(tn_adamw_options_t, lr, 8);
AT(tn_adamw_options_t, beta1, 16);
AT(tn_adamw_options_t, beta2, 24);
AT(tn_adamw_options_t, eps, 32);
AT(tn_adamw_options_t, weight_decay, 40);
AT(tn_adamw_options_t, amsgrad, 48);
AT(tn_adamw_options_t, maximize, 52);

SIZE(tn_print_options_t, 48);
AT(tn_print_options_t, struct_size, 0);
AT(tn_print_options_t, precision, 8);
AT(tn_print_options_t, threshold, 16);
AT(tn_print_options_t, edgeitems, 24);
AT(tn_print_options_t, linewidth, 32);
AT(tn_print_options_t, sci_mode, 40);
AT(tn_print_options_t, reserved, 44);

SIZE(DLTensor, 48);
AT(DLTensor, data, 0);
AT(DLTensor, device, 8);
AT(DLTensor, ndim, 16);
AT(DLTensor, dtype, 20);
AT(DLTensor, shape, 24);
AT(DLTensor, strides, 32);
AT(DLTensor, byte_offset, 40);

SIZE(DLManagedTensorVersioned, 80);
AT(DLManagedTensorVersioned, version, 0);
AT(DLManagedTensorVersioned, manager_ctx, 8);
AT(DLManagedTensorVersioned, deleter, 16);
AT(DLManagedTensorVersioned, flags, 24);
AT(DLManagedTensorVersioned, dl_tensor, 32);

SIZE(DLManagedTensor, 64);
AT(DLManagedTensor, dl_tensor, 0);
AT(DLManagedTensor, manager_ctx, 48);
AT(DLManagedTensor, deleter, 56);

/* Kinds of numbers that cross the interface. */
SIZE(tn_status_t, 4);
SIZE(tn_dtype_t, 4);
SIZE(tn_device_t, 4);
SIZE(tn_kind_t, 4);
SIZE(tn_reduction_t, 4);
SIZE(tn_padding_t, 4);
SIZE(tn_tensor_t, 8);
