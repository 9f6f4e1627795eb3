// Turns pointwise.def into templates that any value type V can be pushed through. Included where a namespace
// `m` for that type is in scope; no include guard for that reason. TN_FORMULA is how a function is declared
// there.
#undef TN_FORMULA
#ifdef __CUDACC__
#  define TN_FORMULA static __device__ __forceinline__
#else
#  define TN_FORMULA static inline __attribute__((always_inline))
#endif

enum class Types { any, number, floating, real, integral };
enum class Result { same, boolean };

// Parts that stand in a line more than once.
namespace f {
template <class V>
TN_FORMULA constexpr V softplus(V x) {
  return m::max(x, 0) + m::log1p(m::exp(-m::abs(x)));
}
template <class V>
TN_FORMULA constexpr V silu_slope(V x, V s) {
  return s * (1 + x * (1 - s));
}
template <class V>
TN_FORMULA constexpr V mish_slope(V x, V t, V s) {
  return t + x * (s * (1 - t * t));
}
template <class V>
TN_FORMULA constexpr V gelu_tanh_slope(V x, V t) {
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * (0.7978845608028654 * (1 + 0.134145 * (x * x)));
}
template <class V>
TN_FORMULA constexpr V logaddexp(V a, V b) {
  return m::where(m::isinf(a) & (a == b), a, m::max(a, b) + m::log1p(m::exp(-m::abs(a - b))));
}
// From the nearer end, as PyTorch does: exact at both.
template <class V>
TN_FORMULA constexpr V lerp(V a, V b, V w) {
  return m::where(m::abs(w) < 0.5, a + w * (b - a), b - (b - a) * (1 - w));
}
}  // namespace f

#define UNARY(name, schema_, types_, result_, Y, DX)          \
  struct name {                                               \
    static constexpr int arity = 1;                           \
    static constexpr Types types = Types::types_;             \
    static constexpr Result result = Result::result_;         \
    template <class V>                                        \
    TN_FORMULA constexpr auto forward(V x, V p, V q, V r) {   \
      (void)p, (void)q, (void)r;                              \
      return Y;                                               \
    }                                                         \
    template <class V>                                        \
    TN_FORMULA constexpr V d0(V g, V x, V y, V p, V q, V r) { \
      (void)x, (void)y, (void)p, (void)q, (void)r;            \
      return DX;                                              \
    }                                                         \
  };
#define BINARY(name, schema_, types_, result_, Y, DA, DB)          \
  struct name {                                                    \
    static constexpr int arity = 2;                                \
    static constexpr Types types = Types::types_;                  \
    static constexpr Result result = Result::result_;              \
    template <class V>                                             \
    TN_FORMULA constexpr auto forward(V a, V b, V p, V q, V r) {   \
      (void)p, (void)q, (void)r;                                   \
      return Y;                                                    \
    }                                                              \
    template <class V>                                             \
    TN_FORMULA constexpr V d0(V g, V a, V b, V y, V p, V q, V r) { \
      (void)a, (void)b, (void)y, (void)p, (void)q, (void)r;        \
      return DA;                                                   \
    }                                                              \
    template <class V>                                             \
    TN_FORMULA constexpr V d1(V g, V a, V b, V y, V p, V q, V r) { \
      (void)a, (void)b, (void)y, (void)p, (void)q, (void)r;        \
      return DB;                                                   \
    }                                                              \
  };
#define TERNARY(name, schema_, types_, result_, Y, DA, DB, DC)          \
  struct name {                                                         \
    static constexpr int arity = 3;                                     \
    static constexpr Types types = Types::types_;                       \
    static constexpr Result result = Result::result_;                   \
    template <class V>                                                  \
    TN_FORMULA constexpr auto forward(V a, V b, V c, V p, V q, V r) {   \
      (void)p, (void)q, (void)r;                                        \
      return Y;                                                         \
    }                                                                   \
    template <class V>                                                  \
    TN_FORMULA constexpr V d0(V g, V a, V b, V c, V y, V p, V q, V r) { \
      (void)a, (void)b, (void)c, (void)y, (void)p, (void)q, (void)r;    \
      return DA;                                                        \
    }                                                                   \
    template <class V>                                                  \
    TN_FORMULA constexpr V d1(V g, V a, V b, V c, V y, V p, V q, V r) { \
      (void)a, (void)b, (void)c, (void)y, (void)p, (void)q, (void)r;    \
      return DB;                                                        \
    }                                                                   \
    template <class V>                                                  \
    TN_FORMULA constexpr V d2(V g, V a, V b, V c, V y, V p, V q, V r) { \
      (void)a, (void)b, (void)c, (void)y, (void)p, (void)q, (void)r;    \
      return DC;                                                        \
    }                                                                   \
  };

// One struct for each operator: its element types, y = forward(…), and d0, d1, d2.
namespace formula {
#include "core/ops/pointwise.def"
}
