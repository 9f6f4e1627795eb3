#include "tests/conformance/array.h"

#include <cmath>
#include <cstring>
#include <stdexcept>

namespace conformance {
namespace {

struct DtypeInfo {
  Dtype dtype;
  const char* name;
  int64_t size;
};

constexpr DtypeInfo kDtypes[] = {
    {Dtype::f64, "float64", 8},     {Dtype::f32, "float32", 4},   {Dtype::f16, "float16", 2},
    {Dtype::bf16, "bfloat16", 2},   {Dtype::i64, "int64", 8},     {Dtype::i32, "int32", 4},
    {Dtype::i16, "int16", 2},       {Dtype::i8, "int8", 1},       {Dtype::u8, "uint8", 1},
    {Dtype::b8, "bool", 1},         {Dtype::c32, "complex32", 4}, {Dtype::c64, "complex64", 8},
    {Dtype::c128, "complex128", 16}};

const DtypeInfo& info(Dtype dtype) {
  for (const DtypeInfo& entry : kDtypes)
    if (entry.dtype == dtype) return entry;
  throw std::logic_error("dtype without an entry");
}

template <class T>
T load(const Array& a, int64_t i) {
  T value;
  std::memcpy(&value, a.bytes.data() + i * static_cast<int64_t>(sizeof(T)), sizeof(T));
  return value;
}

template <class T>
void store(Array& a, int64_t i, T value) {
  std::memcpy(a.bytes.data() + i * static_cast<int64_t>(sizeof(T)), &value, sizeof(T));
}

// IEEE binary16: 1 sign, 5 exponent, 10 fraction bits.
double half_value(uint16_t bits) {
  int exponent = (bits >> 10) & 31;
  double fraction = bits & 1023;
  double magnitude = exponent == 31  ? (fraction != 0 ? std::nan("") : HUGE_VAL)
                     : exponent == 0 ? std::ldexp(fraction, -24)
                                     : std::ldexp(fraction + 1024, exponent - 25);
  return (bits & 0x8000) ? -magnitude : magnitude;
}

double bfloat_value(uint16_t bits) {
  uint32_t wide = static_cast<uint32_t>(bits) << 16;
  float value;
  std::memcpy(&value, &wide, sizeof value);
  return static_cast<double>(value);
}

}  // namespace

Dtype dtype_from_name(const std::string& name) {
  for (const DtypeInfo& entry : kDtypes)
    if (name == entry.name) return entry.dtype;
  throw std::runtime_error("unknown dtype '" + name + "'");
}

const char* dtype_name(Dtype dtype) { return info(dtype).name; }
int64_t dtype_size(Dtype dtype) { return info(dtype).size; }

bool is_complex(Dtype dtype) { return dtype == Dtype::c32 || dtype == Dtype::c64 || dtype == Dtype::c128; }

bool is_floating(Dtype dtype) {
  return dtype == Dtype::f64 || dtype == Dtype::f32 || dtype == Dtype::f16 || dtype == Dtype::bf16;
}

int64_t count_of(const std::vector<int64_t>& shape) {
  int64_t count = 1;
  for (int64_t size : shape) count *= size;
  return count;
}

std::string shape_text(const std::vector<int64_t>& shape) {
  std::string text = "[";
  for (size_t i = 0; i < shape.size(); ++i) text += (i ? ", " : "") + std::to_string(shape[i]);
  return text + "]";
}

Array Array::zeros(Dtype dtype, std::vector<int64_t> shape) {
  Array a{dtype, std::move(shape), {}};
  a.bytes.resize(static_cast<size_t>(a.count() * dtype_size(dtype)));
  return a;
}

Array Array::of_reals(std::vector<int64_t> shape, const std::vector<double>& values, Dtype dtype) {
  Array a = zeros(dtype, std::move(shape));
  for (int64_t i = 0; i < a.count(); ++i) a.set_real(i, values.at(static_cast<size_t>(i)));
  return a;
}

Array Array::of_integers(std::vector<int64_t> shape, const std::vector<int64_t>& values, Dtype dtype) {
  Array a = zeros(dtype, std::move(shape));
  for (int64_t i = 0; i < a.count(); ++i) a.set_integer(i, values.at(static_cast<size_t>(i)));
  return a;
}

Array Array::of_complexes(std::vector<int64_t> shape, const std::vector<std::complex<double>>& values) {
  Array a = zeros(Dtype::c128, std::move(shape));
  std::memcpy(a.bytes.data(), values.data(), a.bytes.size());
  return a;
}

int64_t Array::count() const { return count_of(shape); }

double Array::real(int64_t i) const {
  switch (dtype) {
    case Dtype::f64: return load<double>(*this, i);
    case Dtype::f32: return static_cast<double>(load<float>(*this, i));
    case Dtype::f16: return half_value(load<uint16_t>(*this, i));
    case Dtype::bf16: return bfloat_value(load<uint16_t>(*this, i));
    case Dtype::c32:
    case Dtype::c64:
    case Dtype::c128: throw std::logic_error("a complex array read as real");
    default: return static_cast<double>(integer(i));
  }
}

int64_t Array::integer(int64_t i) const {
  switch (dtype) {
    case Dtype::i64: return load<int64_t>(*this, i);
    case Dtype::i32: return load<int32_t>(*this, i);
    case Dtype::i16: return load<int16_t>(*this, i);
    case Dtype::i8: return load<int8_t>(*this, i);
    case Dtype::u8: return load<uint8_t>(*this, i);
    case Dtype::b8: return load<uint8_t>(*this, i) != 0;
    default: throw std::logic_error("a floating array read as integers");
  }
}

std::complex<double> Array::complex(int64_t i) const {
  switch (dtype) {
    case Dtype::c128: return {load<double>(*this, 2 * i), load<double>(*this, 2 * i + 1)};
    case Dtype::c64: return {load<float>(*this, 2 * i), load<float>(*this, 2 * i + 1)};
    case Dtype::c32:
      return {half_value(load<uint16_t>(*this, 2 * i)), half_value(load<uint16_t>(*this, 2 * i + 1))};
    default: return {real(i), 0.0};
  }
}

void Array::set_real(int64_t i, double value) {
  if (dtype == Dtype::f64) return store(*this, i, value);
  if (dtype == Dtype::f32) return store(*this, i, static_cast<float>(value));
  throw std::logic_error("set_real: only float64 and float32");
}

void Array::set_integer(int64_t i, int64_t value) {
  switch (dtype) {
    case Dtype::i64: return store(*this, i, value);
    case Dtype::i32: return store(*this, i, static_cast<int32_t>(value));
    case Dtype::i16: return store(*this, i, static_cast<int16_t>(value));
    case Dtype::i8: return store(*this, i, static_cast<int8_t>(value));
    case Dtype::u8: return store(*this, i, static_cast<uint8_t>(value));
    case Dtype::b8: return store(*this, i, static_cast<uint8_t>(value != 0));
    default: throw std::logic_error("set_integer: not an integer dtype");
  }
}

}  // namespace conformance
