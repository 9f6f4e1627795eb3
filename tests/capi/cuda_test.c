// Tensors on a GPU, from the outside: every operator of one or two tensors against the CPU, products,
// gradients, training steps, copies, memory, errors.
// labels: cuda
// device: cuda
// timeout: 600
#include "tests/capi/fixture.h"

#define GPU TN_CUDA(0)

/* The GPU's tensor has the CPU's values. */
static int agrees(const char* what, tn_tensor_t gpu, tn_tensor_t cpu, double tolerance) {
  int64_t n = tn_tensor_numel(cpu);
  if (tn_tensor_device(gpu) != GPU || tn_tensor_numel(gpu) != n ||
      tn_tensor_dtype(gpu) != tn_tensor_dtype(cpu)) {
    print_error("%s: another device, size or dtype\n", what);
    return 0;
  }
  double* x = malloc((size_t)n * sizeof(double) + 1);
  double* y = malloc((size_t)n * sizeof(double) + 1);
  assert_non_null(x);
  assert_non_null(y);
  read_values(gpu, x, n);
  read_values(cpu, y, n);
  int64_t i = 0;
  while (i < n && (x[i] == y[i] || (x[i] != x[i] && y[i] != y[i]) ||
                   fabs(x[i] - y[i]) <= tolerance * (1 + fabs(y[i]))))
    ++i;
  if (i < n) print_error("%s: element %lld is %.9g and should be %.9g\n", what, (long long)i, x[i], y[i]);
  free(x);
  free(y);
  return i == n;
}

static tn_tensor_t random_numbers(const int64_t* shape, int64_t ndim, tn_dtype_t dtype) {
  tn_tensor_t t = tn_sub_scalar(tn_mul_scalar(tn_rand(shape, ndim, TN_FLOAT64, TN_CPU), 2), 1);
  return tn_to(t, TN_CPU, dtype);
}

static tn_tensor_t on_gpu(tn_tensor_t t) {
  tn_tensor_t moved = tn_to(tn_detach(t), GPU, 0);
  made(moved);
  return moved;
}

static void test_presence(void** state) {
  (void)state;
  assert_true(tn_cuda_is_available());
  assert_true(tn_cuda_device_count() > 0);
  assert_string_equal(tn_cuda_unavailable_reason(), "");
  ok(tn_cuda_synchronize(GPU));
  refuses(tn_zeros(TN_SHAPE(2), TN_FLOAT32, TN_CUDA(200)), TN_ERR_DEVICE, "cuda:200 does not exist");
}

static void test_values(void** state) {
  (void)state;
  tn_tensor_t x = tn_arange(0, 6, 1, TN_FLOAT32, GPU);
  assert_int_equal(tn_tensor_device(x), GPU);
  expect(x, 0, 0, 1, 2, 3, 4, 5);
  tn_tensor_t m = tn_view(x, TN_SHAPE(2, 3));
  expect(tn_contiguous(tn_transpose(m, 0, 1)), 0, 0, 3, 1, 4, 2, 5);
  expect(tn_to(tn_transpose(m, 0, 1), TN_CPU, TN_INT64), 0, 0, 3, 1, 4, 2, 5);
  assert_true(tn_item(tn_select(x, 0, 4)) == 4);
  ok(tn_fill_scalar_(tn_select(m, 0, 1), 7.5));
  expect(m, 0, 0, 1, 2, 7.5, 7.5, 7.5);
  float written[] = {9, 8};
  ok(tn_tensor_write(tn_slice(x, 0, 1, 3, 1), written, TN_FLOAT32, sizeof written));
  expect(m, 0, 0, 9, 8, 7.5, 7.5, 7.5);
  ok(tn_copy_(tn_select(m, 1, 0), tn_full(TN_SHAPE(2), -1, TN_FLOAT64, TN_CPU), 0));
  expect(m, 0, -1, 9, 8, -1, 7.5, 7.5);
  char text[200];
  assert_true(tn_tensor_text(m, text, sizeof text) > 0);
  assert_non_null(strstr(text, "device='cuda:0'"));
  assert_non_null(strstr(text, "7.5"));
}

