// labels: hostile
// Modules given what they can't take: each call fails with a code and a reason, and nothing leaks.
#include "tests/capi/fixture.h"

static tn_status_t nothing(tn_call_t call, void* user_data) {
  (void)call, (void)user_data;
  return TN_OK;
}

static int destroyed;
static void count_destroy(void* user_data) {
  (void)user_data;
  ++destroyed;
}

static void test_null(void** state) {
  (void)state;
  tn_module_t m = tn_nn_linear(2, 2, 1);
  tn_tensor_t x = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  refuses(tn_module_new(NULL, NULL), TN_ERR_NULL, "class_name");
  refuses(tn_module_add(NULL, "a", m), TN_ERR_NULL, "tn_module_add: m");
  refuses(tn_module_add(m, NULL, m), TN_ERR_NULL, "name");
  refuses(tn_module_add(m, "a", NULL), TN_ERR_NULL, "child");
  refuses(tn_module_add_parameter(NULL, "a", x), TN_ERR_NULL, "m");
  refuses(tn_module_add_parameter(m, NULL, x), TN_ERR_NULL, "name");
  refuses(tn_module_add_parameter(m, "a", NULL), TN_ERR_NULL, "t");
  refuses(tn_module_add_buffer(NULL, "a", x, 1), TN_ERR_NULL, "m");
  refuses(tn_module_add_buffer(m, NULL, x, 1), TN_ERR_NULL, "name");
  refuses(tn_module_add_buffer(m, "a", NULL, 1), TN_ERR_NULL, "t");
  refuses(tn_module_class_name(NULL), TN_ERR_NULL, "m");
  refuses(tn_module_child_count(NULL), TN_ERR_NULL, "m");
  refuses(tn_module_child_name(NULL, 0), TN_ERR_NULL, "m");
  refuses(tn_module_child(NULL, "0"), TN_ERR_NULL, "m");
  refuses(tn_module_child(m, NULL), TN_ERR_NULL, "path");
  refuses(tn_module_parameter(NULL, "weight"), TN_ERR_NULL, "m");
  refuses(tn_module_parameter(m, NULL), TN_ERR_NULL, "path");
  refuses(tn_module_buffer(NULL, "a"), TN_ERR_NULL, "m");
  refuses(tn_module_buffer(m, NULL), TN_ERR_NULL, "path");
  refuses(tn_module_parameters(NULL), TN_ERR_NULL, "m");
  refuses(tn_module_named_parameters(NULL), TN_ERR_NULL, "m");
  refuses(tn_module_named_buffers(NULL), TN_ERR_NULL, "m");
  refuses(tn_module_text(NULL, NULL, 0), TN_ERR_NULL, "m");
  refuses(tn_module_forward(NULL, x), TN_ERR_NULL, "m");
  refuses(tn_module_forward(m, NULL), TN_ERR_NULL, "input");
  refuses(tn_module_forward(m, TN_NONE), TN_ERR_NULL, "input");
  refuses(tn_module_call(NULL, &x, 1), TN_ERR_NULL, "m");
  refuses(tn_module_call(m, NULL, 1), TN_ERR_NULL, "inputs");
  refuses(tn_module_call(m, &x, -1), TN_ERR_VALUE, "inputs");
  refuses(tn_module_train(NULL, 1), TN_ERR_NULL, "m");
  refuses(tn_module_is(NULL, m), TN_ERR_NULL, "a");
  refuses(tn_module_is(m, NULL), TN_ERR_NULL, "b");
  assert_int_equal(tn_module_is_training(NULL), 0);
  refuses(tn_module_to(NULL, TN_CPU, 0), TN_ERR_NULL, "m");
  refuses(tn_module_requires_grad_(NULL, 1), TN_ERR_NULL, "m");
  refuses(tn_module_zero_grad(NULL), TN_ERR_NULL, "m");
  refuses(tn_module_state_dict(NULL), TN_ERR_NULL, "m");
  refuses(tn_module_load_state_dict(NULL, tn_dict_new(), 1), TN_ERR_NULL, "m");
  refuses(tn_module_load_state_dict(m, NULL, 1), TN_ERR_NULL, "dict");
  refuses(tn_nn_sequential(NULL, 1), TN_ERR_NULL, "children");
  refuses(tn_nn_sequential(&m, -1), TN_ERR_VALUE, "children");
  refuses(tn_nn_sequential(TN_MODULES(m, NULL)), TN_ERR_NULL, "children");
  tn_module_release(NULL);
  refuses(tn_module_keep(NULL), TN_ERR_NULL, "module");
  refuses(tn_module_retain(NULL), TN_ERR_NULL, "module");
  refuses(tn_module_retain((tn_module_t)x), TN_ERR_TYPE, "not a module");
}

