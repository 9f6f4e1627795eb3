/*
 * Tenon's side of the benchmarks; the names of the cases are those of torch_perf.cpp. As in a user's program,
 * a result with a name is released by it, and results without names go with a scope.
 */
#include <stdio.h>
#include <stdlib.h>
#include <tenon/tenon.h>

#include "tests/perf/common.h"

/* A case: what stands behind the name, n times. */
#define CASE(function, ...)                     \
  static void function(void* data, int64_t n) { \
    (void)data;                                 \
    for (int64_t i = 0; i < n; ++i) __VA_ARGS__ \
  }
#define FREE(made) tn_tensor_release(made)

static void stop_on_failure(const char* name) {
  if (!tn_error_code()) return;
  fprintf(stderr, "tenon-perf: %s: %s\n", name, tn_error_message());
  exit(1);
}

static void measure(const char* mode, const char* name, void (*run)(void*, int64_t), void* data) {
  char full[96];
  snprintf(full, sizeof full, "%s%s", mode, name);
  perf_case(full, run, data);
  stop_on_failure(full);
}

static tn_tensor_t ones(const int64_t* shape, int64_t ndim) {
  return tn_ones(shape, ndim, TN_FLOAT32, TN_CPU);
}

/* ---- operators ---- */

static tn_tensor_t a1, b1, a16, b16, g1, g16, square, four, x64, w64, v64;
static volatile double sink;

static void make_operands(void) {
  a1 = ones(TN_SHAPE(1)), b1 = ones(TN_SHAPE(1)), a16 = ones(TN_SHAPE(16)), b16 = ones(TN_SHAPE(16));
  g1 = ones(TN_SHAPE(1)), g16 = ones(TN_SHAPE(16));
  tn_requires_grad_(g1, 1), tn_requires_grad_(g16, 1);
  square = ones(TN_SHAPE(64, 64)), four = ones(TN_SHAPE(4, 4));
  x64 = ones(TN_SHAPE(1, 64)), w64 = ones(TN_SHAPE(64, 64)), v64 = ones(TN_SHAPE(64));
}

CASE(add_1, FREE(tn_add(a1, b1));)
CASE(add_16, FREE(tn_add(a16, b16));)
CASE(add_1_rg, FREE(tn_add(g1, b1));)
CASE(add_16_rg, FREE(tn_add(g16, b16));)
CASE(mul_16_rg, FREE(tn_mul(g16, g16));)
CASE(add_16_inplace, { tn_add_(a16, b16), tn_sub_(a16, b16); })
CASE(relu_16, FREE(tn_relu(a16));)
CASE(matmul_4x4, FREE(tn_mm(four, four));)
CASE(linear_1x64x64, FREE(tn_linear(x64, w64, v64));)
CASE(empty_16, FREE(tn_empty(TN_SHAPE(16), TN_FLOAT32, TN_CPU));)
CASE(zeros_16, FREE(tn_zeros(TN_SHAPE(16), TN_FLOAT32, TN_CPU));)
CASE(view, FREE(tn_view(square, TN_SHAPE(4096)));)
CASE(slice, FREE(tn_slice(square, 0, 1, 5, 1));)
CASE(select_row, FREE(tn_select(square, 0, 3));)
CASE(transpose, FREE(tn_t(square));)
CASE(narrow, FREE(tn_narrow(square, 0, 1, 5));)
CASE(item, sink = tn_item(a1);)
CASE(sum_16, FREE(tn_sum(a16));)
CASE(copy_ref, FREE(tn_tensor_retain(a16));)
CASE(cat_2x16, FREE(tn_cat(TN_TENSORS(a16, b16), 0));)
CASE(sizes_numel, sink = (double)(tn_tensor_size(square, 0) + tn_tensor_numel(square));)

typedef struct {
  const char* name;
  void (*run)(void*, int64_t);
} case_t;

static void measure_operators(void) {
  static const case_t everywhere[] = {
      {"add_1", add_1},         {"add_16", add_16},
      {"relu_16", relu_16},     {"matmul_4x4", matmul_4x4},
      {"view", view},           {"linear_1x64x64", linear_1x64x64},
      {"slice", slice},         {"empty_16", empty_16},
      {"select", select_row},   {"zeros_16", zeros_16},
      {"transpose", transpose}, {"narrow", narrow},
      {"item", item},           {"sum_16", sum_16},
      {"cat_2x16", cat_2x16},   {"add_16_inplace", add_16_inplace},
      {"copy_ref", copy_ref},   {"sizes_numel", sizes_numel},
  };
  static const case_t recorded[] = {
      {"add_16_rg", add_16_rg}, {"add_1_rg", add_1_rg}, {"mul_16_rg", mul_16_rg}};
  for (size_t i = 0; i < sizeof recorded / sizeof *recorded; ++i)
    measure("", recorded[i].name, recorded[i].run, NULL);
  static const char* const modes[] = {"", "nograd/", "inference/"};
  for (int mode = 0; mode < 3; ++mode) {
    tn_scope_t scope = tn_scope_begin();
    if (mode == 1) tn_set_grad_enabled(0);
    if (mode == 2) tn_set_inference_mode(1);
    for (size_t i = 0; i < sizeof everywhere / sizeof *everywhere; ++i)
      measure(modes[mode], everywhere[i].name, everywhere[i].run, NULL);
    tn_scope_end(scope);
  }
}

