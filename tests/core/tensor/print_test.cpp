// Each text of print_cases.txt, which PyTorch printed, comes out byte for byte; in any locale, and quickly.
#include "core/tensor/print.h"

#include <locale.h>
#include <time.h>

#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/ops/creation.h"
#include "core/ops/pointwise.h"
#include "core/tensor/promotion.h"
#include "tests/core/tensor/print_cases.h"
#include "tests/test.h"

using namespace tenon;

static DType dtype_named(const char* name) {
  for (int i = 1; i < kDTypes; ++i) {
    if (strcmp(dtype_name(static_cast<DType>(i)), name) == 0) return static_cast<DType>(i);
  }
  fail_msg("unknown dtype %s", name);
  return DType::none;
}

static PrintOptions options_of(const print_case& c) {
  PrintOptions options;
  options.precision = c.precision;
  options.threshold = c.threshold;
  options.edgeitems = c.edgeitems;
  options.linewidth = c.linewidth;
  if (c.sci_mode >= 0) options.sci_mode = c.sci_mode ? SciMode::on : SciMode::off;
  return options;
}

static PrintSource source_of(const print_case& c) {
  PrintSource source;
  source.dtype = dtype_named(c.dtype);
  source.ndim = static_cast<int>(c.ndim);
  source.sizes = c.sizes;
  source.strides = c.strides;
  source.data = c.storage + c.offset * c.item_size;
  source.grad_fn = c.grad_fn[0] ? c.grad_fn : nullptr;
  source.requires_grad = c.requires_grad;
  source.default_dtype = dtype_named(c.default_dtype);
  source.device = c.device[0] ? c.device : nullptr;
  return source;
}

static void compare_all(void (*fetch)(void*, void*, const void*, size_t), void* context) {
  char* file = print_cases_load();
  char* at = file;
  print_case c;
  int cases = 0, wrong = 0;
  for (; print_case_next(&at, &c); ++cases) {
    PrintSource source = source_of(c);
    source.fetch = fetch;
    source.fetch_context = context;
    std::string text = to_text(source, options_of(c));
    if (text != c.text && ++wrong <= 10) {
      print_error("%s: PyTorch prints\n%s\nbut it came out as\n%s\n", c.name, c.text, text.c_str());
    }
    print_case_free(&c);
  }
  free(file);
  assert_int_equal(wrong, 0);
  assert_true(cases >= 200);
}

static void test_texts_are_pytorchs(void**) { compare_all(nullptr, nullptr); }

static void test_elements_that_must_be_fetched(void**) {
  size_t fetches = 0;
  auto fetch = [](void* context, void* to, const void* from, size_t bytes) {
    ++*static_cast<size_t*>(context);
    memcpy(to, from, bytes);
  };
  compare_all(fetch, &fetches);
  // One for a contiguous tensor that is shown whole, two for a summarised vector.
  std::vector<int64_t> values(2000, 7);
  int64_t size = 1000, stride = 1;
  PrintSource source;
  source.dtype = DType::int64;
  source.ndim = 1;
  source.sizes = &size;
  source.strides = &stride;
  source.data = values.data();
  source.fetch = fetch;
  source.fetch_context = &fetches;
  fetches = 0;
  to_text(source);
  assert_int_equal(fetches, 1);
  size = 2000;
  to_text(source);
  assert_int_equal(fetches, 3);
}

// The case's tensor, in memory of the engine's own.
static Tensor tensor_of(const print_case& c) {
  Tensor storage = empty({c.items}, dtype_named(c.dtype));
  if (c.items > 0) memcpy(storage->data, c.storage, static_cast<size_t>(c.items * c.item_size));
  Tensor tensor = alias(*storage, IntList(c.sizes, c.ndim), IntList(c.strides, c.ndim), c.offset);
  tensor->requires_grad = c.requires_grad;
  return tensor;
}

static void test_tensors(void**) {
  char* file = print_cases_load();
  char* at = file;
  print_case c;
  while (print_case_next(&at, &c)) {
    if (!c.grad_fn[0] && !c.device[0]) {
      set_default_dtype(dtype_named(c.default_dtype));
      std::string text = to_text(tensor_of(c), options_of(c));
      if (text != c.text) fail_msg("%s: it came out as\n%s", c.name, text.c_str());
    }
    print_case_free(&c);
  }
  set_default_dtype(DType::float32);
  free(file);
}

