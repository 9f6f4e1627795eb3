#include <stdio.h>
#include <tenon/tenon.h>

int main(void) { /* learn the sign of x0 * x1 */
  tn_scope_t all = tn_scope_begin();
  tn_module_t net =
      tn_nn_sequential(TN_MODULES(tn_nn_linear(2, 32, 1), tn_nn_relu(), tn_nn_linear(32, 2, 1)));
  tn_optimizer_t opt = tn_optimizer_new("AdamW", tn_module_parameters(net), "{\"lr\": 0.01}");

  for (int step = 0; step < 500; ++step) {
    tn_scope_t s = tn_scope_begin(); /* every handle made below goes at its end */
    tn_tensor_t x = tn_randn(TN_SHAPE(256, 2), TN_FLOAT32, TN_CPU);
    tn_tensor_t y = tn_to(tn_gt_scalar(tn_mul(tn_select(x, 1, 0), tn_select(x, 1, 1)), 0), TN_CPU, TN_INT64);
    tn_tensor_t loss = tn_cross_entropy(tn_module_forward(net, x), y);
    if (tn_optimizer_zero_grad(opt) || tn_backward(loss) || tn_optimizer_step(opt)) break;
    if (step % 100 == 0) printf("step %3d  loss %.4f\n", step, tn_item(loss));
    tn_scope_end(s);
  }

  if (!tn_error_code()) tn_module_save(net, "sign.safetensors");
  if (tn_error_code()) fprintf(stderr, "%s\n", tn_error_message()); /* the one check: op, argument, shapes */
  tn_scope_end(all); /* and the step's scope, had we left by break */
  return tn_error_code() != TN_OK;
}
