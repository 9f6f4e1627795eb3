// Matrix products through cuBLAS.
#include "core/cuda/gemm.cuh"

namespace tenon::cuda {

namespace {

struct BlasTypes {
  cudaDataType_t element;
  cublasComputeType_t compute;
};

BlasTypes types_of(DType dtype) {
  switch (dtype) {
    case DType::float32: return {CUDA_R_32F, CUBLAS_COMPUTE_32F};
    case DType::float64: return {CUDA_R_64F, CUBLAS_COMPUTE_64F};
    case DType::float16: return {CUDA_R_16F, CUBLAS_COMPUTE_32F};
    case DType::bfloat16: return {CUDA_R_16BF, CUBLAS_COMPUTE_32F};
    default: fail(kUnsupported, "matrix products of %s are not offered on a GPU", dtype_name(dtype));
  }
}

cublasHandle_t handle_of(DeviceState& device) {
  if (!device.blas) {
    cublasHandle_t made;
    check(cublasCreate(&made), "cublasCreate");
    const cublasStatus_t status = cublasSetStream(made, device.stream);
    if (status != CUBLAS_STATUS_SUCCESS) cublasDestroy(made);
    check(status, "cublasSetStream");
    device.blas = made;
  }
  return device.blas;
}

}  // namespace

// cuBLAS counts columns first, so what it sees of a row-major matrix is the transpose: c^T = b^T a^T.
void run_gemm(DeviceState& device, const GemmCall& c) {
  const BlasTypes types = types_of(c.dtype);
  if (c.m == 0 || c.n == 0 || c.batch == 0) return;
  const float alpha32 = static_cast<float>(c.alpha), beta32 = static_cast<float>(c.beta);
  const bool wide = c.dtype == DType::float64;
  const void *alpha = wide ? static_cast<const void*>(&c.alpha) : &alpha32,
             *beta = wide ? static_cast<const void*>(&c.beta) : &beta32;
  std::lock_guard<std::mutex> hold(device.blas_lock);
  check(cublasGemmStridedBatchedEx_64(handle_of(device), c.trans_b ? CUBLAS_OP_T : CUBLAS_OP_N,
                                      c.trans_a ? CUBLAS_OP_T : CUBLAS_OP_N, c.n, c.m, c.k, alpha, c.b,
                                      types.element, c.ldb, c.stride_b, c.a, types.element, c.lda, c.stride_a,
                                      beta, c.c, types.element, c.ldc, c.stride_c, c.batch, types.compute,
                                      CUBLAS_GEMM_DEFAULT),
        "a matrix product");
}

void gemm(const GemmCall& c) {
  OnDevice device(c.device);
  run_gemm(*device, c);
}

}  // namespace tenon::cuda
