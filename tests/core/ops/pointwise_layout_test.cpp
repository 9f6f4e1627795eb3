// isa: all
//
// Every operator of the pointwise table over operands of every layout and dtype: the bits are those of
// row-major operands, whatever the strides, the place in memory, the number of threads, and whether the
// result takes an operand's place.
#include <string.h>

#include "core/base/parallel.h"
#include "core/ops/probe.h"
#include "core/ops/view.h"
#include "core/tensor/promotion.h"
#include "tests/core/ops/pointwise/table.h"
#include "tests/test.h"

namespace tenon {
namespace {

constexpr DType kDtypes[] = {DType::float32, DType::float64, DType::float16, DType::bfloat16, DType::int64,
                             DType::int32,   DType::int16,   DType::int8,    DType::uint8,    DType::bool_};

// The same elements laid out otherwise.
Tensor laid_out(const Tensor& t, int layout) {
  switch (layout) {
    case 1: {  // columns first
      Tensor turned = empty({t->size[1], t->size[0]}, t->dtype);
      Tensor view = transpose(turned, 0, 1);
      copy_(view, t);
      return view;
    }
    case 2: {  // every second element of every third row, from an odd place
      Tensor wide = empty({t->size[0] * 3 + 1, t->size[1] * 2 + 1}, t->dtype);
      Tensor view = alias(*wide, t->sizes(), {wide->stride[0] * 3, 2}, wide->stride[0] + 1);
      copy_(view, t);
      return view;
    }
    case 3: {  // not aligned
      Tensor longer = empty({t->numel + 1}, t->dtype);
      Tensor view = alias(*longer, t->sizes(), t->strides(), 1);
      copy_(view, t);
      return view;
    }
    default: return clone(t);
  }
}

bool same_bits(const Tensor& a, const Tensor& b) {
  Tensor x = dense_copy(a), y = dense_copy(b);
  return a->dtype == b->dtype && a->sizes() == b->sizes() &&
         memcmp(x->data, y->data, static_cast<size_t>(x->numel) * x->item_size()) == 0;
}

bool takes(PointwiseOp op, DType dtype) {
  // Refused beyond what the table's types say, as PyTorch refuses it.
  if (op == PointwiseOp::addcdiv && !is_floating(dtype)) return false;
  // The types of a line in the table: any, number, floating, real, integral.
  switch (static_cast<probe::Types>(table::info_of(op).types)) {
    case probe::Types::any: return true;
    case probe::Types::number: return dtype != DType::bool_;
    case probe::Types::real: return is_floating(dtype);
    case probe::Types::integral: return !is_floating(dtype);
    default: return true;
  }
}

std::vector<Tensor> operands(const table::Use& use, IntList sizes, DType dtype) {
  std::vector<Tensor> all;
  table::Use whole = use;
  // Integers that aren't all 0, and no division by 0.
  if (!is_floating(dtype)) whole.low = 1, whole.high = 9, whole.low_b = whole.high_b = 0;
  for (int i = 0; i < table::info_of(use.op).arity; ++i)
    all.push_back(table::operand(whole, i, sizes, dtype));
  return all;
}

void check_layouts(const table::Use& use, DType dtype, IntList sizes) {
  const char* name = table::kNames[static_cast<int>(use.op)];
  std::vector<Tensor> x = operands(use, sizes, dtype);
  Tensor y = table::apply(use, x);
  for (int layout = 0; layout < 4; ++layout) {
    std::vector<Tensor> other = x;
    for (size_t i = 0; i < x.size(); ++i) other[i] = laid_out(x[i], (layout + static_cast<int>(i)) % 4);
    if (!same_bits(table::apply(use, other), y))
      fail_msg("%s of %s %s: layout %d gives other bits", name, dtype_name(dtype), to_string(sizes).c_str(),
               layout);
    if (!can_cast(y->dtype, dtype)) continue;
    table::apply_(use, other);
    if (!same_bits(other[0], to(y, dtype)))
      fail_msg("%s_ of %s %s: layout %d gives other bits", name, dtype_name(dtype), to_string(sizes).c_str(),
               layout);
  }
}

// Each operand in turn as one row that all rows share, and as one number.
void check_broadcast(const table::Use& use, DType dtype, int64_t rows, int64_t columns) {
  for (int small = 0; small < table::info_of(use.op).arity; ++small)
    for (bool one : {false, true}) {
      std::vector<Tensor> x = operands(use, {rows, columns}, dtype), full = x;
      Tensor row = operands(use, one ? Shape{1, 1} : Shape{1, columns}, dtype)[static_cast<size_t>(small)];
      x[static_cast<size_t>(small)] = row;
      full[static_cast<size_t>(small)] = clone(expand(row, {rows, columns}));
      if (!same_bits(table::apply(use, x), table::apply(use, full)) && full.size() > 1)
        fail_msg("%s of %s [%lld, %lld]: operand %d broadcast gives other bits",
                 table::kNames[static_cast<int>(use.op)], dtype_name(dtype), static_cast<long long>(rows),
                 static_cast<long long>(columns), small);
    }
}

void test_layouts(void**) {
  for (int i = 0; i < kPointwiseOps; ++i) {
    table::Use use = table::use_of(static_cast<PointwiseOp>(i));
    for (DType dtype : kDtypes) {
      if (!takes(use.op, dtype)) continue;
      for (int64_t columns : {0, 1, 5, 65}) {
        check_layouts(use, dtype, {3, columns});
        check_broadcast(use, dtype, 3, columns);
      }
      check_layouts(use, dtype, {2, 700});
    }
  }
}

void test_threads(void**) {
  for (int i = 0; i < kPointwiseOps; ++i) {
    table::Use use = table::use_of(static_cast<PointwiseOp>(i));
    if (!takes(use.op, DType::float32)) continue;
    std::vector<Tensor> x;
    for (int k = 0; k < table::info_of(use.op).arity; ++k)
      x.push_back(expand(table::operand(use, k, {1, 1001}, DType::float32), {101, 1001}));
    x[0] = clone(x[0]);
    set_num_threads(1);
    Tensor alone = table::apply(use, x);
    set_num_threads(4);
    Tensor together = table::apply(use, x);
    if (!same_bits(alone, together)) fail_msg("%s: four threads give other bits", table::kNames[i]);
  }
  shutdown_threads();
}

}  // namespace
}  // namespace tenon

int main() {
  const CMUnitTest tests[] = {cmocka_unit_test(tenon::test_layouts), cmocka_unit_test(tenon::test_threads)};
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