static void test_callbacks(void** state) {
  (void)state;
  destroyed = 0;
  refuses(tn_module_custom("C", NULL, NULL, count_destroy), TN_ERR_NULL, "forward");
  refuses(tn_module_custom(NULL, nothing, NULL, count_destroy), TN_ERR_NULL, "class_name");
  refuses(tn_module_apply(NULL, nothing, NULL, count_destroy), TN_ERR_NULL, "m");
  refuses(tn_module_apply(tn_nn_relu(), NULL, NULL, count_destroy), TN_ERR_NULL, "fn");
  assert_int_equal(destroyed, 4);
  refuses(tn_call_module(NULL), TN_ERR_NULL, "call");
  refuses(tn_call_arg(NULL, 0), TN_ERR_NULL, "call");
  refuses(tn_call_count(NULL), TN_ERR_NULL, "call");
  refuses(tn_call_return(NULL, 0, TN_NONE), TN_ERR_NULL, "call");
  refuses(tn_call_index(NULL, 0), TN_ERR_NULL, "call");
  refuses(tn_call_run(NULL, 0), TN_ERR_NULL, "call");
  refuses(tn_call_bytes(NULL), TN_ERR_NULL, "call");
  refuses(tn_call_level(NULL), TN_ERR_NULL, "call");
  refuses(tn_call_text(NULL), TN_ERR_NULL, "call");
  refuses(tn_call_save(NULL, TN_NONE), TN_ERR_NULL, "call");
  refuses(tn_call_saved(NULL, 0), TN_ERR_NULL, "call");
  refuses(tn_call_needs_grad(NULL, 0), TN_ERR_NULL, "call");
  refuses(tn_call_data(NULL), TN_ERR_NULL, "call");
  refuses(tn_call_set_data(NULL, NULL, count_destroy), TN_ERR_NULL, "call");
  assert_int_equal(destroyed, 5);
}

static void test_classes_and_arguments(void** state) {
  (void)state;
  refuses(tn_module_new("Linaer", NULL), TN_ERR_KEY, "no class of modules 'Linaer'; did you mean 'Linear'?");
  refuses(tn_module_new("", NULL), TN_ERR_KEY, "no class");
  refuses(tn_module_new("Linear", NULL), TN_ERR_VALUE, "Linear: the argument 'in_features' is missing");
  refuses(tn_module_new("Linear", "{\"in_features\": 1, \"out_feature\": 2}"), TN_ERR_KEY,
          "Linear: there is no argument 'out_feature'; did you mean 'out_features'?");
  refuses(tn_module_new("Linear", "{\"in_features\": 1.5, \"out_features\": 2}"), TN_ERR_TYPE, "in_features");
  refuses(tn_module_new("Linear", "{\"in_features\": \"1\", \"out_features\": 2}"), TN_ERR_TYPE,
          "the argument 'in_features' must be int, not str");
  refuses(tn_module_new("Linear", "{\"in_features\": null, \"out_features\": 2}"), TN_ERR_TYPE, "not None");
  refuses(tn_module_new("Linear", "{\"in_features\": {}, \"out_features\": 2}"), TN_ERR_TYPE, "object");
  refuses(tn_module_new("Linear", "{\"in_features\": -1, \"out_features\": 2}"), TN_ERR_VALUE,
          "in_features is -1");
  refuses(tn_module_new("Linear", "{\"in_features\": 1"), TN_ERR_VALUE, "not JSON");
  refuses(tn_module_new("Linear", "[1, 2]"), TN_ERR_VALUE, "must be a JSON object");
  refuses(tn_module_new("Linear", "\xff"), TN_ERR_VALUE, "not JSON");
  refuses(tn_nn_linear(-1, 2, 1), TN_ERR_VALUE, "in_features");
  refuses(tn_nn_linear(2, -3, 1), TN_ERR_VALUE, "out_features");
  refuses(tn_nn_linear(INT64_MAX, INT64_MAX, 1), TN_ERR_SHAPE, "");
  refuses(tn_module_new("GELU", "{\"approximate\": \"exact\"}"), TN_ERR_VALUE, "approximate");
  refuses(tn_module_class(-1), TN_ERR_INDEX, "tn_module_class: i is -1");
  refuses(tn_module_class_schema(-1), TN_ERR_INDEX, "tn_module_class_schema: i is -1");
  refuses(tn_module_class(tn_module_class_count()), TN_ERR_INDEX, "there are");
  char nested[10000];
  memset(nested, '[', sizeof nested);
  memcpy(nested, "{\"x\":", 5);
  nested[sizeof nested - 1] = 0;
  refuses(tn_module_new("Linear", nested), TN_ERR_VALUE, "nested too deeply");
}

