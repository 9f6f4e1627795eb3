// labels: hostile
// Pointwise operators, each by each: shapes that don't broadcast, results that can't be stored in place,
// leaves and expanded tensors changed in place, dtypes that have no such operator, numbers that aren't
// allowed.
#include "tests/capi/fixture.h"

/* ---- one operand: F is floating, N any number, B takes bools and integers too */

/* clang-format off */
#define FLOATING(F)                                                                                    \
  F(acos) F(acosh) F(asin) F(asinh) F(atan) F(atanh) F(cos) F(cosh) F(deg2rad) F(digamma) F(erf)       \
  F(erfc) F(erfinv) F(exp) F(exp2) F(expm1) F(lgamma) F(log) F(log10) F(log1p) F(log2) F(rad2deg)      \
  F(reciprocal) F(rsqrt) F(sigmoid) F(sin) F(sinh) F(sqrt) F(tan) F(tanh)
#define ACTIVATIONS(F) F(frac) F(hardsigmoid) F(hardswish) F(mish) F(silu)
#define NUMBERS(F) \
  F(abs) F(ceil) F(floor) F(neg) F(relu) F(relu6) F(round) F(sign) F(square) F(trunc)
/* clang-format on */

typedef struct {
  const char *name, *in_place_name;
  tn_tensor_t (*call)(tn_tensor_t self);
  tn_status_t (*in_place)(tn_tensor_t self);
} unary;
#define UNARY(name) {#name, #name "_", tn_##name, tn_##name##_},
static const unary kFloating[] = {FLOATING(UNARY)}, kActivations[] = {ACTIVATIONS(UNARY)},
                   kNumbers[] = {NUMBERS(UNARY)};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static void refuses_state_and_shape(const unary* op) {
  tn_tensor_t leaf = tn_full(TN_SHAPE(2), 0.5, TN_FLOAT32, TN_CPU);
  tn_tensor_t wide = tn_expand(tn_full(TN_SHAPE(1), 0.5, TN_FLOAT32, TN_CPU), TN_SHAPE(3));
  ok(tn_requires_grad_(leaf, 1));
  refuses(op->in_place(leaf), TN_ERR_STATE, "leaf");
  refuses(op->in_place(leaf), TN_ERR_STATE, op->name);
  refuses(op->in_place(tn_view(leaf, TN_SHAPE(1, 2))), TN_ERR_STATE, "view of a leaf");
  refuses(op->in_place(wide), TN_ERR_SHAPE, "expanded");
  refuses(op->in_place(wide), TN_ERR_SHAPE, op->name);
  refuses(op->call(NULL), TN_ERR_NULL, op->name);
  refuses(op->call(TN_NONE), TN_ERR_NULL, "self");
  refuses(op->in_place(TN_NONE), TN_ERR_NULL, op->in_place_name);
  expect(leaf, 0, 0.5, 0.5);
  expect(wide, 0, 0.5, 0.5, 0.5);
}

static void test_one_operand(void** state) {
  (void)state;
  static const struct {
    const unary* list;
    size_t n;
  } all[] = {{kFloating, COUNT(kFloating)}, {kActivations, COUNT(kActivations)}, {kNumbers, COUNT(kNumbers)}};
  for (size_t i = 0; i < COUNT(all); ++i)
    for (size_t j = 0; j < all[i].n; ++j) refuses_state_and_shape(&all[i].list[j]);
}

static void refuses_integers(const unary* op, tn_tensor_t whole, tn_tensor_t truth) {
  refuses(op->call(whole), TN_ERR_TYPE, op->name);
  refuses(op->call(truth), TN_ERR_TYPE, "bool");
  refuses(op->in_place(whole), TN_ERR_TYPE, op->name);
}

