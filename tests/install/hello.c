/* A C99 program against an installed Tenon. */
#include <stdio.h>
#include <tenon/tenon.h>

int main(void) {
  tn_scope_t scope = tn_scope_begin();
  tn_tensor_t x = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU);
  tn_tensor_t total = tn_sum(tn_mul(x, x));
  double value = tn_item(total);
  if (tn_error_code()) fprintf(stderr, "%s\n", tn_error_message());
  printf("C: Tenon %s, the sum is %g\n", tn_version(), value);
  if (tn_scope_end(scope)) return 1;
  return value == 6 ? 0 : 1;
}