/* Whether a schema takes `tensors` tensors and nothing else that must be given, and gives one. */
static int takes(const char* schema, int tensors) {
  const char* p = strchr(schema, '(');
  int found = 0;
  if (!p || !strstr(schema, "-> Tensor") || strstr(schema, "Tensor[]") || strstr(schema, "(a") ||
      strstr(schema, "(Tensor,"))
    return 0;
  for (++p; *p && *p != ')' && *p != '*';) {
    const char* end = p + strcspn(p, ",)");
    const char* given = memchr(p, '=', (size_t)(end - p));
    if (!strncmp(p, "Tensor ", 7)) ++found;
    else if (!given) return 0;
    p = *end == ',' ? end + 2 : end;
  }
  return found == tensors;
}

static tn_tensor_t result_of(const char* name, tn_tensor_t a, tn_tensor_t b) {
  tn_values_t values = b ? tn_op_call(name, TN_VALUES(TN_V_TENSOR(a), TN_V_TENSOR(b)))
                         : tn_op_call(name, TN_VALUES(TN_V_TENSOR(a)));
  if (!values || tn_values_kind(values, 0) != TN_KIND_TENSOR) return NULL;
  return tn_values_tensor(values, 0);
}

static int differentiable(tn_tensor_t y) { return tn_tensor_requires_grad(y); }

static double tolerance_of(tn_dtype_t dtype) {
  return dtype == TN_FLOAT64 ? 1e-9 : dtype == TN_FLOAT32 ? 2e-6 : 2e-2;
}

/* An operator on both devices, with its gradients. 1 where both gave a result, 0 where the GPU says that it
 * hasn't got it or both refuse, -1 where they differ. */
static int try_operator(const char* name, int tensors, tn_dtype_t dtype) {
  tn_scope_t scope = tn_scope_begin();
  int verdict = 0;
  tn_tensor_t cpu[2] = {NULL, NULL}, gpu[2] = {NULL, NULL};
  for (int i = 0; i < tensors; ++i) {
    /* Not 0: whole numbers divided by it are an error, which on a GPU nobody looks for. */
    cpu[i] = dtype == TN_INT32 ? tn_randint(1, 9, TN_SHAPE(3, 3), dtype, TN_CPU)
                               : random_numbers(TN_SHAPE(3, 3), dtype);
    gpu[i] = on_gpu(cpu[i]);
    if (dtype == TN_FLOAT64) {
      ok(tn_requires_grad_(cpu[i], 1));
      ok(tn_requires_grad_(gpu[i], 1));
    }
  }
  tn_tensor_t y = result_of(name, cpu[0], cpu[1]);
  tn_status_t cpu_error = y ? TN_OK : tn_error_code();
  tn_error_clear();
  tn_tensor_t z = result_of(name, gpu[0], gpu[1]);
  tn_status_t gpu_error = z ? TN_OK : tn_error_code();
  if (!y || !z) {
    if (gpu_error != cpu_error && gpu_error != TN_ERR_UNSUPPORTED) {
      print_error("%s: status %d on the GPU and %d on the CPU: %s\n", name, gpu_error, cpu_error,
                  tn_error_message());
      verdict = -1;
    }
  } else {
    verdict = agrees(name, z, y, tolerance_of(dtype)) ? 1 : -1;
    if (verdict == 1 && differentiable(y)) {
      const tn_status_t wanted_status = tn_backward(tn_sum(tn_mul(y, y)));
      tn_error_clear();
      const tn_status_t status = tn_backward(tn_sum(tn_mul(z, z)));
      if (status || wanted_status) {
        if (status != wanted_status && status != TN_ERR_UNSUPPORTED) {
          print_error("the gradient of %s: %s\n", name, tn_error_message());
          verdict = -1;
        }
      } else {
        for (int i = 0; i < tensors; ++i) {
          tn_tensor_t wanted = tn_tensor_grad(cpu[i]);
          if (wanted != TN_NONE && !agrees(name, tn_tensor_grad(gpu[i]), wanted, 1e-8)) verdict = -1;
        }
      }
    }
  }
  /* On two devices an operator works or fails, but it reads no memory that it can't reach. */
  if (tensors == 2) {
    result_of(name, cpu[0], gpu[1]);
    result_of(name, gpu[0], cpu[1]);
    result_of(name, tn_select(tn_select(cpu[0], 0, 0), 0, 0), gpu[1]);
    result_of(name, gpu[0], tn_select(tn_select(cpu[0], 0, 0), 0, 0));
  }
  tn_error_clear();
  tn_scope_end(scope);
  return verdict;
}