static void test_names(void** state) {
  (void)state;
  tn_module_t m = tn_nn_linear(2, 2, 1), net = tn_nn_sequential(TN_MODULES(m));
  tn_tensor_t x = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  refuses(tn_module_add(m, "", tn_nn_relu()), TN_ERR_KEY, "empty");
  refuses(tn_module_add(m, "a.b", tn_nn_relu()), TN_ERR_KEY, "dot");
  refuses(tn_module_add(m, "weight", tn_nn_relu()), TN_ERR_KEY, "a parameter of Linear");
  refuses(tn_module_add_parameter(net, "0", x), TN_ERR_KEY, "a child of Sequential");
  refuses(tn_module_add_buffer(m, "bias", x, 1), TN_ERR_KEY, "a parameter of Linear");
  refuses(tn_module_add(m, "up", net), TN_ERR_VALUE, "contains the module");
  refuses(tn_module_add(m, "self", m), TN_ERR_VALUE, "contains the module");
  refuses(tn_module_child(net, "1"), TN_ERR_KEY, "Sequential has no module '1'");
  refuses(tn_module_child(net, "0."), TN_ERR_KEY, "");
  refuses(tn_module_child(net, ".0"), TN_ERR_KEY, "");
  refuses(tn_module_child_name(net, 1), TN_ERR_INDEX, "i is 1");
  refuses(tn_module_child_name(net, -1), TN_ERR_INDEX, "i is -1");
  refuses(tn_module_parameter(net, "0.wieght"), TN_ERR_KEY, "did you mean '0.weight'?");
  refuses(tn_module_parameter(net, "weight"), TN_ERR_KEY, "Sequential has no parameter 'weight'");
  refuses(tn_module_buffer(net, "0.weight"), TN_ERR_KEY, "has no buffer '0.weight'");
  refuses(tn_module_text(m, NULL, 10), TN_ERR_NULL, "buffer");
  refuses(tn_module_text(m, NULL, -1), TN_ERR_VALUE, "capacity");
}

