#include "tests/conformance/self_test.h"

#include <cmath>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <stdexcept>

#include <unistd.h>

#include "tests/conformance/compare.h"
#include "tests/conformance/isolate.h"

namespace conformance {
namespace {

int g_failures = 0;

void check(bool holds, const char* what) {
  if (holds) return;
  ++g_failures;
  std::printf("self-test failed: %s\n", what);
}

void accepts(const std::string& verdict, const char* what) {
  check(verdict.empty(), what);
  if (!verdict.empty()) std::printf("  it said: %s\n", verdict.c_str());
}

void refuses(const std::string& verdict, const char* what) { check(!verdict.empty(), what); }

template <class F>
void throws(F f, const char* what) {
  bool thrown = false;
  try {
    f();
  } catch (const std::exception&) { thrown = true; }
  check(thrown, what);
}

void test_close() {
  const double nan = std::nan(""), inf = HUGE_VAL;
  Tolerance t{1e-3, 1e-5};
  Array want = Array::of_reals({2, 2}, {1, -2, nan, inf});
  accepts(compare_close(want, want, {}), "close: equal, with nan and inf");
  accepts(compare_close(Array::of_reals({2, 2}, {1.0009, -2.0019, nan, inf}), want, t), "close: within rtol");
  refuses(compare_close(Array::of_reals({2, 2}, {1.0011, -2, nan, inf}), want, t), "close: beyond rtol");
  refuses(compare_close(Array::of_reals({2, 2}, {1, -2, 0, inf}), want, t), "close: 0 for nan");
  refuses(compare_close(Array::of_reals({2, 2}, {nan, -2, nan, inf}), want, t), "close: nan for 1");
  refuses(compare_close(Array::of_reals({2, 2}, {1, -2, nan, -inf}), want, t), "close: -inf for inf");
  refuses(compare_close(Array::of_reals({2, 2}, {1, -2, nan, 1e308}), want, t), "close: finite for inf");
  refuses(compare_close(Array::of_reals({4}, {1, -2, nan, inf}), want, t), "close: another shape");
  accepts(compare_close(Array::of_reals({1}, {1e-5}), Array::of_reals({1}, {0}), t), "close: within atol");
  refuses(compare_close(Array::of_reals({1}, {1.1e-5}), Array::of_reals({1}, {0}), t), "close: beyond atol");
  accepts(compare_close(Array::zeros(Dtype::f32, {0, 3}), Array::zeros(Dtype::f32, {0, 3}), {}),
          "close: empty");
  const int64_t big = (int64_t{1} << 53) + 1;
  accepts(compare_close(Array::of_integers({}, {big}), Array::of_integers({}, {big}), t),
          "close: large integer");
  refuses(compare_close(Array::of_integers({}, {big - 1}), Array::of_integers({}, {big}), t),
          "close: integers are exact");
  Array z = Array::of_complexes({2}, {{1, 1}, {nan, 0}});
  accepts(compare_close(Array::of_complexes({2}, {{1.0005, 1}, {0, nan}}), z, t), "close: complex");
  refuses(compare_close(Array::of_complexes({2}, {{1, -1}, {nan, 0}}), z, t), "close: complex sign");
  accepts(compare_dtype_and_shape(Array::zeros(Dtype::b8, {1}), Array::zeros(Dtype::b8, {1})),
          "dtype and shape");
  refuses(compare_dtype_and_shape(Array::zeros(Dtype::u8, {1}), Array::zeros(Dtype::b8, {1})),
          "dtype differs");
}

void test_narrow_types() {
  Array half = Array::zeros(Dtype::f16, {6}), brain = Array::zeros(Dtype::bf16, {2});
  const uint16_t bits[] = {0x3c00, 0xc000, 0x0001, 0x7bff, 0xfc00, 0x7e00}, brain_bits[] = {0x3f80, 0xc049};
  std::memcpy(half.bytes.data(), bits, sizeof bits);
  std::memcpy(brain.bytes.data(), brain_bits, sizeof brain_bits);
  check(half.real(0) == 1 && half.real(1) == -2, "float16: 1 and -2");
  check(half.real(2) == std::ldexp(1, -24) && half.real(3) == 65504, "float16: smallest and largest");
  check(half.real(4) == -HUGE_VAL && std::isnan(half.real(5)), "float16: -inf and nan");
  check(brain.real(0) == 1 && brain.real(1) == -3.140625, "bfloat16: 1 and -3.140625");
}

void test_index() {
  Array x = Array::of_reals({2, 3}, {5, 5, 1, 2, 7, 7});
  Array want = Array::of_integers({2}, {0, 1});
  accepts(compare_index(x, 1, Array::of_integers({2}, {1, 2}), want), "index: ties");
  refuses(compare_index(x, 1, Array::of_integers({2}, {2, 1}), want), "index: another value");
  refuses(compare_index(x, 1, Array::of_integers({2}, {0, 3}), want), "index: out of range");
  accepts(compare_index(x, -1, Array::of_integers({2, 1}, {1, 1}), Array::of_integers({2, 1}, {0, 1})),
          "index: keepdim");
  accepts(compare_index(x, 0, Array::of_integers({2, 3}, {0, 1, 1, 1, 0, 0}),
                        Array::of_integers({2, 3}, {0, 1, 1, 1, 0, 0})),
          "index: a whole sort");
  refuses(compare_index(x, 0, Array::of_integers({2, 3}, {0, 1, 1, 1, 0, 1}),
                        Array::of_integers({2, 3}, {0, 1, 1, 1, 0, 0})),
          "index: one of a sort");
  accepts(compare_index(x, std::nullopt, Array::of_integers({}, {5}), Array::of_integers({}, {4})),
          "index: flat");
  refuses(compare_index(x, std::nullopt, Array::of_integers({}, {3}), Array::of_integers({}, {4})),
          "index: flat, another value");
}

void test_eigen() {
  Array a = Array::of_reals({2, 2}, {2, 0, 0, 3});
  Array values = Array::of_complexes({2}, {{2, 0}, {3, 0}}),
        swapped = Array::of_complexes({2}, {{3, 0}, {2, 0}});
  Array vectors = Array::of_complexes({2, 2}, {{0, 0}, {0, -1}, {1, 0}, {0, 0}});
  accepts(compare_eigen(a, {swapped, vectors}, values, 1e-8), "eig: another order and phase");
  refuses(compare_eigen(a, {values, vectors}, values, 1e-8), "eig: vectors of the wrong values");
  refuses(compare_eigen(a, {Array::of_complexes({2}, {{2, 0}, {2, 0}})}, values, 1e-8),
          "eig: one value twice");
}

// A case of one float input and the outputs given, with the tensors it needs.
TensorFile file_of(const std::string& header, const std::string& data) {
  uint64_t length = header.size();
  std::string text(8, '\0');
  std::memcpy(text.data(), &length, 8);
  return TensorFile(text + header + data);
}

std::string raw(const Array& a) { return {a.bytes.begin(), a.bytes.end()}; }

void test_cases() {
  Array x = Array::of_reals({3}, {3, -1, 2}, Dtype::f32);
  TensorFile tensors = file_of(R"({"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})", raw(x));
  Json out = {{"t", "tensor"}, {"key", "x"}, {"dtype", "float32"}, {"shape", {3}}};
  Json test = {{"args", Json::array({out})},
               {"kwargs", Json::object()},
               {"check", "close"},
               {"outputs", Json::array({out})},
               {"tol", {0, 0}}};
  Array sorted = Array::of_reals({3}, {-1, 2, 3}, Dtype::f32),
        minus = Array::of_reals({3}, {-3, 1, -2}, Dtype::f32);
  accepts(compare_outputs(test, "f", tensors, {x}), "outputs: close");
  refuses(compare_outputs(test, "f", tensors, {sorted}), "outputs: not close");
  refuses(compare_outputs(test, "f", tensors, {Output()}), "outputs: none");
  refuses(compare_outputs(test, "f", tensors, {x, x}), "outputs: one too many");
  refuses(compare_outputs(test, "f", tensors, {Array::of_reals({3}, {3, -1, 2})}),
          "outputs: float64 for float32");
  test["check"] = "unordered";
  accepts(compare_outputs(test, "f", tensors, {sorted}), "outputs: unordered");
  refuses(compare_outputs(test, "f", tensors, {minus}), "outputs: another multiset");
  test["check"] = "abs";
  accepts(compare_outputs(test, "f", tensors, {minus}), "outputs: abs");
  refuses(compare_outputs(test, "f", tensors, {sorted}), "outputs: other absolute values");
  test["check"] = "random";
  accepts(compare_outputs(test, "f", tensors, {sorted}), "outputs: random");
  refuses(compare_outputs(test, "f", tensors, {Array::zeros(Dtype::f32, {2})}),
          "outputs: random of another shape");