static void test_results_that_do_not_fit(void** state) {
  (void)state;
  tn_tensor_t whole = tn_ones(TN_SHAPE(2), TN_INT64, TN_CPU), truth = tn_ones(TN_SHAPE(2), TN_BOOL, TN_CPU);
  for (size_t i = 0; i < COUNT(kFloating); ++i) {
    assert_int_equal(tn_tensor_dtype(kFloating[i].call(whole)), TN_FLOAT32);
    assert_int_equal(tn_tensor_dtype(kFloating[i].call(truth)), TN_FLOAT32);
    refuses(kFloating[i].in_place(whole), TN_ERR_TYPE, "float32|int64");
    refuses(kFloating[i].in_place(whole), TN_ERR_TYPE, kFloating[i].name);
    refuses(kFloating[i].in_place(truth), TN_ERR_TYPE, "float32|bool");
  }
  for (size_t i = 0; i < COUNT(kActivations); ++i) refuses_integers(&kActivations[i], whole, truth);
  refuses(tn_gelu(whole), TN_ERR_TYPE, "gelu|int64");
  refuses(tn_elu(whole, 1), TN_ERR_TYPE, "elu|int64");
  refuses(tn_selu(truth), TN_ERR_TYPE, "elu|bool");
  refuses(tn_celu(whole, 1), TN_ERR_TYPE, "elu|int64");
  refuses(tn_leaky_relu(whole, 0.1), TN_ERR_TYPE, "leaky_relu|int64");
  refuses(tn_softplus(truth, 1, 20), TN_ERR_TYPE, "softplus|bool");
  refuses(tn_logsigmoid(whole), TN_ERR_TYPE, "sigmoid|int64");
  refuses(tn_hardshrink(whole, 0.5), TN_ERR_TYPE, "hardshrink|int64");
  refuses(tn_softshrink(whole, 0.5), TN_ERR_TYPE, "softshrink|int64");
  refuses(tn_neg(truth), TN_ERR_TYPE, "neg|bool");
  refuses(tn_neg_(truth), TN_ERR_TYPE, "neg|bool");
  refuses(tn_relu(truth), TN_ERR_TYPE, "relu|bool");
  refuses(tn_bitwise_not(tn_to(whole, TN_CPU, TN_FLOAT32)), TN_ERR_TYPE, "bitwise_not|float32");
  refuses(tn_bitwise_not_(tn_to(whole, TN_CPU, TN_FLOAT64)), TN_ERR_TYPE, "bitwise_not|float64");
  refuses(tn_logical_not_(TN_NONE), TN_ERR_NULL, "tn_logical_not_|self");
  expect(whole, 0, 1, 1);
}

/* ---- two operands */

