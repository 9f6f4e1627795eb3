#include "core/cpu/kernels/pointwise.h"

namespace tenon::cpu::TENON_ISA {

extern const PointwiseRow unary_rows[kUnaryOps];
const PointwiseRow unary_rows[kUnaryOps] = {
#define UNARY(name, ...) row<formula::name, probe::formula::name>(),
#include "core/ops/pointwise.def"
};

}  // namespace tenon::cpu::TENON_ISA
