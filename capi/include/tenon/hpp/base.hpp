// tenon/hpp/base.hpp: errors, ownership and arrays: what every class of tenon.hpp stands on.
#ifndef TENON_HPP_BASE_HPP
#define TENON_HPP_BASE_HPP

#include <tenon/common.h>
#include <tenon/error.h>
#include <tenon/scope.h>

#include <cstdint>
#include <exception>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#if !defined(TENON_NO_EXCEPTIONS) && !defined(__cpp_exceptions) && !defined(_CPPUNWIND)
#  define TENON_NO_EXCEPTIONS 1
#endif

namespace tenon {

// ---- errors

// What a call failed with: a TN_ERR_ code, and the message with the operator, the argument and the shapes.
class error : public std::exception {
 public:
  error(tn_status_t code, std::string message) : code_(code), message_(std::move(message)) {}
  tn_status_t code() const noexcept { return code_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  tn_status_t code_;
  std::string message_;
};

namespace detail {

// Throws the context's error and leaves the context clean; does nothing where there are no exceptions.
#ifdef TENON_NO_EXCEPTIONS
inline void raise() {}
#else
[[noreturn]] inline void raise() {
  error e(tn_error_code(), tn_error_message());
  tn_error_clear();
  throw e;
}
#endif

// While it lives, handles are made in no scope: an object here may live longer than the scope around the
// call.
class Unscoped {
 public:
  Unscoped() : scope_(tn_scope_pause()) {}
  ~Unscoped() { tn_scope_resume(scope_); }
  Unscoped(const Unscoped&) = delete;
  Unscoped& operator=(const Unscoped&) = delete;

 private:
  tn_scope_t scope_;
};

// Calls what makes an object: own<Tensor>(tn_exp, handle).
template <class T, class... P, class... A>
T own(typename T::handle_type (*function)(P...), A... arguments) {
  Unscoped unscoped;
  typename T::handle_type handle = function(arguments...);
  if (!handle) raise();
  return T::adopt(handle);
}

// Calls what gives a status.
template <class... P, class... A>
void run(tn_status_t (*function)(P...), A... arguments) {
  Unscoped unscoped;
  if (function(arguments...) != TN_OK) raise();
}

// Calls what gives a number, of which one value may mean failure: then it is asked again with a clean
// context.
template <class R, class... P, class... A>
R ask(R failure, R (*function)(P...), A... arguments) {
  R result = function(arguments...);
#ifndef TENON_NO_EXCEPTIONS
  if (result == failure || result != result) {
    tn_error_clear();
    result = function(arguments...);
    if (tn_error_code() != TN_OK) raise();
  }
#else
  (void)failure;
#endif
  return result;
}

// Text from a function in the way of snprintf.
template <class F>
std::string text(F write) {
  int64_t length = write(nullptr, int64_t{0});
  if (length < 0) {
    raise();
    return {};
  }
  std::string result(static_cast<size_t>(length), '\0');
  write(&result[0], length + 1);
  return result;
}

// A number as an operand: integers and floating numbers promote differently; bool goes through op_call.
template <class N>
using if_number = std::enable_if_t<std::is_arithmetic_v<N> && !std::is_same_v<N, bool>, int>;

}  // namespace detail

// ---- ownership

// One handle, given up at the end. A copy is a further handle of the same object; a moved one leaves nothing.
template <class Self, class Handle, Handle (*Retain)(Handle), void (*Release)(Handle)>
class Object {
 public:
  using handle_type = Handle;

  Object() = default;
  Object(const Object& other) : handle_(other.handle_ ? Retain(other.handle_) : nullptr) {
    if (other.handle_ && !handle_) detail::raise();
  }
  Object(Object&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
  Object& operator=(Object other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Object() { Release(handle_); }

  // Takes a handle over that is in no scope.
  static Self adopt(Handle handle) {
    Self object;
    object.handle_ = handle;
    return object;
  }
  // A further handle of what a C handle names.
  static Self share(Handle handle) { return detail::own<Self>(Retain, handle); }

  Handle get() const { return handle_; }
  // Gives the handle to the caller, who releases it.
  Handle give_up() { return std::exchange(handle_, nullptr); }
  explicit operator bool() const { return handle_ != nullptr; }

 protected:
  Handle handle_ = nullptr;
};

// ---- arrays

// Numbers for the length of a call: {2, 3}, a vector, an array.
template <class T>
class Span {
 public:
  Span() = default;  // None, where that is allowed
  Span(std::initializer_list<T> list) : Span(list.size() ? list.begin() : &empty_, count(list.size())) {}
  Span(const T* data, int64_t size) : data_(data), size_(size) {}
  template <class C, class = decltype(std::declval<const C&>().data())>
  Span(const C& container)
      : data_(container.size() ? container.data() : &empty_), size_(count(container.size())) {}

  const T* data() const { return data_; }
  int64_t size() const { return size_; }

 private:
  static int64_t count(size_t n) { return static_cast<int64_t>(n); }
  static constexpr T empty_{};  // an empty list isn't None

  const T* data_ = nullptr;
  int64_t size_ = 0;
};

using Ints = Span<int64_t>;

namespace detail {

// The handles of objects, for the length of a call.
template <class T>
class Handles {
 public:
  template <class C>
  explicit Handles(const C& objects) {
    handles_.reserve(objects.size());
    for (const T& object : objects) handles_.push_back(object.get());
  }
  const typename T::handle_type* data() const { return handles_.empty() ? &nothing_ : handles_.data(); }
  int64_t size() const { return static_cast<int64_t>(handles_.size()); }

 private:
  typename T::handle_type nothing_ = nullptr;  // an empty list isn't None
  std::vector<typename T::handle_type> handles_;
};

}  // namespace detail

// ---- scopes

// For calls of the C interface made beside these classes: releases their handles and restores the grad mode.
class Scope {
 public:
  Scope() : scope_(tn_scope_begin()) {
    if (!scope_) detail::raise();
  }
  ~Scope() {
    if (scope_) tn_scope_end(scope_);
  }
  Scope(const Scope&) = delete;
  Scope& operator=(const Scope&) = delete;

 private:
  tn_scope_t scope_;
};

// ---- options

// A struct of the C interface that begins with PyTorch's defaults: AdamWOptions o; o.lr = 3e-3.
#define TENON_HPP_OPTIONS(Name, c_name)                                           \
  struct Name : tn_##c_name##_options_t {                                         \
    Name() { tn_##c_name##_options_init(this, sizeof(tn_##c_name##_options_t)); } \
  }

}  // namespace tenon
#endif
