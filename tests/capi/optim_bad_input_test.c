// labels: hostile
// Optimizers given what they can't take.
#include "tests/capi/fixture.h"

static tn_tensor_t parameter(void) {
  tn_tensor_t p = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(p, 1));
  return p;
}

static void test_null(void** state) {
  (void)state;
  tn_tensor_t p = parameter();
  tn_tensors_t list = tn_tensors_new(&p, 1);
  tn_optimizer_t o = tn_sgd(list, NULL);
  tn_sgd_options_init(NULL, 100);
  tn_adam_options_init(NULL, 100);
  tn_adamw_options_init(NULL, 100);
  refuses(tn_sgd(NULL, NULL), TN_ERR_NULL, "tn_sgd: params");
  refuses(tn_adam(NULL, NULL), TN_ERR_NULL, "params");
  refuses(tn_adamw(NULL, NULL), TN_ERR_NULL, "params");
  refuses(tn_optimizer_new(NULL, list, NULL), TN_ERR_NULL, "class_name");
  refuses(tn_optimizer_new("SGD", NULL, NULL), TN_ERR_NULL, "params");
  refuses(tn_optimizer_class(-1), TN_ERR_INDEX, "i is -1");
  refuses(tn_optimizer_class_schema(-1), TN_ERR_INDEX, "i is -1");
  refuses(tn_optimizer_class(tn_optimizer_class_count()), TN_ERR_INDEX, "there are 3");
  refuses(tn_optimizer_add_group(NULL, list, NULL), TN_ERR_NULL, "o");
  refuses(tn_optimizer_add_group(o, NULL, NULL), TN_ERR_NULL, "params");
  refuses(tn_optimizer_group_count(NULL), TN_ERR_NULL, "o");
  refuses(tn_optimizer_get(NULL, 0, "lr"), TN_ERR_NULL, "o");
  refuses(tn_optimizer_get(o, 0, NULL), TN_ERR_NULL, "name");
  refuses(tn_optimizer_set(NULL, 0, "lr", 1), TN_ERR_NULL, "o");
  refuses(tn_optimizer_set(o, 0, NULL, 1), TN_ERR_NULL, "name");
  refuses(tn_optimizer_zero_grad(NULL), TN_ERR_NULL, "o");
  refuses(tn_optimizer_step(NULL), TN_ERR_NULL, "o");
  refuses(tn_optimizer_state_dict(NULL), TN_ERR_NULL, "o");
  refuses(tn_optimizer_load_state_dict(NULL, tn_dict_new()), TN_ERR_NULL, "o");
  refuses(tn_optimizer_load_state_dict(o, NULL), TN_ERR_NULL, "dict");
  refuses(tn_optimizer_keep(NULL), TN_ERR_NULL, "optimizer");
  refuses(tn_optimizer_retain(NULL), TN_ERR_NULL, "optimizer");
  tn_optimizer_release(NULL);
  assert_true(isnan(tn_optimizer_get(o, 0, "x")));
  assert_int_equal(tn_optimizer_group_count(NULL), -1);
}

static void test_parameters(void** state) {
  (void)state;
  tn_tensor_t p = parameter(), q = parameter();
  refuses(tn_sgd(tn_tensors_new(NULL, 0), NULL), TN_ERR_VALUE, "empty parameter list");
  refuses(tn_sgd(tn_tensors_new(TN_TENSORS(p, p)), NULL), TN_ERR_VALUE, "more than once");
  refuses(tn_sgd(tn_tensors_new(TN_TENSORS(p, TN_NONE)), NULL), TN_ERR_NULL, "None");
  refuses(tn_sgd(tn_tensors_new(TN_TENSORS(tn_exp(p))), NULL), TN_ERR_STATE, "non-leaf");
  refuses(tn_sgd(tn_tensors_new(TN_TENSORS(tn_ones(TN_SHAPE(2), TN_INT64, TN_CPU))), NULL), TN_ERR_TYPE,
          "int64");
  tn_optimizer_t o = tn_sgd(tn_tensors_new(&p, 1), NULL);
  refuses(tn_optimizer_add_group(o, tn_tensors_new(TN_TENSORS(q, p)), NULL), TN_ERR_VALUE,
          "more than one group");
  refuses(tn_optimizer_add_group(o, tn_tensors_new(NULL, 0), NULL), TN_ERR_VALUE, "empty");
  refuses(tn_optimizer_add_group(o, tn_tensors_new(&q, 1), "{\"lr\": -1}"), TN_ERR_VALUE,
          "learning rate: -1");
  assert_int_equal(tn_optimizer_group_count(o), 1);
}

