// isa: all
// Losses through the C interface; the numbers are PyTorch's.
#include "tests/capi/check_gradients.h"

static tn_cross_entropy_options_t classes(void) {
  tn_cross_entropy_options_t o;
  tn_cross_entropy_options_init(&o, sizeof o);
  return o;
}

static tn_tensor_t logits(void) {
  return doubles((double[]){1, 2, -1, 0, 0.5, 3, -2, 1, 1}, TN_SHAPE(3, 3), TN_FLOAT64);
}
static tn_tensor_t targets(void) { return doubles((double[]){1, 2, 0}, TN_SHAPE(3), TN_INT64); }
static tn_tensor_t weights(void) { return doubles((double[]){1, 2, 0.5}, TN_SHAPE(3), TN_FLOAT64); }

static void test_cross_entropy(void** state) {
  (void)state;
  tn_tensor_t x = logits(), t = targets(), w = weights();
  tn_cross_entropy_options_t o = classes();
  expect(tn_cross_entropy(x, t), 1e-14, 1.396873697934752);
  expect(tn_cross_entropy_with(x, t, w, &o), 1e-14, 1.279341951825074);
  o.ignore_index = 2;
  expect(tn_cross_entropy_with(x, t, TN_NONE, &o), 1e-14, 2.0333740677174443);
  o.label_smoothing = 0.2;
  expect(tn_cross_entropy_with(x, t, w, &o), 1e-14, 1.382727615565756);
  o = classes(), o.label_smoothing = 0.2;
  expect(tn_cross_entropy_with(x, t, TN_NONE, &o), 1e-14, 1.4746514757125297);
  o = classes(), o.reduction = TN_REDUCTION_SUM;
  expect(tn_cross_entropy_with(x, t, TN_NONE, &o), 1e-14, 4.190621093804256);
  o.reduction = TN_REDUCTION_NONE;
  expect(tn_cross_entropy_with(x, t, TN_NONE, &o), 1e-14, 0.34901221676818633, 0.12387295836936753,
         3.7177359186667025);
  expect(tn_cross_entropy_with(x, t, w, &o), 1e-14, 0.6980244335363727, 0.061936479184683764,
         3.7177359186667025);
  /* Classes along the second dimension, whatever comes behind; and one row alone. */
  tn_tensor_t turned = tn_unsqueeze(tn_contiguous(tn_t(x)), 0);
  expect(tn_cross_entropy_with(turned, tn_unsqueeze(t, 0), TN_NONE, &o), 1e-14, 0.34901221676818633,
         0.12387295836936753, 3.7177359186667025);
  expect(tn_cross_entropy(tn_select(x, 0, 0), tn_reshape(tn_full(NULL, 0, 2, TN_INT64, TN_CPU), NULL, 0)),
         1e-14, 3.349012216768186);
}

static void test_cross_entropy_of_probabilities(void** state) {
  (void)state;
  tn_tensor_t p = doubles((double[]){.2, .3, .5, 1, 0, 0, 0, .5, .5}, TN_SHAPE(3, 3), TN_FLOAT64);
  tn_cross_entropy_options_t o = classes();
  expect(tn_cross_entropy(logits(), p), 1e-14, 1.9635403646014187);
  o.label_smoothing = 0.1;
  expect(tn_cross_entropy_with(logits(), p, weights(), &o), 1e-14, 1.7975536367185232);
  o = classes(), o.reduction = TN_REDUCTION_NONE;
  expect(tn_cross_entropy_with(logits(), p, TN_NONE, &o), 1e-14, 2.0490122167681863, 3.1238729583693674,
         0.7177359186667024);
}

