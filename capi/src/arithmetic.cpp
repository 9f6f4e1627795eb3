// The pointwise functions with options, bounds, three operands, or a rule of their own.
#include "core/ops/arithmetic.h"

#include "capi/src/handles.h"
#include "capi/src/options.h"
#include "core/ops/activation.h"
#include "core/ops/pointwise.h"

using namespace tenon;

namespace {

template <class F>
tn_tensor_t call(const char* function, tn_tensor_t self, F f) {
  return guard(function, tn_tensor_t{}, [&] { return give(f(borrow(self, function, "self"))); });
}
template <class F>
tn_status_t call_(const char* function, tn_tensor_t self, F f) {
  return guard_status(function, [&] { f(borrow(self, function, "self")); });
}

}  // namespace

// ---- with alpha

#define TN_WITH_ALPHA(name)                                                                            \
  static constexpr tn_##name##_options_t k_##name##_options{sizeof(tn_##name##_options_t), 1};         \
  void tn_##name##_options_init(tn_##name##_options_t* o, size_t size) {                               \
    init_options(o, size, k_##name##_options);                                                         \
  }                                                                                                    \
  tn_tensor_t tn_##name##_with(tn_tensor_t self, tn_tensor_t other, const tn_##name##_options_t* o) {  \
    return call(__func__, self, [&](const Tensor& t) {                                                 \
      double alpha = read_options(o, k_##name##_options, "tn_" #name "_with").alpha;                   \
      return name(t, borrow(other, "tn_" #name "_with", "other"), number_for(t, alpha));               \
    });                                                                                                \
  }                                                                                                    \
  tn_status_t tn_##name##_with_(tn_tensor_t self, tn_tensor_t other, const tn_##name##_options_t* o) { \
    return call_(__func__, self, [&](const Tensor& t) {                                                \
      double alpha = read_options(o, k_##name##_options, "tn_" #name "_with_").alpha;                  \
      name##_(t, borrow(other, "tn_" #name "_with_", "other"), number_for(t, alpha));                  \
    });                                                                                                \
  }
TN_WITH_ALPHA(add)
TN_WITH_ALPHA(sub)

tn_tensor_t tn_rsub_scalar(tn_tensor_t self, double other) {
  return call(__func__, self, [&](const Tensor& t) { return ops::sub(Scalar(other), t); });
}
tn_tensor_t tn_rsub_int(tn_tensor_t self, int64_t other) {
  return call(__func__, self, [&](const Tensor& t) { return ops::sub(Scalar(other), t); });
}

// ---- division

static constexpr tn_div_options_t kDiv{sizeof(tn_div_options_t), TN_ROUNDING_NONE, 0};
void tn_div_options_init(tn_div_options_t* o, size_t size) { init_options(o, size, kDiv); }

static Rounding rounding_of(const tn_div_options_t* o, const char* function) {
  switch (int32_t mode = read_options(o, kDiv, function).rounding_mode) {
    case 0:
    case TN_ROUNDING_NONE: return Rounding::none;
    case TN_ROUNDING_TRUNC: return Rounding::trunc;
    case TN_ROUNDING_FLOOR: return Rounding::floor;
    default: fail(Status::value, "%s: rounding_mode %d does not exist", function, mode);
  }
}
tn_tensor_t tn_div_with(tn_tensor_t self, tn_tensor_t other, const tn_div_options_t* o) {
  return call(__func__, self, [&](const Tensor& t) {
    return div(t, borrow(other, "tn_div_with", "other"), rounding_of(o, "tn_div_with"));
  });
}
tn_status_t tn_div_with_(tn_tensor_t self, tn_tensor_t other, const tn_div_options_t* o) {
  return call_(__func__, self, [&](const Tensor& t) {
    div_(t, borrow(other, "tn_div_with_", "other"), rounding_of(o, "tn_div_with_"));
  });
}

tn_tensor_t tn_floor_divide(tn_tensor_t self, tn_tensor_t other) {
  return call(__func__, self, [&](const Tensor& t) {
    return div(t, borrow(other, "tn_floor_divide", "other"), Rounding::floor);
  });
}
tn_tensor_t tn_floor_divide_scalar(tn_tensor_t self, double other) {
  return call(__func__, self,
              [&](const Tensor& t) { return div(t, wrapped_number(other), Rounding::floor); });
}
tn_tensor_t tn_floor_divide_int(tn_tensor_t self, int64_t other) {
  return call(__func__, self,
              [&](const Tensor& t) { return div(t, wrapped_number(other), Rounding::floor); });
}
tn_status_t tn_floor_divide_(tn_tensor_t self, tn_tensor_t other) {
  return call_(__func__, self, [&](const Tensor& t) {
    div_(t, borrow(other, "tn_floor_divide_", "other"), Rounding::floor);
  });
}
tn_status_t tn_floor_divide_scalar_(tn_tensor_t self, double other) {
  return call_(__func__, self, [&](const Tensor& t) { div_(t, wrapped_number(other), Rounding::floor); });
}
tn_status_t tn_floor_divide_int_(tn_tensor_t self, int64_t other) {
  return call_(__func__, self, [&](const Tensor& t) { div_(t, wrapped_number(other), Rounding::floor); });
}

// ---- bounds

tn_tensor_t tn_clamp(tn_tensor_t self, double min, double max) {
  return call(__func__, self, [&](const Tensor& t) { return clamp(t, Scalar(min), Scalar(max)); });
}
tn_tensor_t tn_clamp_int(tn_tensor_t self, int64_t min, int64_t max) {
  return call(__func__, self, [&](const Tensor& t) { return clamp(t, Scalar(min), Scalar(max)); });
}
tn_status_t tn_clamp_(tn_tensor_t self, double min, double max) {
  return call_(__func__, self, [&](const Tensor& t) { clamp_(t, Scalar(min), Scalar(max)); });
}
tn_status_t tn_clamp_int_(tn_tensor_t self, int64_t min, int64_t max) {
  return call_(__func__, self, [&](const Tensor& t) { clamp_(t, Scalar(min), Scalar(max)); });
}
tn_tensor_t tn_clamp_tensor(tn_tensor_t self, tn_tensor_t min_or_none, tn_tensor_t max_or_none) {
  return call(__func__, self, [&](const Tensor& t) {
    return clamp(t, borrow_optional(min_or_none, "tn_clamp_tensor", "min_or_none"),
                 borrow_optional(max_or_none, "tn_clamp_tensor", "max_or_none"));
  });
}
tn_status_t tn_clamp_tensor_(tn_tensor_t self, tn_tensor_t min_or_none, tn_tensor_t max_or_none) {
  return call_(__func__, self, [&](const Tensor& t) {
    clamp_(t, borrow_optional(min_or_none, "tn_clamp_tensor_", "min_or_none"),
           borrow_optional(max_or_none, "tn_clamp_tensor_", "max_or_none"));
  });
}

// ---- three operands

tn_tensor_t tn_where(tn_tensor_t condition, tn_tensor_t self, tn_tensor_t other) {
  return guard(__func__, tn_tensor_t{}, [&] {
    return give(where(borrow(condition, "tn_where", "condition"), borrow(self, "tn_where", "self"),
                      borrow(other, "tn_where", "other")));
  });
}

tn_tensor_t tn_lerp(tn_tensor_t self, tn_tensor_t end, tn_tensor_t weight) {
  return call(__func__, self, [&](const Tensor& t) {
    return lerp(t, borrow(end, "tn_lerp", "end"), borrow(weight, "tn_lerp", "weight"));
  });
}
tn_tensor_t tn_lerp_scalar(tn_tensor_t self, tn_tensor_t end, double weight) {
  return call(__func__, self, [&](const Tensor& t) {
    return lerp(t, borrow(end, "tn_lerp_scalar", "end"), wrapped_number(weight));
  });
}
tn_status_t tn_lerp_(tn_tensor_t self, tn_tensor_t end, tn_tensor_t weight) {
  return call_(__func__, self, [&](const Tensor& t) {
    lerp_(t, borrow(end, "tn_lerp_", "end"), borrow(weight, "tn_lerp_", "weight"));
  });
}
tn_status_t tn_lerp_scalar_(tn_tensor_t self, tn_tensor_t end, double weight) {
  return call_(__func__, self, [&](const Tensor& t) {
    lerp_(t, borrow(end, "tn_lerp_scalar_", "end"), wrapped_number(weight));
  });
}

namespace {

Params value_for(const char* function, const Tensor& self, double value) {
  Scalar number = number_for(self, value);
  if (!is_floating(self->dtype) && number.is_real())
    fail(Status::type, "%s: value (%g) must be a whole number where self is %s", function, value,
         dtype_name(self->dtype));
  return Params(number);
}

}  // namespace

#define TN_WITH_VALUE(name)                                                                                \
  static constexpr tn_##name##_options_t k_##name##_options{sizeof(tn_##name##_options_t), 1};             \
  void tn_##name##_options_init(tn_##name##_options_t* o, size_t size) {                                   \
    init_options(o, size, k_##name##_options);                                                             \
  }                                                                                                        \
  static tn_tensor_t name##_of(const char* function, tn_tensor_t self, tn_tensor_t a, tn_tensor_t b,       \
                               const tn_##name##_options_t* o) {                                           \
    return call(function, self, [&](const Tensor& t) {                                                     \
      double value = read_options(o, k_##name##_options, function).value;                                  \
      return ops::name(t, borrow(a, function, "tensor1"), borrow(b, function, "tensor2"),                  \
                       value_for(function, t, value));                                                     \
    });                                                                                                    \
  }                                                                                                        \
  static tn_status_t name##_in_place(const char* function, tn_tensor_t self, tn_tensor_t a, tn_tensor_t b, \
                                     const tn_##name##_options_t* o) {                                     \
    return call_(function, self, [&](const Tensor& t) {                                                    \
      double value = read_options(o, k_##name##_options, function).value;                                  \
      ternary_(PointwiseOp::name, t, borrow(a, function, "tensor1"), borrow(b, function, "tensor2"),       \
               value_for(function, t, value));                                                             \
    });                                                                                                    \
  }                                                                                                        \
  tn_tensor_t tn_##name(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2) {                      \
    return name##_of(__func__, self, tensor1, tensor2, nullptr);                                           \
  }                                                                                                        \
  tn_tensor_t tn_##name##_with(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2,                 \
                               const tn_##name##_options_t* o) {                                           \
    return name##_of(__func__, self, tensor1, tensor2, o);                                                 \
  }                                                                                                        \
  tn_status_t tn_##name##_(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2) {                   \
    return name##_in_place(__func__, self, tensor1, tensor2, nullptr);                                     \
  }                                                                                                        \
  tn_status_t tn_##name##_with_(tn_tensor_t self, tn_tensor_t tensor1, tn_tensor_t tensor2,                \
                                const tn_##name##_options_t* o) {                                          \
    return name##_in_place(__func__, self, tensor1, tensor2, o);                                           \
  }
