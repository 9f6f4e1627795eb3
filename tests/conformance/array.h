// Numbers as the oracle stores them: a dtype, a shape and raw little-endian row-major bytes.
#pragma once

#include <complex>
#include <cstdint>
#include <string>
#include <vector>

namespace conformance {

enum class Dtype { f64, f32, f16, bf16, i64, i32, i16, i8, u8, b8, c32, c64, c128 };

Dtype dtype_from_name(const std::string& name);  // throws std::runtime_error where it is unknown
const char* dtype_name(Dtype dtype);
int64_t dtype_size(Dtype dtype);
bool is_floating(Dtype dtype);
bool is_complex(Dtype dtype);

struct Array {
  Dtype dtype = Dtype::f64;
  std::vector<int64_t> shape;
  std::vector<unsigned char> bytes;

  static Array zeros(Dtype dtype, std::vector<int64_t> shape);
  static Array of_reals(std::vector<int64_t> shape, const std::vector<double>& values,
                        Dtype dtype = Dtype::f64);
  static Array of_integers(std::vector<int64_t> shape, const std::vector<int64_t>& values,
                           Dtype dtype = Dtype::i64);
  static Array of_complexes(std::vector<int64_t> shape, const std::vector<std::complex<double>>& values);

  int64_t count() const;
  double real(int64_t i) const;
  int64_t integer(int64_t i) const;
  std::complex<double> complex(int64_t i) const;
  void set_real(int64_t i, double value);  // float64 and float32 alone
  void set_integer(int64_t i, int64_t value);
};

int64_t count_of(const std::vector<int64_t>& shape);
std::string shape_text(const std::vector<int64_t>& shape);

}  // namespace conformance