typedef struct {
  const char* name;
  tn_tensor_t (*call)(tn_tensor_t self, tn_tensor_t other);
  tn_status_t (*in_place)(tn_tensor_t self, tn_tensor_t other);
} binary;
#define BOTH(name) \
  { #name, tn_##name, tn_##name##_ }
#define ALONE(name) \
  { #name, tn_##name, NULL }
static const binary kBinary[] = {BOTH(add),
                                 BOTH(sub),
                                 BOTH(mul),
                                 BOTH(div),
                                 {"div", tn_floor_divide, tn_floor_divide_},
                                 BOTH(remainder),
                                 BOTH(fmod),
                                 BOTH(pow),
                                 BOTH(atan2),
                                 BOTH(hypot),
                                 BOTH(xlogy),
                                 BOTH(copysign),
                                 BOTH(logical_and),
                                 BOTH(logical_or),
                                 BOTH(logical_xor),
                                 ALONE(maximum),
                                 ALONE(minimum),
                                 ALONE(fmax),
                                 ALONE(fmin),
                                 ALONE(logaddexp),
                                 ALONE(eq),
                                 ALONE(ne),
                                 ALONE(lt),
                                 ALONE(le),
                                 ALONE(gt),
                                 ALONE(ge)};
static const binary kBitwise[] = {BOTH(bitwise_and), BOTH(bitwise_or), BOTH(bitwise_xor)};

static void refuses_shapes(const binary* op, tn_dtype_t dtype) {
  tn_tensor_t a = tn_ones(TN_SHAPE(2, 3), dtype, TN_CPU), b = tn_ones(TN_SHAPE(4), dtype, TN_CPU);
  tn_tensor_t row = tn_ones(TN_SHAPE(3), dtype, TN_CPU);
  refuses(op->call(a, b), TN_ERR_SHAPE, "[2, 3]|[4]|broadcast");
  refuses(op->call(a, b), TN_ERR_SHAPE, op->name);
  refuses(op->call(b, a), TN_ERR_SHAPE, "[4]|[2, 3]");
  refuses(op->call(a, tn_zeros(TN_SHAPE(0), dtype, TN_CPU)), TN_ERR_SHAPE, "[0]");
  refuses(op->call(TN_NONE, a), TN_ERR_NULL, "self");
  refuses(op->call(a, TN_NONE), TN_ERR_NULL, "other");
  refuses(op->call(a, NULL), TN_ERR_NULL, op->name);
  if (!op->in_place) return;
  refuses(op->in_place(a, b), TN_ERR_SHAPE, "[2, 3]|[4]");
  refuses(op->in_place(row, a), TN_ERR_SHAPE, "[3]|[2, 3]");  // self keeps its shape
  refuses(op->in_place(row, a), TN_ERR_SHAPE, op->name);
  refuses(op->in_place(tn_expand(row, TN_SHAPE(2, 3)), a), TN_ERR_SHAPE, "expanded");
  refuses(op->in_place(a, NULL), TN_ERR_NULL, "other");
  refuses(op->in_place(NULL, a), TN_ERR_NULL, op->name);
  expect(row, 0, 1, 1, 1);
}

static void test_two_operands(void** state) {
  (void)state;
  tn_tensor_t truth = tn_ones(TN_SHAPE(2), TN_BOOL, TN_CPU),
              half = tn_full(TN_SHAPE(2), 0.5, TN_FLOAT32, TN_CPU);
  for (size_t i = 0; i < COUNT(kBinary); ++i) refuses_shapes(&kBinary[i], TN_FLOAT32);
  for (size_t i = 0; i < COUNT(kBitwise); ++i) {
    refuses_shapes(&kBitwise[i], TN_INT32);
    refuses(kBitwise[i].call(half, half), TN_ERR_TYPE, "float32");
    refuses(kBitwise[i].call(truth, half), TN_ERR_TYPE, kBitwise[i].name);
    refuses(kBitwise[i].in_place(half, half), TN_ERR_TYPE, kBitwise[i].name);
  }
  refuses(tn_sub(truth, truth), TN_ERR_TYPE, "sub|bool");
  refuses(tn_sub_(truth, truth), TN_ERR_TYPE, "sub|bool");
}

static void test_in_place_into_lower_kinds(void** state) {
  (void)state;
  tn_tensor_t whole = tn_ones(TN_SHAPE(2), TN_INT64, TN_CPU), truth = tn_ones(TN_SHAPE(2), TN_BOOL, TN_CPU);
  tn_tensor_t half = tn_full(TN_SHAPE(2), 0.5, TN_FLOAT32, TN_CPU);
  refuses(tn_add_(whole, half), TN_ERR_TYPE, "add_|float32|int64");
  refuses(tn_mul_(truth, whole), TN_ERR_TYPE, "mul_|int64|bool");
  refuses(tn_div_(whole, whole), TN_ERR_TYPE, "div_|float32|int64");
  refuses(tn_add_scalar_(whole, 0.5), TN_ERR_TYPE, "add_|float32|int64");
  refuses(tn_sub_scalar_(whole, 2), TN_ERR_TYPE, "sub_|int64");
  refuses(tn_mul_scalar_(whole, 2), TN_ERR_TYPE, "mul_|int64");
  refuses(tn_mul_int_(truth, 2), TN_ERR_TYPE, "mul_|bool");
  refuses(tn_add_int_(truth, 2), TN_ERR_TYPE, "add_|bool");
  refuses(tn_div_scalar_(whole, 2), TN_ERR_TYPE, "div_|int64");
  refuses(tn_div_int_(whole, 2), TN_ERR_TYPE, "div_|int64");
  refuses(tn_pow_scalar_(whole, 0.5), TN_ERR_TYPE, "pow_|int64");
  refuses(tn_floor_divide_scalar_(whole, 0.5), TN_ERR_TYPE, "div_|int64");
  refuses(tn_remainder_scalar_(whole, 0.5), TN_ERR_TYPE, "remainder_|int64");
  refuses(tn_fmod_scalar_(whole, 0.5), TN_ERR_TYPE, "fmod_|int64");
  refuses(tn_lerp_(whole, whole, whole), TN_ERR_TYPE, "lerp|int64");
  refuses(tn_atan2_(whole, whole), TN_ERR_TYPE, "atan2_|int64");
  refuses(tn_hypot_(whole, whole), TN_ERR_TYPE, "hypot|int64");
  expect(whole, 0, 1, 1);
  expect(truth, 0, 1, 1);
}

static void test_numbers_that_are_not_allowed(void** state) {
  (void)state;
  tn_tensor_t whole = tn_ones(TN_SHAPE(2), TN_INT32, TN_CPU), zero = tn_zeros(TN_SHAPE(2), TN_INT32, TN_CPU);
  refuses(tn_floor_divide(whole, zero), TN_ERR_VALUE, "div|zero");
  refuses(tn_floor_divide_int(whole, 0), TN_ERR_VALUE, "div|zero");
  refuses(tn_floor_divide_(whole, zero), TN_ERR_VALUE, "div|zero");
  refuses(tn_floor_divide_int_(whole, 0), TN_ERR_VALUE, "div|zero");
  refuses(tn_remainder(whole, zero), TN_ERR_VALUE, "remainder|zero");
  refuses(tn_remainder_int(whole, 0), TN_ERR_VALUE, "remainder|zero");
  refuses(tn_remainder_int_(whole, 0), TN_ERR_VALUE, "remainder|zero");
  refuses(tn_fmod(whole, zero), TN_ERR_VALUE, "fmod|zero");
  refuses(tn_fmod_int(whole, 0), TN_ERR_VALUE, "fmod|zero");
  refuses(tn_fmod_int_(whole, 0), TN_ERR_VALUE, "fmod|zero");
  refuses(tn_pow_int(whole, -1), TN_ERR_VALUE, "pow|negative");
  refuses(tn_pow_int_(whole, -2), TN_ERR_VALUE, "pow|negative");
  tn_div_options_t div;
  tn_div_options_init(&div, sizeof div);
  div.rounding_mode = TN_ROUNDING_FLOOR;
  refuses(tn_div_with(whole, zero, &div), TN_ERR_VALUE, "div|zero");
  div.rounding_mode = TN_ROUNDING_TRUNC;
  refuses(tn_div_with_(whole, zero, &div), TN_ERR_VALUE, "div|zero");
  div.rounding_mode = 4;
  refuses(tn_div_with(whole, whole, &div), TN_ERR_VALUE, "tn_div_with|rounding_mode|4");
  expect(whole, 0, 1, 1);
  refuses(tn_rsub_int(tn_ones(TN_SHAPE(2), TN_BOOL, TN_CPU), 1), TN_ERR_TYPE, "sub|bool");
  refuses(tn_rsub_scalar(TN_NONE, 1), TN_ERR_NULL, "tn_rsub_scalar|self");
}

static void test_options(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU), whole = tn_ones(TN_SHAPE(2), TN_INT64, TN_CPU);
  tn_tensor_t other = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU);
  tn_add_options_t add;
  tn_sub_options_t sub;
  tn_addcmul_options_t addcmul;
  tn_addcdiv_options_t addcdiv;
  tn_gelu_options_t gelu;
  tn_add_options_init(&add, sizeof add);
  tn_sub_options_init(&sub, sizeof sub);
  tn_addcmul_options_init(&addcmul, sizeof addcmul);
  tn_addcdiv_options_init(&addcdiv, sizeof addcdiv);
  tn_gelu_options_init(&gelu, sizeof gelu);
  add.alpha = sub.alpha = 0.5;
  refuses(tn_add_with(whole, whole, &add), TN_ERR_TYPE, "add|alpha|int64");
  refuses(tn_add_with_(whole, whole, &add), TN_ERR_TYPE, "add_|alpha|int64");
  refuses(tn_sub_with(whole, whole, &sub), TN_ERR_TYPE, "sub|alpha|int64");
  refuses(tn_sub_with_(whole, whole, &sub), TN_ERR_TYPE, "sub_|alpha|int64");
  refuses(tn_add_with(x, other, &add), TN_ERR_SHAPE, "add|[2]|[3]");
  refuses(tn_sub_with_(x, other, &sub), TN_ERR_SHAPE, "[2]|[3]");
  addcmul.value = 0.5;
  refuses(tn_addcmul_with(whole, whole, whole, &addcmul), TN_ERR_TYPE, "addcmul|value");
  refuses(tn_addcmul_with_(whole, whole, whole, &addcmul), TN_ERR_TYPE, "addcmul|value");
  refuses(tn_addcmul(x, other, x), TN_ERR_SHAPE, "addcmul|[3]|[2]");
  refuses(tn_addcmul_(x, x, other), TN_ERR_SHAPE, "addcmul|[2]|[3]");
  refuses(tn_addcmul(x, NULL, x), TN_ERR_NULL, "tn_addcmul|tensor1");
  refuses(tn_addcmul_with_(x, x, TN_NONE, NULL), TN_ERR_NULL, "tn_addcmul_with_|tensor2");
  refuses(tn_addcdiv(whole, whole, whole), TN_ERR_TYPE, "addcdiv|int");
  refuses(tn_addcdiv_(whole, whole, whole), TN_ERR_TYPE, "addcdiv");
  refuses(tn_addcdiv_with(x, other, x, &addcdiv), TN_ERR_SHAPE, "addcdiv|[3]|[2]");
  refuses(tn_addcdiv_with_(x, x, other, &addcdiv), TN_ERR_SHAPE, "addcdiv|[2]|[3]");
  gelu.approximate = 3;
  refuses(tn_gelu_with(x, &gelu), TN_ERR_VALUE, "tn_gelu_with|approximate|3");
  add.struct_size = 4;
  refuses(tn_add_with(x, x, &add), TN_ERR_VALUE, "tn_add_with|struct_size");
  sub.struct_size = 0;
  refuses(tn_sub_with(x, x, &sub), TN_ERR_VALUE, "tn_sub_with|struct_size");
  addcmul.struct_size = 1;
  refuses(tn_addcmul_with(x, x, x, &addcmul), TN_ERR_VALUE, "tn_addcmul_with|struct_size");
  addcdiv.struct_size = 1;
  refuses(tn_addcdiv_with(x, x, x, &addcdiv), TN_ERR_VALUE, "tn_addcdiv_with|struct_size");
  expect(x, 0, 1, 1);
}