static int is_random(const char* name) {
  return strstr(name, "rand") || strstr(name, "empty") || strstr(name, "dropout") ||
         strstr(name, "bernoulli") || strstr(name, "multinomial") || strstr(name, "normal") ||
         strstr(name, "uniform");
}

static void test_every_operator(void** state) {
  (void)state;
  int same = 0, absent = 0, wrong = 0;
  for (int64_t i = 0; i < tn_op_count(); ++i) {
    const char* name = tn_op_name(i);
    const char* schema = tn_op_schema(i);
    if (is_random(name)) continue;
    for (int tensors = 1; tensors <= 2; ++tensors) {
      if (!takes(schema, tensors)) continue;
      const tn_dtype_t dtypes[] = {TN_FLOAT64, TN_FLOAT32, TN_BFLOAT16, TN_INT32, TN_BOOL};
      for (size_t d = 0; d < sizeof dtypes / sizeof *dtypes; ++d) {
        int verdict = try_operator(name, tensors, dtypes[d]);
        same += verdict == 1;
        absent += verdict == 0;
        wrong += verdict < 0;
      }
    }
  }
  print_message("operators of one and two tensors: %d agree, %d are refused, %d differ\n", same, absent,
                wrong);
  assert_int_equal(wrong, 0);
  assert_true(same > 300);
}

static void test_products(void** state) {
  (void)state;
  tn_tensor_t x = random_numbers(TN_SHAPE(4, 6), TN_FLOAT32), w = random_numbers(TN_SHAPE(5, 6), TN_FLOAT32),
              b = random_numbers(TN_SHAPE(5), TN_FLOAT32);
  tn_tensor_t params[2][3] = {{x, w, b}, {on_gpu(x), on_gpu(w), on_gpu(b)}};
  for (int device = 0; device < 2; ++device) {
    for (int i = 0; i < 3; ++i) ok(tn_requires_grad_(params[device][i], 1));
    tn_tensor_t y = tn_linear(params[device][0], params[device][1], params[device][2]);
    ok(tn_backward(tn_sum(tn_tanh(y))));
  }
  for (int i = 0; i < 3; ++i)
    assert_true(agrees("linear", tn_tensor_grad(params[1][i]), tn_tensor_grad(params[0][i]), 1e-5));
  tn_tensor_t whole = tn_ones(TN_SHAPE(2, 2), TN_INT64, GPU);
  refuses(tn_matmul(whole, whole), TN_ERR_UNSUPPORTED, "int64");
}

/* loss of an input and a weight on both devices: its value and its gradients. */
static void differentiates(const char* what, tn_tensor_t x, tn_tensor_t w,
                           tn_tensor_t (*f)(tn_tensor_t x, tn_tensor_t w)) {
  tn_tensor_t operands[2][2] = {{x, w}, {on_gpu(x), on_gpu(w)}}, y[2];
  for (int device = 0; device < 2; ++device) {
    for (int i = 0; i < 2; ++i) ok(tn_requires_grad_(operands[device][i], 1));
    y[device] = f(operands[device][0], operands[device][1]);
    made(y[device]);
    ok(tn_backward(tn_sum(tn_mul(y[device], tn_tanh(y[device])))));
  }
  assert_true(agrees(what, y[1], y[0], 1e-10));
  for (int i = 0; i < 2; ++i)
    assert_true(agrees(what, tn_tensor_grad(operands[1][i]), tn_tensor_grad(operands[0][i]), 1e-9));
}