TN_WITH_VALUE(addcmul)
TN_WITH_VALUE(addcdiv)

// ---- activations

static constexpr tn_gelu_options_t kGelu{sizeof(tn_gelu_options_t), TN_GELU_NONE, 0};
void tn_gelu_options_init(tn_gelu_options_t* o, size_t size) { init_options(o, size, kGelu); }
tn_tensor_t tn_gelu_with(tn_tensor_t self, const tn_gelu_options_t* o) {
  return call(__func__, self, [&](const Tensor& t) {
    int32_t approximate = read_options(o, kGelu, "tn_gelu_with").approximate;
    if (approximate < 0 || approximate > TN_GELU_TANH)
      fail(Status::value, "tn_gelu_with: approximate %d does not exist", approximate);
    return gelu(t, approximate == TN_GELU_TANH ? Gelu::tanh : Gelu::none);
  });
}
tn_tensor_t tn_gelu(tn_tensor_t self) { return tn_gelu_with(self, nullptr); }

tn_tensor_t tn_elu(tn_tensor_t self, double alpha) {
  return call(__func__, self, [&](const Tensor& t) { return ops::elu(t, Params(alpha, 1.0, 1.0)); });
}
tn_status_t tn_elu_(tn_tensor_t self, double alpha) {
  return call_(__func__, self,
               [&](const Tensor& t) { unary_(PointwiseOp::elu, t, Params(alpha, 1.0, 1.0)); });
}
tn_tensor_t tn_celu(tn_tensor_t self, double alpha) {
  return call(__func__, self, [&](const Tensor& t) { return celu(t, alpha); });
}
tn_status_t tn_celu_(tn_tensor_t self, double alpha) {
  return call_(__func__, self, [&](const Tensor& t) { celu_(t, alpha); });
}
tn_tensor_t tn_selu(tn_tensor_t self) {
  return call(__func__, self, [](const Tensor& t) { return selu(t); });
}
tn_status_t tn_selu_(tn_tensor_t self) {
  return call_(__func__, self, [](const Tensor& t) { selu_(t); });
}
tn_tensor_t tn_logsigmoid(tn_tensor_t self) {
  return call(__func__, self, [](const Tensor& t) { return ops::log_sigmoid(t); });
}
