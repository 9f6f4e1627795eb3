#include "core/cuda/pointwise_kernel.cuh"

namespace tenon::cuda {

const LaunchRow unary_gradient[kUnaryOps] = {
#define UNARY(name, ...) gradient_row<formula::name, probe::formula::name>(),
#include "core/ops/pointwise.def"
};

}  // namespace tenon::cuda
