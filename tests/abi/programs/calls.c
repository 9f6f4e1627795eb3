/* Operators by name: every way to write a value; short names; a host's executor, allocator and log. */
#define _POSIX_C_SOURCE 200112L
#define TN_SHORT_NAMES
#include <stdio.h>
#include <stdlib.h>
#include <tenon/tenon.h>

static tn_status_t one_after_another(tn_call_t call, void* user_data) {
  (void)user_data;
  for (int64_t i = 0, n = tn_call_count(call); i < n; ++i)
    if (tn_call_run(call, i)) return tn_error_code();
  return TN_OK;
}
static tn_status_t to_stderr(tn_call_t call, void* user_data) {
  fprintf(user_data, "%d: %s\n", (int)tn_call_level(call), tn_call_text(call));
  return TN_OK;
}
static void* take(void* user_data, int64_t bytes, int64_t alignment) {
  void* block = NULL;
  (void)user_data;
  return posix_memalign(&block, (size_t)alignment, (size_t)bytes) ? NULL : block;
}
static void give_back(void* user_data, void* block, int64_t bytes, int64_t alignment) {
  (void)user_data, (void)bytes, (void)alignment;
  free(block);
}

static tensor_t call_all(tensor_t x, generator_t g) {
  int64_t sizes[] = {2, 3};
  values_t r = tn_op_call(
      "any.name", TN_VALUES(TN_V_TENSOR(x), TN_V_INT(1), TN_V_FLOAT(0.5), TN_V_BOOL(1), TN_V_STRING("mean"),
                            TN_V_DTYPE(TN_INT64), TN_V_DEVICE(TN_CPU), TN_V_GENERATOR(g), TN_V_INTS(2, 3),
                            TN_V_FLOATS(0.5, 1), TN_V_BOOLS(1, 0), TN_V_TENSORS(x, TN_NONE), TN_V_NONE,
                            TN_V(NULL, TN_KIND_INTS, 2, ints, sizes)));
  values_t k = tn_op_call(
      "any.name",
      TN_VALUES(TN_V_KW_TENSOR("x", x), TN_V_KW_INT("i", 1), TN_V_KW_FLOAT("f", 0.5), TN_V_KW_BOOL("b", 1),
                TN_V_KW_STRING("s", "mean"), TN_V_KW_DTYPE("t", TN_INT64), TN_V_KW_DEVICE("d", TN_CUDA(1)),
                TN_V_KW_GENERATOR("g", g), TN_V_KW_INTS("is", 2, 3), TN_V_KW_FLOATS("fs", 0.5, 1),
                TN_V_KW_BOOLS("bs", 1), TN_V_KW_TENSORS("ts", x, x), TN_V_KW_NONE("n")));
  (void)k;
  return tn_index(tn_values_tensor(r, 0),
                  TN_VALUES(TN_V_INT(-1), TN_V_SLICE(1, TN_NONE_INT, 2), TN_V_ELLIPSIS));
}

int main(void) {
  tn_memory_stats_t stats;
  char text[256];
  tn_set_allocator(take, give_back, NULL, NULL);
  tn_set_executor(one_after_another, NULL, NULL);
  tn_set_log(TN_LOG_WARNING, to_stderr, stderr, NULL);
  scope_t s = tn_scope_begin();
  tensor_t y = call_all(tn_ones(TN_SHAPE(2, 3), TN_DTYPE_DEFAULT, TN_CPU), tn_generator_default(TN_CPU));
  if (!y) fprintf(stderr, "%s: %s\n", tn_status_name(tn_error_code()), tn_error_message());
  tn_scope_end(s);
  tn_get_memory_stats(TN_CPU, &stats, sizeof stats);
  tn_build_info(text, sizeof text);
  return printf("%s\n%d bytes\n", text, (int)stats.live_bytes) < 0;
}
