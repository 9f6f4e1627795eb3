// Each function of autograd.h with arguments that it must refuse: the status, a message that names the
// function and the argument, and nothing leaked.
#include "tests/capi/autograd.h"

static tn_tensor_t leaf, plain;

// A handle of another kind.
static tn_tensor_t not_a_tensor(void) { return (tn_tensor_t)tn_split(plain, 1, 0); }

// NULL with no failure before it, TN_NONE, and a handle of another kind.
#define ASSERT_WANTS_A_TENSOR(call_with, name)                       \
  do {                                                               \
    tn_tensor_t bad[] = {NULL, TN_NONE, not_a_tensor()};             \
    const char* why[] = {" is NULL", " is TN_NONE", "not a tensor"}; \
    for (int k = 0; k < 3; ++k) {                                    \
      tn_error_clear();                                              \
      (void)call_with(bad[k]);                                       \
      failed_with(k == 2 ? TN_ERR_TYPE : TN_ERR_NULL, why[k]);       \
      (void)call_with(bad[k]);                                       \
      failed_with(k == 2 ? TN_ERR_TYPE : TN_ERR_NULL, name);         \
    }                                                                \
  } while (0)

static void test_a_tensor_is_wanted(void** state) {
  (void)state;
  plain = VECTOR(1, 2);
#define REQUIRES(t) tn_requires_grad_(t, 1)
#define BACKWARD(t) tn_backward(t)
#define BACKWARD_WITH(t) tn_backward_with(t, TN_NONE, NULL, 0, NULL)
#define GRAD_OF(t) tn_tensor_grad(t)
#define SET_GRAD(t) tn_tensor_set_grad(t, TN_NONE)
#define RETAIN_GRAD(t) tn_tensor_retain_grad(t)
#define REMOVE_HOOK(t) tn_tensor_remove_hook(t, 1)
  ASSERT_WANTS_A_TENSOR(REQUIRES, "tn_requires_grad_: t ");
  ASSERT_WANTS_A_TENSOR(BACKWARD, "tn_backward: t ");
  ASSERT_WANTS_A_TENSOR(BACKWARD_WITH, "tn_backward_with: t ");
  ASSERT_WANTS_A_TENSOR(GRAD_OF, "tn_tensor_grad: t ");
  ASSERT_WANTS_A_TENSOR(SET_GRAD, "tn_tensor_set_grad: t ");
  ASSERT_WANTS_A_TENSOR(RETAIN_GRAD, "tn_tensor_retain_grad: t ");
  ASSERT_WANTS_A_TENSOR(REMOVE_HOOK, "tn_tensor_remove_hook: t ");
}

static void test_modes_take_any_number(void** state) {
  (void)state;
  assert_int_equal(tn_set_grad_enabled(-7), 1);
  assert_int_equal(tn_is_grad_enabled(), 1);
  assert_int_equal(tn_set_inference_mode(99), 0);
  assert_int_equal(tn_is_inference_mode_enabled(), 1);
  assert_int_equal(tn_set_inference_mode(0), 1);
  assert_int_equal(tn_error_code(), TN_OK);
}

static void test_backward(void** state) {
  (void)state;
  leaf = LEAF(1, 2);
  plain = VECTOR(1, 2);
  tn_tensor_t y = tn_mul(leaf, leaf);
  ASSERT_FAILS(tn_backward(y), TN_ERR_SHAPE,
               "backward: grad can be implicitly created only for scalar outputs");
  ASSERT_FAILS(tn_backward(plain), TN_ERR_STATE, "backward: element 0 of tensors does not require grad");
  ASSERT_FAILS(tn_backward_with(y, VECTOR(1), NULL, 0, NULL), TN_ERR_SHAPE,
               "grad_output[0] has a shape of [1] and output[0] has a shape of [2]");
  ASSERT_FAILS(tn_backward_with(y, NULL, NULL, 0, NULL), TN_ERR_NULL,
               "tn_backward_with: gradient_or_none is NULL");
  ASSERT_FAILS(tn_backward_with(y, plain, &leaf, 0, NULL), TN_ERR_VALUE, "cannot be empty");
  ASSERT_FAILS(tn_backward_with(y, plain, &leaf, -1, NULL), TN_ERR_VALUE, "the count of inputs is -1");
  ASSERT_FAILS(tn_backward_with(y, plain, NULL, 1, NULL), TN_ERR_NULL, "inputs is NULL");
  ASSERT_FAILS(tn_backward_with(y, plain, TN_TENSORS(leaf, NULL), NULL), TN_ERR_NULL, "inputs is NULL");
  ASSERT_FAILS(tn_backward_with(y, plain, TN_TENSORS(leaf, TN_NONE), NULL), TN_ERR_NULL, "inputs is TN_NONE");
  ASSERT_FAILS(tn_backward_with(y, plain, TN_TENSORS(leaf, plain), NULL), TN_ERR_STATE,
               "(number 1) does not require grad");
  assert_ptr_equal(tn_tensor_grad(leaf), TN_NONE);
}