static void test_options(void** state) {
  (void)state;
  tn_tensor_t p = parameter();
  tn_tensors_t list = tn_tensors_new(&p, 1);
  refuses(tn_optimizer_new("Adma", list, NULL), TN_ERR_KEY, "did you mean 'Adam'?");
  refuses(tn_optimizer_new("Adam", list, "{\"learning_rate\": 1}"), TN_ERR_KEY, "Adam: there is no argument");
  refuses(tn_optimizer_new("Adam", list, "{\"beta\": [0.9, 0.99]}"), TN_ERR_KEY, "did you mean 'betas'?");
  refuses(tn_optimizer_new("Adam", list, "{\"lr\": \"fast\"}"), TN_ERR_TYPE, "lr");
  refuses(tn_optimizer_new("Adam", list, "{\"lr\": null}"), TN_ERR_TYPE, "lr");
  refuses(tn_optimizer_new("Adam", list, "{\"amsgrad\": 1}"), TN_ERR_TYPE, "amsgrad");
  refuses(tn_optimizer_new("Adam", list, "{\"betas\": [0.9]}"), TN_ERR_VALUE, "");
  refuses(tn_optimizer_new("Adam", list, "{\"betas\": [0.9, 0.9, 0.9]}"), TN_ERR_VALUE,
          "betas must be 2 numbers");
  refuses(tn_optimizer_new("Adam", list, "{\"betas\": [0.9, 1]}"), TN_ERR_VALUE,
          "beta parameter at index 1: 1");
  refuses(tn_optimizer_new("Adam", list, "{\"eps\": -1}"), TN_ERR_VALUE, "epsilon value: -1");
  refuses(tn_optimizer_new("AdamW", list, "{\"weight_decay\": -1}"), TN_ERR_VALUE, "weight_decay value: -1");
  refuses(tn_optimizer_new("SGD", list, "{\"lr\": \"nan\"}"), TN_ERR_VALUE, "learning rate: nan");
  refuses(tn_optimizer_new("SGD", list, "{\"momentum\": -0.5}"), TN_ERR_VALUE, "momentum value: -0.5");
  refuses(tn_optimizer_new("SGD", list, "{\"nesterov\": true}"), TN_ERR_VALUE, "nesterov");
  refuses(tn_optimizer_new("SGD", list, "not json"), TN_ERR_VALUE, "not JSON");
  tn_sgd_options_t options;
  tn_sgd_options_init(&options, sizeof options);
  options.lr = -1;
  refuses(tn_sgd(list, &options), TN_ERR_VALUE, "learning rate");
  options.struct_size = 3;
  refuses(tn_sgd(list, &options), TN_ERR_VALUE, "struct_size");

  tn_optimizer_t o = tn_adam(list, NULL);
  refuses(tn_optimizer_get(o, 1, "lr"), TN_ERR_INDEX, "group is 1, and there is 1");
  refuses(tn_optimizer_get(o, -1, "lr"), TN_ERR_INDEX, "group is -1");
  refuses(tn_optimizer_get(o, 0, "betas"), TN_ERR_KEY, "did you mean 'beta1'?");
  refuses(tn_optimizer_set(o, 0, "learning", 1), TN_ERR_KEY, "Adam has no option 'learning'");
  refuses(tn_optimizer_set(o, -2, "lr", 1), TN_ERR_INDEX, "group is -2");
  refuses(tn_optimizer_set(o, 0, "lr", -1), TN_ERR_VALUE, "learning rate");
  refuses(tn_optimizer_set(o, 0, "lr", NAN), TN_ERR_VALUE, "learning rate");
  refuses(tn_optimizer_set(o, 0, "amsgrad", 0.5), TN_ERR_VALUE, "amsgrad is a truth");
  assert_true(tn_optimizer_get(o, 0, "lr") == 1e-3);
}

static void test_states(void** state) {
  (void)state;
  tn_tensor_t p = parameter(), two = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  tn_optimizer_t o = tn_adam(tn_tensors_new(&p, 1), NULL);
  struct {
    const char *name, *groups;
    int32_t code;
    const char* part;
  } cases[] = {
      {NULL, NULL, TN_ERR_VALUE, "have no 'param_groups'"},
      {NULL, "{}", TN_ERR_VALUE, "no JSON list"},
      {NULL, "[", TN_ERR_VALUE, "no JSON list"},
      {NULL, "[]", TN_ERR_VALUE, "0 parameter groups"},
      {NULL, "[1]", TN_ERR_VALUE, "group 0"},
      {NULL, "[{\"params\": []}]", TN_ERR_VALUE, "group 0, which has 1 parameters"},
      {NULL, "[{\"params\": [-1]}]", TN_ERR_VALUE, "numbers"},
      {NULL, "[{\"params\": [\"a\"]}]", TN_ERR_VALUE, "numbers"},
      {NULL, "[{\"params\": [0], \"lr\": \"a\"}]", TN_ERR_VALUE, "lr is string"},
      {NULL, "[{\"params\": [0], \"betas\": [0.5]}]", TN_ERR_VALUE, "betas is no pair"},
      {NULL, "[{\"params\": [0], \"lr\": -1}]", TN_ERR_VALUE, "learning rate"},
      {"state.0.exp", "[{\"params\": [0]}]", TN_ERR_VALUE, "Adam remembers no 'exp'"},
      {"state.1.exp_avg", "[{\"params\": [0]}]", TN_ERR_VALUE, "no state of a parameter"},
      {"state..exp_avg", "[{\"params\": [0]}]", TN_ERR_VALUE, "no state of a parameter"},
      {"state.99999999999999999999999.exp_avg", "[{\"params\": [0]}]", TN_ERR_VALUE, "no state"},
      {"weight", "[{\"params\": [0]}]", TN_ERR_VALUE, "no state of a parameter"},
      {"state.0.step", "[{\"params\": [0]}]", TN_ERR_SHAPE, "state.0.step"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    tn_dict_t d = tn_dict_new();
    if (cases[i].name) ok(tn_dict_set(d, cases[i].name, two));
    if (cases[i].groups) ok(tn_dict_set_metadata(d, "param_groups", cases[i].groups));
    refuses(tn_optimizer_load_state_dict(o, d), cases[i].code, cases[i].part);
  }
  tn_dict_t d = tn_dict_new();
  ok(tn_dict_set_metadata(d, "param_groups", "[{\"params\": [0]}]"));
  ok(tn_dict_set(d, "state.0.exp_avg", tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU)));
  refuses(tn_optimizer_load_state_dict(o, d), TN_ERR_SHAPE,
          "'state.0.exp_avg' has shape [3], and the parameter [2]");
  assert_int_equal(tn_dict_count(tn_optimizer_state_dict(o)), 0);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_null), scoped(test_parameters), scoped(test_options),
                                     scoped(test_states)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
