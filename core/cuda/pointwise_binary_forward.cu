#include "core/cuda/pointwise_kernel.cuh"

namespace tenon::cuda {

const LaunchRow binary_forward[kPointwiseOps - kUnaryOps] = {
#define BINARY(name, ...) forward_row<formula::name, probe::formula::name>(),
#define TERNARY(name, ...) forward_row<formula::name, probe::formula::name>(),
#include "core/ops/pointwise.def"
};

}  // namespace tenon::cuda
