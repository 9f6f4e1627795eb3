#include "core/cuda/pointwise_kernel.cuh"

namespace tenon::cuda {

const LaunchRow binary_gradient[kPointwiseOps - kUnaryOps] = {
#define BINARY(name, ...) gradient_row<formula::name, probe::formula::name>(),
#define TERNARY(name, ...) gradient_row<formula::name, probe::formula::name>(),
#include "core/ops/pointwise.def"
};

}  // namespace tenon::cuda
