// Optimizers: their steps against the formulas, groups, states, odd layouts and dtypes.
#include "tests/capi/fixture.h"

static tn_tensor_t parameter(const double* values, int64_t n, tn_dtype_t dtype) {
  tn_tensor_t p = doubles(values, &n, 1, dtype);
  ok(tn_requires_grad_(p, 1));
  return p;
}

static void set_grad(tn_tensor_t p, const double* values, int64_t n) {
  ok(tn_tensor_set_grad(p, doubles(values, &n, 1, tn_tensor_dtype(p))));
}

/* ---- the formulas, one number at a time */

typedef struct {
  double lr, momentum, dampening, decay, nesterov, maximize;
} sgd_t;

static double sgd_step(sgd_t o, double p, double g, double* v, int first) {
  g = (o.maximize ? -g : g) + o.decay * p;
  if (o.momentum) {
    *v = first ? g : o.momentum * *v + (1 - o.dampening) * g;
    g = o.nesterov ? g + o.momentum * *v : *v;
  }
  return p - o.lr * g;
}

typedef struct {
  double lr, beta1, beta2, eps, decay, amsgrad, maximize, decoupled;
} adam_t;

static double adam_step(adam_t o, double p, double g, double* m, double* v, double* largest, int step) {
  if (o.maximize) g = -g;
  if (o.decoupled) p *= 1 - o.lr * o.decay;
  else g += o.decay * p;
  *m = o.beta1 * *m + (1 - o.beta1) * g;
  *v = o.beta2 * *v + (1 - o.beta2) * g * g;
  if (*v > *largest) *largest = *v;
  double second = o.amsgrad ? *largest : *v;
  double denominator = sqrt(second) / sqrt(1 - pow(o.beta2, step)) + o.eps;
  return p - o.lr / (1 - pow(o.beta1, step)) * *m / denominator;
}

enum { N = 37, STEPS = 7 };

static double gradient(int i, int step) { return sin(0.7 * i + 1.3 * step) + 0.1 * step; }

static void check_sgd(sgd_t o, tn_dtype_t dtype, double tolerance) {
  double p[N], v[N] = {0}, g[N];
  for (int i = 0; i < N; ++i) p[i] = cos(i);
  tn_tensor_t t = parameter(p, N, dtype);
  tn_sgd_options_t options;
  tn_sgd_options_init(&options, sizeof options);
  options.lr = o.lr, options.momentum = o.momentum, options.dampening = o.dampening;
  options.weight_decay = o.decay, options.nesterov = o.nesterov != 0, options.maximize = o.maximize != 0;
  tn_optimizer_t optimizer = tn_sgd(tn_tensors_new(&t, 1), &options);
  made(optimizer);
  for (int step = 1; step <= STEPS; ++step) {
    for (int i = 0; i < N; ++i) {
      g[i] = gradient(i, step);
      p[i] = sgd_step(o, p[i], g[i], &v[i], step == 1);
    }
    set_grad(t, g, N);
    ok(tn_optimizer_step(optimizer));
    expect_values(t, p, N, tolerance);
  }
}

static void check_adam(adam_t o, tn_dtype_t dtype, double tolerance) {
  double p[N], m[N] = {0}, v[N] = {0}, largest[N] = {0}, g[N];
  for (int i = 0; i < N; ++i) p[i] = cos(i);
  tn_tensor_t t = parameter(p, N, dtype);
  char json[300];
  snprintf(json, sizeof json,
           "{\"lr\": %.17g, \"betas\": [%.17g, %.17g], \"eps\": %.17g, \"weight_decay\": %.17g, "
           "\"amsgrad\": %s, \"maximize\": %s}",
           o.lr, o.beta1, o.beta2, o.eps, o.decay, o.amsgrad ? "true" : "false",
           o.maximize ? "true" : "false");
  tn_optimizer_t optimizer = tn_optimizer_new(o.decoupled ? "AdamW" : "Adam", tn_tensors_new(&t, 1), json);
  made(optimizer);
  for (int step = 1; step <= STEPS; ++step) {
    for (int i = 0; i < N; ++i) {
      g[i] = gradient(i, step);
      p[i] = adam_step(o, p[i], g[i], &m[i], &v[i], &largest[i], step);
    }
    set_grad(t, g, N);
    ok(tn_optimizer_step(optimizer));
    expect_values(t, p, N, tolerance);
  }
  if (!o.amsgrad) return;
  expect_values(tn_dict_get(tn_optimizer_state_dict(optimizer), "state.0.max_exp_avg_sq"), largest, N,
                tolerance);
}

