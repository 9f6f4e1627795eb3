// labels: hostile
// Losses that can't be: each call fails with a code and a reason.
#include "tests/capi/fixture.h"

static tn_tensor_t real(const int64_t* shape, int64_t ndim) {
  return tn_full(shape, ndim, 0.5, TN_FLOAT32, TN_CPU);
}
static tn_tensor_t whole(const int64_t* shape, int64_t ndim) {
  return tn_zeros(shape, ndim, TN_INT64, TN_CPU);
}

static void test_class_losses(void** state) {
  (void)state;
  tn_tensor_t x = real(TN_SHAPE(4, 3)), t = whole(TN_SHAPE(4));
  refuses(tn_cross_entropy(x, whole(TN_SHAPE(3))), TN_ERR_SHAPE,
          "input [4, 3] wants a target of shape [4], but it is [3]");
  refuses(tn_cross_entropy(x, whole(TN_SHAPE(4, 3))), TN_ERR_SHAPE, "but it is [4, 3]");
  refuses(tn_cross_entropy(tn_sum(x), t), TN_ERR_SHAPE, "cross_entropy");
  refuses(tn_cross_entropy(x, real(TN_SHAPE(4))), TN_ERR_TYPE, "target must be int64, not float32");
  refuses(tn_cross_entropy(whole(TN_SHAPE(4, 3)), t), TN_ERR_TYPE, "input must be floating, not int64");
  refuses(tn_cross_entropy(x, tn_full(TN_SHAPE(4), 3, TN_INT64, TN_CPU)), TN_ERR_INDEX, "3");
  refuses(tn_cross_entropy(x, tn_full(TN_SHAPE(4), -1, TN_INT64, TN_CPU)), TN_ERR_INDEX, "-1");
  refuses(tn_cross_entropy_with(x, t, real(TN_SHAPE(4)), NULL), TN_ERR_SHAPE, "weight must be (3)");
  refuses(tn_cross_entropy_with(x, t, tn_ones(TN_SHAPE(3), TN_FLOAT64, TN_CPU), NULL), TN_ERR_TYPE,
          "weight is float64");
  tn_cross_entropy_options_t o;
  tn_cross_entropy_options_init(NULL, sizeof o);
  tn_cross_entropy_options_init(&o, sizeof o);
  o.label_smoothing = 1.5;
  refuses(tn_cross_entropy_with(x, t, TN_NONE, &o), TN_ERR_VALUE, "label_smoothing");
  o.label_smoothing = NAN;
  refuses(tn_cross_entropy_with(x, t, TN_NONE, &o), TN_ERR_VALUE, "label_smoothing");
  o.label_smoothing = 0.1;
  refuses(tn_cross_entropy_with(x, tn_full(TN_SHAPE(4), 3, TN_INT64, TN_CPU), TN_NONE, &o), TN_ERR_INDEX,
          "3 classes");
  o.label_smoothing = 0, o.ignore_index = 1;
  refuses(tn_cross_entropy_with(x, x, TN_NONE, &o), TN_ERR_VALUE, "ignore_index");
  o.ignore_index = -100, o.reduction = 4;
  refuses(tn_cross_entropy_with(x, t, TN_NONE, &o), TN_ERR_VALUE, "reduction 4");
  o.struct_size = 2;
  refuses(tn_cross_entropy_with(x, t, TN_NONE, &o), TN_ERR_VALUE, "struct_size");

  refuses(tn_nll_loss(x, whole(TN_SHAPE(3))), TN_ERR_SHAPE, "nll_loss: input [4, 3]");
  refuses(tn_nll_loss(x, tn_full(TN_SHAPE(4), 7, TN_INT64, TN_CPU)), TN_ERR_INDEX, "target 7");
  refuses(tn_nll_loss(x, x), TN_ERR_TYPE, "int64");
  refuses(tn_nll_loss_with(x, t, real(TN_SHAPE(3, 1)), NULL), TN_ERR_SHAPE, "weight");
  tn_nll_loss_options_t n;
  tn_nll_loss_options_init(NULL, sizeof n);
  tn_nll_loss_options_init(&n, sizeof n);
  n.reduction = 0;
  refuses(tn_nll_loss_with(x, t, TN_NONE, &n), TN_ERR_VALUE, "reduction 0");
}