  test["grads"] = Json::array({{{"input", "a/in0"}, {"key", "x"}, {"dtype", "float32"}, {"shape", {3}}},
                               {{"input", "a/in1"}, {"key", nullptr}}});
  accepts(compare_grads(test, tensors, {{"a/in0", x}}, "grads", "input"), "grads: right, and none");
  accepts(compare_grads(test, tensors, {{"a/in0", x}, {"a/in1", Array::zeros(Dtype::f32, {2})}}, "grads",
                        "input"),
          "grads: zeros for none");
  refuses(compare_grads(test, tensors, {{"a/in0", x}, {"a/in1", x}}, "grads", "input"),
          "grads: something for none");
  refuses(compare_grads(test, tensors, {}, "grads", "input"), "grads: none for something");
  refuses(compare_grads(test, tensors, {{"a/in0", minus}}, "grads", "input"), "grads: wrong");

  const std::string header = R"({"x":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}})";
  throws([&] { file_of(header, raw(x).substr(0, 8)); }, "safetensors: cut short");
  throws([&] { file_of(R"({"x":{"dtype":"F32","shape":[4],"data_offsets":[0,12]}})", raw(x)); },
         "safetensors: shape and bytes disagree");
  throws([&] { TensorFile(std::string(4, 'x')); }, "safetensors: no header");
  throws([&] { tensors.stored("y"); }, "safetensors: unknown name");
}

void test_guess_dim() {
  auto number = [](int64_t v) { return Json{{"t", "int"}, {"v", v}}; };
  Json tensor = {{"t", "tensor"}}, none = Json::object();
  check(guess_dim({{"args", {tensor, number(2), number(0)}}, {"kwargs", none}}, "topk") == 0, "dim: of topk");
  check(guess_dim({{"args", {tensor, number(2)}}, {"kwargs", none}}, "topk") == -1, "dim: topk's default");
  check(guess_dim({{"args", {tensor, number(1)}}, {"kwargs", none}}, "max") == 1, "dim: of max");
  check(!guess_dim({{"args", Json::array({tensor})}, {"kwargs", none}}, "argmax"), "dim: argmax over all");
  check(guess_dim({{"args", Json::array({tensor})}, {"kwargs", {{"dim", number(-2)}}}}, "sort") == -2,
        "dim: named");
}

void test_isolation() {
  Batch batch;
  for (const char* id : {"good", "crash", "throw", "hang", "exit", "last"})
    batch.cases.push_back({Group::ops, id, "f", 1, {}});
  batch.run = [](size_t i) {
    if (i == 1) std::raise(SIGSEGV);
    if (i == 2) throw std::runtime_error("thrown");
    if (i == 3) pause();
    if (i == 4) _exit(3);
    return passed();
  };
  std::vector<Result> results;
  run_isolated(batch, 1, [&](const Result& r) { results.push_back(r); });
  check(results.size() == batch.cases.size(), "isolation: a result for each case");
  for (const Result& r : results) {
    bool good = r.id == "good" || r.id == "last";
    check((r.outcome.status == Status::passed) == good, ("isolation: " + r.id).c_str());
  }
  Report report(false);
  check(!report.good(), "report: no case isn't good");
  report.add({Group::ops, "a", "f", 1, passed()});
  check(report.good(), "report: a pass is good");
  report.add({Group::ops, "b", "f", 1, missing("f")});
  check(report.good(), "report: missing isn't a failure");
}

}  // namespace

int self_test() {
  test_close();
  test_narrow_types();
  test_index();
  test_eigen();
  test_cases();
  test_guess_dim();
  test_isolation();
  return g_failures;
}

}  // namespace conformance