static void test_extremes(void** state) {
  (void)state;
  tn_tensor_t x = doubles((double[]){1000, -1000, 0, 700}, TN_SHAPE(2, 2), TN_FLOAT32);
  tn_cross_entropy_options_t o = classes();
  o.reduction = TN_REDUCTION_NONE;
  expect(tn_cross_entropy_with(x, doubles((double[]){1, 0}, TN_SHAPE(2), TN_INT64), TN_NONE, &o), 0, 2000,
         700);
  tn_tensor_t ignored = tn_full(TN_SHAPE(2), -100, TN_INT64, TN_CPU);
  assert_true(isnan(tn_item(tn_cross_entropy(x, ignored))));
  expect(tn_cross_entropy_with(x, ignored, TN_NONE, &o), 0, 0, 0);
  o.reduction = TN_REDUCTION_SUM;
  ok(tn_requires_grad_(x, 1));
  tn_tensor_t loss = tn_cross_entropy_with(x, ignored, TN_NONE, &o);
  assert_true(tn_item(loss) == 0);
  ok(tn_backward(loss));
  expect(tn_tensor_grad(x), 0, 0, 0, 0, 0);
  tn_tensor_t none = tn_zeros(TN_SHAPE(0, 3), TN_FLOAT32, TN_CPU),
              nobody = tn_zeros(TN_SHAPE(0), TN_INT64, TN_CPU);
  assert_true(isnan(tn_item(tn_cross_entropy(none, nobody))));
  assert_true(tn_item(tn_cross_entropy_with(none, nobody, TN_NONE, &o)) == 0);
  ok(tn_requires_grad_(none, 1));
  o.label_smoothing = 0.5;
  ok(tn_backward(tn_cross_entropy_with(none, nobody, TN_NONE, &o)));
  assert_int_equal(tn_tensor_size(tn_tensor_grad(none), 1), 3);
}

static void test_nll(void** state) {
  (void)state;
  tn_tensor_t x = tn_log_softmax(logits(), 1);
  tn_nll_loss_options_t o;
  tn_nll_loss_options_init(&o, sizeof o);
  expect(tn_nll_loss(x, targets()), 1e-14, 1.396873697934752);
  expect(tn_nll_loss_with(x, targets(), weights(), &o), 1e-14, 1.279341951825074);
  o.ignore_index = 0, o.reduction = TN_REDUCTION_NONE;
  expect(tn_nll_loss_with(x, targets(), TN_NONE, &o), 1e-14, 0.34901221676818633, 0.12387295836936753, 0);
}

static void test_differences(void** state) {
  (void)state;
  tn_tensor_t a = doubles((double[]){1, -2, 0.5}, TN_SHAPE(3), TN_FLOAT32);
  tn_tensor_t b = doubles((double[]){0, 1, 0.5}, TN_SHAPE(3), TN_FLOAT32);
  tn_mse_loss_options_t m;
  tn_mse_loss_options_init(&m, sizeof m);
  expect(tn_mse_loss(a, b), 1e-6, 10.0 / 3);
  m.reduction = TN_REDUCTION_NONE;
  expect(tn_mse_loss_with(a, b, &m), 0, 1, 9, 0);
  m.reduction = TN_REDUCTION_SUM;
  expect(tn_mse_loss_with(a, b, &m), 0, 10);
  tn_l1_loss_options_t l;
  tn_l1_loss_options_init(&l, sizeof l);
  expect(tn_l1_loss(a, b), 1e-6, 4.0 / 3);
  l.reduction = TN_REDUCTION_SUM;
  expect(tn_l1_loss_with(a, b, &l), 0, 4);
  l.reduction = TN_REDUCTION_NONE;
  expect(tn_l1_loss_with(a, b, &l), 0, 1, 3, 0);
}