static void test_three_operands_and_bounds(void** state) {
  (void)state;
  tn_tensor_t x = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU), y = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU);
  tn_tensor_t truth = tn_ones(TN_SHAPE(2), TN_BOOL, TN_CPU), wide = tn_ones(TN_SHAPE(2), TN_FLOAT64, TN_CPU);
  refuses(tn_where(x, x, x), TN_ERR_TYPE, "where|bool|float32");
  refuses(tn_where(truth, x, y), TN_ERR_SHAPE, "where|[2]|[3]");
  refuses(tn_where(truth, y, y), TN_ERR_SHAPE, "where|[2]|[3]");
  refuses(tn_where(NULL, x, x), TN_ERR_NULL, "tn_where|condition");
  refuses(tn_where(truth, TN_NONE, x), TN_ERR_NULL, "tn_where|self");
  refuses(tn_where(truth, x, NULL), TN_ERR_NULL, "tn_where|other");
  refuses(tn_lerp(x, y, x), TN_ERR_SHAPE, "lerp|[2]|[3]");
  refuses(tn_lerp(x, wide, x), TN_ERR_TYPE, "lerp|float32|float64");
  refuses(tn_lerp_scalar(x, y, 0.5), TN_ERR_SHAPE, "lerp|[2]|[3]");
  refuses(tn_lerp_scalar_(x, y, 0.5), TN_ERR_SHAPE, "lerp|[2]|[3]");
  refuses(tn_lerp(x, x, NULL), TN_ERR_NULL, "tn_lerp|weight");
  refuses(tn_lerp_scalar(x, NULL, 1), TN_ERR_NULL, "tn_lerp_scalar|end");
  refuses(tn_clamp_tensor(x, y, TN_NONE), TN_ERR_SHAPE, "clamp|[2]|[3]");
  refuses(tn_clamp_tensor_(x, TN_NONE, y), TN_ERR_SHAPE, "clamp|[2]|[3]");
  refuses(tn_clamp_tensor(x, TN_NONE, TN_NONE), TN_ERR_VALUE, "clamp|min|max");
  refuses(tn_clamp_tensor(x, NULL, TN_NONE), TN_ERR_NULL, "tn_clamp_tensor|min");
  refuses(tn_clamp_(tn_ones(TN_SHAPE(2), TN_INT64, TN_CPU), 0.5, 1), TN_ERR_TYPE, "clamp|int64");
  refuses(tn_copysign_scalar_(tn_ones(TN_SHAPE(2), TN_INT64, TN_CPU), -1), TN_ERR_TYPE, "copysign|int64");
  expect(x, 0, 1, 1);
}

