#include "core/cpu/reduce.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/cpu/reduce_kernels.h"

namespace tenon::cpu {

namespace {

constexpr int64_t kGrain = 32768;  // elements a thread takes at once

// A single long row has only one result for the threads to share, so it is cut into pieces of this length;
// what they give is reduced again. By the length alone, so that the sum doesn't depend on the number of
// threads.
constexpr int64_t kPiece = 65536;

bool splits(ReduceOp op) {
  return op == ReduceOp::sum || op == ReduceOp::prod || op == ReduceOp::max || op == ReduceOp::min;
}

void reduce_pieces(const ReduceCall& call, ReduceRows rows) {
  int64_t pieces = call.n / kPiece, rest = call.n % kPiece, count = pieces + (rest != 0);
  size_t item = item_size(call.dtype), bytes = static_cast<size_t>(count) * item;
  char* partial = static_cast<char*>(allocate(bytes));
  try {
    ReduceCall first = call;
    first.outer = pieces;
    first.n = kPiece;
    first.out = partial;
    parallel_for(pieces, 1, [&](int64_t begin, int64_t end) { rows(first, begin, end); });
    if (rest) {
      ReduceCall last = call;
      last.n = rest;
      last.in = static_cast<const char*>(call.in) + static_cast<size_t>(pieces * kPiece) * item;
      last.out = partial + static_cast<size_t>(pieces) * item;
      rows(last, 0, 1);
    }
    ReduceCall join = call;
    join.n = count;
    join.in = partial;
    rows(join, 0, 1);
  } catch (...) {
    deallocate(partial, bytes);
    throw;
  }
  deallocate(partial, bytes);
}

}  // namespace

int32_t reduce(const ReduceCall* call) {
  ReduceRows rows = reduce_kernels().rows[static_cast<int>(call->op)][static_cast<int>(call->dtype)];
  if (!rows) fail(Status::unsupported, "this reduction is not offered for %s", dtype_name(call->dtype));
  int64_t results = call->outer * call->inner;
  if (results == 1 && call->n >= 2 * kPiece && splits(call->op)) {
    reduce_pieces(*call, rows);
    return 0;
  }
  // Whole vectors of neighbouring results stay with one thread.
  int64_t grain = kGrain / (call->n ? call->n : 1) + 1;
  if (call->inner > 1) grain = (grain + 15) / 16 * 16;
  parallel_for(results, grain, [&](int64_t begin, int64_t end) { rows(*call, begin, end); });
  return 0;
}

}  // namespace tenon::cpu
