#include "core/cuda/pointwise_kernel.cuh"

namespace tenon::cuda {

const LaunchRow unary_forward[kUnaryOps] = {
#define UNARY(name, ...) forward_row<formula::name, probe::formula::name>(),
#include "core/ops/pointwise.def"
};

}  // namespace tenon::cuda