static void test_binary(void** state) {
  (void)state;
  tn_tensor_t x = doubles((double[]){0.2, 1, 0.7, 0}, TN_SHAPE(4), TN_FLOAT64);
  tn_tensor_t t = doubles((double[]){1, 1, 0.25, 1}, TN_SHAPE(4), TN_FLOAT64);
  tn_tensor_t w = doubles((double[]){1, 2, 3, 0.5}, TN_SHAPE(4), TN_FLOAT64);
  tn_binary_cross_entropy_options_t o;
  tn_binary_cross_entropy_options_init(&o, sizeof o);
  expect(tn_binary_cross_entropy(x, t), 1e-14, 25.65039656291581);
  o.reduction = TN_REDUCTION_NONE;
  expect(tn_binary_cross_entropy_with(x, t, w, &o), 1e-14, 1.6094379124341003, 0, 2.9764450176874053, 50);
  tn_tensor_t z = doubles((double[]){3, -200, 500, 0}, TN_SHAPE(4), TN_FLOAT64);
  tn_binary_cross_entropy_with_logits_options_t l;
  tn_binary_cross_entropy_with_logits_options_init(&l, sizeof l);
  expect(tn_binary_cross_entropy_with_logits(z, t), 1e-14, 143.9354336330334);
  l.reduction = TN_REDUCTION_NONE;
  tn_tensor_t twice = doubles((double[]){2}, TN_SHAPE(1), TN_FLOAT64);
  expect(tn_binary_cross_entropy_with_logits_with(z, t, w, twice, &l), 1e-14, 0.09717470314748393, 800, 1125,
         0.6931471805599453);
}

/* One of the losses, of what it was called with. */
typedef struct {
  tn_tensor_t target, weight;
  tn_cross_entropy_options_t o;
} case_t;

static tn_status_t cross_entropy(tn_call_t call, void* data) {
  case_t* c = data;
  tn_tensor_t loss = tn_cross_entropy_with(tn_call_arg(call, 0), c->target, c->weight, &c->o);
  return tn_call_return(call, 0, tn_square(loss));
}
static tn_status_t mse(tn_call_t call, void* data) {
  (void)data;
  return tn_call_return(call, 0, tn_mse_loss(tn_call_arg(call, 0), tn_call_arg(call, 1)));
}
static tn_status_t l1(tn_call_t call, void* data) {
  (void)data;
  return tn_call_return(call, 0, tn_l1_loss(tn_call_arg(call, 0), tn_call_arg(call, 1)));
}
static tn_status_t binary(tn_call_t call, void* data) {
  (void)data;
  return tn_call_return(
      call, 0,
      tn_binary_cross_entropy_with(tn_call_arg(call, 0), tn_call_arg(call, 1), tn_call_arg(call, 2), NULL));
}
static tn_status_t binary_of_logits(tn_call_t call, void* data) {
  (void)data;
  return tn_call_return(
      call, 0,
      tn_binary_cross_entropy_with_logits_with(tn_call_arg(call, 0), tn_call_arg(call, 1),
                                               tn_call_arg(call, 2), tn_call_arg(call, 3), NULL));
}

static void test_gradients(void** state) {
  (void)state;
  tn_tensor_t hits = doubles((double[]){1, 2, 0, 3, 2}, TN_SHAPE(5), TN_INT64);
  tn_tensor_t weight = variable(TN_SHAPE(4), 0.5, 2);
  ok(tn_requires_grad_(weight, 0));
  for (int i = 0; i < 12; ++i) {
    case_t c = {hits, i & 1 ? weight : TN_NONE, classes()};
    c.o.reduction = i / 4 == 0 ? TN_REDUCTION_MEAN : i / 4 == 1 ? TN_REDUCTION_SUM : TN_REDUCTION_NONE;
    if (i & 2) c.o.label_smoothing = 0.1, c.o.ignore_index = 3;
    check_gradients(cross_entropy, &c, TN_TENSORS(variable(TN_SHAPE(5, 4), -2, 2)));
  }
  tn_tensor_t a = variable(TN_SHAPE(3, 4), 0.1, 0.4), b = variable(TN_SHAPE(3, 4), 0.6, 0.9);
  tn_tensor_t w = variable(TN_SHAPE(4), 0.5, 1), p = variable(TN_SHAPE(4), 1, 2);
  check_gradients(mse, NULL, TN_TENSORS(a, b));
  check_gradients(l1, NULL, TN_TENSORS(a, b));
  check_gradients(binary, NULL, TN_TENSORS(a, b, w));
  check_gradients(binary, NULL, TN_TENSORS(a, b, TN_NONE));
  check_gradients(binary_of_logits, NULL, TN_TENSORS(variable(TN_SHAPE(3, 4), -2, 2), b, w, p));
}

