// Registers every line of pointwise.def, from its own text.
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"

namespace tenon {

// The numbers of a line: all arguments that are left.
template <>
struct Unbox<Params> {
  static constexpr int take(const Schema& schema, int at) {
    if (schema.arguments - at > kMaxParams) return -1;
    for (int i = at; i < schema.arguments; ++i)
      if (Unbox<Scalar>::take(schema, i) < 0) return -1;
    return schema.arguments;
  }
  static Params get(const OpArgs& args, int i) {
    Params params;
    for (int n = 0; n < kMaxParams; ++n)
      if (args[i + n].is_number()) params.set(n, Unbox<Scalar>::get(args, i + n));
    return params;
  }
};

#define UNARY(name, schema, types, result, ...)                                                 \
  TN_OP(#name "(Tensor self" schema ") -> Tensor",                                              \
        [](const Tensor& self, const Params& p) { return unary(PointwiseOp::name, self, p); }); \
  IN_PLACE_##result(name, schema)
#define IN_PLACE_boolean(...)
#define IN_PLACE_same(name, schema)                         \
  TN_OP(#name "_(Tensor(a!) self" schema ") -> Tensor(a!)", \
        [](const Tensor& self, const Params& p) { unary_(PointwiseOp::name, self, p); });
#define BINARY(name, schema, ...)                                                \
  TN_OP(#name ".Tensor(Tensor self, Tensor other" schema ") -> Tensor",          \
        [](const Tensor& self, const Tensor& other, const Params& p) {           \
          return binary(PointwiseOp::name, self, other, p);                      \
        });                                                                      \
  TN_OP(#name ".Scalar(Tensor self, Scalar other" schema ") -> Tensor",          \
        [](const Tensor& self, Scalar other, const Params& p) {                  \
          return binary(PointwiseOp::name, self, other, p);                      \
        });                                                                      \
  TN_OP(#name ".Scalar_Tensor(Scalar self, Tensor other" schema ") -> Tensor",   \
        [](Scalar self, const Tensor& other, const Params& p) {                  \
          return binary(PointwiseOp::name, self, other, p);                      \
        });                                                                      \
  TN_OP(#name "_.Tensor(Tensor(a!) self, Tensor other" schema ") -> Tensor(a!)", \
        [](const Tensor& self, const Tensor& other, const Params& p) {           \
          binary_(PointwiseOp::name, self, other, p);                            \
        });                                                                      \
  TN_OP(#name "_.Scalar(Tensor(a!) self, Scalar other" schema ") -> Tensor(a!)", \
        [](const Tensor& self, Scalar other, const Params& p) {                  \
          binary_(PointwiseOp::name, self, other, p);                            \
        });
#define TERNARY(name, schema, ...)                                                  \
  TN_OP(#name "(Tensor self" schema ") -> Tensor",                                  \
        [](const Tensor& self, const Tensor& b, const Tensor& c, const Params& p) { \
          return ternary(PointwiseOp::name, self, b, c, p);                         \
        });                                                                         \
  TN_OP(#name "_(Tensor(a!) self" schema ") -> Tensor(a!)",                         \
        [](const Tensor& self, const Tensor& b, const Tensor& c, const Params& p) { \
          ternary_(PointwiseOp::name, self, b, c, p);                               \
        });
#define UNLISTED_UNARY(...)
#define UNLISTED_UNARY1(...)
#define UNLISTED_BINARY(...)
#define UNLISTED_TERNARY(...)
#include "core/ops/pointwise.def"

// ---- further names

#define TN_ALIASES(name, target) \
  TN_ALIAS(name, target);        \
  TN_ALIAS(name "_", target "_");
TN_ALIASES("absolute", "abs")
TN_ALIASES("negative", "neg")
TN_ALIASES("sgn", "sign")
TN_ALIASES("fix", "trunc")
TN_ALIASES("arcsin", "asin")
TN_ALIASES("arccos", "acos")
TN_ALIASES("arctan", "atan")
TN_ALIASES("arcsinh", "asinh")
TN_ALIASES("arccosh", "acosh")
TN_ALIASES("arctanh", "atanh")
TN_ALIASES("arctan2", "atan2")
TN_ALIASES("subtract", "sub")
TN_ALIASES("multiply", "mul")
TN_ALIASES("divide", "div")
TN_ALIASES("not_equal", "ne")
TN_ALIASES("less", "lt")
TN_ALIASES("less_equal", "le")
TN_ALIASES("greater", "gt")
TN_ALIASES("greater_equal", "ge")
TN_ALIAS("special_exp2", "exp2");
TN_ALIAS("special_expm1", "expm1");
TN_ALIAS("special_expit", "sigmoid");
TN_ALIAS("special_log1p", "log1p");
TN_ALIAS("special_erf", "erf");
TN_ALIAS("special_erfc", "erfc");
TN_ALIAS("special_erfinv", "erfinv");
TN_ALIAS("special_gammaln", "lgamma");
TN_ALIAS("special_digamma", "digamma");
TN_ALIAS("special_psi", "digamma");
TN_ALIAS("special_round", "round");
TN_ALIAS("special_xlogy", "xlogy");

}  // namespace tenon
