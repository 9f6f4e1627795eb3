// labels: hostile
// Normalisations that can't be: each call fails with a code and a reason, and changes nothing.
#include "tests/capi/fixture.h"

static tn_tensor_t ones(const int64_t* shape, int64_t ndim) {
  return tn_ones(shape, ndim, TN_FLOAT32, TN_CPU);
}

static void test_layer_norm(void** state) {
  (void)state;
  tn_tensor_t x = ones(TN_SHAPE(2, 3)), w = ones(TN_SHAPE(3));
  refuses(tn_layer_norm(x, TN_SHAPE(2), TN_NONE, TN_NONE, 1e-5), TN_ERR_SHAPE,
          "[2, 3] does not end with [2]");
  refuses(tn_layer_norm(x, TN_SHAPE(1, 2, 3), TN_NONE, TN_NONE, 1e-5), TN_ERR_SHAPE, "layer_norm");
  refuses(tn_layer_norm(x, NULL, 0, TN_NONE, TN_NONE, 1e-5), TN_ERR_VALUE, "at least one dimension");
  refuses(tn_layer_norm(x, NULL, 1, TN_NONE, TN_NONE, 1e-5), TN_ERR_NULL, "shape");
  refuses(tn_layer_norm(x, TN_SHAPE(3), ones(TN_SHAPE(2)), TN_NONE, 1e-5), TN_ERR_SHAPE,
          "weight must be [3]");
  refuses(tn_layer_norm(x, TN_SHAPE(3), w, ones(TN_SHAPE(1, 3)), 1e-5), TN_ERR_SHAPE, "bias must be [3]");
  refuses(tn_layer_norm(x, TN_SHAPE(3), tn_to(w, TN_CPU, TN_FLOAT64), TN_NONE, 1e-5), TN_ERR_TYPE,
          "weight is float64 and input is float32");
  refuses(tn_layer_norm(tn_to(x, TN_CPU, TN_INT32), TN_SHAPE(3), TN_NONE, TN_NONE, 1e-5), TN_ERR_TYPE,
          "int32");
}

static void test_batch_norm(void** state) {
  (void)state;
  tn_tensor_t x = ones(TN_SHAPE(2, 3)), m = tn_zeros(TN_SHAPE(3), TN_FLOAT32, TN_CPU), v = ones(TN_SHAPE(3));
  tn_tensor_t two = ones(TN_SHAPE(2)), wide = tn_to(v, TN_CPU, TN_FLOAT64);
  refuses(tn_batch_norm(two, m, v, TN_NONE, TN_NONE, 1, 0.1, 1e-5), TN_ERR_SHAPE, "it is [2]");
  refuses(tn_batch_norm(x, two, v, TN_NONE, TN_NONE, 1, 0.1, 1e-5), TN_ERR_SHAPE, "running_mean must be [3]");
  refuses(tn_batch_norm(x, m, two, TN_NONE, TN_NONE, 1, 0.1, 1e-5), TN_ERR_SHAPE, "running_var must be [3]");
  refuses(tn_batch_norm(x, m, v, two, TN_NONE, 1, 0.1, 1e-5), TN_ERR_SHAPE, "weight must be [3]");
  refuses(tn_batch_norm(x, m, v, TN_NONE, two, 1, 0.1, 1e-5), TN_ERR_SHAPE, "bias must be [3]");
  refuses(tn_batch_norm(tn_narrow(x, 0, 0, 0), m, v, TN_NONE, two, 1, 0.1, 1e-5), TN_ERR_SHAPE,
          "bias must be [3]");
  refuses(tn_batch_norm(x, m, wide, TN_NONE, TN_NONE, 1, 0.1, 1e-5), TN_ERR_TYPE, "running_var is float64");
  refuses(tn_batch_norm(x, TN_NONE, v, TN_NONE, TN_NONE, 0, 0.1, 1e-5), TN_ERR_VALUE, "unless training");
  refuses(tn_batch_norm(tn_narrow(x, 0, 0, 1), m, v, TN_NONE, TN_NONE, 1, 0.1, 1e-5), TN_ERR_SHAPE,
          "more than 1 value per channel when training, but input has shape [1, 3]");
  refuses(tn_batch_norm(tn_to(x, TN_CPU, TN_BOOL), m, v, TN_NONE, TN_NONE, 1, 0.1, 1e-5), TN_ERR_TYPE,
          "bool");
  tn_tensor_t shared = tn_expand(ones(TN_SHAPE(1)), TN_SHAPE(3));
  refuses(tn_batch_norm(x, shared, v, TN_NONE, TN_NONE, 1, 0.1, 1e-5), TN_ERR_SHAPE, "expanded");
  tn_tensor_t leaf = ones(TN_SHAPE(3));
  ok(tn_requires_grad_(leaf, 1));
  refuses(tn_batch_norm(x, leaf, v, TN_NONE, TN_NONE, 1, 0.1, 1e-5), TN_ERR_STATE, "leaf");
  expect(m, 0, 0, 0, 0);
  expect(v, 0, 1, 1, 1);
}

static void test_modules(void** state) {
  (void)state;
  refuses(tn_module_new("BatchNorm2d", "{}"), TN_ERR_VALUE, "num_features");
  refuses(tn_module_new("BatchNorm2d", "{\"num_features\": -1}"), TN_ERR_VALUE, "num_features is -1");
  refuses(tn_module_new("BatchNorm2d", "{\"num_features\": 2, \"momentum\": \"none\"}"), TN_ERR_TYPE,
          "momentum");
  refuses(tn_module_new("GroupNorm", "{\"num_groups\": 2, \"num_channels\": 3}"), TN_ERR_VALUE, "divisible");
  refuses(tn_module_new("GroupNorm", "{\"num_groups\": 0, \"num_channels\": 3}"), TN_ERR_VALUE, "num_groups");
  refuses(tn_module_new("LayerNorm", "{\"normalized_shape\": [2, -3]}"), TN_ERR_SHAPE, "-3");
  tn_tensor_t x = ones(TN_SHAPE(2, 3));
  refuses(tn_module_forward(tn_module_new("BatchNorm2d", "{\"num_features\": 3}"), x), TN_ERR_SHAPE,
          "expected 4D input (got 2D input)");
  refuses(tn_module_forward(tn_module_new("BatchNorm1d", "{\"num_features\": 4}"), x), TN_ERR_SHAPE,
          "must be [3] for an input of shape [2, 3], but it is [4]");
  refuses(tn_module_forward(tn_module_new("LayerNorm", "{\"normalized_shape\": 4}"), x), TN_ERR_SHAPE,
          "does not end with [4]");
  refuses(tn_module_forward(tn_module_new("GroupNorm", "{\"num_groups\": 2, \"num_channels\": 4}"), x),
          TN_ERR_VALUE, "3 channels are not divisible by 2 groups");
  refuses(tn_module_forward(tn_module_new("GroupNorm", "{\"num_groups\": 3, \"num_channels\": 3}"),
                            tn_narrow(x, 0, 0, 1)),
          TN_ERR_SHAPE, "more than 1 value in a group");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_layer_norm), scoped(test_batch_norm), scoped(test_modules)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
