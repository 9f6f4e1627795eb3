// tenon/hpp/ops.hpp: operators as functions: what makes tensors, arithmetic signs, networks, calls by name.
#ifndef TENON_HPP_OPS_HPP
#define TENON_HPP_OPS_HPP

#include <tenon/hpp/tensor.hpp>

namespace tenon {

// ---- making tensors

// A copy of row-major data.
template <class T>
Tensor tensor(const T* data, Ints shape) {
  return detail::own<Tensor>(tn_tensor_new, static_cast<const void*>(data), dtype_of<T>(), shape.data(),
                             shape.size());
}
template <class T>
Tensor tensor(const std::vector<T>& data, Ints shape) {
  int64_t n = 1;
  for (int64_t i = 0; i < shape.size(); ++i) n *= shape.data()[i];
  if (n != static_cast<int64_t>(data.size())) {
    tn_error_set(TN_ERR_SHAPE, "tensor: the shape has another number of elements than the data");
    detail::raise();
    return Tensor::adopt(nullptr);
  }
  return tensor(data.data(), shape);
}
// One dimension: tensor({1.f, 2.f}).
template <class T>
Tensor tensor(std::initializer_list<T> data) {
  return tensor(data.begin(), {static_cast<int64_t>(data.size())});
}
// A number, without dimensions.
template <class N, std::enable_if_t<std::is_arithmetic_v<N>, int> = 0>
Tensor scalar_tensor(N value) {
  return detail::own<Tensor>(tn_tensor_new, static_cast<const void*>(&value), dtype_of<N>(), nullptr,
                             int64_t{0});
}
// Over the host's memory, which must stay until `done` was called (on any thread).
template <class F>
Tensor from_blob(void* data, tn_dtype_t dtype, Ints shape, F done) {
  auto deleter = [](void* ctx, void*) {
    F* f = static_cast<F*>(ctx);
    (*f)();
    delete f;
  };
  return detail::own<Tensor>(tn_from_blob, data, dtype, shape.data(), shape.size(), +deleter,
                             static_cast<void*>(new F(std::move(done))));
}
inline Tensor from_blob(void* data, tn_dtype_t dtype, Ints shape) {
  return detail::own<Tensor>(tn_from_blob, data, dtype, shape.data(), shape.size(), nullptr, nullptr);
}

#define TENON_HPP_X(name)                                                                            \
  inline Tensor name(Ints shape, tn_dtype_t dtype = TN_DTYPE_DEFAULT, tn_device_t device = TN_CPU) { \
    return detail::own<Tensor>(tn_##name, shape.data(), shape.size(), dtype, device);                \
  }                                                                                                  \
  inline Tensor name##_like(const Tensor& self, tn_dtype_t dtype = TN_DTYPE_DEFAULT,                 \
                            tn_device_t device = TN_DEVICE_DEFAULT) {                                \
    return detail::own<Tensor>(tn_##name##_like, self.get(), dtype, device);                         \
  }
// clang-format off
TENON_HPP_X(empty)
TENON_HPP_X(zeros)
TENON_HPP_X(ones)
TENON_HPP_X(rand)
TENON_HPP_X(randn)
// clang-format on
#undef TENON_HPP_X

template <class N, detail::if_number<N> = 0>
Tensor full(Ints shape, N value, tn_dtype_t dtype = TN_DTYPE_DEFAULT, tn_device_t device = TN_CPU) {
  if constexpr (std::is_integral_v<N>)
    return detail::own<Tensor>(tn_full_int, shape.data(), shape.size(), static_cast<int64_t>(value), dtype,
                               device);
  else
    return detail::own<Tensor>(tn_full, shape.data(), shape.size(), static_cast<double>(value), dtype,
                               device);
}
template <class N, detail::if_number<N> = 0>
Tensor arange(N start, N end, N step = 1, tn_dtype_t dtype = TN_DTYPE_DEFAULT, tn_device_t device = TN_CPU) {
  if constexpr (std::is_integral_v<N>)
    return detail::own<Tensor>(tn_arange_int, static_cast<int64_t>(start), static_cast<int64_t>(end),
                               static_cast<int64_t>(step), dtype, device);
  else
    return detail::own<Tensor>(tn_arange, static_cast<double>(start), static_cast<double>(end),
                               static_cast<double>(step), dtype, device);
}
template <class N, detail::if_number<N> = 0>
Tensor arange(N end) {
  return arange(N{0}, end);
}
inline Tensor linspace(double start, double end, int64_t steps, tn_dtype_t dtype = TN_DTYPE_DEFAULT,
                       tn_device_t device = TN_CPU) {
  return detail::own<Tensor>(tn_linspace, start, end, steps, dtype, device);
}
inline Tensor eye(int64_t n, int64_t m = TN_NONE_INT, tn_dtype_t dtype = TN_DTYPE_DEFAULT,
                  tn_device_t device = TN_CPU) {
  return detail::own<Tensor>(tn_eye, n, m, dtype, device);
}
inline Tensor randint(int64_t low, int64_t high, Ints shape, tn_dtype_t dtype = TN_DTYPE_DEFAULT,
                      tn_device_t device = TN_CPU) {
  return detail::own<Tensor>(tn_randint, low, high, shape.data(), shape.size(), dtype, device);
}
inline Tensor randperm(int64_t n, tn_dtype_t dtype = TN_DTYPE_DEFAULT, tn_device_t device = TN_CPU) {
  return detail::own<Tensor>(tn_randperm, n, dtype, device);
}
inline void manual_seed(int64_t seed) { detail::run(tn_manual_seed, seed); }

// ---- pointwise operators, as functions and as signs

#define TENON_HPP_X(name) \
  inline Tensor name(const Tensor& self) { return self.name(); }
TENON_HPP_UNARY(TENON_HPP_X)
TENON_HPP_UNARY_PURE(TENON_HPP_X)
#undef TENON_HPP_X
#define TENON_HPP_X(name) \
  inline Tensor name(const Tensor& self, const Tensor& other) { return self.name(other); }
TENON_HPP_BINARY_NUMBER(TENON_HPP_X)
TENON_HPP_COMPARE(TENON_HPP_X)
TENON_HPP_BINARY(TENON_HPP_X)
TENON_HPP_BINARY_PURE(TENON_HPP_X)
#undef TENON_HPP_X
// Signs: two tensors, a tensor and a number. Comparisons are elementwise, as in PyTorch.
#define TENON_HPP_X(sign, name)                                                       \
  inline Tensor operator sign(const Tensor& a, const Tensor& b) { return a.name(b); } \
  template <class N, detail::if_number<N> = 0>                                        \
  Tensor operator sign(const Tensor& a, N b) {                                        \
    return a.name(b);                                                                 \
  }
// clang-format off
TENON_HPP_X(+, add)
TENON_HPP_X(-, sub)
TENON_HPP_X(*, mul)
TENON_HPP_X(/, div)
TENON_HPP_X(%, remainder)
TENON_HPP_X(==, eq)
TENON_HPP_X(!=, ne)
TENON_HPP_X(<, lt)
TENON_HPP_X(<=, le)
TENON_HPP_X(>, gt)
TENON_HPP_X(>=, ge)
// clang-format on
#undef TENON_HPP_X
#define TENON_HPP_X(sign, name)                                                  \
  inline Tensor& operator sign(Tensor& a, const Tensor& b) { return a.name(b); } \
  template <class N, detail::if_number<N> = 0>                                   \
  Tensor& operator sign(Tensor& a, N b) {                                        \
    return a.name(b);                                                            \
  }
// clang-format off
TENON_HPP_X(+=, add_)
TENON_HPP_X(-=, sub_)
TENON_HPP_X(*=, mul_)
TENON_HPP_X(/=, div_)
// clang-format on
#undef TENON_HPP_X
template <class N, detail::if_number<N> = 0>
Tensor operator+(N a, const Tensor& b) {
  return b.add(a);
}
template <class N, detail::if_number<N> = 0>
Tensor operator*(N a, const Tensor& b) {
  return b.mul(a);
}
template <class N, detail::if_number<N> = 0>
Tensor operator-(N a, const Tensor& b) {
  if constexpr (std::is_integral_v<N>)
    return detail::own<Tensor>(tn_rsub_int, b.get(), static_cast<int64_t>(a));
  else return detail::own<Tensor>(tn_rsub_scalar, b.get(), static_cast<double>(a));
}
template <class N, detail::if_number<N> = 0>
Tensor operator/(N a, const Tensor& b) {
  return b.reciprocal().mul(a);
}
inline Tensor operator-(const Tensor& a) { return a.neg(); }

inline Tensor where(const Tensor& condition, const Tensor& self, const Tensor& other) {
  return detail::own<Tensor>(tn_where, condition.get(), self.get(), other.get());
}

// ---- several tensors

inline Tensor cat(const std::vector<Tensor>& tensors, int64_t dim = 0) {
  detail::Handles<Tensor> list(tensors);
  return detail::own<Tensor>(tn_cat, list.data(), list.size(), dim);
}
inline Tensor stack(const std::vector<Tensor>& tensors, int64_t dim = 0) {
  detail::Handles<Tensor> list(tensors);
  return detail::own<Tensor>(tn_stack, list.data(), list.size(), dim);
}
inline Tensor addmm(const Tensor& self, const Tensor& mat1, const Tensor& mat2) {
  return detail::own<Tensor>(tn_addmm, self.get(), mat1.get(), mat2.get());
}

// ---- activations

#define TENON_HPP_X(name) \
  inline Tensor name(const Tensor& self) { return detail::own<Tensor>(tn_##name, self.get()); }
// clang-format off
TENON_HPP_X(relu6)
TENON_HPP_X(gelu)
TENON_HPP_X(silu)
TENON_HPP_X(mish)
TENON_HPP_X(selu)
TENON_HPP_X(hardsigmoid)
TENON_HPP_X(hardswish)
TENON_HPP_X(tanhshrink)
TENON_HPP_X(softsign)
TENON_HPP_X(logsigmoid)
// clang-format on
#undef TENON_HPP_X
#define TENON_HPP_X(name, fallback)                                  \
  inline Tensor name(const Tensor& self, double number = fallback) { \
    return detail::own<Tensor>(tn_##name, self.get(), number);       \
  }
// clang-format off
TENON_HPP_X(leaky_relu, 0.01)
TENON_HPP_X(elu, 1.0)
TENON_HPP_X(celu, 1.0)
// clang-format on
#undef TENON_HPP_X
inline Tensor softplus(const Tensor& self, double beta = 1, double threshold = 20) {
  return detail::own<Tensor>(tn_softplus, self.get(), beta, threshold);
}
inline Tensor hardtanh(const Tensor& self, double min = -1, double max = 1) {
  return detail::own<Tensor>(tn_hardtanh, self.get(), min, max);
}
inline Tensor softmax(const Tensor& self, int64_t dim) { return self.softmax(dim); }
inline Tensor log_softmax(const Tensor& self, int64_t dim) { return self.log_softmax(dim); }

// ---- layers as functions

TENON_HPP_OPTIONS(Conv2dOptions, conv2d);
TENON_HPP_OPTIONS(MaxPool2dOptions, max_pool2d);
TENON_HPP_OPTIONS(AvgPool2dOptions, avg_pool2d);
TENON_HPP_OPTIONS(EmbeddingOptions, embedding);

inline Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias = {}) {
  return detail::own<Tensor>(tn_linear, input.get(), weight.get(), bias.get());
}
inline Tensor conv2d(const Tensor& input, const Tensor& weight, const Tensor& bias = {},
                     const Conv2dOptions& o = {}) {
  return detail::own<Tensor>(tn_conv2d_with, input.get(), weight.get(), bias.get(), &o);
}
inline Tensor max_pool2d(const Tensor& self, Ints kernel_size, const MaxPool2dOptions& o = {}) {
  return detail::own<Tensor>(tn_max_pool2d_with, self.get(), kernel_size.data(), kernel_size.size(), &o);
}
inline Tensor avg_pool2d(const Tensor& self, Ints kernel_size, const AvgPool2dOptions& o = {}) {
  return detail::own<Tensor>(tn_avg_pool2d_with, self.get(), kernel_size.data(), kernel_size.size(), &o);
}
inline Tensor layer_norm(const Tensor& input, Ints shape, const Tensor& weight = {}, const Tensor& bias = {},
                         double eps = 1e-5) {
  return detail::own<Tensor>(tn_layer_norm, input.get(), shape.data(), shape.size(), weight.get(), bias.get(),
                             eps);
}
inline Tensor batch_norm(const Tensor& input, const Tensor& running_mean, const Tensor& running_var,
                         const Tensor& weight = {}, const Tensor& bias = {}, bool training = false,
                         double momentum = 0.1, double eps = 1e-5) {
  return detail::own<Tensor>(tn_batch_norm, input.get(), running_mean.get(), running_var.get(), weight.get(),
                             bias.get(), int32_t{training}, momentum, eps);
}
inline Tensor dropout(const Tensor& input, double p = 0.5, bool training = true) {
  return detail::own<Tensor>(tn_dropout, input.get(), p, int32_t{training});
}
inline Tensor embedding(const Tensor& input, const Tensor& weight, const EmbeddingOptions& o = {}) {
  return detail::own<Tensor>(tn_embedding_with, input.get(), weight.get(), &o);
}
inline Tensor one_hot(const Tensor& self, int64_t num_classes = -1) {
  return detail::own<Tensor>(tn_one_hot, self.get(), num_classes);
}

// ---- losses

TENON_HPP_OPTIONS(CrossEntropyOptions, cross_entropy);
TENON_HPP_OPTIONS(NllLossOptions, nll_loss);
TENON_HPP_OPTIONS(MseLossOptions, mse_loss);
TENON_HPP_OPTIONS(L1LossOptions, l1_loss);
TENON_HPP_OPTIONS(BinaryCrossEntropyOptions, binary_cross_entropy);
TENON_HPP_OPTIONS(BinaryCrossEntropyWithLogitsOptions, binary_cross_entropy_with_logits);

#define TENON_HPP_X(name, Options)                                                       \
  inline Tensor name(const Tensor& input, const Tensor& target, const Options& o = {}) { \
    return detail::own<Tensor>(tn_##name##_with, input.get(), target.get(), &o);         \
  }
// clang-format off
TENON_HPP_X(mse_loss, MseLossOptions)
TENON_HPP_X(l1_loss, L1LossOptions)
// clang-format on
#undef TENON_HPP_X
#define TENON_HPP_X(name, Options)                                                             \
  inline Tensor name(const Tensor& input, const Tensor& target, const Tensor& weight = {},     \
                     const Options& o = {}) {                                                  \
    return detail::own<Tensor>(tn_##name##_with, input.get(), target.get(), weight.get(), &o); \
  }
// clang-format off
TENON_HPP_X(cross_entropy, CrossEntropyOptions)
TENON_HPP_X(nll_loss, NllLossOptions)
TENON_HPP_X(binary_cross_entropy, BinaryCrossEntropyOptions)
// clang-format on
#undef TENON_HPP_X
inline Tensor binary_cross_entropy_with_logits(const Tensor& input, const Tensor& target,
                                               const Tensor& weight = {}, const Tensor& pos_weight = {},
                                               const BinaryCrossEntropyWithLogitsOptions& o = {}) {
  return detail::own<Tensor>(tn_binary_cross_entropy_with_logits_with, input.get(), target.get(),
                             weight.get(), pos_weight.get(), &o);
}

// ---- operators by name

// What op_call gives: results by their place.
class Values : public Object<Values, tn_values_t, tn_values_retain, tn_values_release> {
 public:
  int64_t size() const { return detail::ask<int64_t>(-1, tn_values_count, get()); }
  tn_kind_t kind(int64_t i) const { return detail::ask<tn_kind_t>(0, tn_values_kind, get(), i); }
  Tensor tensor(int64_t i = 0) const { return detail::own<Tensor>(tn_values_tensor, get(), i); }
  int64_t integer(int64_t i = 0) const {
    int64_t value = 0;
    detail::run(tn_values_int, get(), i, &value);
    return value;
  }
  double number(int64_t i = 0) const {
    return detail::ask(std::numeric_limits<double>::quiet_NaN(), tn_values_float, get(), i);
  }
  std::string string(int64_t i = 0) const {
    const char* text = tn_values_string(get(), i);
    if (!text) detail::raise();
    return text ? text : "";
  }
};

// op_call("softmax", {x, named("dim", -1)}).tensor()
inline Values op_call(const char* name, const std::vector<Value>& arguments) {
  ValueArray array(arguments);
  return detail::own<Values>(tn_op_call, name, array.data(), array.size());
}

}  // namespace tenon
#endif
