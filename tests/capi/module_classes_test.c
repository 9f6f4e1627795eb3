// Every class of modules is made by name, runs, gives gradients, and comes back from a file and from a
// state_dict as it was. A class that isn't in the table below fails the test.
#include "tests/capi/fixture.h"

typedef struct {
  const char *name, *json;
  int64_t shape[4], ndim;
  enum { no_target, real_target, class_target } target;  // the second input of a loss
} class_t;

#define VECTORS {4, 6}, 2, no_target
#define IMAGES {2, 4, 6, 5}, 4, no_target
#define LOSS {4, 6}, 2, real_target
#define CLASSES {4, 6}, 2, class_target

static const class_t kClasses[] = {
    {"AvgPool2d", "{\"kernel_size\": 2, \"padding\": [0, 1], \"ceil_mode\": true, \"divisor_override\": 3}",
     IMAGES},
    {"BCELoss", "{\"weight\": [1, 2, 3, 4, 5, 0.1], \"reduction\": \"sum\"}", LOSS},
    {"BCEWithLogitsLoss", "{\"weight\": [0.5], \"pos_weight\": [1, 2, 3, 4, 5, 6]}", LOSS},
    {"BatchNorm1d", "{\"num_features\": 6, \"eps\": 0.01, \"momentum\": null}", VECTORS},
    {"BatchNorm2d", "{\"num_features\": 4, \"momentum\": 0.3}", IMAGES},
    {"BatchNorm3d", "{\"num_features\": 2, \"affine\": false}", {0}, 5, no_target},
    {"CELU", "{\"alpha\": 0.5}", VECTORS},
    {"Conv2d",
     "{\"in_channels\": 4, \"out_channels\": 6, \"kernel_size\": [3, 2], \"stride\": 2, \"padding\": 1, "
     "\"groups\": 2, \"bias\": false}",
     IMAGES},
    {"Conv2d",
     "{\"in_channels\": 4, \"out_channels\": 2, \"kernel_size\": 3, \"padding\": \"same\", \"dilation\": 2, "
     "\"padding_mode\": \"circular\"}",
     IMAGES},
    {"CrossEntropyLoss", "{\"weight\": [1, 2, 3, 4, 5, 0.1], \"ignore_index\": 2, \"label_smoothing\": 0.1}",
     CLASSES},
    {"Dropout", "{\"p\": 0.25}", VECTORS},
    {"ELU", "{\"alpha\": 2}", VECTORS},
    {"Embedding",
     "{\"num_embeddings\": 10, \"embedding_dim\": 3, \"padding_idx\": -1, \"scale_grad_by_freq\": true}",
     {0},
     1,
     no_target},
    {"Flatten", "{\"start_dim\": 2}", IMAGES},
    {"GELU", "{\"approximate\": \"tanh\"}", VECTORS},
    {"GLU", "{\"dim\": 1}", VECTORS},
    {"GroupNorm", "{\"num_groups\": 2, \"num_channels\": 4}", IMAGES},
    {"Hardshrink", "{\"lambd\": 0.25}", VECTORS},
    {"Hardsigmoid", "{\"inplace\": false}", VECTORS},
    {"Hardswish", NULL, VECTORS},
    {"Hardtanh", "{\"min_val\": -0.5, \"max_val\": 0.25}", VECTORS},
    {"HuberLoss", "{\"delta\": 0.3}", LOSS},
    {"Identity", NULL, VECTORS},
    {"KLDivLoss", "{\"reduction\": \"batchmean\", \"log_target\": true}", LOSS},
    {"L1Loss", "{\"reduction\": \"none\"}", LOSS},
    {"LayerNorm", "{\"normalized_shape\": [6, 5]}", IMAGES},
    {"LeakyReLU", "{\"negative_slope\": 0.5}", VECTORS},
    {"Linear", "{\"in_features\": 6, \"out_features\": 3}", VECTORS},
    {"LogSigmoid", NULL, VECTORS},
    {"LogSoftmax", "{\"dim\": 0}", VECTORS},
    {"MSELoss", "{\"size_average\": false}", LOSS},
    {"MaxPool2d", "{\"kernel_size\": [3, 2], \"stride\": 1, \"padding\": 1, \"dilation\": [1, 2]}", IMAGES},
    {"Mish", NULL, VECTORS},
    {"NLLLoss", "{\"weight\": [1, 2, 3, 4, 5, 0.1], \"reduction\": \"none\"}", CLASSES},
    {"PReLU", "{\"num_parameters\": 6, \"init\": 0.1}", VECTORS},
    {"ReLU", NULL, VECTORS},
    {"ReLU6", NULL, VECTORS},
    {"SELU", NULL, VECTORS},
    {"Sequential", NULL, VECTORS},
    {"SiLU", NULL, VECTORS},
    {"Sigmoid", NULL, VECTORS},
    {"SmoothL1Loss", "{\"beta\": 0.5}", LOSS},
    {"Softmax", "{\"dim\": -1}", VECTORS},
    {"Softmax2d", NULL, IMAGES},
    {"Softmin", "{\"dim\": 1}", VECTORS},
    {"Softplus", "{\"beta\": 2, \"threshold\": 1}", VECTORS},
    {"Softshrink", "{\"lambd\": 0.1}", VECTORS},
    {"Softsign", NULL, VECTORS},
    {"Tanh", NULL, VECTORS},
    {"Tanhshrink", NULL, VECTORS},
    {"Threshold", "{\"threshold\": 0.2, \"value\": -1}", VECTORS},
    {"Unflatten", "{\"dim\": 1, \"unflattened_size\": [2, 3]}", VECTORS},
};
enum { kCount = sizeof kClasses / sizeof *kClasses };