static tn_tensor_t by_layer_norm(tn_tensor_t x, tn_tensor_t w) {
  return tn_layer_norm(x, TN_SHAPE(6), w, tn_detach(w), 1e-5);
}
static tn_tensor_t by_batch_norm(tn_tensor_t x, tn_tensor_t w) {
  return tn_batch_norm(x, TN_NONE, TN_NONE, w, tn_mul_scalar(w, 2), 1, 0.1, 1e-5);
}
static tn_tensor_t by_conv(tn_tensor_t x, tn_tensor_t w) {
  tn_conv2d_options_t o;
  tn_conv2d_options_init(&o, sizeof o);
  o.stride_h = 2;
  o.padding_h = 1;
  o.padding_w = 2;
  o.dilation_w = 2;
  o.groups = 2;
  return tn_conv2d_with(x, w, tn_select(tn_select(tn_select(w, 3, 0), 2, 0), 1, 0), &o);
}
static tn_tensor_t by_pool(tn_tensor_t x, tn_tensor_t w) {
  tn_max_pool2d_options_t max;
  tn_max_pool2d_options_init(&max, sizeof max);
  max.stride_h = max.stride_w = 1;
  max.padding_h = 1;
  tn_tensor_t largest = tn_max_pool2d_with(tn_mul(x, w), TN_SHAPE(3, 2), &max);
  return tn_add(tn_avg_pool2d(largest, TN_SHAPE(2, 2)), tn_mean(tn_softmax(w, 3)));
}
static tn_tensor_t by_losses(tn_tensor_t x, tn_tensor_t w) {
  return tn_add(tn_mse_loss(x, w), tn_mean(tn_log_softmax(tn_mul(x, w), 1)));
}

static void test_gradients(void** state) {
  (void)state;
  const tn_dtype_t f64 = TN_FLOAT64;
  differentiates("layer_norm", random_numbers(TN_SHAPE(70, 6), f64), random_numbers(TN_SHAPE(6), f64),
                 by_layer_norm);
  differentiates("batch_norm", random_numbers(TN_SHAPE(4, 3, 5), f64), random_numbers(TN_SHAPE(3), f64),
                 by_batch_norm);
  differentiates("batch_norm of points", random_numbers(TN_SHAPE(40, 3), f64),
                 random_numbers(TN_SHAPE(3), f64), by_batch_norm);
  differentiates("conv2d", random_numbers(TN_SHAPE(3, 4, 7, 6), f64),
                 random_numbers(TN_SHAPE(6, 2, 3, 2), f64), by_conv);
  differentiates("pooling", random_numbers(TN_SHAPE(2, 3, 6, 7), f64),
                 random_numbers(TN_SHAPE(2, 3, 6, 7), f64), by_pool);
  differentiates("losses", random_numbers(TN_SHAPE(5, 9), f64), random_numbers(TN_SHAPE(5, 9), f64),
                 by_losses);
}

/* Where an element is 0 its gradient isn't the product divided by it. */
static tn_tensor_t by_prod(tn_tensor_t x, tn_tensor_t w) { return tn_prod_dim(tn_mul(x, w), 1, 0); }
static void test_products_with_zeros(void** state) {
  (void)state;
  const double values[] = {1, 0, 2, 0, 0, 3, 4, 5, 6};
  tn_tensor_t x = doubles(values, (const int64_t[]){3, 3}, 2, TN_FLOAT64);
  differentiates("prod", x, random_numbers(TN_SHAPE(3, 3), TN_FLOAT64), by_prod);
}