// What an options struct may not be, of any of these functions.
static void test_options(void** state) {
  (void)state;
  leaf = LEAF(1);
  tn_backward_options_t b;
  tn_backward_options_init(&b, 0);
  tn_backward_options_init(NULL, sizeof b);
  tn_grad_options_init(NULL, 0);
  tn_gradcheck_options_init(NULL, 0);
  memset(&b, 0, sizeof b);
  ASSERT_FAILS(tn_backward_with(leaf, TN_NONE, NULL, 0, &b), TN_ERR_VALUE, "tn_backward_with: the options'");
  tn_grad_options_t g;
  memset(&g, 0, sizeof g);
  ASSERT_GIVES_NULL(tn_grad_with(TN_TENSORS(leaf), TN_TENSORS(leaf), NULL, 0, &g), TN_ERR_VALUE,
                    "tn_grad_with: the options'");
  struct {
    tn_grad_options_t known;
    int64_t later;
  } longer;
  tn_grad_options_init(&longer.known, sizeof longer);
  tn_tensors_t grads = tn_grad_with(TN_TENSORS(leaf), TN_TENSORS(leaf), NULL, 0, &longer.known);
  assert_non_null(grads);
  longer.later = 1;
  ASSERT_GIVES_NULL(tn_grad_with(TN_TENSORS(leaf), TN_TENSORS(leaf), NULL, 0, &longer.known),
                    TN_ERR_UNSUPPORTED, "a field that this version does not know");
}

static void test_set_grad(void** state) {
  (void)state;
  leaf = LEAF(1, 2);
  ASSERT_FAILS(tn_tensor_set_grad(leaf, NULL), TN_ERR_NULL, "tn_tensor_set_grad: grad_or_none is NULL");
  ASSERT_FAILS(tn_tensor_set_grad(leaf, leaf), TN_ERR_VALUE, "can't assign Variable as its own grad");
  ASSERT_FAILS(tn_tensor_set_grad(leaf, VECTOR(1)), TN_ERR_SHAPE, "float64 [1] on cpu, and t is float64 [2]");
  ASSERT_FAILS(tn_tensor_set_grad(leaf, tn_zeros(TN_SHAPE(2), TN_FLOAT32, TN_CPU)), TN_ERR_SHAPE,
               "float32 [2]");
  ASSERT_FAILS(tn_tensor_retain_grad(VECTOR(1)), TN_ERR_STATE, "can't retain_grad");
}

static void test_grad(void** state) {
  (void)state;
  leaf = LEAF(1);
  plain = VECTOR(1);
  tn_tensor_t y = tn_mul(leaf, leaf);
  ASSERT_GIVES_NULL(tn_grad(NULL, 1, TN_TENSORS(leaf), 0, 0), TN_ERR_NULL, "tn_grad: outputs is NULL");
  ASSERT_GIVES_NULL(tn_grad(TN_TENSORS(y), NULL, 1, 0, 0), TN_ERR_NULL, "tn_grad: inputs is NULL");
  ASSERT_GIVES_NULL(tn_grad(&y, -2, TN_TENSORS(leaf), 0, 0), TN_ERR_VALUE, "the count of outputs is -2");
  ASSERT_GIVES_NULL(tn_grad(TN_TENSORS(y, NULL), TN_TENSORS(leaf), 0, 0), TN_ERR_NULL, "outputs is NULL");
  ASSERT_GIVES_NULL(tn_grad(TN_TENSORS(y), NULL, 0, 0, 0), TN_ERR_VALUE, "requires non-empty inputs");
  ASSERT_GIVES_NULL(tn_grad(TN_TENSORS(y), TN_TENSORS(plain), 0, 0), TN_ERR_STATE, "does not require grad");
  ASSERT_GIVES_NULL(tn_grad(TN_TENSORS(plain), TN_TENSORS(leaf), 0, 0), TN_ERR_STATE,
                    "does not require grad");
  ASSERT_GIVES_NULL(tn_grad_with(TN_TENSORS(y), TN_TENSORS(leaf), TN_TENSORS(NULL), NULL), TN_ERR_NULL,
                    "tn_grad_with: grad_outputs is NULL");
  ASSERT_GIVES_NULL(tn_grad_with(TN_TENSORS(y), TN_TENSORS(leaf), TN_TENSORS(plain, plain), NULL),
                    TN_ERR_VALUE, "got 1 tensors and 2 gradients");
  assert_non_null(tn_grad_with(TN_TENSORS(y), TN_TENSORS(leaf), TN_TENSORS(TN_NONE), NULL));
}

// ---- registrations: what they refuse they destroy

static int destroyed;
static void count(void* user_data) {
  (void)user_data;
  ++destroyed;
}
static tn_status_t nothing(tn_call_t call, void* user_data) {
  (void)call;
  (void)user_data;
  return TN_OK;
}