static void test_tensors(void** state) {
  (void)state;
  tn_module_t m = tn_nn_linear(3, 2, 1);
  tn_tensor_t x = tn_ones(TN_SHAPE(2, 4), TN_FLOAT32, TN_CPU);
  refuses(tn_module_forward(m, x), TN_ERR_SHAPE, "[2, 4]");
  refuses(tn_module_call(m, TN_TENSORS(x, x)), TN_ERR_VALUE, "Linear: takes 1 input, and 2 were given");
  refuses(tn_module_call(m, NULL, 0), TN_ERR_VALUE, "0 were given");
  refuses(tn_module_call(m, TN_TENSORS(TN_NONE)), TN_ERR_NULL, "Linear: input 0 is None");
  tn_tensor_t y = tn_module_forward(m, tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU));
  refuses(tn_module_add_parameter(m, "y", y), TN_ERR_STATE, "'y' is not a leaf");
  ok(tn_module_add_parameter(m, "weight", TN_NONE));
  refuses(tn_module_forward(m, tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU)), TN_ERR_STATE,
          "Linear: its parameter 'weight' is None");
  refuses(tn_module_to(m, TN_CPU, TN_INT64), TN_ERR_TYPE, "int64");
  refuses(tn_module_to(m, TN_CPU, 99), TN_ERR_VALUE, "dtype 99");
  refuses(tn_module_to(m, 7, 0), TN_ERR_VALUE, "device 7");
  ok(tn_module_add_parameter(m, "counts", tn_zeros(TN_SHAPE(2), TN_INT64, TN_CPU)));
  refuses(tn_module_requires_grad_(m, 1), TN_ERR_TYPE, "'counts' of Linear is int64");
}

static void test_dict(void** state) {
  (void)state;
  tn_dict_t d = tn_dict_new();
  tn_tensor_t x = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  refuses(tn_dict_count(NULL), TN_ERR_NULL, "dict");
  refuses(tn_dict_name(NULL, 0), TN_ERR_NULL, "dict");
  refuses(tn_dict_name(d, 0), TN_ERR_INDEX, "i is 0, and there are 0");
  refuses(tn_dict_has(NULL, "a"), TN_ERR_NULL, "dict");
  refuses(tn_dict_has(d, NULL), TN_ERR_NULL, "name");
  refuses(tn_dict_get(NULL, "a"), TN_ERR_NULL, "dict");
  refuses(tn_dict_get(d, NULL), TN_ERR_NULL, "name");
  refuses(tn_dict_set(NULL, "a", x), TN_ERR_NULL, "dict");
  refuses(tn_dict_set(d, NULL, x), TN_ERR_NULL, "name");
  refuses(tn_dict_set(d, "a", NULL), TN_ERR_NULL, "t");
  ok(tn_dict_set(d, "weight", x));
  refuses(tn_dict_get(d, "wieght"), TN_ERR_KEY, "did you mean 'weight'?");
  refuses(tn_dict_metadata_count(NULL), TN_ERR_NULL, "dict");
  refuses(tn_dict_metadata_key(NULL, 0), TN_ERR_NULL, "dict");
  refuses(tn_dict_metadata_key(d, 0), TN_ERR_INDEX, "i is 0");
  refuses(tn_dict_metadata(NULL, "a"), TN_ERR_NULL, "dict");
  refuses(tn_dict_metadata(d, NULL), TN_ERR_NULL, "key");
  refuses(tn_dict_metadata(d, "a"), TN_ERR_KEY, "'a'");
  refuses(tn_dict_set_metadata(NULL, "a", "b"), TN_ERR_NULL, "dict");
  refuses(tn_dict_set_metadata(d, NULL, "b"), TN_ERR_NULL, "key");
  refuses(tn_tensors_new(NULL, 1), TN_ERR_NULL, "tensors");
  refuses(tn_tensors_new(&x, -1), TN_ERR_VALUE, "tensors");
  refuses(tn_tensors_new(TN_TENSORS(x, NULL)), TN_ERR_NULL, "tensors");
  refuses(tn_tensors_count(NULL), TN_ERR_NULL, "list");
  refuses(tn_tensors_get(NULL, 0), TN_ERR_NULL, "list");
  refuses(tn_tensors_get(tn_tensors_new(&x, 1), 1), TN_ERR_INDEX, "i is 1");
  refuses(tn_dict_keep(NULL), TN_ERR_NULL, "dict");
  refuses(tn_dict_retain(NULL), TN_ERR_NULL, "dict");
  refuses(tn_tensors_keep(NULL), TN_ERR_NULL, "tensors");
  refuses(tn_tensors_retain(NULL), TN_ERR_NULL, "tensors");
  tn_dict_release(NULL);
  tn_tensors_release(NULL);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_null),  scoped(test_callbacks), scoped(test_classes_and_arguments),
      scoped(test_names), scoped(test_tensors),   scoped(test_dict),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