static void test_sgd(void** state) {
  (void)state;
  const sgd_t all[] = {{0.1, 0, 0, 0, 0, 0},     {0.1, 0.9, 0, 0, 0, 0},   {0.1, 0.9, 0.3, 0.01, 0, 0},
                       {0.1, 0.9, 0, 0.1, 1, 0}, {0.1, 0.5, 0, 0.1, 0, 1}, {0, 0.9, 0, 0, 0, 0}};
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i) {
    check_sgd(all[i], TN_FLOAT64, 1e-13);
    check_sgd(all[i], TN_FLOAT32, 2e-6);
    check_sgd(all[i], TN_BFLOAT16, 0.1);
  }
}

static void test_adam(void** state) {
  (void)state;
  const adam_t all[] = {{0.1, 0.9, 0.999, 1e-8, 0, 0, 0, 0},    {0.1, 0.8, 0.9, 1e-3, 0.1, 0, 0, 0},
                        {0.1, 0.9, 0.999, 1e-8, 0.01, 1, 0, 0}, {0.1, 0.9, 0.999, 1e-8, 0.01, 0, 1, 0},
                        {0.1, 0.9, 0.999, 1e-8, 0.5, 0, 0, 1},  {0.1, 0.5, 0.6, 1e-8, 0.5, 1, 1, 1}};
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i) {
    check_adam(all[i], TN_FLOAT64, 1e-12);
    check_adam(all[i], TN_FLOAT32, 3e-6);
    check_adam(all[i], TN_FLOAT16, 0.02);
  }
}

static void test_defaults(void** state) {
  (void)state;
  tn_tensor_t p = parameter((double[]){1}, 1, TN_FLOAT32);
  tn_optimizer_t adamw = tn_adamw(tn_tensors_new(&p, 1), NULL), sgd = tn_sgd(tn_tensors_new(&p, 1), NULL);
  assert_true(tn_optimizer_get(adamw, 0, "lr") == 1e-3);
  assert_true(tn_optimizer_get(adamw, 0, "beta2") == 0.999);
  assert_true(tn_optimizer_get(adamw, 0, "weight_decay") == 1e-2);
  assert_true(tn_optimizer_get(adamw, 0, "eps") == 1e-8);
  assert_true(tn_optimizer_get(adamw, 0, "amsgrad") == 0);
  assert_true(tn_optimizer_get(sgd, 0, "lr") == 1e-3);
  assert_true(tn_optimizer_get(tn_adam(tn_tensors_new(&p, 1), NULL), 0, "weight_decay") == 0);
  tn_optimizer_t by_name = tn_optimizer_new("AdamW", tn_tensors_new(&p, 1), NULL);
  assert_true(tn_optimizer_get(by_name, 0, "weight_decay") == 1e-2);
  assert_int_equal(tn_optimizer_class_count(), 3);
  assert_string_equal(tn_optimizer_class(0), "Adam");
  assert_string_equal(tn_optimizer_class(2), "SGD");
  assert_memory_equal(tn_optimizer_class_schema(2), "SGD(float lr=0.001, float momentum=0, ", 38);
}

static void test_groups(void** state) {
  (void)state;
  tn_tensor_t a = parameter((double[]){1, 1}, 2, TN_FLOAT64), b = parameter((double[]){1, 1}, 2, TN_FLOAT64);
  tn_optimizer_t o = tn_optimizer_new("SGD", tn_tensors_new(&a, 1), "{\"lr\": 1, \"weight_decay\": 0.5}");
  ok(tn_optimizer_add_group(o, tn_tensors_new(&b, 1), "{\"lr\": 0.1}"));
  assert_int_equal(tn_optimizer_group_count(o), 2);
  assert_true(tn_optimizer_get(o, 1, "lr") == 0.1);
  assert_true(tn_optimizer_get(o, 1, "weight_decay") == 0.5);
  set_grad(a, (double[]){1, 0}, 2);
  ok(tn_optimizer_step(o)); /* b has no gradient: it stays */
  expect(a, 1e-15, -0.5, 0.5);
  expect(b, 0, 1, 1);
  set_grad(b, (double[]){1, 0}, 2);
  ok(tn_optimizer_set(o, -1, "weight_decay", 0));
  ok(tn_optimizer_set(o, 0, "lr", 0));
  ok(tn_optimizer_step(o));
  expect(a, 1e-15, -0.5, 0.5);
  expect(b, 1e-15, 0.9, 1);
  ok(tn_optimizer_zero_grad(o));
  assert_ptr_equal(tn_tensor_grad(a), TN_NONE);
  assert_ptr_equal(tn_tensor_grad(b), TN_NONE);
}