static void test_differences(void** state) {
  (void)state;
  tn_tensor_t x = real(TN_SHAPE(4, 3));
  refuses(tn_mse_loss(x, real(TN_SHAPE(4))), TN_ERR_SHAPE, "[4, 3]");
  refuses(tn_l1_loss(x, real(TN_SHAPE(2, 3))), TN_ERR_SHAPE, "[2, 3]");
  refuses(tn_mse_loss(whole(TN_SHAPE(2)), whole(TN_SHAPE(2))), TN_ERR_TYPE, "int64");
  refuses(tn_l1_loss(whole(TN_SHAPE(2)), whole(TN_SHAPE(2))), TN_ERR_TYPE, "int64");
  tn_mse_loss_options_t m;
  tn_mse_loss_options_init(NULL, sizeof m);
  tn_mse_loss_options_init(&m, sizeof m);
  m.reduction = -1;
  refuses(tn_mse_loss_with(x, x, &m), TN_ERR_VALUE, "reduction -1");
  tn_l1_loss_options_t l;
  tn_l1_loss_options_init(NULL, sizeof l);
  tn_l1_loss_options_init(&l, sizeof l);
  l.struct_size = 1;
  refuses(tn_l1_loss_with(x, x, &l), TN_ERR_VALUE, "struct_size");
}

static void test_binary(void** state) {
  (void)state;
  tn_tensor_t x = real(TN_SHAPE(4, 3));
  refuses(tn_binary_cross_entropy(x, real(TN_SHAPE(4, 1))), TN_ERR_SHAPE, "[4, 3], but it is [4, 1]");
  refuses(tn_binary_cross_entropy(tn_add_scalar(x, 1), x), TN_ERR_VALUE, "between 0 and 1");
  refuses(tn_binary_cross_entropy(tn_mul_scalar(x, NAN), x), TN_ERR_VALUE, "between 0 and 1");
  refuses(tn_binary_cross_entropy_with(x, x, real(TN_SHAPE(2)), NULL), TN_ERR_SHAPE, "[2]");
  refuses(tn_binary_cross_entropy_with(x, x, real(TN_SHAPE(5, 4, 3)), NULL), TN_ERR_SHAPE, "weight");
  refuses(tn_binary_cross_entropy(whole(TN_SHAPE(2)), whole(TN_SHAPE(2))), TN_ERR_TYPE, "int64");
  refuses(tn_binary_cross_entropy(x, tn_to(x, TN_CPU, TN_FLOAT64)), TN_ERR_TYPE, "float64");
  refuses(tn_binary_cross_entropy_with_logits(x, real(TN_SHAPE(3))), TN_ERR_SHAPE, "but it is [3]");
  refuses(tn_binary_cross_entropy_with_logits(whole(TN_SHAPE(2)), whole(TN_SHAPE(2))), TN_ERR_TYPE, "int64");
  refuses(tn_binary_cross_entropy_with_logits_with(x, x, TN_NONE, real(TN_SHAPE(2)), NULL), TN_ERR_SHAPE,
          "pos_weight can't be broadcast from [2]");
  refuses(tn_binary_cross_entropy_with_logits_with(x, x, real(TN_SHAPE(4, 4)), TN_NONE, NULL), TN_ERR_SHAPE,
          ": weight can't be broadcast from [4, 4]");
  tn_binary_cross_entropy_options_t o;
  tn_binary_cross_entropy_options_init(NULL, sizeof o);
  tn_binary_cross_entropy_options_init(&o, sizeof o);
  o.reduction = 9;
  refuses(tn_binary_cross_entropy_with(x, x, TN_NONE, &o), TN_ERR_VALUE, "reduction 9");
  tn_binary_cross_entropy_with_logits_options_t l;
  tn_binary_cross_entropy_with_logits_options_init(NULL, sizeof l);
  tn_binary_cross_entropy_with_logits_options_init(&l, sizeof l);
  l.reduction = 9;
  refuses(tn_binary_cross_entropy_with_logits_with(x, x, TN_NONE, TN_NONE, &l), TN_ERR_VALUE, "reduction 9");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_class_losses), scoped(test_differences),
                                     scoped(test_binary)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