/* Both parts of the loss send back one number for all elements. */
static void test_two_parts(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2, 3), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(x, 1));
  tn_tensor_t y = tn_mul_scalar(x, 2);
  ok(tn_backward(tn_add(tn_sum(y), tn_mul_scalar(tn_sum(y), 3))));
  expect(tn_tensor_grad(x), 0, 8, 8, 8, 8, 8, 8);
}

static void test_halves_and_views(void** state) {
  (void)state;
  static const tn_dtype_t dtypes[] = {TN_FLOAT32, TN_FLOAT16, TN_BFLOAT16};
  for (int i = 0; i < 3; ++i) {
    tn_tensor_t x = tn_detach(tn_to(logits(), TN_CPU, dtypes[i]));
    ok(tn_requires_grad_(x, 1));
    tn_tensor_t loss = tn_cross_entropy(x, targets());
    made(loss);
    assert_int_equal(tn_tensor_dtype(loss), dtypes[i]);
    expect(loss, i == 0 ? 1e-6 : 4e-3, 1.396873697934752);
    ok(tn_backward(loss));
    assert_int_equal(tn_tensor_dtype(tn_tensor_grad(x)), dtypes[i]);
    expect(tn_tensor_grad(x), i == 0 ? 1e-6 : 4e-3, 0.0864988201141397, -0.0982051624339196,
           0.011706342319779909, 0.014662160097352614, 0.024173815226915918, -0.03883597532426856,
           -0.32523703410691224, 0.16261851705345615, 0.16261851705345615);
  }
  tn_tensor_t both = tn_cat(TN_TENSORS(logits(), logits()), 1), part = tn_narrow(both, 1, 3, 3);
  assert_false(tn_tensor_is_contiguous(part));
  expect(tn_cross_entropy(part, targets()), 1e-14, 1.396873697934752);
}

static void test_threads(void** state) {
  (void)state;
  int32_t before = tn_get_num_threads();
  tn_tensor_t x = tn_randn(TN_SHAPE(20000, 10), TN_FLOAT32, TN_CPU), first = NULL, first_grad = NULL;
  tn_tensor_t t = tn_randint(0, 10, TN_SHAPE(20000), TN_INT64, TN_CPU);
  ok(tn_requires_grad_(x, 1));
  for (int32_t threads = 1; threads < 5; ++threads) {
    ok(tn_set_num_threads(threads));
    tn_tensor_t loss = tn_cross_entropy(x, t);
    ok(tn_backward(loss));
    tn_tensor_t grad = tn_tensor_grad(x);
    ok(tn_tensor_set_grad(x, TN_NONE));
    if (first) assert_true(equal(loss, first) && equal(grad, first_grad));
    first = loss, first_grad = grad;
  }
  ok(tn_set_num_threads(before));
}

static tn_status_t count_warning(tn_call_t call, void* data) {
  (void)call;
  ++*(int*)data;
  return TN_OK;
}

static void test_broadcast(void** state) {
  (void)state;
  int warnings = 0;
  ok(tn_set_log(TN_LOG_WARNING, count_warning, &warnings, NULL));
  tn_tensor_t a = tn_ones(TN_SHAPE(3, 1), TN_FLOAT32, TN_CPU), b = tn_zeros(TN_SHAPE(3), TN_FLOAT32, TN_CPU);
  ok(tn_requires_grad_(a, 1));
  tn_tensor_t loss = tn_mse_loss(a, b);
  expect(loss, 0, 1);
  ok(tn_backward(loss));
  expect(tn_tensor_grad(a), 1e-6, 2.0 / 3, 2.0 / 3, 2.0 / 3);
  expect(tn_l1_loss(a, b), 0, 1);
  assert_int_equal(warnings, 2);
  tn_mse_loss(b, b);
  assert_int_equal(warnings, 2);
  ok(tn_set_log(TN_LOG_WARNING, NULL, NULL, NULL));
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_cross_entropy),    scoped(test_cross_entropy_of_probabilities),
      scoped(test_extremes),         scoped(test_nll),
      scoped(test_differences),      scoped(test_binary),
      scoped(test_gradients),        scoped(test_two_parts),
      scoped(test_halves_and_views), scoped(test_threads),
      scoped(test_broadcast)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
