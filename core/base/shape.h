#pragma once
// Sizes and strides, held inline: a tensor's geometry costs no allocation.
#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <string>

namespace tenon {

constexpr int kMaxDims = 12;

// A borrowed list of integers: sizes, dims.
struct IntList {
  const int64_t* data = nullptr;
  int64_t count = 0;

  IntList() = default;
  IntList(const int64_t* data, int64_t count) : data(data), count(count) {}
  // Borrowed as all else: right as an argument, dead after the statement.
#pragma GCC diagnostic push
#if !defined(__clang__)
#  pragma GCC diagnostic ignored "-Winit-list-lifetime"
#endif
  IntList(std::initializer_list<int64_t> list)
      : data(list.begin()), count(static_cast<int64_t>(list.size())) {}
#pragma GCC diagnostic pop

  int64_t operator[](int64_t i) const { return data[i]; }
  const int64_t* begin() const { return data; }
  const int64_t* end() const { return data + count; }
  int64_t size() const { return count; }
  bool operator==(const IntList& other) const {
    return count == other.count &&
           (count == 0 || memcmp(data, other.data, static_cast<size_t>(count) * 8) == 0);
  }
};

// An owned one, of at most kMaxDims.
struct Shape {
  int64_t values[kMaxDims];
  int count = 0;

  Shape() {}
  Shape(IntList list) { assign(list); }
  Shape(std::initializer_list<int64_t> list) {
    assign(IntList(list.begin(), static_cast<int64_t>(list.size())));
  }
  Shape(const Shape& other) { assign(other); }
  Shape& operator=(const Shape& other) {
    assign(other);
    return *this;
  }

  operator IntList() const { return IntList(values, count); }
  int64_t& operator[](int i) { return values[i]; }
  int64_t operator[](int i) const { return values[i]; }
  int64_t* begin() { return values; }
  int64_t* end() { return values + count; }
  const int64_t* begin() const { return values; }
  const int64_t* end() const { return values + count; }
  int size() const { return count; }

  void push_back(int64_t value) {
    check_room(count + 1);
    values[count++] = value;
  }
  void insert(int at, int64_t value) {
    check_room(count + 1);
    for (int i = count; i > at; --i) values[i] = values[i - 1];
    values[at] = value;
    ++count;
  }
  void erase(int at) {
    for (int i = at; i + 1 < count; ++i) values[i] = values[i + 1];
    --count;
  }

 private:
  void assign(IntList list) {
    check_room(list.count);
    count = static_cast<int>(list.count);
    for (int i = 0; i < count; ++i) values[i] = list.data[i];
  }
  static void check_room(int64_t dims) {
    if (dims > kMaxDims) [[unlikely]]
      refuse(dims);
  }
  [[noreturn, gnu::cold]] static void refuse(int64_t dims);
};

// "[2, 3]", as error messages show shapes.
std::string to_string(IntList list);

// The product of the sizes. Fails where one is negative or the product doesn't fit; `op` is named in the
// message.
int64_t checked_numel(const char* op, IntList sizes);

// dim in [-ndim, ndim) as [0, ndim); a 0-dim tensor takes -1 and 0. `op` and the range are in the message.
int normalize_dim(const char* op, int64_t dim, int ndim);

// NumPy's rule: aligned at the last dim, sizes are equal or 1. Fails with both shapes in the message.
Shape broadcast_shapes(const char* op, IntList a, IntList b);

}  // namespace tenon
