// Modules: the tree, forward, state, classes by name and JSON, custom ones, texts.
#include "tests/capi/fixture.h"

static const char* text_of(tn_module_t m) {
  static char text[4096];
  assert_true(tn_module_text(m, text, sizeof text) >= 0);
  return text;
}

static tn_module_t mlp(void) {
  tn_module_t net = tn_nn_sequential(TN_MODULES(tn_nn_linear(4, 3, 1), tn_nn_relu(), tn_nn_linear(3, 2, 0)));
  made(net);
  return net;
}

static tn_tensor_t pattern(const int64_t* shape, int64_t ndim, tn_dtype_t dtype) {
  int64_t n = 1;
  double values[256];
  for (int64_t i = 0; i < ndim; ++i) n *= shape[i];
  for (int64_t i = 0; i < n; ++i) values[i] = 0.25 * (double)(i % 7) - 0.5;
  return doubles(values, shape, ndim, dtype);
}

static void test_linear(void** state) {
  (void)state;
  tn_module_t m = tn_nn_linear(3, 2, 1);
  ok(tn_module_to(m, TN_DEVICE_DEFAULT, TN_FLOAT64));
  tn_dict_t weights = tn_dict_new();
  ok(tn_dict_set(weights, "weight", doubles((double[]){1, 2, 3, 4, 5, 6}, TN_SHAPE(2, 3), TN_FLOAT64)));
  ok(tn_dict_set(weights, "bias", doubles((double[]){10, 20}, TN_SHAPE(2), TN_FLOAT64)));
  ok(tn_module_load_state_dict(m, weights, 1));
  tn_tensor_t x = doubles((double[]){1, 1, 1, 1, 0, -1}, TN_SHAPE(2, 3), TN_FLOAT64);
  expect(tn_module_forward(m, x), 1e-12, 16, 35, 8, 18);
  ok(tn_backward(tn_sum(tn_module_forward(m, x))));
  expect(tn_tensor_grad(tn_module_parameter(m, "weight")), 1e-12, 2, 1, 0, 2, 1, 0);
  expect(tn_tensor_grad(tn_module_parameter(m, "bias")), 1e-12, 2, 2);
  ok(tn_module_zero_grad(m));
  assert_ptr_equal(tn_tensor_grad(tn_module_parameter(m, "weight")), TN_NONE);
  assert_ptr_equal(tn_module_parameter(tn_nn_linear(3, 2, 0), "bias"), TN_NONE);
}

static void test_default_initialisation(void** state) {
  (void)state;
  ok(tn_manual_seed(3));
  tn_module_t m = tn_nn_linear(100, 50, 1);
  static double w[5000], b[50];
  read_values(tn_module_parameter(m, "weight"), w, 5000);
  read_values(tn_module_parameter(m, "bias"), b, 50);
  double sum = 0, largest = 0;
  for (int i = 0; i < 5000; ++i) {
    sum += w[i];
    if (fabs(w[i]) > largest) largest = fabs(w[i]);
  }
  assert_true(largest <= 0.1 && largest > 0.0999); /* 1 / sqrt(100) */
  assert_true(fabs(sum / 5000) < 0.004);
  for (int i = 0; i < 50; ++i) assert_true(fabs(b[i]) <= 0.1);
  assert_int_equal(tn_tensor_requires_grad(tn_module_parameter(m, "weight")), 1);
  assert_int_equal(tn_tensor_dtype(tn_module_parameter(m, "weight")), TN_FLOAT32);
}

