// labels: hostile
// Printing through the public interface: the texts recorded from PyTorch, buffers of every size, and bad
// input.
#include <tenon/tenon.h>

#include "tests/core/tensor/print_cases.h"
#include "tests/test.h"

static tn_dtype_t dtype_named(const char* name) {
  static const struct {
    const char* name;
    tn_dtype_t dtype;
  } dtypes[] = {{"float32", TN_FLOAT32},   {"float64", TN_FLOAT64}, {"float16", TN_FLOAT16},
                {"bfloat16", TN_BFLOAT16}, {"int64", TN_INT64},     {"int32", TN_INT32},
                {"int16", TN_INT16},       {"int8", TN_INT8},       {"uint8", TN_UINT8},
                {"bool", TN_BOOL}};
  for (size_t i = 0; i < sizeof dtypes / sizeof *dtypes; ++i)
    if (!strcmp(dtypes[i].name, name)) return dtypes[i].dtype;
  fail_msg("unknown dtype %s", name);
  return TN_DTYPE_DEFAULT;
}

/* The dimensions that the strides tell apart, from the widest stride to the narrowest. */
static int64_t strided_dims(const print_case* c, int64_t* dims) {
  int64_t count = 0;
  for (int64_t d = 0; d < c->ndim; ++d) {
    if (c->sizes[d] == 1 || c->strides[d] == 0) continue;
    int64_t at = count++;
    for (; at > 0 && c->strides[dims[at - 1]] < c->strides[d]; --at) dims[at] = dims[at - 1];
    dims[at] = d;
  }
  return count;
}

/* A row-major tensor over the case's storage from its offset on, with a dimension for each of `dims` and one
   more for the elements between; NULL where elements overlap. */
static tn_tensor_t storage_of(const print_case* c, const int64_t* dims, int64_t n_dims) {
  int64_t shape[kPrintMaxDims + 1], count = 1;
  for (int64_t i = 0; i <= n_dims; ++i) {
    int64_t outer = i > 0 ? c->strides[dims[i - 1]] : 0, inner = i < n_dims ? c->strides[dims[i]] : 1;
    shape[i] = i > 0 ? outer / inner : n_dims > 0 ? c->sizes[dims[0]] : 1;
    if (i > 0 && (outer % inner || (i < n_dims && c->sizes[dims[i]] > shape[i]))) return NULL;
    count *= shape[i];
  }
  char* elements = calloc((size_t)count, (size_t)c->item_size);
  assert_non_null(elements);
  int64_t there = c->items - c->offset;
  memcpy(elements, c->storage + c->offset * c->item_size,
         (size_t)((there < count ? there : count) * c->item_size));
  tn_tensor_t t = tn_tensor_new(elements, dtype_named(c->dtype), shape, n_dims + 1);
  free(elements);
  return t;
}

/* The case's tensor by views of its storage, with the strides it had; NULL where views can't say them. */
static tn_tensor_t view_of(const print_case* c) {
  int64_t dims[kPrintMaxDims], back[kPrintMaxDims] = {0}, n_dims = strided_dims(c, dims);
  tn_tensor_t t = storage_of(c, dims, n_dims);
  if (!t) return NULL;
  for (int64_t i = 0; i < n_dims; ++i) t = tn_narrow(t, i, 0, c->sizes[dims[i]]);
  t = tn_select(t, n_dims, 0);
  for (int64_t i = 0; i < n_dims; ++i) back[dims[i]] = i;
  for (int64_t d = 0, next = n_dims; d < c->ndim; ++d) {
    if (c->sizes[d] != 1 && c->strides[d] != 0) continue;
    t = tn_unsqueeze(t, next);
    back[d] = next++;
  }
  t = tn_expand(tn_permute(t, back, c->ndim), c->sizes, c->ndim);
  for (int64_t i = 0; i < n_dims; ++i) assert_int_equal(tn_tensor_stride(t, dims[i]), c->strides[dims[i]]);
  return t;
}