static void test_hooks(void** state) {
  (void)state;
  leaf = LEAF(1);
  destroyed = 0;
  assert_int_equal(tn_tensor_register_hook(NULL, nothing, NULL, count), -1);
  failed_with(TN_ERR_NULL, "tn_tensor_register_hook: t is NULL");
  assert_int_equal(tn_tensor_register_hook(TN_NONE, nothing, NULL, count), -1);
  failed_with(TN_ERR_NULL, "tn_tensor_register_hook: t is TN_NONE");
  assert_int_equal(tn_tensor_register_hook(leaf, NULL, NULL, count), -1);
  failed_with(TN_ERR_NULL, "tn_tensor_register_hook: hook is NULL");
  assert_int_equal(destroyed, 3);
  ASSERT_FAILS(tn_tensor_remove_hook(leaf, 0), TN_ERR_KEY, "t has no hook of number 0");
  int64_t id = tn_tensor_register_hook(leaf, nothing, NULL, NULL);
  ASSERT_FAILS(tn_tensor_remove_hook(leaf, id + 1), TN_ERR_KEY, "no hook of number");
  ok(tn_tensor_remove_hook(leaf, id));
}

static void test_functions(void** state) {
  (void)state;
  leaf = LEAF(1);
  destroyed = 0;
  ASSERT_GIVES_NULL(tn_function_new(NULL, 1, nothing, nothing, NULL, count), TN_ERR_NULL, "name is NULL");
  ASSERT_GIVES_NULL(tn_function_new("F", 0, nothing, nothing, NULL, count), TN_ERR_VALUE, "n_outputs is 0");
  ASSERT_GIVES_NULL(tn_function_new("F", 1, NULL, nothing, NULL, count), TN_ERR_NULL, "forward is NULL");
  ASSERT_GIVES_NULL(tn_function_new("F", 1, nothing, NULL, NULL, count), TN_ERR_NULL, "backward is NULL");
  assert_int_equal(destroyed, 4);
  tn_function_t f = tn_function_new("F", 1, nothing, nothing, NULL, count);
  ASSERT_GIVES_NULL(tn_function_apply(NULL, &leaf, 1), TN_ERR_NULL, "tn_function_apply: function is NULL");
  ASSERT_GIVES_NULL(tn_function_apply((tn_function_t)leaf, &leaf, 1), TN_ERR_TYPE, "not a function");
  ASSERT_GIVES_NULL(tn_function_apply(f, NULL, 1), TN_ERR_NULL, "tn_function_apply: inputs is NULL");
  ASSERT_GIVES_NULL(tn_function_apply(f, TN_TENSORS(NULL)), TN_ERR_NULL, "tn_function_apply: inputs is NULL");
  ASSERT_GIVES_NULL(tn_function_call(f, &leaf, -1), TN_ERR_VALUE,
                    "tn_function_call: the count of inputs is -1");
  ASSERT_GIVES_NULL(tn_function_call(NULL, &leaf, 1), TN_ERR_NULL, "tn_function_call: function is NULL");
  ASSERT_GIVES_NULL(tn_function_call(f, &leaf, 1), TN_ERR_CALLBACK, "without giving output 0");
  ASSERT_GIVES_NULL(tn_function_retain(NULL), TN_ERR_NULL, "tn_function_retain: function is NULL");
  ASSERT_GIVES_NULL(tn_function_keep(NULL), TN_ERR_NULL, "tn_function_keep: function is NULL");
  tn_function_release(NULL);
  tn_function_release(tn_function_retain(f));
  tn_function_release(tn_function_keep(f));
  assert_int_equal(destroyed, 5);
}

static void test_gradcheck(void** state) {
  (void)state;
  leaf = LEAF(1);
  destroyed = 0;
  ASSERT_FAILS(tn_gradcheck(NULL, NULL, count, &leaf, 1, NULL), TN_ERR_NULL, "tn_gradcheck: fn is NULL");
  ASSERT_FAILS(tn_gradcheck(nothing, NULL, count, NULL, 1, NULL), TN_ERR_NULL,
               "tn_gradcheck: inputs is NULL");
  ASSERT_FAILS(tn_gradcheck(nothing, NULL, count, NULL, 0, NULL), TN_ERR_VALUE, "at least one input");
  ASSERT_FAILS(tn_gradcheck(nothing, NULL, count, &leaf, 1, NULL), TN_ERR_CALLBACK,
               "without giving output 0");
  tn_gradcheck_options_t o;
  tn_gradcheck_options_init(&o, sizeof o);
  o.eps = 0;
  ASSERT_FAILS(tn_gradcheck(nothing, NULL, count, &leaf, 1, &o), TN_ERR_VALUE, "eps is 0");
  o.struct_size = 3;
  ASSERT_FAILS(tn_gradcheck(nothing, NULL, count, &leaf, 1, &o), TN_ERR_VALUE, "tn_gradcheck: the options'");
  assert_int_equal(destroyed, 6);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      GRADIENT_TEST(test_a_tensor_is_wanted),
      GRADIENT_TEST(test_modes_take_any_number),
      GRADIENT_TEST(test_backward),
      GRADIENT_TEST(test_options),
      GRADIENT_TEST(test_set_grad),
      GRADIENT_TEST(test_grad),
      GRADIENT_TEST(test_hooks),
      GRADIENT_TEST(test_functions),
      GRADIENT_TEST(test_gradcheck),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