static void test_tree(void** state) {
  (void)state;
  tn_module_t net = mlp();
  assert_int_equal(tn_module_child_count(net), 3);
  assert_string_equal(tn_module_child_name(net, 2), "2");
  assert_string_equal(tn_module_class_name(net), "Sequential");
  assert_string_equal(tn_module_class_name(tn_module_child(net, "1")), "ReLU");
  assert_string_equal(tn_module_class_name(tn_module_child(net, "")), "Sequential");
  assert_int_equal(tn_tensors_count(tn_module_parameters(net)), 3);
  tn_dict_t named = tn_module_named_parameters(net);
  assert_int_equal(tn_dict_count(named), 3);
  assert_string_equal(tn_dict_name(named, 0), "0.weight");
  assert_string_equal(tn_dict_name(named, 1), "0.bias");
  assert_string_equal(tn_dict_name(named, 2), "2.weight");
  assert_true(tn_tensor_is(tn_dict_get(named, "0.bias"), tn_module_parameter(net, "0.bias")));
  /* in the place of one that is there */
  ok(tn_module_add(net, "1", tn_module_new("Tanh", NULL)));
  assert_int_equal(tn_module_child_count(net), 3);
  assert_string_equal(tn_module_class_name(tn_module_child(net, "1")), "Tanh");
  ok(tn_module_add_buffer(net, "steps", tn_zeros(NULL, 0, TN_INT64, TN_CPU), 1));
  ok(tn_module_add_buffer(net, "cache", tn_zeros(NULL, 0, TN_INT64, TN_CPU), 0));
  ok(tn_module_add_parameter(net, "scale", TN_NONE));
  assert_ptr_equal(tn_module_parameter(net, "scale"), TN_NONE);
  assert_int_equal(tn_dict_count(tn_module_named_buffers(net)), 2);
  tn_dict_t dict = tn_module_state_dict(net);
  assert_int_equal(tn_dict_count(dict), 4);
  assert_string_equal(tn_dict_name(dict, 0), "steps");
}

static void test_modes(void** state) {
  (void)state;
  tn_module_t net = mlp();
  assert_int_equal(tn_module_is_training(net), 1);
  assert_int_equal(tn_module_is(tn_module_child(net, "2"), tn_module_child(net, "2")), 1);
  assert_int_equal(tn_module_is(tn_module_child(net, "2"), net), 0);
  ok(tn_module_train(net, 0));
  assert_int_equal(tn_module_is_training(tn_module_child(net, "2")), 0);
  ok(tn_module_train(net, 1));
  assert_int_equal(tn_module_is_training(tn_module_child(net, "2")), 1);
  ok(tn_module_requires_grad_(net, 0));
  assert_int_equal(tn_tensor_requires_grad(tn_module_parameter(net, "0.weight")), 0);
  assert_int_equal(tn_tensor_requires_grad(tn_module_forward(net, pattern(TN_SHAPE(5, 4), TN_FLOAT32))), 0);
}

static void test_shared_parameter(void** state) {
  (void)state;
  tn_module_t tied = tn_nn_linear(3, 3, 0), net = tn_nn_sequential(TN_MODULES(tied, tn_nn_relu(), tied));
  tn_module_t other = tn_nn_linear(3, 3, 0);
  ok(tn_module_add_parameter(other, "weight", tn_module_parameter(tied, "weight")));
  ok(tn_module_add(net, "3", other));
  assert_int_equal(tn_tensors_count(tn_module_parameters(net)), 1);
  assert_int_equal(tn_dict_count(tn_module_state_dict(net)), 3);
  tn_tensor_t w = tn_module_parameter(net, "3.weight");
  ok(tn_module_to(net, TN_DEVICE_DEFAULT, TN_FLOAT64));
  assert_int_equal(tn_tensor_dtype(w), TN_FLOAT64);
  assert_true(tn_tensor_is(w, tn_module_parameter(net, "0.weight")));
}

