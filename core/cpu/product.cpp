// The backend's gemm entry, and what the core calls directly for dense layers.
#include "core/cpu/product.h"
#include "core/backend/backend.h"
#include "core/backend/cpu.h"
#include "core/base/error.h"
#include "core/cpu/gemm.h"
#include "core/cpu/gemm_int.h"

namespace tenon::cpu {

namespace {

template <class T>
void run(const GemmCall& call) {
  Gemm<T> first{call.trans_a,
                call.trans_b,
                call.m,
                call.n,
                call.k,
                static_cast<T>(call.alpha),
                static_cast<const T*>(call.a),
                call.lda,
                static_cast<const T*>(call.b),
                call.ldb,
                static_cast<T>(call.beta),
                static_cast<T*>(call.c),
                call.ldc};
  if constexpr (is_floating(dtype_of<T>)) {
    if (call.batch == 1) gemm(first);
    else gemm_batched(first, call.batch, call.stride_a, call.stride_b, call.stride_c);
  } else {
    for (int64_t i = 0; i < call.batch; ++i) {
      gemm_int(first);
      first.a += call.stride_a;
      first.b += call.stride_b;
      first.c += call.stride_c;
    }
  }
}

}  // namespace

int32_t product(const GemmCall* call) {
  switch (call->dtype) {
    case DType::float32: run<float>(*call); return 0;
    case DType::float64: run<double>(*call); return 0;
    case DType::int64: run<int64_t>(*call); return 0;
    case DType::int32: run<int32_t>(*call); return 0;
    case DType::int16: run<int16_t>(*call); return 0;
    case DType::int8: run<int8_t>(*call); return 0;
    case DType::uint8: run<uint8_t>(*call); return 0;
    default: fail(Status::unsupported, "matrix products of %s are not offered", dtype_name(call->dtype));
  }
}

void linear(DType dtype, const void* x, const void* w, const void* bias, void* y, int64_t m, int64_t n,
            int64_t k) {
  if (dtype == DType::float32)
    linear(static_cast<const float*>(x), static_cast<const float*>(w), static_cast<const float*>(bias),
           static_cast<float*>(y), m, n, k);
  else
    linear(static_cast<const double*>(x), static_cast<const double*>(w), static_cast<const double*>(bias),
           static_cast<double*>(y), m, n, k);
}

}  // namespace tenon::cpu
