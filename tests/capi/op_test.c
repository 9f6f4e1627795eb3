// Operators by name through the public interface: values in and out, the list of schemas, bad input. How
// arguments find their places is tested in tests/core/ops/registry_test.cpp.
#include <tenon/tenon.h>

#include "tests/test.h"

static tn_scope_t scope;

static int begin(void** state) {
  (void)state;
  scope = tn_scope_begin();
  return 0;
}

static int end(void** state) {
  (void)state;
  tn_scope_end(scope);
  tn_error_clear();
  return 0;
}

static tn_tensor_t filled(double value) { return tn_full(TN_SHAPE(2, 3), value, TN_FLOAT32, TN_CPU); }

static double first(tn_tensor_t t) {
  float values[6] = {0};
  assert_int_equal(tn_tensor_read(t, values, TN_FLOAT32, sizeof values), TN_OK);
  return values[0];
}

static tn_tensor_t call(const char* name, const tn_value_t* args, int64_t n_args) {
  tn_values_t values = tn_op_call(name, args, n_args);
  if (!values) fail_msg("%s", tn_error_message());
  assert_int_equal(tn_values_count(values), 1);
  assert_int_equal(tn_values_kind(values, 0), TN_KIND_TENSOR);
  return tn_values_tensor(values, 0);
}

static void assert_refused(tn_status_t code, const char* part, const char* name, const tn_value_t* args,
                           int64_t n_args) {
  tn_error_clear();
  assert_null(tn_op_call(name, args, n_args));
  assert_int_equal(tn_error_code(), code);
  if (!strstr(tn_error_message(), part)) fail_msg("'%s' isn't in: %s", part, tn_error_message());
}

static void test_calls(void** state) {
  (void)state;
  tn_tensor_t x = filled(6), y = filled(3);
  assert_true(first(call("mul", TN_VALUES(TN_V_TENSOR(x), TN_V_TENSOR(y)))) == 18);
  assert_true(first(call("mul", TN_VALUES(TN_V_TENSOR(x), TN_V_INT(2)))) == 12);
  assert_true(first(call("mul", TN_VALUES(TN_V_TENSOR(x), TN_V_FLOAT(0.5)))) == 3);
  assert_true(first(call("mul.Scalar", TN_VALUES(TN_V_TENSOR(x), TN_V_BOOL(1)))) == 6);
  assert_true(first(call("torch.neg", TN_VALUES(TN_V_KW_TENSOR("input", x)))) == -6);
  assert_true(first(call("leaky_relu",
                         TN_VALUES(TN_V_TENSOR(filled(-1)), TN_V_KW_FLOAT("negative_slope", 0.5)))) == -0.5);
  tn_tensor_t out = filled(0);
  assert_true(
      tn_tensor_is(call("mul", TN_VALUES(TN_V_TENSOR(x), TN_V_TENSOR(y), TN_V_KW_TENSOR("out", out))), out));
  assert_true(first(out) == 18);
  assert_true(tn_tensor_is(call("mul_", TN_VALUES(TN_V_TENSOR(x), TN_V_TENSOR(y))), x));
  assert_true(first(x) == 18);
}

static void test_gradients_pass_through(void** state) {
  (void)state;
  tn_tensor_t x = filled(3);
  assert_int_equal(tn_requires_grad_(x, 1), TN_OK);
  tn_tensor_t y = call("square", TN_VALUES(TN_V_TENSOR(x)));
  assert_true(tn_tensor_requires_grad(y));
  assert_string_equal(tn_tensor_grad_fn_name(y), "PowBackward0");
}

static void test_handles_of_values(void** state) {
  (void)state;
  tn_tensor_t x = filled(2);
  tn_values_t values = tn_op_call("neg", TN_VALUES(TN_V_TENSOR(x))), further = tn_values_retain(values);
  assert_non_null(further);
  tn_values_release(values);
  tn_tensor_t a = tn_values_tensor(further, 0), b = tn_values_tensor(further, 0);
  assert_ptr_not_equal(a, b);
  assert_true(tn_tensor_is(a, b));
  tn_values_release(further);
  assert_true(first(a) == -2);
  tn_values_release(NULL);
  assert_null(tn_values_retain(NULL));
}

static void test_results_of_other_kinds_are_refused(void** state) {
  (void)state;
  tn_values_t values = tn_op_call("neg", TN_VALUES(TN_V_TENSOR(filled(2))));
  int64_t number = 5;
  assert_int_equal(tn_values_int(values, 0, &number), TN_ERR_TYPE);
  assert_int_equal(number, 5);
  assert_non_null(strstr(tn_error_message(), "result 0 is Tensor"));
  assert_true(tn_values_float(values, 0) != tn_values_float(values, 0));
  assert_null(tn_values_string(values, 0));
  assert_int_equal(tn_error_code(), TN_ERR_TYPE);
  tn_error_clear();
  assert_null(tn_values_tensor(values, 1));
  assert_int_equal(tn_error_code(), TN_ERR_INDEX);
  assert_int_equal(tn_values_kind(values, -1), 0);
  assert_int_equal(tn_values_int(values, 7, &number), TN_ERR_INDEX);
  tn_error_clear();
  assert_int_equal(tn_values_count(NULL), -1);
  assert_int_equal(tn_error_code(), TN_ERR_NULL);
}

