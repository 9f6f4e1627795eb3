/* From nothing to the first answer of a small network. */
#include <stdio.h>
#include <tenon/tenon.h>

int main(void) {
  tn_scope_t all = tn_scope_begin();
  tn_module_t net =
      tn_nn_sequential(TN_MODULES(tn_nn_linear(64, 64, 1), tn_nn_relu(), tn_nn_linear(64, 4, 1)));
  double answer = tn_item(tn_sum(tn_module_forward(net, tn_ones(TN_SHAPE(1, 64), TN_FLOAT32, TN_CPU))));
  if (tn_error_code()) fprintf(stderr, "%s\n", tn_error_message());
  tn_scope_end(all);
  return !(answer == answer); /* NaN is a failure */
}