static void test_tensor_with_history(void**) {
  Tensor leaf = full({2, 2}, 1.5);
  leaf->requires_grad = true;
  std::string text = to_text(ops::mul(leaf, leaf));
  assert_string_equal(text.c_str(),
                      "tensor([[2.2500, 2.2500],\n        [2.2500, 2.2500]], grad_fn=<MulBackward0>)");
}

static void test_locale_has_no_say(void**) {
  const char* names[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "fr_FR.utf8"};
  bool changed = false;
  for (const char* name : names) changed = changed || setlocale(LC_ALL, name);
  if (!changed) print_message("no locale with a decimal comma is installed: nothing to compare with\n");
  double value = 0.5;
  PrintSource source;
  source.dtype = DType::float64;
  source.data = &value;
  std::string text = to_text(source);
  setlocale(LC_ALL, "C");
  assert_string_equal(text.c_str(), "tensor(0.5000, dtype=torch.float64)");
}

static Status status_of(const PrintOptions& options) {
  float value = 1;
  PrintSource source;
  source.data = &value;
  try {
    to_text(source, options);
  } catch (const Error& error) { return error.status(); }
  return Status::ok;
}

static void test_options_out_of_range(void**) {
  PrintOptions options;
  options.precision = -1;
  assert_int_equal(status_of(options), Status::value);
  options.precision = kMaxPrintPrecision + 1;
  assert_int_equal(status_of(options), Status::value);
  options.precision = kMaxPrintPrecision;
  assert_int_equal(status_of(options), Status::ok);
  options.edgeitems = 0;
  assert_int_equal(status_of(options), Status::value);
  options.edgeitems = INT64_MAX;
  options.threshold = INT64_MIN;
  options.linewidth = INT64_MIN;
  assert_int_equal(status_of(options), Status::ok);
}

static void test_longest_texts_fit(void**) {
  double values[] = {-1.7976931348623157e308, -4.9406564584124654e-324};
  int64_t size = 2, stride = 1;
  PrintSource source;
  source.dtype = DType::float64;
  source.ndim = 1;
  source.sizes = &size;
  source.strides = &stride;
  source.data = values;
  PrintOptions options;
  options.precision = kMaxPrintPrecision;
  for (SciMode mode : {SciMode::automatic, SciMode::off, SciMode::on}) {
    options.sci_mode = mode;
    std::string text = to_text(source, options);
    assert_true(text.size() > 2 * static_cast<size_t>(kMaxPrintPrecision));
    assert_true(text.find("-4.94065645841246544") != std::string::npos || mode == SciMode::off);
  }
}

static void test_a_thousand_elements_are_quick(void**) {
  std::vector<float> values(1000);
  for (size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) * 0.37f - 100;
  int64_t size = 1000, stride = 1;
  PrintSource source;
  source.ndim = 1;
  source.sizes = &size;
  source.strides = &stride;
  source.data = values.data();
  double best = 1;
  for (int i = 0; i < 20; ++i) {
    timespec begin, end;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &begin);
    std::string text = to_text(source);
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end);
    assert_true(text.size() > 9000);
    double seconds = static_cast<double>(end.tv_sec - begin.tv_sec) +
                     1e-9 * static_cast<double>(end.tv_nsec - begin.tv_nsec);
    if (seconds < best) best = seconds;
  }
  print_message("a thousand floats: %.0f microseconds\n", best * 1e6);
#if defined(NDEBUG)
  assert_true(best < 1e-3);
#endif
}

int main() {
  const CMUnitTest tests[] = {
      cmocka_unit_test(test_texts_are_pytorchs),
      cmocka_unit_test(test_elements_that_must_be_fetched),
      cmocka_unit_test(test_tensors),
      cmocka_unit_test(test_tensor_with_history),
      cmocka_unit_test(test_locale_has_no_say),
      cmocka_unit_test(test_options_out_of_range),
      cmocka_unit_test(test_longest_texts_fit),
      cmocka_unit_test(test_a_thousand_elements_are_quick),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
