// A C++ program against an installed Tenon.
#include <tenon/tenon.h>
#include <cstdio>

int main() {
  const int64_t shape[] = {2, 3};
  tn_scope_t scope = tn_scope_begin();
  tn_tensor_t x = tn_ones(shape, 2, TN_FLOAT32, TN_CPU);
  double value = tn_item(tn_sum(tn_add(x, x)));
  if (tn_error_code()) std::fprintf(stderr, "%s\n", tn_error_message());
  std::printf("C++: Tenon %s, the sum is %g\n", tn_version(), value);
  if (tn_scope_end(scope)) return 1;
  return value == 12 ? 0 : 1;
}
