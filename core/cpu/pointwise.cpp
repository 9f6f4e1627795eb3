#include "core/cpu/pointwise.h"

#include "core/backend/walk.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/cpu/convert.h"
#include "core/cpu/isa.h"

namespace tenon::cpu {

#define TENON_ROWS(isa)                                             \
  namespace isa {                                                   \
  extern const PointwiseRow unary_rows[kUnaryOps];                  \
  extern const PointwiseRow binary_rows[kPointwiseOps - kUnaryOps]; \
  }
TENON_ROWS(baseline)
TENON_ROWS(avx2)
TENON_ROWS(avx512)

namespace {

struct Rows {
  const PointwiseRow *unary, *binary;
};

Rows choose_rows() {
  switch (isa()) {
    case Isa::avx512: return {avx512::unary_rows, avx512::binary_rows};
    case Isa::avx2: return {avx2::unary_rows, avx2::binary_rows};
    default: return {baseline::unary_rows, baseline::binary_rows};
  }
}

const Rows rows = choose_rows();
// Integers wait for memory more than for arithmetic: with AVX-512 they are left to AVX2, which it includes.
const Rows integer_rows = isa() == Isa::avx512 ? Rows{avx2::unary_rows, avx2::binary_rows} : rows;

constexpr int kOperands = kMaxPointwiseInputs + 1;  // the result is operand 0
constexpr int64_t kChunk = 512;

struct Operand {
  char* data;
  int64_t item;
  Convert convert;  // nullptr: of the dtype that the kernel computes in
};

struct Plan {
  DensePointwise kernel;
  int operands;
  int64_t compute_item, out_item;  // bytes of an element of the kernel's inputs and result
  DType compute;
  const Param* params;
  Operand operand[kOperands];
  Walk<kOperands> walk;
};

Plan make_plan(const PointwiseCall& call) {
  Plan plan;
  plan.kernel = dense_pointwise(call.op, call.variant, call.compute);
  if (!plan.kernel)
    fail(Status::unsupported, "a pointwise kernel is not offered for %s", dtype_name(call.compute));
  plan.operands = call.inputs + 1;
  plan.compute = call.compute;
  plan.params = call.params;
  plan.compute_item = static_cast<int64_t>(item_size(call.compute));
  bool truth = call.variant == PointwiseVariant::forward && call.result_is_bool;
  DType result = truth ? DType::bool_ : call.compute;
  plan.out_item = static_cast<int64_t>(item_size(result));
  for (int o = 0; o < plan.operands; ++o) {
    const PointwiseOperand& source = o ? call.in[o - 1] : call.out;
    DType kernel_dtype = o ? call.compute : result;
    Convert convert = nullptr;
    if (source.dtype != kernel_dtype)
      convert = o ? converter(kernel_dtype, source.dtype) : converter(source.dtype, kernel_dtype);
    plan.operand[o] = {static_cast<char*>(source.data), static_cast<int64_t>(item_size(source.dtype)),
                       convert};
  }
  for (int d = 0; d < call.ndim; ++d) {
    int64_t strides[kOperands];
    strides[0] = call.out.stride[d];
    for (int o = 1; o < plan.operands; ++o) strides[o] = call.in[o - 1].stride[d];
    plan.walk.add(call.size[d], strides, plan.operands);
  }
  return plan;
}

// A row is cut into segments of this length at most, so that one long row still makes work for several
// threads.
int64_t segments(int64_t inner) { return (inner + kPointwiseGrain - 1) / kPointwiseGrain; }

// Long rows, a segment at a time. An operand that doesn't lie as the kernel wants it passes through a buffer
// on the stack.
void run_rows(const Plan& plan, int64_t begin, int64_t end) {
  alignas(64) char buffer[kOperands][kChunk * 8];
  const auto& walk = plan.walk;
  int64_t inner = walk.inner();
  bool direct[kOperands], constant[kOperands];
  for (int o = 0; o < plan.operands; ++o) {
    direct[o] = !plan.operand[o].convert && walk.inner_stride(o) == 1;
    constant[o] = o && walk.inner_stride(o) == 0;
  }
  int64_t cuts = segments(inner);
  for (int64_t unit = begin; unit < end; ++unit) {
    int64_t offset[kOperands];
    walk.seek_row(unit / cuts, offset, plan.operands);
    int64_t first = unit % cuts * kPointwiseGrain;
    int64_t last = inner - first < kPointwiseGrain ? inner : first + kPointwiseGrain;
    for (int64_t k = first; k < last; k += kChunk) {
      int64_t n = last - k < kChunk ? last - k : kChunk;
      const void* in[kMaxPointwiseInputs];
      for (int o = 1; o < plan.operands; ++o) {
        const Operand& x = plan.operand[o];
        int64_t step = walk.inner_stride(o);
        char* from = x.data + (offset[o] + k * step) * x.item;
        in[o - 1] = direct[o] ? from : buffer[o];
        if (direct[o] || (constant[o] && k > first)) continue;
        Convert convert = x.convert ? x.convert : converter(plan.compute, plan.compute);
        convert(n, buffer[o], 1, from, step);
      }
      const Operand& y = plan.operand[0];
      int64_t step = walk.inner_stride(0);
      char* to = y.data + (offset[0] + k * step) * y.item;
      plan.kernel(n, direct[0] ? to : buffer[0], in, plan.params);
      if (direct[0]) continue;
      DType result = plan.out_item == plan.compute_item ? plan.compute : DType::bool_;
      Convert convert = y.convert ? y.convert : converter(result, result);
      convert(n, to, step, buffer[0], 1);
    }
  }
}

// Short rows: several are gathered, so that the kernel gets a run worth calling it for.
void run_gathered(const Plan& plan, int64_t begin, int64_t end) {
  alignas(64) char buffer[kOperands][kChunk * 8];
  const auto& walk = plan.walk;
  int64_t inner = walk.inner(), rows_at_once = kChunk / inner;
  DType result = plan.out_item == plan.compute_item ? plan.compute : DType::bool_;
  Convert same_in = converter(plan.compute, plan.compute), same_out = converter(result, result);
  for (int64_t row = begin; row < end; row += rows_at_once) {
    int64_t count = end - row < rows_at_once ? end - row : rows_at_once;
    const void* in[kMaxPointwiseInputs];
    for (int o = 1; o < plan.operands; ++o) in[o - 1] = buffer[o];
    int64_t offset[kOperands];
    for (int64_t i = 0; i < count; ++i) {
      walk.seek_row(row + i, offset, plan.operands);
      for (int o = 1; o < plan.operands; ++o) {
        const Operand& x = plan.operand[o];
        (x.convert ? x.convert : same_in)(inner, buffer[o] + i * inner * plan.compute_item, 1,
                                          x.data + offset[o] * x.item, walk.inner_stride(o));
      }
    }
    plan.kernel(count * inner, buffer[0], in, plan.params);
    const Operand& y = plan.operand[0];
    for (int64_t i = 0; i < count; ++i) {
      walk.seek_row(row + i, offset, plan.operands);
      (y.convert ? y.convert : same_out)(inner, y.data + offset[0] * y.item, walk.inner_stride(0),
                                         buffer[0] + i * inner * plan.out_item, 1);
    }
  }
}

}  // namespace

DensePointwise dense_pointwise(PointwiseOp op, PointwiseVariant variant, DType dtype) {
  int i = static_cast<int>(op);
  const Rows& from = is_floating(dtype) ? rows : integer_rows;
  const PointwiseRow& row = i < kUnaryOps ? from.unary[i] : from.binary[i - kUnaryOps];
  if (variant == PointwiseVariant::forward) return row.forward[static_cast<int>(dtype)];
  if (dtype != DType::float32 && dtype != DType::float64) return nullptr;
  return row.gradient[static_cast<int>(variant) - 1][dtype == DType::float64];
}

int32_t pointwise(const PointwiseCall* call) {
  Plan plan = make_plan(*call);
  const auto& walk = plan.walk;
  if (walk.total == 0) return 0;
  bool dense = walk.ndim <= 1;
  for (int o = 0; o < plan.operands; ++o) dense &= !plan.operand[o].convert && walk.inner_stride(o) == 1;
  if (dense) {
    parallel_for(walk.total, kPointwiseGrain, [&](int64_t begin, int64_t end) {
      const void* in[kMaxPointwiseInputs];
      for (int o = 1; o < plan.operands; ++o) in[o - 1] = plan.operand[o].data + begin * plan.operand[o].item;
      plan.kernel(end - begin, plan.operand[0].data + begin * plan.operand[0].item, in, plan.params);
    });
    return 0;
  }
  int64_t inner = walk.inner(), outer = walk.total / inner;
  if (inner > kChunk / 8) {
    parallel_for(outer * segments(inner), kPointwiseGrain / inner + 1,
                 [&](int64_t begin, int64_t end) { run_rows(plan, begin, end); });
  } else {
    parallel_for(outer, kPointwiseGrain / inner + 1,
                 [&](int64_t begin, int64_t end) { run_gathered(plan, begin, end); });
  }
  return 0;
}

}  // namespace tenon::cpu