/* ---- one operand and numbers */

static tn_tensor_t threshold(tn_tensor_t self, double value) { return tn_threshold(self, value, 0); }
static tn_status_t threshold_(tn_tensor_t self, double value) { return tn_threshold_(self, value, 0); }
static tn_tensor_t hardtanh(tn_tensor_t self, double value) { return tn_hardtanh(self, -1, value); }
static tn_status_t hardtanh_(tn_tensor_t self, double value) { return tn_hardtanh_(self, -1, value); }
static tn_tensor_t softplus(tn_tensor_t self, double value) { return tn_softplus(self, value, 20); }

static const struct {
  const char *function, *op;
  tn_tensor_t (*call)(tn_tensor_t self, double number);
  tn_status_t (*in_place)(tn_tensor_t self, double number);
} kWithNumber[] = {{"tn_elu", "elu", tn_elu, tn_elu_},
                   {"tn_celu", "elu", tn_celu, tn_celu_},
                   {"tn_leaky_relu", "leaky_relu", tn_leaky_relu, tn_leaky_relu_},
                   {"tn_threshold", "threshold", threshold, threshold_},
                   {"tn_hardtanh", "hardtanh", hardtanh, hardtanh_},
                   {"tn_clamp_min", "clamp_min", tn_clamp_min, tn_clamp_min_},
                   {"tn_clamp_max", "clamp_max", tn_clamp_max, tn_clamp_max_},
                   {"tn_softplus", "", softplus, NULL},
                   {"tn_hardshrink", "", tn_hardshrink, NULL},
                   {"tn_softshrink", "", tn_softshrink, NULL}};

