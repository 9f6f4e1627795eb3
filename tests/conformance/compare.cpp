#include "tests/conformance/compare.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <stdexcept>

namespace conformance {
namespace {

using Complex = std::complex<double>;

std::string number_text(const Array& a, int64_t i) {
  char text[64];
  if (is_complex(a.dtype)) {
    Complex z = a.complex(i);
    std::snprintf(text, sizeof text, "%.9g%+.9gj", z.real(), z.imag());
  } else if (is_floating(a.dtype)) {
    std::snprintf(text, sizeof text, "%.9g", a.real(i));
  } else {
    std::snprintf(text, sizeof text, "%lld", static_cast<long long>(a.integer(i)));
  }
  return text;
}

std::string place_text(const std::vector<int64_t>& shape, int64_t flat) {
  std::vector<int64_t> place(shape.size());
  for (size_t d = shape.size(); d-- > 0; flat /= shape[d]) place[d] = flat % shape[d];
  return shape_text(place);
}

bool close_real(double got, double want, Tolerance t) {
  if (got == want || (std::isnan(got) && std::isnan(want))) return true;
  if (!std::isfinite(got) || !std::isfinite(want)) return false;
  return std::abs(got - want) <= t.absolute + t.relative * std::abs(want);
}

bool is_nan(Complex z) { return std::isnan(z.real()) || std::isnan(z.imag()); }
bool is_finite(Complex z) { return std::isfinite(z.real()) && std::isfinite(z.imag()); }

bool close_complex(Complex got, Complex want, Tolerance t) {
  if (got == want || (is_nan(got) && is_nan(want))) return true;
  if (!is_finite(got) || !is_finite(want)) return false;
  return std::abs(got - want) <= t.absolute + t.relative * std::abs(want);
}

bool close_element(const Array& got, const Array& want, int64_t i, Tolerance t) {
  if (is_complex(want.dtype)) return close_complex(got.complex(i), want.complex(i), t);
  if (is_floating(want.dtype)) return close_real(got.real(i), want.real(i), t);
  return is_floating(got.dtype) ? got.real(i) == want.real(i) : got.integer(i) == want.integer(i);
}

Array absolute(const Array& a) {
  Array result = Array::zeros(Dtype::f64, a.shape);
  for (int64_t i = 0; i < a.count(); ++i) result.set_real(i, std::abs(a.complex(i)));
  return result;
}

Array sorted(const Array& a) {
  std::vector<double> values;
  for (int64_t i = 0; i < a.count(); ++i) values.push_back(a.real(i));
  std::sort(values.begin(), values.end(), [](double x, double y) {
    return std::isnan(y) ? !std::isnan(x) : x < y;  // NaN last, as numpy sorts
  });
  return Array::of_reals(a.shape, values);
}

bool same_pick(const Array& input, int64_t a, int64_t b) {
  Complex x = input.complex(a), y = input.complex(b);
  return x == y || (is_nan(x) && is_nan(y));
}

// Σ of elements that differ in value when `input` is read at positions got and want.
std::string picked_text(int64_t bad) {
  return bad == 0 ? "" : std::to_string(bad) + " picked elements differ in value";
}

std::string compare_flat_index(const Array& input, const Array& got, const Array& want) {
  int64_t bad = 0;
  for (int64_t i = 0; i < got.count(); ++i) {
    if (got.integer(i) < 0 || got.integer(i) >= input.count()) return "index out of range";
    bad += !same_pick(input, got.integer(i), want.integer(i));
  }
  return picked_text(bad);
}

const Json* first_tensor(const Json& test) {
  for (const Json& arg : test.at("args"))
    if (arg.at("t") == "tensor") return &arg;
  return nullptr;
}

// The kinds of output that are numbers and lists.
bool is_plain(const std::string& tag) {
  return tag == "float" || tag == "int" || tag == "bool" || tag == "ints";
}

std::string compare_output(const Json& test, const std::string& op, const TensorFile& tensors, size_t i,
                           const Output& got) {
  const Json& want = test["outputs"][i];
  const std::string tag = want.at("t"), check = test.at("check");
  Tolerance tolerance = tolerance_of(want.contains("tol") ? want : test, "tol");
  if (tag == "none") return got ? "wanted none" : "";
  if (!got) return "got none, wanted a " + tag;
  if (is_plain(tag)) return compare_close(*got, array_of_value(want), tolerance);
  if (tag != "tensor") return "an output of kind " + tag + " can't be compared";
  Array shape_only{dtype_from_name(want.at("dtype")), want.at("shape"), {}};
  if (check == "unordered" && i > 0) return "";
  if (std::string bad = compare_dtype_and_shape(*got, shape_only); !bad.empty()) return bad;
  if (check == "random" || check == "shape_only") return "";
  Array value = tensors.value(want);
  if (want.value("check", "") == "index") {
    const Json* input = first_tensor(test);
    if (!input) return "an index output without an input";
    return compare_index(tensors.value(*input), guess_dim(test, op), *got, value);
  }
  if (check == "abs") return compare_close(absolute(*got), absolute(value), tolerance);
  if (check == "unordered" && value.shape.size() == 1)
    return compare_close(sorted(*got), sorted(value), tolerance);
  return compare_close(*got, value, tolerance);
}

std::string compare_eigen_case(const Json& test, const TensorFile& tensors, const std::vector<Output>& got) {
  std::vector<Array> arrays;
  for (const Output& output : got) {
    if (!output) return "got none, wanted a tensor";
    arrays.push_back(*output);
  }
  bool narrow = test.at("dtype") == "float32" || test.at("dtype") == "complex64";
  return compare_eigen(tensors.value(test["args"][0]), arrays, tensors.value(test["outputs"][0]),
                       narrow ? 1e-3 : 1e-8);
}

// max |A v - v w| over one n x n matrix at `base`.
double eigen_residual(const Array& matrix, const Array& values, const Array& vectors, int64_t base,
                      int64_t n) {
  double worst = 0;
  for (int64_t row = 0; row < n; ++row)
    for (int64_t col = 0; col < n; ++col) {
      Complex sum = -vectors.complex(base * n * n + row * n + col) * values.complex(base * n + col);
      for (int64_t k = 0; k < n; ++k)
        sum += matrix.complex(base * n * n + row * n + k) * vectors.complex(base * n * n + k * n + col);
      worst = is_nan(sum) ? HUGE_VAL : std::max(worst, std::abs(sum));
    }
  return worst;
}

}  // namespace

Tolerance tolerance_of(const Json& holder, const char* field) {
  if (!holder.contains(field)) return {};
  return {holder[field].at(0), holder[field].at(1)};
}

std::string compare_dtype_and_shape(const Array& got, const Array& want) {
  if (got.dtype != want.dtype)
    return std::string("dtype ") + dtype_name(got.dtype) + ", wanted " + dtype_name(want.dtype);
  if (got.shape != want.shape) return "shape " + shape_text(got.shape) + ", wanted " + shape_text(want.shape);
  return "";
}

std::string compare_close(const Array& got, const Array& want, Tolerance tolerance) {
  if (got.shape != want.shape) return "shape " + shape_text(got.shape) + ", wanted " + shape_text(want.shape);
  if (is_complex(got.dtype) && !is_complex(want.dtype)) return "complex values where real ones are wanted";
  int64_t bad = 0, first = 0, count = want.count();
  for (int64_t i = count; i-- > 0;)
    if (!close_element(got, want, i, tolerance)) ++bad, first = i;
  if (bad == 0) return "";
  char limits[64];
  std::snprintf(limits, sizeof limits, " (rtol %g, atol %g)", tolerance.relative, tolerance.absolute);
  return std::to_string(bad) + " of " + std::to_string(count) + " elements differ, first at " +
         place_text(want.shape, first) + ": got " + number_text(got, first) + ", wanted " +
         number_text(want, first) + limits;
}

std::string compare_index(const Array& input, std::optional<int64_t> dim, const Array& got,
                          const Array& want) {
  if (got.shape != want.shape) return "shape " + shape_text(got.shape) + ", wanted " + shape_text(want.shape);
  if (is_floating(got.dtype) || is_complex(got.dtype)) return "an index that isn't an integer";
  if (!dim) return compare_flat_index(input, got, want);
  auto rank = static_cast<int64_t>(input.shape.size());
  if (rank == 0) {
    for (int64_t i = 0; i < got.count(); ++i)
      if (got.integer(i) != 0) return "index into a 0-dim tensor";
    return "";
  }
  if (*dim < -rank || *dim >= rank) return "the case's dim is out of range";
  auto along = static_cast<size_t>(*dim < 0 ? *dim + rank : *dim);
  // `picks` elements of the index for each `inner` run: 1 where the dim was reduced away, or kept as 1.
  int64_t inner = 1, outer = 1, size = input.shape[along];
  for (size_t d = 0; d < along; ++d) outer *= input.shape[d];
  for (size_t d = along + 1; d < input.shape.size(); ++d) inner *= input.shape[d];
  int64_t picks = outer * inner == 0 ? 0 : got.count() / (outer * inner), bad = 0;
  if (picks * outer * inner != got.count()) return "an index of another shape than its input";
  for (int64_t i = 0; i < got.count(); ++i) {
    if (got.integer(i) < 0 || got.integer(i) >= size) return "index out of range";
    int64_t base = i / (picks * inner) * size * inner + i % inner;
    bad += !same_pick(input, base + got.integer(i) * inner, base + want.integer(i) * inner);
  }
  return picked_text(bad);
}

std::string compare_eigen(const Array& matrix, const std::vector<Array>& got, const Array& eigenvalues,
                          double tolerance) {
  if (got.empty() || got[0].shape != eigenvalues.shape) return "eigenvalues: shape";
  int64_t n = matrix.shape.back();
  if (matrix.count() == 0) return "";
  for (int64_t m = 0; m < matrix.count() / (n * n); ++m) {
    std::vector<Complex> left;
    for (int64_t i = 0; i < n; ++i) left.push_back(eigenvalues.complex(m * n + i));
    for (int64_t i = 0; i < n; ++i) {
      Complex z = got[0].complex(m * n + i);
      auto nearest = std::min_element(
          left.begin(), left.end(), [z](Complex a, Complex b) { return std::abs(a - z) < std::abs(b - z); });
      if (!(std::abs(z - *nearest) <= tolerance * (1 + std::abs(z))))
        return "eigenvalue " + number_text(got[0], m * n + i) + " is not among the expected";
      left.erase(nearest);
    }
    if (got.size() < 2) continue;
    if (got[1].shape != matrix.shape) return "eigenvectors: shape";
    double largest = 0;
    for (int64_t i = 0; i < n * n; ++i) largest = std::max(largest, std::abs(matrix.complex(m * n * n + i)));
    if (eigen_residual(matrix, got[0], got[1], m, n) > tolerance * (1 + largest)) return "A v != v w";
  }
  return "";
}

Array array_of_value(const Json& value) {
  const std::string tag = value.at("t");
  const Json& v = value.at("v");
  if (tag == "bool") return Array::of_integers({}, {v.get<bool>()}, Dtype::b8);
  if (tag == "int") return Array::of_integers({}, {v.get<int64_t>()});
  if (tag == "ints") return Array::of_integers({static_cast<int64_t>(v.size())}, v);
  if (tag == "float" || tag == "number")
    return Array::of_reals({}, {v.is_string() ? std::stod(v.get<std::string>()) : v.get<double>()});
  throw std::runtime_error("a value of kind " + tag + " is not a number");
}

std::optional<int64_t> guess_dim(const Json& test, const std::string& op) {
  for (const char* name : {"dim", "axis"})
    if (test["kwargs"].contains(name)) {
      const Json& value = test["kwargs"][name];
      if (value.at("t") == "int") return value.at("v").get<int64_t>();
      return std::nullopt;
    }
  std::vector<int64_t> ints;
  for (size_t i = 1; i < test["args"].size(); ++i)
    if (test["args"][i].at("t") == "int") ints.push_back(test["args"][i].at("v"));
  if (op == "topk" || op == "kthvalue") return ints.size() > 1 ? ints[1] : -1;
  bool flattens = op == "argmax" || op == "argmin" || op == "masked.argmax" || op == "masked.argmin";
  if (!ints.empty()) return ints[0];
  return flattens ? std::nullopt : std::optional<int64_t>(-1);
}

std::string compare_outputs(const Json& test, const std::string& op, const TensorFile& tensors,
                            const std::vector<Output>& got) {
  const Json& wanted = test.at("outputs");
  if (got.size() != wanted.size())
    return std::to_string(got.size()) + " outputs, wanted " + std::to_string(wanted.size());
  if (test.at("check") == "eig") return compare_eigen_case(test, tensors, got);
  for (size_t i = 0; i < got.size(); ++i)
    if (std::string bad = compare_output(test, op, tensors, i, got[i]); !bad.empty())
      return "output " + std::to_string(i) + ": " + bad;
  return "";
}

bool ties_broken_differently(const Json& test, const TensorFile& tensors, const std::vector<Output>& got) {
  for (size_t i = 0; i < got.size() && i < test["outputs"].size(); ++i) {
    const Json& want = test["outputs"][i];
    if (want.value("check", "") == "index" && got[i] &&
        !compare_close(*got[i], tensors.value(want), {}).empty())
      return true;
  }
  return false;
}

std::string compare_grads(const Json& test, const TensorFile& tensors,
                          const std::map<std::string, Output>& got, const char* field, const char* label) {
  if (!test.contains(field)) return "";
  Tolerance tolerance = tolerance_of(test, "grad_tol");
  for (const Json& want : test[field]) {
    const std::string name = want.at(label);
    auto it = got.find(name);
    const Output none, &gradient = it == got.end() ? none : it->second;
    const std::string where = "gradient of " + name.substr(name.rfind('/') + 1) + ": ";
    if (want.at("key").is_null()) {
      for (int64_t i = 0; gradient && i < gradient->count(); ++i)
        if (gradient->complex(i) != Complex(0)) return where + "there should be none";
      continue;
    }
    if (!gradient) return where + "there is none";
    Array value = tensors.value(want);
    std::string bad = compare_dtype_and_shape(*gradient, value);
    if (bad.empty()) bad = compare_close(*gradient, value, tolerance);
    if (!bad.empty()) return where + bad;
  }
  return "";
}

}  // namespace conformance