static void test_registry(void** state) {
  (void)state;
  int64_t count = tn_op_count();
  assert_true(count > 500);
  const char* last = "";
  int found = 0;
  for (int64_t i = 0; i < count; ++i) {
    const char *name = tn_op_name(i), *schema = tn_op_schema(i);
    assert_non_null(name);
    size_t length = strlen(name);
    assert_memory_equal(schema, name, length);
    assert_int_equal(schema[length], '(');
    assert_non_null(strstr(schema, ") -> "));
    size_t base = strcspn(last, ".") > strcspn(name, ".") ? strcspn(last, ".") : strcspn(name, ".");
    assert_true(strncmp(last, name, base) <= 0);
    if (!strcmp(name, "mul.Tensor")) {
      assert_string_equal(schema, "mul.Tensor(Tensor self, Tensor other) -> Tensor");
      ++found;
    }
    last = name;
  }
  assert_int_equal(found, 1);
  assert_null(tn_op_name(count));
  assert_int_equal(tn_error_code(), TN_ERR_INDEX);
  assert_null(tn_op_schema(-1));
}

static void test_bad_values(void** state) {
  (void)state;
  tn_tensor_t x = filled(1);
  assert_refused(TN_ERR_NULL, "name", NULL, NULL, 0);
  assert_refused(TN_ERR_NULL, "args", "neg", NULL, 1);
  assert_refused(TN_ERR_VALUE, "args", "neg", NULL, -1);
  assert_refused(TN_ERR_NULL, "", "neg", TN_VALUES(TN_V_TENSOR(NULL)));
  assert_refused(TN_ERR_TYPE, "None", "neg", TN_VALUES(TN_V_TENSOR(TN_NONE)));
  assert_refused(TN_ERR_KEY, "did you mean 'sigmoid'?", "sigmiod", TN_VALUES(TN_V_TENSOR(x)));
  assert_refused(TN_ERR_TYPE, "slice", "neg", TN_VALUES(TN_V_SLICE(0, 1, 1)));
  assert_refused(TN_ERR_TYPE, "ellipsis", "neg", TN_VALUES(TN_V_ELLIPSIS));
  assert_refused(TN_ERR_TYPE, "Tensor[]", "neg", TN_VALUES(TN_V_TENSORS(x, TN_NONE)));
  assert_refused(TN_ERR_TYPE, "'abc'", "mul", TN_VALUES(TN_V_TENSOR(x), TN_V_STRING("abc")));
  assert_refused(TN_ERR_NULL, "", "mul", TN_VALUES(TN_V_TENSOR(x), TN_V_STRING(NULL)));
  assert_refused(TN_ERR_VALUE, "dtype 77", "mul", TN_VALUES(TN_V_TENSOR(x), TN_V_DTYPE(77)));
  assert_refused(TN_ERR_VALUE, "device 5", "mul", TN_VALUES(TN_V_TENSOR(x), TN_V_DEVICE(5)));

  double parts[2] = {1, 2};
  tn_value_t complex_number = TN_V(NULL, TN_KIND_COMPLEX, 2, floats, parts);
  assert_refused(TN_ERR_UNSUPPORTED, "complex", "neg", &complex_number, 1);
  tn_value_t odd = TN_V_INT(1);
  odd.kind = 99;
  assert_refused(TN_ERR_VALUE, "kind", "neg", &odd, 1);
  odd.kind = 0;
  assert_refused(TN_ERR_VALUE, "kind", "neg", &odd, 1);
  odd.kind = TN_KIND_INT;
  odd.reserved = 1;
  assert_refused(TN_ERR_VALUE, "reserved", "neg", &odd, 1);
  tn_value_t list = TN_V(NULL, TN_KIND_INTS, -1, ints, NULL);
  assert_refused(TN_ERR_VALUE, "count", "neg", &list, 1);
  list.count = 2;
  assert_refused(TN_ERR_NULL, "", "neg", &list, 1);
}

static void test_a_failure_passes_through(void** state) {
  (void)state;
  assert_null(tn_op_call("neg", TN_VALUES(TN_V_TENSOR(filled(1)), TN_V_INT(3))));
  char reason[256];
  assert_int_equal(tn_error_code(), TN_ERR_TYPE);
  tn_tensor_t nothing = tn_values_tensor(NULL, 0);
  assert_null(nothing);
  assert_null(tn_op_call("neg", TN_VALUES(TN_V_TENSOR(nothing))));
  assert_int_equal(tn_error_code(), TN_ERR_TYPE);
  snprintf(reason, sizeof reason, "%s", tn_error_message());
  assert_non_null(strstr(reason, "takes 1 arguments by place"));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test_setup_teardown(test_calls, begin, end),
      cmocka_unit_test_setup_teardown(test_gradients_pass_through, begin, end),
      cmocka_unit_test_setup_teardown(test_handles_of_values, begin, end),
      cmocka_unit_test_setup_teardown(test_results_of_other_kinds_are_refused, begin, end),
      cmocka_unit_test_setup_teardown(test_registry, begin, end),
      cmocka_unit_test_setup_teardown(test_bad_values, begin, end),
      cmocka_unit_test_setup_teardown(test_a_failure_passes_through, begin, end),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