static void test_with_numbers(void** state) {
  (void)state;
  tn_tensor_t leaf = tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  tn_tensor_t wide = tn_expand(tn_ones(TN_SHAPE(1), TN_FLOAT32, TN_CPU), TN_SHAPE(3));
  ok(tn_requires_grad_(leaf, 1));
  for (size_t i = 0; i < COUNT(kWithNumber); ++i) {
    refuses(kWithNumber[i].call(TN_NONE, 1), TN_ERR_NULL, kWithNumber[i].function);
    refuses(kWithNumber[i].call(NULL, 1), TN_ERR_NULL, "self");
    if (!kWithNumber[i].in_place) continue;
    refuses(kWithNumber[i].in_place(leaf, 1), TN_ERR_STATE, "leaf");
    refuses(kWithNumber[i].in_place(leaf, 1), TN_ERR_STATE, kWithNumber[i].op);
    refuses(kWithNumber[i].in_place(wide, 1), TN_ERR_SHAPE, "expanded");
    refuses(kWithNumber[i].in_place(NULL, 1), TN_ERR_NULL, kWithNumber[i].function);
  }
  refuses(tn_celu(leaf, 0), TN_ERR_VALUE, "celu|alpha");
  refuses(tn_celu_(leaf, 0), TN_ERR_VALUE, "celu|alpha");
  expect(leaf, 0, 1, 1);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_one_operand),
      scoped(test_results_that_do_not_fit),
      scoped(test_two_operands),
      scoped(test_in_place_into_lower_kinds),
      scoped(test_numbers_that_are_not_allowed),
      scoped(test_options),
      scoped(test_three_operands_and_bounds),
      scoped(test_with_numbers),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
