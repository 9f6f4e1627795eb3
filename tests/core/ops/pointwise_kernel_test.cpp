// Every kernel in the tables of all three instruction sets, over awkward sizes and values: an element's
// result doesn't depend on its place or on how many there are, nothing is written past the end, and the
// instruction sets agree.
#include "core/backend/pointwise.h"

#include <float.h>
#include <string.h>

#include <limits>

#include "core/base/with_dtype.h"
#include "core/cpu/isa.h"
#include "core/ops/probe.h"
#include "tests/core/ops/pointwise/table.h"
#include "tests/test.h"

namespace tenon::cpu {
#define TENON_ROWS(isa)                                             \
  namespace isa {                                                   \
  extern const PointwiseRow unary_rows[kUnaryOps];                  \
  extern const PointwiseRow binary_rows[kPointwiseOps - kUnaryOps]; \
  }
TENON_ROWS(baseline)
TENON_ROWS(avx2)
TENON_ROWS(avx512)
}  // namespace tenon::cpu

namespace tenon {
namespace {

constexpr int64_t kMost = 1000;
constexpr int64_t kSizes[] = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 127, 999};

const PointwiseRow& row_of(cpu::Isa isa, PointwiseOp op) {
  int i = static_cast<int>(op);
  const PointwiseRow *unary = cpu::baseline::unary_rows, *binary = cpu::baseline::binary_rows;
  if (isa == cpu::Isa::avx2) unary = cpu::avx2::unary_rows, binary = cpu::avx2::binary_rows;
  if (isa == cpu::Isa::avx512) unary = cpu::avx512::unary_rows, binary = cpu::avx512::binary_rows;
  return i < kUnaryOps ? unary[i] : binary[i - kUnaryOps];
}

bool processor_has(cpu::Isa isa) {
  if (isa == cpu::Isa::baseline) return true;
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (isa == cpu::Isa::avx2) return avx2;
  return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl");
}

// Room for the results of a kernel, with a mark behind the last.
template <class T>
struct Results {
  alignas(64) T value[kMost + 64];
};

template <class T>
T special_value(uint64_t bits) {
  if constexpr (std::is_floating_point_v<T>) {
    using L = std::numeric_limits<T>;
    const T all[] = {0,
                     T(-0.0),
                     1,
                     -1,
                     T(0.5),
                     T(-0.5),
                     2,
                     -2,
                     L::max(),
                     -L::max(),
                     L::min(),
                     -L::min(),
                     L::denorm_min(),
                     -L::denorm_min(),
                     L::infinity(),
                     -L::infinity(),
                     L::quiet_NaN(),
                     T(1e10),
                     T(-1e10),
                     T(100.25),
                     T(-100.25),
                     T(1e-10),
                     L::epsilon(),
                     T(3.5)};
    return all[bits % (sizeof all / sizeof *all)];
  } else if constexpr (std::is_same_v<T, bool>) {
    return bits % 2 != 0;
  } else {
    using L = std::numeric_limits<T>;
    const T all[] = {0,
                     1,
                     2,
                     3,
                     7,
                     static_cast<T>(-1),
                     static_cast<T>(-2),
                     L::max(),
                     L::min(),
                     static_cast<T>(L::max() - 1),
                     static_cast<T>(L::min() + 1),
                     100};
    return all[bits % (sizeof all / sizeof *all)];
  }
}

// Half of them ordinary, from where the operator is at home; half special.
template <class T>
void fill(const table::Use& use, int which, T* values) {
  const Philox random{static_cast<uint64_t>(which) + 17, 0};
  for (int64_t i = 0; i < kMost; ++i) {
    uint64_t bits = random.bits64(static_cast<uint64_t>(i));
    if constexpr (std::is_floating_point_v<T>) {
      if (bits >> 63) {
        values[i] = static_cast<T>(use.low + (use.high - use.low) * uniform_double(bits << 1));
        continue;
      }
    }
    values[i] = special_value<T>(bits);
  }
}

template <class T>
bool same_bits(T a, T b) {
  if constexpr (std::is_floating_point_v<T>)
    if (a != a && b != b) return true;
  return memcmp(&a, &b, sizeof a) == 0;
}

struct Asked {
  const table::Use& use;
  cpu::Isa isa;
  const char* kernel;  // "forward", "gradient 1"
};

template <class T>
[[noreturn]] void complain(const Asked& asked, const char* what, int64_t n, int64_t i, T a, T b) {
  char text[400];
  snprintf(text, sizeof text, "%s, %s, %s of %zu-byte elements: %s at %lld of %lld: %.17g and %.17g",
           table::kNames[static_cast<int>(asked.use.op)], cpu::isa_name(asked.isa), asked.kernel, sizeof(T),
           what, static_cast<long long>(i), static_cast<long long>(n), static_cast<double>(a),
           static_cast<double>(b));
  fail_msg("%s", text);
  abort();
}

// The kernel over all elements, and over each awkward number of them from odd places.
template <class T, class R>
void run_kernel(const Asked& asked, DensePointwise kernel, const T (*in)[kMost + 64], Results<R>& all) {
  const void* from[kMaxPointwiseInputs];
  for (int k = 0; k < kMaxPointwiseInputs; ++k) from[k] = in[k];
  kernel(kMost, all.value, from, asked.use.params.value);
  static Results<R> some;
  for (int64_t n : kSizes)
    for (int64_t begin : {int64_t{0}, int64_t{1}}) {
      for (int k = 0; k < kMaxPointwiseInputs; ++k) from[k] = in[k] + begin;
      memset(static_cast<void*>(&some), 0x5a, sizeof some);
      kernel(n, some.value, from, asked.use.params.value);
      for (int64_t i = 0; i < n; ++i)
        if (!same_bits(some.value[i], all.value[begin + i]))
          complain(asked, "depends on its place", n, i, some.value[i], all.value[begin + i]);
      const auto* past = reinterpret_cast<const uint8_t*>(some.value + n);
      for (size_t i = 0; i < 64; ++i)
        if (past[i] != 0x5a) complain(asked, "wrote past the end", n, static_cast<int64_t>(i), R{}, R{});
    }
}

// Instruction sets differ in the rounding of products that are added, so sums that cancel, or that overflow
// on one way alone, may differ; where every operand is ordinary they must agree.
template <class T>
bool agree(T a, T b, bool ordinary) {
  if constexpr (std::is_floating_point_v<T>) {
    if (a != a || b != b || isinf(a) || isinf(b)) return !ordinary || same_bits(a, b);
    T tolerance = std::is_same_v<T, float> ? T(2e-5) : T(1e-12);
    return !ordinary || fabs(a - b) <= tolerance * (1 + fabs(b));
  } else {
    return a == b;
  }
}

template <class T>
bool is_ordinary(const table::Use& use, int operands, const T (*in)[kMost + 64], int first, int64_t i) {
  if constexpr (!std::is_floating_point_v<T>) return true;
  else {
    for (int k = first; k < first + operands; ++k)
      if (!(in[k][i] >= static_cast<T>(use.low) && in[k][i] <= static_cast<T>(use.high)) ||
          fabs(in[k][i]) < T(1e-6))
        return false;
    return true;
  }
}

template <class T, class R>
void compare(const table::Use& use, const char* name, int inputs,
             DensePointwise (*kernel_of)(const PointwiseRow&, int, int), int which, int dtype,
             bool gradient) {
  static T in[kMaxPointwiseInputs][kMost + 64];
  static Results<R> reference, other;
  for (int k = 0; k < inputs; ++k) fill(use, k, in[k]);
  DensePointwise baseline = kernel_of(row_of(cpu::Isa::baseline, use.op), which, dtype);
  if (!baseline) return;
  run_kernel<T, R>({use, cpu::Isa::baseline, name}, baseline, in, reference);
  for (cpu::Isa isa : {cpu::Isa::avx2, cpu::Isa::avx512}) {
    DensePointwise kernel = kernel_of(row_of(isa, use.op), which, dtype);
    if (!kernel || !processor_has(isa)) continue;
    run_kernel<T, R>({use, isa, name}, kernel, in, other);
    for (int64_t i = 0; i < kMost; ++i) {
      bool ordinary = is_ordinary<T>(use, inputs, in, 0, i);
      if (gradient) ordinary = ordinary && use.low_b == use.high_b;
      if (!agree(other.value[i], reference.value[i], ordinary))
        complain(Asked{use, isa, name}, "differs from baseline", kMost, i, other.value[i],
                 reference.value[i]);
    }
  }
}

void test_forward(void**) {
  auto kernel_of = [](const PointwiseRow& row, int, int dtype) { return row.forward[dtype]; };
  for (int i = 0; i < kPointwiseOps; ++i) {
    table::Use use = table::use_of(static_cast<PointwiseOp>(i));
    const PointwiseInfo& info = table::info_of(use.op);
    for (DType dtype : {DType::float32, DType::float64, DType::int64, DType::int32, DType::int16, DType::int8,
                        DType::uint8, DType::bool_}) {
      with_dtype(dtype, [&]<class T>(T) {
        int d = static_cast<int>(dtype);
        if constexpr (std::is_arithmetic_v<T>) {
          if (info.result_is_bool) compare<T, uint8_t>(use, "forward", info.arity, kernel_of, 0, d, false);
          else compare<T, T>(use, "forward", info.arity, kernel_of, 0, d, false);
        }
      });
    }
  }
}

void test_gradients(void**) {
  auto kernel_of = [](const PointwiseRow& row, int which, int dtype) { return row.gradient[which][dtype]; };
  const char* const names[] = {"gradient 0", "gradient 1", "gradient 2"};
  for (int i = 0; i < kPointwiseOps; ++i) {
    table::Use use = table::use_of(static_cast<PointwiseOp>(i));
    const PointwiseInfo& info = table::info_of(use.op);
    for (int which = 0; which < info.arity; ++which) {
      compare<float, float>(use, names[which], info.arity + 2, kernel_of, which, 0, true);
      compare<double, double>(use, names[which], info.arity + 2, kernel_of, which, 1, true);
    }
  }
}

}  // namespace
}  // namespace tenon

int main() {
  const CMUnitTest tests[] = {cmocka_unit_test(tenon::test_forward), cmocka_unit_test(tenon::test_gradients)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