/* The case's tensor; NULL where the interface has no way to make it. */
static tn_tensor_t tensor_of(const print_case* c) {
  if (c->device[0] || (c->grad_fn[0] && strcmp(c->grad_fn, "MulBackward0"))) return NULL;
  tn_tensor_t t = c->items ? view_of(c) : tn_empty(c->sizes, c->ndim, dtype_named(c->dtype), TN_CPU);
  if (!t) return NULL;
  if (c->requires_grad) assert_int_equal(tn_requires_grad_(t, 1), TN_OK);
  return c->grad_fn[0] ? tn_mul_scalar(t, 1) : t;
}

static tn_print_options_t options_of(const print_case* c) {
  tn_print_options_t o;
  tn_print_options_init(&o, sizeof o);
  o.precision = c->precision;
  o.threshold = c->threshold;
  o.edgeitems = c->edgeitems;
  o.linewidth = c->linewidth;
  if (c->sci_mode >= 0) o.sci_mode = c->sci_mode ? TN_SCI_ON : TN_SCI_OFF;
  return o;
}

static char* text_of(tn_tensor_t t, const tn_print_options_t* o) {
  int64_t length = tn_tensor_text_with(t, o, NULL, 0);
  if (length < 0) fail_msg("%s", tn_error_message());
  char* text = malloc((size_t)length + 1);
  assert_non_null(text);
  assert_int_equal(tn_tensor_text_with(t, o, text, length + 1), length);
  assert_int_equal(strlen(text), length);
  return text;
}

static void test_texts_are_pytorchs(void** state) {
  (void)state;
  char* file = print_cases_load();
  char* at = file;
  print_case c;
  int compared = 0, passed_over = 0;
  while (print_case_next(&at, &c)) {
    tn_scope_t scope = tn_scope_begin();
    assert_int_equal(tn_set_default_dtype(dtype_named(c.default_dtype)), TN_OK);
    tn_error_clear();
    tn_tensor_t t = tensor_of(&c);
    if (tn_error_code()) fail_msg("%s: %s", c.name, tn_error_message());
    if (t) {
      tn_print_options_t o = options_of(&c);
      char* text = text_of(t, &o);
      if (strcmp(text, c.text))
        fail_msg("%s: PyTorch prints\n%s\nbut it came out as\n%s", c.name, c.text, text);
      free(text);
    }
    compared += t != NULL;
    passed_over += t == NULL;
    tn_scope_end(scope);
    print_case_free(&c);
  }
  free(file);
  tn_set_default_dtype(TN_FLOAT32);
  print_message("%d texts are PyTorch's; %d are of tensors that can't be made here\n", compared, passed_over);
  assert_true(compared >= 590);
}

static void test_defaults(void** state) {
  (void)state;
  float values[] = {1, 0.5f};
  tn_tensor_t t = tn_tensor_new(values, TN_FLOAT32, TN_SHAPE(2));
  char text[64];
  assert_int_equal(tn_tensor_text(t, text, sizeof text), 24);
  assert_string_equal(text, "tensor([1.0000, 0.5000])");
  assert_int_equal(tn_tensor_text_with(t, NULL, text, sizeof text), 24);
  assert_string_equal(text, "tensor([1.0000, 0.5000])");

  tn_print_options_t o;
  tn_print_options_init(&o, sizeof o);
  assert_int_equal(o.struct_size, sizeof o);
  assert_int_equal(o.precision, 4);
  assert_int_equal(o.threshold, 1000);
  assert_int_equal(o.edgeitems, 3);
  assert_int_equal(o.linewidth, 80);
  assert_int_equal(o.sci_mode, TN_SCI_AUTO);
  o.precision = 1;
  o.sci_mode = 0;
  assert_int_equal(tn_tensor_text_with(t, &o, text, sizeof text), 18);
  assert_string_equal(text, "tensor([1.0, 0.5])");
  o.struct_size = offsetof(tn_print_options_t, precision);
  assert_int_equal(tn_tensor_text_with(t, &o, text, sizeof text), 24);
  tn_tensor_release(t);
}