/* ---- chains ---- */

static tn_tensor_t chain(tn_tensor_t x, tn_tensor_t factor) {
  for (int i = 0; i < 10; ++i) x = tn_mul(x, factor);
  return x;
}

/* In a scope, without recording where `record` is 0. */
#define SCOPED(record, ...)                \
  {                                        \
    tn_scope_t s = tn_scope_begin();       \
    if (!(record)) tn_set_grad_enabled(0); \
    __VA_ARGS__;                           \
    tn_scope_end(s);                       \
  }

CASE(chain_nograd, SCOPED(0, chain(a16, b16)))
CASE(chain_forward, SCOPED(1, chain(g16, b16)))
CASE(chain_both, SCOPED(1, tn_backward(tn_sum(chain(g16, b16))); tn_tensor_set_grad(g16, TN_NONE)))
CASE(chain_gathering, SCOPED(1, tn_backward(tn_sum(chain(g16, b16)))))
CASE(chain_single, SCOPED(1, tn_backward(chain(g1, b1)); tn_tensor_set_grad(g1, TN_NONE)))

static void measure_chains(void) {
  measure("", "chain10_fwd_nograd(16)", chain_nograd, NULL);
  measure("", "chain10_fwd_rg(16)", chain_forward, NULL);
  measure("", "chain10_fwd_bwd(16)", chain_both, NULL);
  measure("", "chain10_fwd_bwd(16)_accum", chain_gathering, NULL);
  measure("", "chain10_fwd_bwd(1)", chain_single, NULL);
}

/* ---- small networks ---- */

typedef struct {
  tn_module_t net;
  tn_optimizer_t sgd;
  tn_tensor_t x, y;
} network_t;

static void infer(void* data, int64_t n) {
  network_t* t = data;
  for (int64_t i = 0; i < n; ++i) SCOPED(0, tn_module_forward(t->net, t->x))
}

static void infer_in_inference_mode(void* data, int64_t n) {
  network_t* t = data;
  for (int64_t i = 0; i < n; ++i) SCOPED(1, tn_set_inference_mode(1); tn_module_forward(t->net, t->x))
}

static void train(void* data, int64_t n) {
  network_t* t = data;
  for (int64_t i = 0; i < n; ++i) {
    tn_scope_t s = tn_scope_begin();
    tn_optimizer_zero_grad(t->sgd);
    tn_tensor_t loss = tn_cross_entropy(tn_module_forward(t->net, t->x), t->y);
    if (!tn_backward(loss)) tn_optimizer_step(t->sgd);
    tn_scope_end(s);
  }
}

static network_t make_network(int64_t in, int64_t hidden, int64_t out, int64_t batch,
                              tn_module_t activation) {
  network_t t;
  tn_sgd_options_t o;
  tn_sgd_options_init(&o, sizeof o);
  o.lr = 0.01;
  t.net = tn_nn_sequential(TN_MODULES(tn_nn_linear(in, hidden, 1), activation, tn_nn_linear(hidden, out, 1)));
  t.sgd = tn_sgd(tn_module_parameters(t.net), &o);
  t.x = tn_randn(TN_SHAPE(batch, in), TN_FLOAT32, TN_CPU);
  t.y = tn_randint(0, out, TN_SHAPE(batch), TN_INT64, TN_CPU);
  return t;
}

static void measure_networks(void) {
  network_t game = make_network(64, 64, 4, 1, tn_nn_relu()),
            batch = make_network(64, 64, 4, 32, tn_nn_relu());
  network_t digits = make_network(784, 128, 10, 64, tn_nn_relu()),
            tiny = make_network(8, 16, 4, 8, tn_module_new("Tanh", NULL));
  stop_on_failure("networks");
  measure("", "mlp_64_64_4_b1_infer", infer, &game);
  measure("", "mlp_64_64_4_b1_infer_inference_mode", infer_in_inference_mode, &game);
  measure("", "mlp_64_64_4_b32_infer", infer, &batch);
  measure("", "mlp_784_128_10_b64_train_sgd", train, &digits);
  measure("", "mlp_8_16_4_b8_train_sgd", train, &tiny);
}

int main(int argc, char** argv) {
  int threads = perf_begin(argc, argv, "tenon");
  if (!threads) return 1;
  tn_set_num_threads(threads);
  tn_scope_t all = tn_scope_begin();
  make_operands();
  stop_on_failure("operands");
  measure_operators();
  measure_chains();
  measure_networks();
  return tn_scope_end(all) != TN_OK;
}