static void test_to_keeps_the_tensors(void** state) {
  (void)state;
  tn_module_t m = tn_nn_linear(2, 1, 1);
  tn_tensor_t w = tn_module_parameter(m, "weight"), x = pattern(TN_SHAPE(1, 2), TN_FLOAT32);
  tn_tensor_t y = tn_sum(tn_module_forward(m, x));
  ok(tn_backward(y));
  ok(tn_module_to(m, TN_CPU, TN_FLOAT64));
  assert_int_equal(tn_tensor_dtype(w), TN_FLOAT64);
  assert_int_equal(tn_tensor_dtype(tn_tensor_grad(w)), TN_FLOAT64);
  assert_int_equal(tn_tensor_is_leaf(w), 1);
  ok(tn_module_to(m, TN_CPU, 0));
}

static void test_state_dict(void** state) {
  (void)state;
  tn_module_t net = mlp(), copy = mlp();
  tn_dict_t dict = tn_module_state_dict(net);
  assert_int_equal(tn_tensor_requires_grad(tn_dict_get(dict, "0.weight")), 0);
  ok(tn_module_load_state_dict(copy, dict, 1));
  tn_tensor_t x = pattern(TN_SHAPE(2, 4), TN_FLOAT32);
  double y[4];
  read_values(tn_module_forward(net, x), y, 4);
  expect_values(tn_module_forward(copy, x), y, 4, 0);
  /* shared memory: what is written to it is written to the module */
  double zeros[12] = {0};
  ok(tn_tensor_write(tn_dict_get(dict, "0.weight"), zeros, TN_FLOAT64, sizeof zeros));
  expect_values(tn_module_parameter(net, "0.weight"), zeros, 12, 0);
  /* onto itself */
  ok(tn_module_load_state_dict(net, dict, 1));

  tn_dict_t wrong = tn_dict_new();
  ok(tn_dict_set(wrong, "0.weight", tn_ones(TN_SHAPE(3, 4), TN_FLOAT64, TN_CPU)));
  ok(tn_dict_set(wrong, "1.weight", tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU)));
  refuses(tn_module_load_state_dict(net, wrong, 1), TN_ERR_KEY,
          "state_dict for Sequential:\n\tMissing key(s) in state_dict: \"0.bias\", \"2.weight\". "
          "\n\tUnexpected key(s) in state_dict: \"1.weight\". ");
  expect_values(tn_module_parameter(net, "0.weight"), zeros, 12, 0);
  ok(tn_module_load_state_dict(net, wrong, 0));
  expect(tn_module_parameter(net, "0.weight"), 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1);
  ok(tn_dict_set(wrong, "2.weight", tn_ones(TN_SHAPE(3, 2), TN_FLOAT32, TN_CPU)));
  refuses(tn_module_load_state_dict(net, wrong, 0), TN_ERR_SHAPE,
          "size mismatch for 2.weight: copying a param with shape torch.Size([3, 2]) from checkpoint, the "
          "shape in current model is torch.Size([2, 3]).");
}

static void test_texts(void** state) {
  (void)state;
  assert_string_equal(text_of(mlp()),
                      "Sequential(\n"
                      "  (0): Linear(in_features=4, out_features=3, bias=True)\n"
                      "  (1): ReLU()\n"
                      "  (2): Linear(in_features=3, out_features=2, bias=False)\n"
                      ")");
  assert_string_equal(text_of(tn_nn_sequential(TN_MODULES(mlp(), tn_nn_flatten(1, -1)))),
                      "Sequential(\n"
                      "  (0): Sequential(\n"
                      "    (0): Linear(in_features=4, out_features=3, bias=True)\n"
                      "    (1): ReLU()\n"
                      "    (2): Linear(in_features=3, out_features=2, bias=False)\n"
                      "  )\n"
                      "  (1): Flatten(start_dim=1, end_dim=-1)\n"
                      ")");
  assert_string_equal(text_of(tn_nn_sequential(NULL, 0)), "Sequential()");
  assert_string_equal(text_of(tn_module_new("ELU", "{\"alpha\": 0.5, \"inplace\": true}")),
                      "ELU(alpha=0.5, inplace=True)");
  assert_string_equal(text_of(tn_module_new("LeakyReLU", NULL)), "LeakyReLU(negative_slope=0.01)");
  assert_string_equal(text_of(tn_module_new("Softmax", "{\"dim\": -1}")), "Softmax(dim=-1)");
  assert_string_equal(text_of(tn_module_new("Softmax", NULL)), "Softmax(dim=None)");
}