static void test_small_buffers(void** state) {
  (void)state;
  int64_t values[] = {1, 2};
  tn_tensor_t t = tn_tensor_new(values, TN_INT64, TN_SHAPE(2));
  const char* whole = "tensor([1, 2])";
  int64_t length = (int64_t)strlen(whole);
  char text[32];
  for (int64_t capacity = 1; capacity <= length + 2; ++capacity) {
    memset(text, 'x', sizeof text);
    assert_int_equal(tn_tensor_text(t, text, capacity), length);
    int64_t written = capacity <= length ? capacity - 1 : length;
    assert_memory_equal(text, whole, written);
    assert_int_equal(text[written], 0);
    assert_int_equal(text[written + 1], 'x');
  }
  assert_int_equal(tn_tensor_text(t, NULL, 0), length);
  memset(text, 'x', sizeof text);
  assert_int_equal(tn_tensor_text(t, text, 0), length);
  assert_int_equal(text[0], 'x');
  tn_tensor_release(t);
}

static void refused(int64_t result, tn_status_t code) {
  assert_int_equal(result, -1);
  assert_int_equal(tn_error_code(), code);
  assert_true(strlen(tn_error_message()) > 0);
  tn_error_clear();
}

static void test_bad_input(void** state) {
  (void)state;
  tn_tensor_t t = tn_zeros(TN_SHAPE(2), TN_FLOAT32, TN_CPU);
  char text[64];
  tn_error_clear();
  refused(tn_tensor_text(NULL, text, sizeof text), TN_ERR_NULL);
  refused(tn_tensor_text_with(NULL, NULL, text, sizeof text), TN_ERR_NULL);
  refused(tn_tensor_text(TN_NONE, text, sizeof text), TN_ERR_NULL);
  refused(tn_tensor_text_with(TN_NONE, NULL, text, sizeof text), TN_ERR_NULL);
  refused(tn_tensor_text(t, text, -1), TN_ERR_VALUE);
  refused(tn_tensor_text(t, NULL, 8), TN_ERR_NULL);
  refused(tn_tensor_text_with(t, NULL, NULL, 8), TN_ERR_NULL);

  tn_print_options_t o;
  tn_print_options_init(&o, sizeof o);
  o.precision = -1;
  refused(tn_tensor_text_with(t, &o, text, sizeof text), TN_ERR_VALUE);
  o.precision = 1001;
  refused(tn_tensor_text_with(t, &o, text, sizeof text), TN_ERR_VALUE);
  tn_print_options_init(&o, sizeof o);
  o.edgeitems = 0;
  refused(tn_tensor_text_with(t, &o, text, sizeof text), TN_ERR_VALUE);
  tn_print_options_init(&o, sizeof o);
  o.sci_mode = 4;
  refused(tn_tensor_text_with(t, &o, text, sizeof text), TN_ERR_VALUE);
  tn_print_options_init(&o, sizeof o);
  o.struct_size = 1;
  refused(tn_tensor_text_with(t, &o, text, sizeof text), TN_ERR_VALUE);

  tn_print_options_init(NULL, sizeof o);
  tn_print_options_init(&o, 0);
  tn_tensor_release(t);
}

/* A struct of a later version is taken where what we don't know of is zero. */
static void test_longer_options(void** state) {
  (void)state;
  struct {
    tn_print_options_t known;
    int64_t later;
  } longer;
  tn_print_options_init(&longer.known, sizeof longer);
  assert_int_equal(longer.known.struct_size, sizeof longer);
  assert_int_equal(longer.later, 0);
  tn_tensor_t t = tn_zeros(TN_SHAPE(1), TN_FLOAT32, TN_CPU);
  assert_int_equal(tn_tensor_text_with(t, &longer.known, NULL, 0), (int64_t)strlen("tensor([0.])"));
  longer.later = 1;
  refused(tn_tensor_text_with(t, &longer.known, NULL, 0), TN_ERR_UNSUPPORTED);
  tn_tensor_release(t);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_texts_are_pytorchs), cmocka_unit_test(test_defaults),
      cmocka_unit_test(test_small_buffers),      cmocka_unit_test(test_bad_input),
      cmocka_unit_test(test_longer_options),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
