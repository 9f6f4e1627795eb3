// Elements repeated and moved about.
#include "core/ops/move.h"

#include "capi/src/handles.h"

using namespace tenon;

namespace {

template <class F>
tn_tensor_t call(const char* function, tn_tensor_t self, F f) {
  return guard(function, tn_tensor_t{}, [&] { return give(f(borrow(self, function, "self"))); });
}

}  // namespace

tn_tensor_t tn_repeat(tn_tensor_t self, const int64_t* repeats, int64_t n_repeats) {
  return call(__func__, self,
              [&](const Tensor& t) { return repeat(t, ints(repeats, n_repeats, "tn_repeat", "repeats")); });
}
tn_tensor_t tn_flip(tn_tensor_t self, const int64_t* dims, int64_t n_dims) {
  return call(__func__, self,
              [&](const Tensor& t) { return flip(t, ints(dims, n_dims, "tn_flip", "dims")); });
}
tn_tensor_t tn_roll(tn_tensor_t self, const int64_t* shifts, int64_t n_shifts, const int64_t* dims,
                    int64_t n_dims) {
  return call(__func__, self, [&](const Tensor& t) {
    return roll(t, ints(shifts, n_shifts, "tn_roll", "shifts"), ints(dims, n_dims, "tn_roll", "dims"));
  });
}
tn_tensor_t tn_tril(tn_tensor_t self, int64_t diagonal) {
  return call(__func__, self, [&](const Tensor& t) { return tril(t, diagonal); });
}
tn_tensor_t tn_triu(tn_tensor_t self, int64_t diagonal) {
  return call(__func__, self, [&](const Tensor& t) { return triu(t, diagonal); });
}
