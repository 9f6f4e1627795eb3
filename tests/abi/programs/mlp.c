/* Train an MLP on a custom dataset; two parameter groups; save. */
#include <math.h>
#include <stdio.h>
#include <tenon/tenon.h>

static tn_status_t spiral(tn_call_t call, void* user_data) { /* one sample: (x[2], label) */
  int64_t i = tn_call_index(call, 0), label = i % 2;
  double r = (double)i / 1000, a = 9 * r + 3.14159 * (double)label;
  float x[2] = {(float)(r * cos(a)), (float)(r * sin(a))};
  (void)user_data;
  tn_call_return(call, 0, tn_tensor_new(x, TN_FLOAT32, TN_SHAPE(2)));
  return tn_call_return(call, 1, tn_tensor_new(&label, TN_INT64, NULL, 0));
}

int main(void) {
  tn_scope_t all = tn_scope_begin();
  tn_module_t net = tn_nn_sequential(
      TN_MODULES(tn_nn_linear(2, 64, 1), tn_nn_relu(), tn_nn_dropout(0.1), tn_nn_linear(64, 2, 1)));
  tn_adamw_options_t adam;
  tn_adamw_options_init(&adam, sizeof adam);
  adam.lr = 3e-3;
  tn_optimizer_t opt = tn_adamw(tn_module_parameters(tn_module_child(net, "0")), &adam);
  tn_optimizer_add_group(opt, tn_module_parameters(tn_module_child(net, "3")),
                         "{\"lr\": 1e-3, \"weight_decay\": 0}");
  tn_loader_options_t lo;
  tn_loader_options_init(&lo, sizeof lo);
  lo.batch_size = 64;
  lo.shuffle = 1;
  tn_loader_t loader = tn_loader_new(tn_dataset_custom(1000, 2, spiral, NULL, NULL), &lo);

  for (int epoch = 0; epoch < 10 && !tn_error_code(); ++epoch) {
    double total = 0;
    int n = 0;
    tn_tensor_t batch[2];
    tn_loader_start(loader);
    for (;;) {
      tn_scope_t step = tn_scope_begin();
      if (tn_loader_next(loader, batch, 2) <= 0) {
        tn_scope_end(step);
        break;
      }
      tn_optimizer_zero_grad(opt);
      tn_tensor_t loss = tn_cross_entropy(tn_module_forward(net, batch[0]), batch[1]);
      if (tn_backward(loss) || tn_optimizer_step(opt)) break; /* `all` ends this scope too */
      total += tn_item(loss);
      ++n;
      tn_scope_end(step);
    }
    printf("epoch %d: %.4f\n", epoch, n ? total / n : 0.0);
  }
  tn_optimizer_set(opt, -1, "lr", 1e-4);
  if (!tn_error_code())
    tn_safetensors_save(tn_module_state_dict(net),
                        "spiral.safetensors"); /* never over a good file after a failure */
  int failed = tn_error_code() != TN_OK;
  if (failed) fprintf(stderr, "%s\n", tn_error_message());
  tn_scope_end(all);
  return failed;
}