/* A parameter that is a transposed view, and a gradient of other strides. */
static void test_strides(void** state) {
  (void)state;
  double values[6] = {0, 1, 2, 3, 4, 5};
  tn_tensor_t whole = doubles(values, TN_SHAPE(2, 3), TN_FLOAT32);
  tn_tensor_t p = tn_detach(tn_t(whole));
  ok(tn_requires_grad_(p, 1));
  ok(tn_tensor_set_grad(p, doubles(values, TN_SHAPE(3, 2), TN_FLOAT32)));
  tn_optimizer_t o = tn_optimizer_new("SGD", tn_tensors_new(&p, 1), "{\"lr\": 1, \"momentum\": 0.5}");
  int64_t version = tn_tensor_version(p);
  ok(tn_optimizer_step(o));
  assert_true(tn_tensor_version(p) > version);
  expect(p, 0, 0, 2, -1, 1, -2, 0);
  expect(whole, 0, 0, -1, -2, 2, 1, 0);
  tn_tensor_t q = doubles(values, TN_SHAPE(3, 2), TN_FLOAT32);
  ok(tn_requires_grad_(q, 1));
  ok(tn_tensor_set_grad(q, tn_t(whole)));
  ok(tn_optimizer_step(tn_optimizer_new("SGD", tn_tensors_new(&q, 1), "{\"lr\": 1}")));
  expect(q, 0, 0, -1, 3, 2, 6, 5);
}

static void test_it_trains(void** state) {
  (void)state;
  ok(tn_manual_seed(1));
  tn_module_t net = tn_nn_sequential(
      TN_MODULES(tn_nn_linear(2, 16, 1), tn_module_new("Tanh", NULL), tn_nn_linear(16, 1, 1)));
  tn_optimizer_t o = tn_optimizer_new("Adam", tn_module_parameters(net), "{\"lr\": 0.05}");
  made(o);
  tn_tensor_t x = doubles((double[]){0, 0, 0, 1, 1, 0, 1, 1}, TN_SHAPE(4, 2), TN_FLOAT32);
  tn_tensor_t y = doubles((double[]){0, 1, 1, 0}, TN_SHAPE(4, 1), TN_FLOAT32);
  double last = 1;
  for (int step = 0; step < 200; ++step) {
    tn_scope_t s = tn_scope_begin();
    tn_tensor_t d = tn_sub(tn_module_forward(net, x), y), loss = tn_sum(tn_mul(d, d));
    if (tn_optimizer_zero_grad(o) || tn_backward(loss) || tn_optimizer_step(o))
      fail_msg("%s", tn_error_message());
    last = tn_item(loss);
    ok(tn_scope_end(s));
  }
  assert_true(last < 1e-2);
}