static void test_new(void** state) {
  (void)state;
  int64_t n = tn_module_class_count();
  assert_true(n > 20);
  for (int64_t i = 1; i < n; ++i) assert_true(strcmp(tn_module_class(i - 1), tn_module_class(i)) < 0);
  tn_module_t m = tn_module_new("Linear", "{\"in_features\": 3, \"out_features\": 2, \"bias\": false}");
  made(m);
  assert_ptr_equal(tn_module_parameter(m, "bias"), TN_NONE);
  tn_tensor_t x = doubles((double[]){-1, 0, 2}, TN_SHAPE(3), TN_FLOAT64);
  expect(tn_module_forward(tn_module_new("ReLU", "{}"), x), 0, 0, 0, 2);
  expect(tn_module_forward(tn_module_new("LeakyReLU", "{\"negative_slope\": 0.5}"), x), 0, -0.5, 0, 2);
  expect(tn_module_forward(tn_module_new("Hardtanh", "{\"max_val\": 1}"), x), 0, -1, 0, 1);
  assert_true(tn_tensor_is(tn_module_forward(tn_module_new("Identity", NULL), x), x));
  assert_int_equal(
      tn_tensor_ndim(tn_module_forward(tn_nn_flatten(1, -1), pattern(TN_SHAPE(2, 3, 4), TN_FLOAT32))), 2);
}

/* ---- modules of the host's */

static int destroyed;
static void count_destroy(void* user_data) {
  (void)user_data;
  ++destroyed;
}

static tn_status_t gate_forward(tn_call_t call, void* user_data) {
  tn_module_t m = tn_call_module(call);
  tn_tensor_t h = tn_module_forward(tn_module_child(m, "fc"), tn_call_arg(call, 0));
  (void)user_data;
  return tn_call_return(call, 0, tn_mul(h, tn_module_parameter(m, "scale")));
}

static void test_custom(void** state) {
  (void)state;
  destroyed = 0;
  tn_scope_t s = tn_scope_begin();
  tn_module_t gate = tn_module_custom("Gate", gate_forward, NULL, count_destroy);
  made(gate);
  ok(tn_module_add(gate, "fc", tn_nn_linear(2, 3, 1)));
  tn_tensor_t scale = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(scale, 1));
  ok(tn_module_add_parameter(gate, "scale", scale));
  assert_string_equal(text_of(gate), "Gate(\n  (fc): Linear(in_features=2, out_features=3, bias=True)\n)");
  tn_module_t net = tn_nn_sequential(TN_MODULES(gate, tn_nn_relu()));
  tn_tensor_t x = tn_ones(TN_SHAPE(4, 2), TN_FLOAT32, TN_CPU);
  tn_tensor_t loss = tn_sum(tn_module_forward(net, x));
  ok(tn_backward(loss));
  assert_ptr_not_equal(tn_tensor_grad(scale), TN_NONE);
  assert_string_equal(tn_dict_name(tn_module_state_dict(net), 0), "0.scale");
  assert_string_equal(tn_dict_name(tn_module_state_dict(net), 1), "0.fc.weight");
  ok(tn_scope_end(s));
  assert_int_equal(destroyed, 1);
}

static tn_status_t split_forward(tn_call_t call, void* user_data) {
  (void)user_data;
  if (tn_call_count(call) != 2) return tn_error_set(TN_ERR_VALUE, "wants two");
  tn_call_return(call, 1, tn_call_arg(call, 0));
  return tn_call_return(call, 0, tn_call_arg(call, 1));
}

