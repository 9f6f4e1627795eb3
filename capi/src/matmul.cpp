// Matrix products.
#include "core/ops/matmul.h"

#include "capi/src/handles.h"
#include "capi/src/options.h"

using namespace tenon;

namespace {

tn_tensor_t call(const char* function, tn_tensor_t a, const char* a_name, tn_tensor_t b, const char* b_name,
                 Tensor (*op)(const Tensor&, const Tensor&)) {
  return guard(function, tn_tensor_t{},
               [&] { return give(op(borrow(a, function, a_name), borrow(b, function, b_name))); });
}

constexpr tn_addmm_options_t kAddmm{sizeof(tn_addmm_options_t), 1, 1};

}  // namespace

tn_tensor_t tn_matmul(tn_tensor_t self, tn_tensor_t other) {
  return call(__func__, self, "self", other, "other", matmul);
}
tn_tensor_t tn_mm(tn_tensor_t self, tn_tensor_t mat2) {
  return call(__func__, self, "self", mat2, "mat2", mm);
}
tn_tensor_t tn_bmm(tn_tensor_t self, tn_tensor_t mat2) {
  return call(__func__, self, "self", mat2, "mat2", bmm);
}
tn_tensor_t tn_mv(tn_tensor_t self, tn_tensor_t vec) { return call(__func__, self, "self", vec, "vec", mv); }
tn_tensor_t tn_dot(tn_tensor_t self, tn_tensor_t tensor) {
  return call(__func__, self, "self", tensor, "tensor", dot);
}
tn_tensor_t tn_outer(tn_tensor_t self, tn_tensor_t vec2) {
  return call(__func__, self, "self", vec2, "vec2", outer);
}

void tn_addmm_options_init(tn_addmm_options_t* o, size_t size) { init_options(o, size, kAddmm); }

static tn_tensor_t addmm_with(const char* function, tn_tensor_t self, tn_tensor_t mat1, tn_tensor_t mat2,
                              const tn_addmm_options_t* o) {
  return guard(function, tn_tensor_t{}, [&] {
    const Tensor& t = borrow(self, function, "self");
    tn_addmm_options_t options = read_options(o, kAddmm, function);
    Scalar beta = number_for(t, options.beta), alpha = number_for(t, options.alpha);
    if (!is_floating(t->dtype) && (beta.is_real() || alpha.is_real()))
      fail(Status::type, "%s: beta (%g) and alpha (%g) must be whole numbers where self is %s", function,
           beta.f, alpha.f, dtype_name(t->dtype));
    return give(addmm(t, borrow(mat1, function, "mat1"), borrow(mat2, function, "mat2"), beta, alpha));
  });
}
tn_tensor_t tn_addmm_with(tn_tensor_t self, tn_tensor_t mat1, tn_tensor_t mat2, const tn_addmm_options_t* o) {
  return addmm_with(__func__, self, mat1, mat2, o);
}
tn_tensor_t tn_addmm(tn_tensor_t self, tn_tensor_t mat1, tn_tensor_t mat2) {
  return addmm_with(__func__, self, mat1, mat2, nullptr);
}

tn_tensor_t tn_linear(tn_tensor_t input, tn_tensor_t weight, tn_tensor_t bias_or_none) {
  return guard("tn_linear", tn_tensor_t{}, [&] {
    return give(linear(borrow(input, "tn_linear", "input"), borrow(weight, "tn_linear", "weight"),
                       borrow_optional(bias_or_none, "tn_linear", "bias_or_none")));
  });
}
