// The CPU, behind the same table as any plugin.
#include "core/backend/backend.h"

#include <string.h>

#include "core/base/memory.h"
#include "core/cpu/conv.h"
#include "core/cpu/copy.h"
#include "core/cpu/dropout.h"
#include "core/cpu/embedding.h"
#include "core/cpu/loss.h"
#include "core/cpu/norm.h"
#include "core/cpu/optim.h"
#include "core/cpu/pointwise.h"
#include "core/cpu/pool.h"
#include "core/cpu/product.h"
#include "core/cpu/random_fill.h"
#include "core/cpu/reduce.h"
#include "core/cpu/softmax.h"

namespace tenon {

namespace {

int32_t move(int32_t, void* to, const void* from, size_t bytes) {
  memmove(to, from, bytes);
  return 0;
}

constexpr Backend table{
    .abi = kBackendAbi,
    .size = sizeof(Backend),
    .name = "cpu",
    .device_count = [] { return int32_t{1}; },
    .why_unavailable = [] { return ""; },
    .allocate = [](int32_t, size_t bytes) { return tenon::allocate(bytes); },
    .deallocate = [](int32_t, void* data, size_t bytes) { tenon::deallocate(data, bytes); },
    .trim = [](int32_t) { trim_memory(); },
    .memory = nullptr,
    .reset_peak = nullptr,
    .copy_in = move,
    .copy_out = move,
    .copy_across = nullptr,
    .synchronize = [](int32_t) { return int32_t{0}; },
    .copy = cpu::copy,
    .pointwise = cpu::pointwise,
    .gemm = cpu::product,
    .reduce = cpu::reduce,
    .conv = cpu::conv,
    .pool = cpu::pool,
    .dropout = cpu::dropout,
    .cross_entropy = cpu::cross_entropy,
    .layer_norm = cpu::layer_norm,
    .batch_norm = cpu::batch_norm,
    .embedding = cpu::embedding,
    .softmax = cpu::softmax,
    .sgd = cpu::sgd,
    .adam = cpu::adam,
    .random = cpu::random_fill,
};

}  // namespace

const Backend& cpu_backend() { return table; }

}  // namespace tenon