static void test_custom_of_several(void** state) {
  (void)state;
  tn_module_t m = tn_module_custom("Swap", split_forward, NULL, NULL);
  tn_tensor_t x = tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU);
  tn_tensors_t both = tn_module_call(m, TN_TENSORS(x, TN_NONE));
  made(both);
  assert_int_equal(tn_tensors_count(both), 2);
  assert_ptr_equal(tn_tensors_get(both, 0), TN_NONE);
  assert_true(tn_tensor_is(tn_tensors_get(both, 1), x));
  refuses(tn_module_forward(m, x), TN_ERR_VALUE, "wants two");
}

static tn_status_t broken_forward(tn_call_t call, void* user_data) {
  switch (*(int*)user_data) {
    case 0: return TN_OK; /* without an output */
    case 1: return 77;    /* a status of the host's */
    case 2: return tn_error_set(42, "the host says no");
    case 3: tn_call_return(call, 1, tn_call_arg(call, 0)); return TN_OK; /* a hole */
    case 4: return tn_call_return(call, 0, tn_call_arg(call, 5));
    case 5: return tn_call_return(call, -1, tn_call_arg(call, 0));
    case 6: tn_scope_begin(); return tn_call_return(call, 0, tn_call_arg(call, 0)); /* left open */
    case 7: tn_set_grad_enabled(0); return tn_call_return(call, 0, tn_call_arg(call, 0));
    case 8: return tn_call_index(call, 0) < 0 ? tn_error_code() : TN_OK;
  }
  return TN_OK;
}

static void test_custom_failures(void** state) {
  (void)state;
  int how = 0;
  tn_tensor_t x = tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU);
  tn_module_t m = tn_nn_sequential(TN_MODULES(tn_module_custom("Broken", broken_forward, &how, NULL)));
  refuses(tn_module_forward(m, x), TN_ERR_CALLBACK,
          "the forward of Broken succeeded without giving output 0");
  how = 1;
  refuses(tn_module_forward(m, x), 77, "the forward of Broken returned status 77");
  how = 2;
  refuses(tn_module_forward(m, x), 42, "the host says no");
  how = 3;
  refuses(tn_module_call(m, TN_TENSORS(x)), TN_ERR_CALLBACK, "output 0");
  how = 4;
  refuses(tn_module_forward(m, x), TN_ERR_INDEX, "i is 5");
  how = 5;
  refuses(tn_module_forward(m, x), TN_ERR_INDEX, "i is -1");
  how = 6;
  assert_true(tn_tensor_is(tn_module_forward(m, x), x));
  how = 7;
  assert_true(tn_tensor_is(tn_module_forward(m, x), x));
  assert_int_equal(tn_is_grad_enabled(), 1);
  how = 8;
  refuses(tn_module_forward(m, x), TN_ERR_STATE, "the forward of Broken has no indices");
}

static tn_status_t collect(tn_call_t call, void* user_data) {
  char* names = user_data;
  strcat(names, tn_module_class_name(tn_call_module(call)));
  strcat(names, " ");
  return strlen(names) > 40 ? 5 : 0;
}

static void test_apply(void** state) {
  (void)state;
  char names[100] = "";
  tn_module_t net = tn_nn_sequential(TN_MODULES(mlp(), tn_nn_relu()));
  destroyed = 0;
  refuses(tn_module_apply(net, collect, names, count_destroy), 5, "tn_module_apply at");
  assert_int_equal(destroyed, 1);
  assert_string_equal(names, "Linear ReLU Linear Sequential ReLU Sequential ");
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_linear),
      scoped(test_default_initialisation),
      scoped(test_tree),
      scoped(test_modes),
      scoped(test_shared_parameter),
      scoped(test_to_keeps_the_tensors),
      scoped(test_state_dict),
      scoped(test_texts),
      scoped(test_new),
      scoped(test_custom),
      scoped(test_custom_of_several),
      scoped(test_custom_failures),
      scoped(test_apply),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