static void test_running_statistics(void** state) {
  (void)state;
  tn_tensor_t x = random_numbers(TN_SHAPE(6, 3, 2), TN_FLOAT32),
              mean = tn_zeros(TN_SHAPE(3), TN_FLOAT32, TN_CPU),
              var = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU), gpu_mean = on_gpu(mean), gpu_var = on_gpu(var);
  for (int training = 1; training >= 0; --training) {
    tn_tensor_t y = tn_batch_norm(x, mean, var, TN_NONE, TN_NONE, training, 0.3, 1e-5);
    tn_tensor_t z = tn_batch_norm(on_gpu(x), gpu_mean, gpu_var, TN_NONE, TN_NONE, training, 0.3, 1e-5);
    assert_true(agrees("batch_norm", z, y, 1e-5));
    assert_true(agrees("running_mean", gpu_mean, mean, 1e-6));
    assert_true(agrees("running_var", gpu_var, var, 1e-6));
  }
}

static void test_embedding(void** state) {
  (void)state;
  tn_tensor_t table = random_numbers(TN_SHAPE(50, 4), TN_FLOAT32), gpu = on_gpu(table);
  tn_tensor_t index = tn_randint(0, 50, TN_SHAPE(9, 20), TN_INT64, TN_CPU);
  ok(tn_requires_grad_(table, 1));
  ok(tn_requires_grad_(gpu, 1));
  tn_tensor_t y = tn_embedding(index, table), z = tn_embedding(on_gpu(index), gpu);
  made(y);
  made(z);
  assert_true(agrees("embedding", z, y, 0));
  ok(tn_backward(tn_sum(tn_mul(y, y))));
  ok(tn_backward(tn_sum(tn_mul(z, z))));
  assert_true(agrees("embedding's gradient", tn_tensor_grad(gpu), tn_tensor_grad(table), 1e-6));
  refuses(tn_embedding(tn_full_int(TN_SHAPE(3), 50, TN_INT64, GPU), gpu), TN_ERR_INDEX,
          "index 50 is out of range");
}

/* A number that is learnt on the CPU beside tensors on the GPU. */
static void test_number_of_the_cpu(void** state) {
  (void)state;
  tn_tensor_t x = random_numbers(TN_SHAPE(3, 4), TN_FLOAT32), gpu = on_gpu(x);
  tn_tensor_t scale[2];
  for (int device = 0; device < 2; ++device) {
    scale[device] = tn_full(NULL, 0, 1.5, TN_FLOAT32, TN_CPU);
    ok(tn_requires_grad_(scale[device], 1));
    ok(tn_backward(tn_sum(tn_tanh(tn_mul(device ? gpu : x, scale[device])))));
  }
  double wanted = tn_item(tn_tensor_grad(scale[0])), found = tn_item(tn_tensor_grad(scale[1]));
  assert_int_equal(tn_tensor_device(tn_tensor_grad(scale[1])), TN_CPU);
  assert_true(fabs(found - wanted) < 1e-5 * (1 + fabs(wanted)));
}

static void test_dlpack(void** state) {
  (void)state;
  tn_tensor_t x = tn_add_scalar(tn_arange(0, 6, 1, TN_FLOAT32, GPU), 1);
  struct DLManagedTensorVersioned* lent = tn_to_dlpack(tn_slice(x, 0, 1, 5, 2));
  if (!lent) fail_msg("%s", tn_error_message());
  tn_tensor_t same = tn_from_dlpack(lent);
  made(same);
  assert_int_equal(tn_tensor_device(same), GPU);
  ok(tn_fill_scalar_(same, -1));
  expect(x, 0, 1, -1, 3, -1, 5, 6);
}

