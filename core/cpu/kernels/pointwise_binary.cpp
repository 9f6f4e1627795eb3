#include "core/cpu/kernels/pointwise.h"

namespace tenon::cpu::TENON_ISA {

extern const PointwiseRow binary_rows[kPointwiseOps - kUnaryOps];
const PointwiseRow binary_rows[kPointwiseOps - kUnaryOps] = {
#define BINARY(name, ...) row<formula::name, probe::formula::name>(),
#define TERNARY(name, ...) row<formula::name, probe::formula::name>(),
#include "core/ops/pointwise.def"
};

}  // namespace tenon::cpu::TENON_ISA
