// tenon/hpp/tensor.hpp: the class Tensor.
#ifndef TENON_HPP_TENSOR_HPP
#define TENON_HPP_TENSOR_HPP

#include <tenon/autograd.h>
#include <tenon/dict.h>
#include <tenon/op.h>
#include <tenon/ops.h>
#include <tenon/random.h>
#include <tenon/tensor.h>
#include <tenon/hpp/base.hpp>

#include <limits>
#include <ostream>

namespace tenon {

TENON_HPP_OPTIONS(PrintOptions, print);
TENON_HPP_OPTIONS(BackwardOptions, backward);

// clang-format off
// Operators of one tensor that are methods, have an in-place form, and are functions (ops.hpp).
#define TENON_HPP_UNARY(X)                                                                              \
  X(neg) X(abs) X(sign) X(reciprocal) X(square) X(sqrt) X(rsqrt) X(exp) X(exp2) X(expm1) X(log) X(log2) \
  X(log10) X(log1p) X(sin) X(cos) X(tan) X(asin) X(acos) X(atan) X(sinh) X(cosh) X(tanh) X(asinh)       \
  X(acosh) X(atanh) X(erf) X(erfc) X(erfinv) X(lgamma) X(digamma) X(deg2rad) X(rad2deg) X(floor)        \
  X(ceil) X(trunc) X(round) X(frac) X(logical_not) X(bitwise_not) X(sigmoid) X(relu)
// The same without an in-place form.
#define TENON_HPP_UNARY_PURE(X)                                                                         \
  X(isnan) X(isinf) X(isfinite) X(signbit) X(sum) X(mean) X(prod) X(max) X(min) X(all) X(any) X(squeeze) X(t)
// Operators of two tensors, or a tensor and a number; with an in-place form, and without.
#define TENON_HPP_BINARY_NUMBER(X)                                                                      \
  X(add) X(sub) X(mul) X(div) X(floor_divide) X(remainder) X(fmod) X(pow)
#define TENON_HPP_COMPARE(X) X(eq) X(ne) X(lt) X(le) X(gt) X(ge)
// Operators of two tensors; with an in-place form, and without.
#define TENON_HPP_BINARY(X)                                                                             \
  X(atan2) X(hypot) X(copysign) X(logical_and) X(logical_or) X(logical_xor) X(bitwise_and)              \
  X(bitwise_or) X(bitwise_xor) X(xlogy)
#define TENON_HPP_BINARY_PURE(X)                                                                        \
  X(maximum) X(minimum) X(fmax) X(fmin) X(logaddexp) X(matmul) X(mm) X(bmm) X(mv) X(dot) X(outer) X(masked_select)
// clang-format on

class Value;

namespace detail {
class TensorList : public Object<TensorList, tn_tensors_t, tn_tensors_retain, tn_tensors_release> {};
}  // namespace detail

// A reference to a tensor, or to none: a default-made one is TN_NONE, an optional argument left out.
class Tensor : public Object<Tensor, tn_tensor_t, tn_tensor_retain, tn_tensor_release> {
 public:
  Tensor() { handle_ = TN_NONE; }
  Tensor(const Tensor&) = default;
  Tensor(Tensor&& other) noexcept : Object(std::move(other)) { other.handle_ = TN_NONE; }
  Tensor& operator=(Tensor other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~Tensor() = default;

  // Whether there is one: neither none nor, without exceptions, a failure.
  bool defined() const { return handle_ && handle_ != TN_NONE; }
  explicit operator bool() const { return defined(); }
  // Whether both name one tensor.
  bool is(const Tensor& other) const { return tn_tensor_is(get(), other.get()) != 0; }

  // ---- what it is

  int64_t dim() const { return detail::ask<int64_t>(-1, tn_tensor_ndim, get()); }
  int64_t size(int64_t d) const { return detail::ask<int64_t>(-1, tn_tensor_size, get(), d); }
  int64_t stride(int64_t d) const { return detail::ask<int64_t>(-1, tn_tensor_stride, get(), d); }
  int64_t numel() const { return detail::ask<int64_t>(-1, tn_tensor_numel, get()); }
  int64_t storage_offset() const { return detail::ask<int64_t>(-1, tn_tensor_storage_offset, get()); }
  int64_t version() const { return detail::ask<int64_t>(-1, tn_tensor_version, get()); }
  tn_dtype_t dtype() const { return detail::ask<tn_dtype_t>(0, tn_tensor_dtype, get()); }
  tn_device_t device() const { return detail::ask<tn_device_t>(0, tn_tensor_device, get()); }
  bool is_contiguous() const { return detail::ask<int32_t>(0, tn_tensor_is_contiguous, get()) != 0; }
  bool requires_grad() const { return detail::ask<int32_t>(0, tn_tensor_requires_grad, get()) != 0; }
  bool is_leaf() const { return detail::ask<int32_t>(0, tn_tensor_is_leaf, get()) != 0; }
  std::vector<int64_t> shape() const { return sizes_of(tn_tensor_shape); }
  std::vector<int64_t> strides() const { return sizes_of(tn_tensor_strides); }
  std::string grad_fn_name() const {
    const char* name = tn_tensor_grad_fn_name(get());
    if (!name) detail::raise();
    return name ? name : "";
  }

  // ---- values

  // The value of a tensor of one element: item() is a double, item<int64_t>() exact.
  template <class T = double>
  T item() const {
    static_assert(std::is_arithmetic_v<T>, "item<T> of a number");
    if constexpr (std::is_floating_point_v<T>) {
      return static_cast<T>(detail::ask(std::numeric_limits<double>::quiet_NaN(), tn_item, get()));
    } else {
      int64_t value = 0;
      detail::run(tn_item_int64, get(), &value);
      return static_cast<T>(value);
    }
  }
  // All values, row-major.
  template <class T>
  std::vector<T> to_vector() const;
  void read(void* to, tn_dtype_t dtype, int64_t bytes) const {
    detail::run(tn_tensor_read, get(), to, dtype, bytes);
  }
  void write(const void* from, tn_dtype_t dtype, int64_t bytes) {
    detail::run(tn_tensor_write, get(), from, dtype, bytes);
  }
  // The first element, in memory of its device.
  template <class T = void>
  T* data() const {
    void* p = tn_tensor_data(get());
    if (!p) detail::raise();
    return static_cast<T*>(p);
  }
  std::string str() const {
    return detail::text([this](char* p, int64_t n) { return tn_tensor_text(get(), p, n); });
  }
  std::string str(const PrintOptions& o) const {
    return detail::text([&](char* p, int64_t n) { return tn_tensor_text_with(get(), &o, p, n); });
  }

  // ---- copies and conversions

  Tensor to(tn_device_t device, tn_dtype_t dtype = TN_DTYPE_DEFAULT) const {
    return detail::own<Tensor>(tn_to, get(), device, dtype);
  }
  Tensor to_dtype(tn_dtype_t dtype) const { return to(TN_DEVICE_DEFAULT, dtype); }
  Tensor clone() const { return detail::own<Tensor>(tn_clone, get()); }
  Tensor contiguous() const { return detail::own<Tensor>(tn_contiguous, get()); }
  Tensor detach() const { return detail::own<Tensor>(tn_detach, get()); }
  Tensor& copy_(const Tensor& src, bool non_blocking = false) {
    return in_place(tn_copy_, src.get(), non_blocking);
  }
  Tensor& zero_() { return in_place(tn_zero_); }
  Tensor& fill_(const Tensor& value) { return in_place(tn_fill_, value.get()); }
  template <class N, detail::if_number<N> = 0>
  Tensor& fill_(N value) {
    return number_(tn_fill_scalar_, tn_fill_int_, value);
  }

  // ---- gradients

  Tensor& requires_grad_(bool on = true) { return in_place(tn_requires_grad_, on); }
  void backward() const { detail::run(tn_backward, get()); }
  // `inputs`: the leaves whose gradient is wanted; none: all.
  void backward(const Tensor& gradient, const BackwardOptions& o = {},
                const std::vector<Tensor>& inputs = {}) const {
    detail::Handles<Tensor> list(inputs);
    detail::run(tn_backward_with, get(), gradient.get(), inputs.empty() ? nullptr : list.data(), list.size(),
                &o);
  }
  Tensor grad() const { return detail::own<Tensor>(tn_tensor_grad, get()); }
  void set_grad(const Tensor& grad) { detail::run(tn_tensor_set_grad, get(), grad.get()); }
  void retain_grad() { detail::run(tn_tensor_retain_grad, get()); }

  // ---- pointwise operators

#define TENON_HPP_X(name)                                               \
  Tensor name() const { return detail::own<Tensor>(tn_##name, get()); } \
  Tensor& name##_() { return in_place(tn_##name##_); }
  TENON_HPP_UNARY(TENON_HPP_X)
#undef TENON_HPP_X
#define TENON_HPP_X(name) \
  Tensor name() const { return detail::own<Tensor>(tn_##name, get()); }
  TENON_HPP_UNARY_PURE(TENON_HPP_X)
#undef TENON_HPP_X
#define TENON_HPP_X(name)                                                                               \
  Tensor name(const Tensor& other) const { return detail::own<Tensor>(tn_##name, get(), other.get()); } \
  template <class N, detail::if_number<N> = 0>                                                          \
  Tensor name(N other) const {                                                                          \
    return number(tn_##name##_scalar, tn_##name##_int, other);                                          \
  }
  TENON_HPP_BINARY_NUMBER(TENON_HPP_X)
  TENON_HPP_COMPARE(TENON_HPP_X)
#undef TENON_HPP_X
#define TENON_HPP_X(name)                                                              \
  Tensor& name##_(const Tensor& other) { return in_place(tn_##name##_, other.get()); } \
  template <class N, detail::if_number<N> = 0>                                         \
  Tensor& name##_(N other) {                                                           \
    return number_(tn_##name##_scalar_, tn_##name##_int_, other);                      \
  }
  TENON_HPP_BINARY_NUMBER(TENON_HPP_X)
#undef TENON_HPP_X
#define TENON_HPP_X(name)                                                                               \
  Tensor name(const Tensor& other) const { return detail::own<Tensor>(tn_##name, get(), other.get()); } \
  Tensor& name##_(const Tensor& other) { return in_place(tn_##name##_, other.get()); }
  TENON_HPP_BINARY(TENON_HPP_X)
#undef TENON_HPP_X
#define TENON_HPP_X(name) \
  Tensor name(const Tensor& other) const { return detail::own<Tensor>(tn_##name, get(), other.get()); }
  TENON_HPP_BINARY_PURE(TENON_HPP_X)
#undef TENON_HPP_X
  Tensor clamp(double min, double max) const { return detail::own<Tensor>(tn_clamp, get(), min, max); }
  Tensor clamp_min(double min) const { return detail::own<Tensor>(tn_clamp_min, get(), min); }
  Tensor clamp_max(double max) const { return detail::own<Tensor>(tn_clamp_max, get(), max); }
  Tensor& clamp_(double min, double max) { return in_place(tn_clamp_, min, max); }
  Tensor lerp(const Tensor& end, double weight) const {
    return detail::own<Tensor>(tn_lerp_scalar, get(), end.get(), weight);
  }
  Tensor masked_fill(const Tensor& mask, double value) const {
    return detail::own<Tensor>(tn_masked_fill_scalar, get(), mask.get(), value);
  }
  Tensor& masked_fill_(const Tensor& mask, double value) {
    return in_place(tn_masked_fill_scalar_, mask.get(), value);
  }

  // ---- reductions over dimensions

  Tensor sum(Ints dim, bool keepdim = false) const { return over(tn_sum_dim, dim, keepdim); }
  Tensor mean(Ints dim, bool keepdim = false) const { return over(tn_mean_dim, dim, keepdim); }
  Tensor amax(Ints dim, bool keepdim = false) const { return over(tn_amax, dim, keepdim); }
  Tensor amin(Ints dim, bool keepdim = false) const { return over(tn_amin, dim, keepdim); }
  Tensor logsumexp(Ints dim, bool keepdim = false) const { return over(tn_logsumexp, dim, keepdim); }
  Tensor prod(int64_t dim, bool keepdim = false) const { return along(tn_prod_dim, dim, keepdim); }
  Tensor all(int64_t dim, bool keepdim = false) const { return along(tn_all_dim, dim, keepdim); }
  Tensor any(int64_t dim, bool keepdim = false) const { return along(tn_any_dim, dim, keepdim); }
  Tensor argmax(int64_t dim = TN_NONE_INT, bool keepdim = false) const {
    return along(tn_argmax, dim, keepdim);
  }
  Tensor argmin(int64_t dim = TN_NONE_INT, bool keepdim = false) const {
    return along(tn_argmin, dim, keepdim);
  }
  Tensor cumsum(int64_t dim) const { return detail::own<Tensor>(tn_cumsum, get(), dim); }
  Tensor var(bool unbiased = true) const { return detail::own<Tensor>(tn_var, get(), int32_t{unbiased}); }
  Tensor std(bool unbiased = true) const { return detail::own<Tensor>(tn_std, get(), int32_t{unbiased}); }
  Tensor norm(double p = 2) const { return detail::own<Tensor>(tn_norm, get(), p); }
  // Values and indices.
  std::pair<Tensor, Tensor> max(int64_t dim, bool keepdim = false) const {
    return two(tn_max_dim, dim, keepdim);
  }
  std::pair<Tensor, Tensor> min(int64_t dim, bool keepdim = false) const {
    return two(tn_min_dim, dim, keepdim);
  }
  std::pair<Tensor, Tensor> sort(int64_t dim = -1, bool descending = false) const {
    return two(tn_sort, dim, descending);
  }
  std::pair<Tensor, Tensor> topk(int64_t k, int64_t dim = -1, bool largest = true, bool sorted = true) const {
    return two(tn_topk, k, dim, int32_t{largest}, int32_t{sorted});
  }
  Tensor argsort(int64_t dim = -1, bool descending = false) const {
    return along(tn_argsort, dim, descending);
  }
  Tensor softmax(int64_t dim) const { return detail::own<Tensor>(tn_softmax, get(), dim); }
  Tensor log_softmax(int64_t dim) const { return detail::own<Tensor>(tn_log_softmax, get(), dim); }

  // ---- shapes and parts

  Tensor view(Ints shape) const { return shaped(tn_view, shape); }
  Tensor reshape(Ints shape) const { return shaped(tn_reshape, shape); }
  Tensor expand(Ints shape) const { return shaped(tn_expand, shape); }
  Tensor permute(Ints dims) const { return shaped(tn_permute, dims); }
  Tensor repeat(Ints repeats) const { return shaped(tn_repeat, repeats); }
  Tensor flip(Ints dims) const { return shaped(tn_flip, dims); }
  Tensor flatten(int64_t start = 0, int64_t end = -1) const {
    return detail::own<Tensor>(tn_flatten, get(), start, end);
  }
  Tensor unflatten(int64_t dim, Ints sizes) const {
    return detail::own<Tensor>(tn_unflatten, get(), dim, sizes.data(), sizes.size());
  }
  Tensor transpose(int64_t dim0, int64_t dim1) const {
    return detail::own<Tensor>(tn_transpose, get(), dim0, dim1);
  }
  Tensor squeeze(int64_t dim) const { return detail::own<Tensor>(tn_squeeze_dim, get(), dim); }
  Tensor unsqueeze(int64_t dim) const { return detail::own<Tensor>(tn_unsqueeze, get(), dim); }
  Tensor narrow(int64_t dim, int64_t start, int64_t length) const {
    return detail::own<Tensor>(tn_narrow, get(), dim, start, length);
  }
  Tensor select(int64_t dim, int64_t index) const {
    return detail::own<Tensor>(tn_select, get(), dim, index);
  }
  Tensor slice(int64_t dim, int64_t start = TN_NONE_INT, int64_t end = TN_NONE_INT, int64_t step = 1) const {
    return detail::own<Tensor>(tn_slice, get(), dim, start, end, step);
  }
  Tensor diagonal(int64_t offset = 0, int64_t dim1 = 0, int64_t dim2 = 1) const {
    return detail::own<Tensor>(tn_diagonal, get(), offset, dim1, dim2);
  }
  Tensor tril(int64_t diagonal = 0) const { return detail::own<Tensor>(tn_tril, get(), diagonal); }
  Tensor triu(int64_t diagonal = 0) const { return detail::own<Tensor>(tn_triu, get(), diagonal); }
  std::vector<Tensor> split(int64_t size, int64_t dim = 0) const { return list(tn_split, get(), size, dim); }
  std::vector<Tensor> split(Ints sizes, int64_t dim = 0) const {
    return list(tn_split_with_sizes, get(), sizes.data(), sizes.size(), dim);
  }
  std::vector<Tensor> chunk(int64_t chunks, int64_t dim = 0) const {
    return list(tn_chunk, get(), chunks, dim);
  }
  std::vector<Tensor> unbind(int64_t dim = 0) const { return list(tn_unbind, get(), dim); }

  // ---- by index

  Tensor operator[](int64_t index) const { return select(0, index); }
  // As Python's x[…]: x.index({0, Slice(1), ellipsis, none}).
  Tensor index(const std::vector<Value>& items) const;
  Tensor& index_put_(const std::vector<Value>& items, const Tensor& values, bool accumulate = false);
  Tensor index_select(int64_t dim, const Tensor& index) const {
    return detail::own<Tensor>(tn_index_select, get(), dim, index.get());
  }
  Tensor gather(int64_t dim, const Tensor& index) const {
    return detail::own<Tensor>(tn_gather, get(), dim, index.get());
  }
  Tensor& scatter_(int64_t dim, const Tensor& index, const Tensor& src) {
    return in_place(tn_scatter_, dim, index.get(), src.get());
  }

  // Calls what returns a list of tensors.
  template <class... P, class... A>
  static std::vector<Tensor> list(tn_tensors_t (*function)(P...), A... arguments) {
    detail::TensorList handles = detail::own<detail::TensorList>(function, arguments...);
    std::vector<Tensor> result;
    for (int64_t i = 0, n = tn_tensors_count(handles.get()); i < n; ++i)
      result.push_back(detail::own<Tensor>(tn_tensors_get, handles.get(), i));
    return result;
  }

 private:
  template <class... P, class... A>
  Tensor& in_place(tn_status_t (*function)(tn_tensor_t, P...), A... arguments) {
    detail::run(function, get(), arguments...);
    return *this;
  }
  template <class N>
  Tensor number(tn_tensor_t (*of_double)(tn_tensor_t, double), tn_tensor_t (*of_int)(tn_tensor_t, int64_t),
                N n) const {
    if constexpr (std::is_integral_v<N>) return detail::own<Tensor>(of_int, get(), static_cast<int64_t>(n));
    else return detail::own<Tensor>(of_double, get(), static_cast<double>(n));
  }
  template <class N>
  Tensor& number_(tn_status_t (*of_double)(tn_tensor_t, double), tn_status_t (*of_int)(tn_tensor_t, int64_t),
                  N n) {
    if constexpr (std::is_integral_v<N>) return in_place(of_int, static_cast<int64_t>(n));
    else return in_place(of_double, static_cast<double>(n));
  }
  Tensor over(tn_tensor_t (*f)(tn_tensor_t, const int64_t*, int64_t, int32_t), Ints dim, bool keepdim) const {
    return detail::own<Tensor>(f, get(), dim.data(), dim.size(), int32_t{keepdim});
  }
  Tensor along(tn_tensor_t (*f)(tn_tensor_t, int64_t, int32_t), int64_t dim, bool flag) const {
    return detail::own<Tensor>(f, get(), dim, int32_t{flag});
  }
  Tensor shaped(tn_tensor_t (*f)(tn_tensor_t, const int64_t*, int64_t), Ints shape) const {
    return detail::own<Tensor>(f, get(), shape.data(), shape.size());
  }
  template <class... P, class... A>
  std::pair<Tensor, Tensor> two(tn_status_t (*function)(tn_tensor_t, P...), A... arguments) const {
    tn_tensor_t first = nullptr, second = nullptr;
    detail::run(function, get(), arguments..., &first, &second);
    return {adopt(first), adopt(second)};
  }
  std::vector<int64_t> sizes_of(tn_status_t (*function)(tn_tensor_t, int64_t*, int64_t, int64_t*)) const {
    int64_t n = 0;
    detail::run(function, get(), nullptr, int64_t{0}, &n);
    std::vector<int64_t> sizes(static_cast<size_t>(n));
    if (n) detail::run(function, get(), sizes.data(), n, &n);
    return sizes;
  }
};

inline std::ostream& operator<<(std::ostream& stream, const Tensor& t) { return stream << t.str(); }

// ---- dtypes of C++ types

template <class T>
constexpr tn_dtype_t dtype_of() {
  static_assert(std::is_arithmetic_v<T>, "a number");
  if constexpr (std::is_same_v<T, bool>) return TN_BOOL;
  else if constexpr (std::is_floating_point_v<T>) return sizeof(T) == 4 ? TN_FLOAT32 : TN_FLOAT64;
  else if constexpr (sizeof(T) == 8) return TN_INT64;
  else if constexpr (sizeof(T) == 4) return TN_INT32;
  else if constexpr (sizeof(T) == 2) return TN_INT16;
  else return std::is_signed_v<T> ? TN_INT8 : TN_UINT8;
}

template <class T>
std::vector<T> Tensor::to_vector() const {
  std::vector<T> values(static_cast<size_t>(numel() > 0 ? numel() : 0));
  T nothing;
  read(values.empty() ? &nothing : values.data(), dtype_of<T>(),
       static_cast<int64_t>(values.size() * sizeof(T)));
  return values;
}

// ---- values of any kind: indices, and arguments of op_call

struct None {};
struct Ellipsis {};
inline constexpr None none{};
inline constexpr Ellipsis ellipsis{};
// start:stop:step; what is left out is open.
struct Slice {
  explicit Slice(int64_t start = TN_NONE_INT, int64_t stop = TN_NONE_INT, int64_t step = 1)
      : items{start, stop, step} {}
  int64_t items[3];
};

class Value {
 public:
  Value(None) { value_.kind = TN_KIND_NONE; }
  Value(Ellipsis) { value_.kind = TN_KIND_ELLIPSIS; }
  Value(Slice s) : ints_(s.items, s.items + 3) { value_.kind = TN_KIND_SLICE; }
  Value(Tensor t) : tensors_{std::move(t)} { value_.kind = TN_KIND_TENSOR; }
  Value(const char* text) : text_(text) { value_.kind = TN_KIND_STRING; }
  Value(std::string text) : text_(std::move(text)) { value_.kind = TN_KIND_STRING; }
  Value(std::vector<int64_t> ints) : ints_(std::move(ints)) { value_.kind = TN_KIND_INTS; }
  Value(std::vector<double> floats) : floats_(std::move(floats)) { value_.kind = TN_KIND_FLOATS; }
  Value(std::vector<Tensor> tensors) : tensors_(std::move(tensors)) { value_.kind = TN_KIND_TENSORS; }
  template <class N, std::enable_if_t<std::is_arithmetic_v<N>, int> = 0>
  Value(N number) {
    value_.kind = std::is_same_v<N, bool> ? TN_KIND_BOOL
                  : std::is_integral_v<N> ? TN_KIND_INT
                                          : TN_KIND_FLOAT;
    if constexpr (std::is_floating_point_v<N>) value_.as.f = number;
    else value_.as.i = static_cast<int64_t>(number);
  }
  static Value dtype(tn_dtype_t dtype) { return Value(TN_KIND_DTYPE, dtype); }
  static Value device(tn_device_t device) { return Value(TN_KIND_DEVICE, device); }

  // The argument of this name; the text must outlive the call.
  friend Value named(const char* name, Value value) {
    value.value_.name = name;
    return value;
  }

 private:
  friend class ValueArray;
  Value(tn_kind_t kind, int64_t i) {
    value_.kind = kind;
    value_.as.i = i;
  }

  tn_value_t value_{};
  std::string text_;
  std::vector<int64_t> ints_;
  std::vector<double> floats_;
  std::vector<Tensor> tensors_;
};

Value named(const char* name, Value value);

// The C form of values, for the length of a call.
class ValueArray {
 public:
  explicit ValueArray(const std::vector<Value>& values) {
    handles_.reserve(values.size());
    for (const Value& value : values) {
      tn_value_t v = value.value_;
      v.count = 1;
      switch (v.kind) {
        case TN_KIND_TENSOR: v.as.t = value.tensors_[0].get(); break;
        case TN_KIND_STRING: v.as.s = value.text_.c_str(); break;
        case TN_KIND_SLICE:
        case TN_KIND_INTS: v.as.ints = value.ints_.data(), v.count = count(value.ints_); break;
        case TN_KIND_FLOATS: v.as.floats = value.floats_.data(), v.count = count(value.floats_); break;
        case TN_KIND_TENSORS:
          handles_.emplace_back(value.tensors_);
          v.as.tensors = handles_.back().data();
          v.count = count(value.tensors_);
          break;
        default: break;
      }
      values_.push_back(v);
    }
  }
  const tn_value_t* data() const { return values_.data(); }
  int64_t size() const { return count(values_); }

 private:
  template <class C>
  static int64_t count(const C& c) {
    return static_cast<int64_t>(c.size());
  }
  std::vector<tn_value_t> values_;
  std::vector<detail::Handles<Tensor>> handles_;
};

inline Tensor Tensor::index(const std::vector<Value>& items) const {
  ValueArray array(items);
  return detail::own<Tensor>(tn_index, get(), array.data(), array.size());
}
inline Tensor& Tensor::index_put_(const std::vector<Value>& items, const Tensor& values, bool accumulate) {
  ValueArray array(items);
  return in_place(tn_index_put_, array.data(), array.size(), values.get(), int32_t{accumulate});
}

}  // namespace tenon
#endif