static void test_table(void** state) {
  (void)state;
  for (int64_t i = 0; i < tn_module_class_count(); ++i) {
    int found = 0;
    for (int k = 0; k < kCount; ++k) found |= !strcmp(tn_module_class(i), kClasses[k].name);
    if (!found) fail_msg("%s isn't in the table", tn_module_class(i));
    /* The schemas stand in the same order, one line for each form of the constructor. */
    const char *name = tn_module_class(i), *schema = tn_module_class_schema(i);
    assert_non_null(schema);
    for (const char* line = schema; line; line = strchr(line, '\n') ? strchr(line, '\n') + 1 : NULL)
      if (strncmp(line, name, strlen(name)) || !strchr("(.", line[strlen(name)]))
        fail_msg("%s has the schema %s", name, line);
    if (!strcmp(name, "Linear"))
      assert_string_equal(schema, "Linear(int in_features, int out_features, bool bias=True)");
    if (!strcmp(name, "Conv2d")) assert_non_null(strstr(schema, "\nConv2d.padding("));
  }
  assert_null(tn_module_class_schema(-1));
  assert_int_equal(tn_error_code(), TN_ERR_INDEX);
  assert_null(tn_module_class_schema(tn_module_class_count()));
  tn_error_clear();
}

/* In (0, 1), so that they are probabilities too; indices for a lookup. */
static tn_tensor_t input_of(const class_t* c) {
  if (c->ndim == 1) return tn_randint(0, 10, TN_SHAPE(7), TN_INT64, TN_CPU);
  if (c->ndim == 5) return tn_rand(TN_SHAPE(2, 2, 3, 2, 2), TN_FLOAT32, TN_CPU);
  return tn_add_scalar(tn_mul_scalar(tn_rand(c->shape, c->ndim, TN_FLOAT32, TN_CPU), 0.9), 0.05);
}

static tn_tensor_t run(tn_module_t m, const class_t* c, tn_tensor_t x) {
  tn_tensor_t y;
  if (c->target == no_target) {
    y = tn_module_forward(m, x);
  } else {
    tn_tensor_t t = c->target == class_target ? doubles((double[]){1, 2, 0, 5}, TN_SHAPE(4), TN_INT64)
                                              : tn_full(c->shape, c->ndim, 0.3, TN_FLOAT32, TN_CPU);
    tn_tensors_t out = tn_module_call(m, TN_TENSORS(x, t));
    made(out);
    y = tn_tensors_get(out, 0);
  }
  if (!y) fail_msg("%s: %s", c->name, tn_error_message());
  return y;
}

static void text_of(tn_module_t m, char* text) { assert_true(tn_module_text(m, text, 500) < 500); }

static void try_class(const class_t* c, const char* path) {
  char before[500], after[500];
  tn_module_t m = tn_module_new(c->name, c->json), fresh = tn_module_new(c->name, c->json);
  if (!m || !fresh) fail_msg("%s: %s", c->name, tn_error_message());
  tn_tensor_t x = input_of(c);
  int learns = c->ndim != 1;
  if (learns) ok(tn_requires_grad_(x, 1));
  run(m, c, x); /* in training mode, which changes what has statistics */
  ok(tn_module_train(m, 0));
  tn_tensor_t y = run(m, c, x);
  if (tn_tensor_requires_grad(y)) ok(tn_backward(tn_sum(tn_square(y))));
  if (learns) assert_int_equal(tn_tensor_numel(tn_tensor_grad(x)), tn_tensor_numel(x));
  for (int64_t i = 0; i < tn_tensors_count(tn_module_parameters(m)); ++i)
    if (tn_tensor_grad(tn_tensors_get(tn_module_parameters(m), i)) == TN_NONE)
      fail_msg("%s: parameter %d has no gradient", c->name, (int)i);

  ok(tn_module_save(m, path));
  tn_module_t loaded = tn_module_load(path);
  if (!loaded) fail_msg("%s: %s", c->name, tn_error_message());
  ok(tn_module_load_state_dict(fresh, tn_module_state_dict(m), 1));
  text_of(m, before);
  tn_module_t others[] = {loaded, fresh};
  for (int i = 0; i < 2; ++i) {
    ok(tn_module_train(others[i], 0));
    text_of(others[i], after);
    assert_string_equal(after, before);
    if (!equal(tn_detach(run(others[i], c, x)), tn_detach(y)))
      fail_msg("%s gives something else after %s", c->name, i ? "load_state_dict" : "a file");
  }
}

static void test_classes(void** state) {
  (void)state;
  char path[300];
  own_path(path, sizeof path, "module_classes.safetensors");
  for (int k = 0; k < kCount; ++k) {
    tn_scope_t s = tn_scope_begin();
    try_class(&kClasses[k], path);
    ok(tn_scope_end(s));
  }
  remove(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_table), scoped(test_classes)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
