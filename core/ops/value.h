#pragma once
// Values whose kinds are known only when the program runs: arguments and results of operators called by name.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

class Generator;

// The numbers of tn_kind_t.
enum class Kind : int32_t {
  none = 1,
  tensor = 2,
  integer = 3,
  real = 4,
  boolean = 5,
  text = 6,
  dtype = 7,
  device = 8,
  integers = 9,
  reals = 10,
  booleans = 11,
  tensors = 12,
  slice = 13,
  ellipsis = 14,
  complex = 15,
  generator = 16
};

const char* kind_name(Kind kind);  // as schemas say it: "Tensor", "int", "int[]"

// Borrowed lists beside IntList.
struct FloatList {
  const double* data = nullptr;
  int64_t count = 0;
  double operator[](int64_t i) const { return data[i]; }
  const double* begin() const { return data; }
  const double* end() const { return data + count; }
};
struct BoolList {
  const int32_t* data = nullptr;
  int64_t count = 0;
  bool operator[](int64_t i) const { return data[i] != 0; }
};

// An argument. What it points at is borrowed and lives as long as the call.
struct Value {
  const char* name = nullptr;  // of an argument given by keyword
  Kind kind = Kind::none;
  int64_t count = 0;  // of a plural; of a text its length
  union {
    int64_t i = 0;  // an integer, a truth
    double f;
    DType dtype;
    Device device;
    const Tensor* tensor;
    const std::vector<Tensor>* tensors;  // undefined ones stand for None
    const char* text;
    const int64_t* integers;
    const double* reals;
    const int32_t* booleans;
    Generator* generator;
  };

  Value() {}
  Value(const Tensor& t) : kind(Kind::tensor), tensor(&t) {}
  Value(const std::vector<Tensor>& t)
      : kind(Kind::tensors), count(static_cast<int64_t>(t.size())), tensors(&t) {}
  Value(int64_t value) : kind(Kind::integer), i(value) {}
  Value(int value) : Value(static_cast<int64_t>(value)) {}
  Value(double value) : kind(Kind::real), f(value) {}
  Value(bool value) : kind(Kind::boolean), i(value) {}
  Value(DType value) : kind(Kind::dtype), dtype(value) {}
  Value(Device value) : kind(Kind::device), device(value) {}
  Value(std::string_view s) : kind(Kind::text), count(static_cast<int64_t>(s.size())), text(s.data()) {}
  Value(const char* s) : Value(std::string_view(s)) {}
  Value(IntList list) : kind(Kind::integers), count(list.count), integers(list.data) {}
  Value(FloatList list) : kind(Kind::reals), count(list.count), reals(list.data) {}
  Value(Generator* g) : kind(Kind::generator), generator(g) {}
  template <class T>
  Value(const char* name, T&& value) : Value(std::forward<T>(value)) {
    this->name = name;
  }

  bool is_none() const { return kind == Kind::none; }
  bool is_number() const { return kind == Kind::integer || kind == Kind::real || kind == Kind::boolean; }
  std::string_view as_text() const { return {text, static_cast<size_t>(count)}; }
};

// A result, owned. Lists among the results are flattened.
struct Result {
  Kind kind = Kind::none;
  Tensor tensor;
  std::string text;
  union {
    int64_t i = 0;
    double f;
    DType dtype;
    Device device;
  };

  Result() {}
  Result(Tensor t) : kind(t ? Kind::tensor : Kind::none), tensor(std::move(t)) {}
  Result(int64_t value) : kind(Kind::integer), i(value) {}
  Result(double value) : kind(Kind::real), f(value) {}
  Result(bool value) : kind(Kind::boolean), i(value) {}
  Result(DType value) : kind(Kind::dtype), dtype(value) {}
  Result(Device value) : kind(Kind::device), device(value) {}
  Result(std::string value) : kind(Kind::text), text(std::move(value)) {}
};

using OpResults = std::vector<Result>;

}  // namespace tenon