static void test_files(void** state) {
  (void)state;
  tn_module_t net = tn_nn_linear(5, 3, 1);
  ok(tn_module_to(net, GPU, 0));
  char path[256];
  own_path(path, sizeof path, "cuda_test.safetensors");
  ok(tn_safetensors_save(tn_module_state_dict(net), path));
  tn_dict_t read = tn_safetensors_load(path, NULL);
  if (!read) fail_msg("%s", tn_error_message());
  remove(path);
  assert_int_equal(tn_tensor_device(tn_dict_get(read, "weight")), TN_CPU);
  assert_true(agrees("weight", tn_module_parameter(net, "weight"), tn_dict_get(read, "weight"), 0));
  ok(tn_module_load_state_dict(net, read, 1));
  assert_int_equal(tn_tensor_device(tn_module_parameter(net, "bias")), GPU);
}

/* Storages come over whole, and are shared as they were. */
static void test_torch_files(void** state) {
  (void)state;
  char path[256];
  own_path(path, sizeof path, "cuda_test.pt");
  tn_dict_t d = tn_dict_new();
  tn_tensor_t x = tn_view(tn_arange(0, 12, 1, TN_FLOAT32, GPU), TN_SHAPE(3, 4));
  ok(tn_dict_set(d, "x", x));
  ok(tn_dict_set(d, "turned", tn_t(tn_slice(x, 0, 1, 3, 1))));
  ok(tn_dict_set(d, "truths", tn_gt_scalar(x, 5)));
  ok(tn_save_state_dict(d, path));
  tn_dict_t read = tn_load_state_dict(path);
  if (!read) fail_msg("%s", tn_error_message());
  remove(path);
  tn_tensor_t turned = tn_dict_get(read, "turned");
  assert_int_equal(tn_tensor_device(turned), TN_CPU);
  expect(turned, 0, 4, 8, 5, 9, 6, 10, 7, 11);
  expect(tn_dict_get(read, "truths"), 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1);
  ok(tn_fill_scalar_(turned, -1));
  expect(tn_dict_get(read, "x"), 0, 0, 1, 2, 3, -1, -1, -1, -1, -1, -1, -1, -1);
}

static tn_module_t network(void) {
  tn_module_t net = tn_nn_sequential(TN_MODULES(
      tn_nn_conv2d(1, 4, TN_SHAPE(3, 3)), tn_nn_relu(), tn_nn_max_pool2d(TN_SHAPE(2)), tn_nn_dropout(0.25),
      tn_nn_flatten(1, -1), tn_nn_linear(36, 16, 1), tn_nn_relu(), tn_nn_linear(16, 10, 1)));
  if (!net) fail_msg("%s", tn_error_message());
  return net;
}

static tn_optimizer_t optimizer(int which, tn_tensors_t params) {
  tn_sgd_options_t sgd;
  tn_sgd_options_init(&sgd, sizeof sgd);
  sgd.lr = 0.05;
  sgd.momentum = 0.9;
  sgd.nesterov = 1;
  sgd.weight_decay = 0.01;
  tn_adam_options_t adam;
  tn_adam_options_init(&adam, sizeof adam);
  adam.lr = 0.01;
  adam.amsgrad = 1;
  tn_adamw_options_t adamw;
  tn_adamw_options_init(&adamw, sizeof adamw);
  return which == 0 ? tn_sgd(params, &sgd) : which == 1 ? tn_adam(params, &adam) : tn_adamw(params, &adamw);
}

static double train(tn_module_t net, int which, tn_tensor_t images, tn_tensor_t labels) {
  tn_optimizer_t o = optimizer(which, tn_module_parameters(net));
  if (!o) fail_msg("%s", tn_error_message());
  ok(tn_manual_seed(11)); /* of dropout: both devices begin their numbers anew */
  double last = 0;
  for (int step = 0; step < 4; ++step) {
    tn_scope_t scope = tn_scope_begin();
    tn_tensor_t loss = tn_cross_entropy(tn_module_forward(net, images), labels);
    ok(tn_optimizer_zero_grad(o));
    ok(tn_backward(loss));
    ok(tn_optimizer_step(o));
    last = tn_item(loss);
    tn_scope_end(scope);
  }
  return last;
}