static void test_state_dict(void** state) {
  (void)state;
  double values[2] = {1, 2}, grads[2] = {0.5, -0.5};
  tn_tensor_t p[2] = {parameter(values, 2, TN_FLOAT32), parameter(values, 2, TN_FLOAT32)};
  tn_tensor_t q[2] = {parameter(values, 2, TN_FLOAT32), parameter(values, 2, TN_FLOAT32)};
  tn_optimizer_t a = tn_optimizer_new("Adam", tn_tensors_new(p, 1), "{\"lr\": 0.5}");
  tn_optimizer_t b = tn_adam(tn_tensors_new(q, 1), NULL);
  ok(tn_optimizer_add_group(a, tn_tensors_new(p + 1, 1), "{\"amsgrad\": true}"));
  ok(tn_optimizer_add_group(b, tn_tensors_new(q + 1, 1), NULL));
  for (int i = 0; i < 2; ++i) set_grad(p[i], grads, 2);
  ok(tn_optimizer_step(a));
  tn_dict_t saved = tn_optimizer_state_dict(a);
  assert_int_equal(tn_dict_count(saved), 7);
  assert_string_equal(tn_dict_name(saved, 0), "state.0.step");
  assert_string_equal(tn_dict_name(saved, 6), "state.1.max_exp_avg_sq");
  assert_string_equal(tn_dict_metadata(saved, "param_groups"),
                      "[{\"lr\": 0.5, \"betas\": [0.9, 0.999], \"eps\": 1e-08, \"weight_decay\": 0.0, "
                      "\"amsgrad\": false, \"maximize\": false, \"params\": [0]}, {\"lr\": 0.5, \"betas\": "
                      "[0.9, 0.999], \"eps\": 1e-08, \"weight_decay\": 0.0, \"amsgrad\": true, "
                      "\"maximize\": false, \"params\": [1]}]");
  assert_true(tn_item(tn_dict_get(saved, "state.0.step")) == 1);
  ok(tn_optimizer_load_state_dict(b, saved));
  assert_true(tn_optimizer_get(b, 0, "lr") == 0.5);
  assert_true(tn_optimizer_get(b, 1, "amsgrad") == 1);
  double now[2];
  for (int i = 0; i < 2; ++i) {
    read_values(p[i], now, 2);
    ok(tn_tensor_set_grad(q[i], tn_tensor_grad(p[i])));
    tn_set_grad_enabled(0);
    ok(tn_copy_(q[i], p[i], 0));
    tn_set_grad_enabled(1);
  }
  ok(tn_optimizer_step(a));
  ok(tn_optimizer_step(b));
  for (int i = 0; i < 2; ++i) {
    read_values(p[i], now, 2);
    expect_values(q[i], now, 2, 0);
  }
  /* PyTorch's own text, with what it keeps beside and other numbers for the parameters */
  tn_dict_t foreign = tn_dict_new();
  ok(tn_dict_set(foreign, "state.8.step", doubles((double[]){9}, NULL, 0, TN_FLOAT32)));
  ok(tn_dict_set(foreign, "state.8.exp_avg", doubles(values, TN_SHAPE(2), TN_FLOAT64)));
  ok(tn_dict_set_metadata(foreign, "param_groups",
                          "[{\"lr\": 0.25, \"foreach\": null, \"capturable\": false, \"params\": [7]}, "
                          "{\"amsgrad\": false, \"params\": [8]}]"));
  ok(tn_optimizer_load_state_dict(b, foreign));
  tn_dict_t taken = tn_optimizer_state_dict(b);
  assert_int_equal(tn_dict_count(taken), 2);
  assert_true(tn_item(tn_dict_get(taken, "state.1.step")) == 9);
  assert_int_equal(tn_tensor_dtype(tn_dict_get(taken, "state.1.exp_avg")), TN_FLOAT32);
  assert_true(tn_optimizer_get(b, 0, "lr") == 0.25);
}

/* The same whatever the number of threads. */
static void test_threads(void** state) {
  (void)state;
  int64_t threads = tn_get_num_threads(), n = 200001;
  double* values = malloc((size_t)n * sizeof *values);
  assert_non_null(values);
  for (int round = 0; round < 2; ++round) {
    tn_scope_t s = tn_scope_begin();
    ok(tn_set_num_threads(round ? 4 : 1));
    tn_tensor_t p = tn_ones(TN_SHAPE(n), TN_FLOAT32, TN_CPU),
                g = tn_full(TN_SHAPE(n), 0.3, TN_FLOAT32, TN_CPU);
    ok(tn_requires_grad_(p, 1));
    ok(tn_tensor_set_grad(p, g));
    tn_optimizer_t o = tn_adamw(tn_tensors_new(&p, 1), NULL);
    for (int i = 0; i < 3; ++i) ok(tn_optimizer_step(o));
    if (round) expect_values(p, values, n, 0);
    else read_values(p, values, n);
    ok(tn_scope_end(s));
  }
  free(values);
  ok(tn_set_num_threads(threads));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_sgd),     scoped(test_adam),      scoped(test_defaults),   scoped(test_groups),
      scoped(test_strides), scoped(test_it_trains), scoped(test_state_dict), scoped(test_threads),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
