// The C functions of pointwise.def: each line makes tn_<op> and, where the headers declare them, its forms
// with a number and in place.
#include "core/ops/pointwise.h"
#include "capi/src/handles.h"
#include "capi/src/options.h"
#include "core/ops/arithmetic.h"

using namespace tenon;

namespace {

inline tn_tensor_t call_unary(PointwiseOp op, const char* function, tn_tensor_t self,
                              const Params& params = {}) {
  return guard(function, tn_tensor_t{},
               [&] { return give(unary(op, borrow(self, function, "self"), params)); });
}

inline tn_tensor_t call_binary(PointwiseOp op, const char* function, tn_tensor_t self, tn_tensor_t other) {
  return guard(function, tn_tensor_t{}, [&] {
    return give(binary(op, borrow(self, function, "self"), borrow(other, function, "other")));
  });
}

// A power has kernels for the common numbers, and refuses some.
inline tn_tensor_t call_scalar(PointwiseOp op, const char* function, tn_tensor_t self, Scalar other) {
  return guard(function, tn_tensor_t{}, [&] {
    const Tensor& t = borrow(self, function, "self");
    return give(op == PointwiseOp::pow ? tenon::pow(t, other) : binary(op, t, other));
  });
}

inline tn_status_t call_unary_(PointwiseOp op, const char* function, tn_tensor_t self,
                               const Params& params = {}) {
  return guard_status(function, [&] { unary_(op, borrow(self, function, "self"), params); });
}

inline tn_status_t call_binary_(PointwiseOp op, const char* function, tn_tensor_t self, tn_tensor_t other) {
  return guard_status(function,
                      [&] { binary_(op, borrow(self, function, "self"), borrow(other, function, "other")); });
}

inline tn_status_t call_scalar_(PointwiseOp op, const char* function, tn_tensor_t self, Scalar other) {
  return guard_status(function, [&] {
    const Tensor& t = borrow(self, function, "self");
    if (op == PointwiseOp::pow) tenon::pow_(t, other);
    else binary_(op, t, other);
  });
}

}  // namespace

// What a header doesn't declare gets no external name of its own and is dropped when the library is linked.
#define UNARY(name, ...)                                   \
  extern "C" tn_tensor_t tn_##name(tn_tensor_t self) {     \
    return call_unary(PointwiseOp::name, __func__, self);  \
  }                                                        \
  extern "C" tn_status_t tn_##name##_(tn_tensor_t self) {  \
    return call_unary_(PointwiseOp::name, __func__, self); \
  }
#define UNARY1(name, ...)                                                \
  extern "C" tn_tensor_t tn_##name(tn_tensor_t self, double p) {         \
    return call_unary(PointwiseOp::name, __func__, self, Params(p));     \
  }                                                                      \
  extern "C" tn_status_t tn_##name##_(tn_tensor_t self, double p) {      \
    return call_unary_(PointwiseOp::name, __func__, self, Params(p));    \
  }                                                                      \
  extern "C" tn_tensor_t tn_##name##_int(tn_tensor_t self, int64_t p) {  \
    return call_unary(PointwiseOp::name, __func__, self, Params(p));     \
  }                                                                      \
  extern "C" tn_status_t tn_##name##_int_(tn_tensor_t self, int64_t p) { \
    return call_unary_(PointwiseOp::name, __func__, self, Params(p));    \
  }
#define UNARY2(name, ...)                                                     \
  extern "C" tn_tensor_t tn_##name(tn_tensor_t self, double p, double q) {    \
    return call_unary(PointwiseOp::name, __func__, self, Params(p, q));       \
  }                                                                           \
  extern "C" tn_status_t tn_##name##_(tn_tensor_t self, double p, double q) { \
    return call_unary_(PointwiseOp::name, __func__, self, Params(p, q));      \
  }
#define UNARY3(name, ...)
#define BINARY(name, ...)                                                      \
  extern "C" tn_tensor_t tn_##name(tn_tensor_t self, tn_tensor_t other) {      \
    return call_binary(PointwiseOp::name, __func__, self, other);              \
  }                                                                            \
  extern "C" tn_tensor_t tn_##name##_scalar(tn_tensor_t self, double other) {  \
    return call_scalar(PointwiseOp::name, __func__, self, other);              \
  }                                                                            \
  extern "C" tn_tensor_t tn_##name##_int(tn_tensor_t self, int64_t other) {    \
    return call_scalar(PointwiseOp::name, __func__, self, other);              \
  }                                                                            \
  extern "C" tn_status_t tn_##name##_(tn_tensor_t self, tn_tensor_t other) {   \
    return call_binary_(PointwiseOp::name, __func__, self, other);             \
  }                                                                            \
  extern "C" tn_status_t tn_##name##_scalar_(tn_tensor_t self, double other) { \
    return call_scalar_(PointwiseOp::name, __func__, self, other);             \
  }                                                                            \
  extern "C" tn_status_t tn_##name##_int_(tn_tensor_t self, int64_t other) {   \
    return call_scalar_(PointwiseOp::name, __func__, self, other);             \
  }
#include "core/ops/pointwise.def"