static void test_training(void** state) {
  (void)state;
  tn_tensor_t images = random_numbers(TN_SHAPE(8, 1, 8, 8), TN_FLOAT32);
  tn_tensor_t labels = tn_randint(0, 10, TN_SHAPE(8), TN_INT64, TN_CPU);
  for (int which = 0; which < 3; ++which) {
    tn_module_t cpu = network(), gpu = network();
    ok(tn_module_load_state_dict(gpu, tn_module_state_dict(cpu), 1));
    ok(tn_module_to(gpu, GPU, 0));
    double wanted = train(cpu, which, images, labels),
           found = train(gpu, which, on_gpu(images), on_gpu(labels));
    assert_true(fabs(found - wanted) < 1e-4 * (1 + fabs(wanted)));
    tn_dict_t a = tn_module_named_parameters(cpu), b = tn_module_named_parameters(gpu);
    for (int64_t i = 0; i < tn_dict_count(a); ++i)
      assert_true(agrees(tn_dict_name(a, i), tn_dict_get(b, tn_dict_name(a, i)),
                         tn_dict_get(a, tn_dict_name(a, i)), 2e-4));
  }
}

static void test_errors(void** state) {
  (void)state;
  tn_tensor_t cpu = tn_ones(TN_SHAPE(2, 2), TN_FLOAT32, TN_CPU),
              gpu = tn_ones(TN_SHAPE(2, 2), TN_FLOAT32, GPU);
  refuses(tn_add(cpu, gpu), TN_ERR_DEVICE, "cuda:0");
  refuses(tn_matmul(cpu, gpu), TN_ERR_DEVICE, "cuda:0");
  tn_tensor_t index = tn_zeros(TN_SHAPE(2, 2), TN_INT64, GPU);
  refuses(tn_gather(gpu, 0, index), TN_ERR_UNSUPPORTED, "gather");
  tn_tensor_t labels = tn_full_int(TN_SHAPE(2), 2, TN_INT64, GPU);
  refuses(tn_cross_entropy(gpu, labels), TN_ERR_INDEX, "out of bounds");
  int64_t huge[] = {1, 1000000000000};
  refuses(tn_empty(huge, 2, TN_FLOAT64, GPU), TN_ERR_MEMORY, "");
  expect(tn_add(gpu, gpu), 0, 2, 2, 2, 2);
}

static void test_memory(void** state) {
  (void)state;
  tn_memory_stats_t before, during, after;
  ok(tn_get_memory_stats(GPU, &before, sizeof before));
  tn_tensor_t x = tn_empty(TN_SHAPE(1000, 250), TN_FLOAT32, GPU);
  ok(tn_get_memory_stats(GPU, &during, sizeof during));
  assert_true(during.live_bytes >= before.live_bytes + 1000000);
  assert_int_equal(during.live_count, before.live_count + 1);
  tn_tensor_release(x);
  ok(tn_memory_reset_peak(GPU));
  ok(tn_memory_trim(GPU));
  ok(tn_get_memory_stats(GPU, &after, sizeof after));
  assert_int_equal(after.live_bytes, before.live_bytes);
  assert_int_equal(after.peak_bytes, after.live_bytes);
  assert_int_equal(after.reserved_bytes, after.live_bytes);
}

int main(void) {
  if (!tn_cuda_is_available()) {
    printf("skipped: there is no GPU: %s\n", tn_cuda_unavailable_reason());
    return 77;
  }
  const struct CMUnitTest tests[] = {scoped(test_presence),
                                     scoped(test_values),
                                     scoped(test_every_operator),
                                     scoped(test_products),
                                     scoped(test_gradients),
                                     scoped(test_products_with_zeros),
                                     scoped(test_running_statistics),
                                     scoped(test_embedding),
                                     scoped(test_number_of_the_cpu),
                                     scoped(test_dlpack),
                                     scoped(test_files),
                                     scoped(test_torch_files),
                                     scoped(test_training),
                                     scoped(test_errors),
                                     scoped(test_memory)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
