// Reductions.
#include "core/ops/reduce.h"

#include "capi/src/handles.h"

using namespace tenon;

namespace {

template <class F>
tn_tensor_t call(const char* function, tn_tensor_t self, F f) {
  return guard(function, tn_tensor_t{}, [&] { return give(f(borrow(self, function, "self"))); });
}

}  // namespace

// A reduction over all dimensions, and one over a list of them.
#define TN_REDUCTION(name)                                                                            \
  tn_tensor_t tn_##name(tn_tensor_t self) {                                                           \
    return call(__func__, self, [](const Tensor& t) { return tenon::name(t); });                      \
  }                                                                                                   \
  tn_tensor_t tn_##name##_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim) { \
    return call(__func__, self, [&](const Tensor& t) {                                                \
      return tenon::name(t, ints(dim, n_dim, "tn_" #name "_dim", "dim"), keepdim != 0);               \
    });                                                                                               \
  }
TN_REDUCTION(sum)
TN_REDUCTION(mean)

// Over a list alone.
#define TN_LIST_REDUCTION(name)                                                                 \
  tn_tensor_t tn_##name(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t keepdim) { \
    return call(__func__, self, [&](const Tensor& t) {                                          \
      return tenon::name(t, ints(dim, n_dim, "tn_" #name, "dim"), keepdim != 0);                \
    });                                                                                         \
  }
TN_LIST_REDUCTION(amax)
TN_LIST_REDUCTION(amin)
TN_LIST_REDUCTION(logsumexp)

tn_tensor_t tn_count_nonzero(tn_tensor_t self, const int64_t* dim, int64_t n_dim) {
  return call(__func__, self, [&](const Tensor& t) {
    return tenon::count_nonzero(t, ints(dim, n_dim, "tn_count_nonzero", "dim"));
  });
}

tn_tensor_t tn_prod(tn_tensor_t self) {
  return call(__func__, self, [](const Tensor& t) { return tenon::prod(t); });
}
tn_tensor_t tn_prod_dim(tn_tensor_t self, int64_t dim, int32_t keepdim) {
  return call(__func__, self, [&](const Tensor& t) { return tenon::prod(t, dim, keepdim != 0); });
}

// Over all dimensions, and over one with the indices.
#define TN_EXTREME(name)                                                                           \
  tn_tensor_t tn_##name(tn_tensor_t self) {                                                        \
    return call(__func__, self, [](const Tensor& t) { return tenon::name(t); });                   \
  }                                                                                                \
  tn_status_t tn_##name##_dim(tn_tensor_t self, int64_t dim, int32_t keepdim, tn_tensor_t* values, \
                              tn_tensor_t* indices) {                                              \
    return guard_pair(__func__, self, values, indices,                                             \
                      [&](const Tensor& t) { return tenon::name(t, dim, keepdim != 0); });         \
  }
TN_EXTREME(max)
TN_EXTREME(min)

#define TN_ARG_EXTREME(name)                                              \
  tn_tensor_t tn_##name(tn_tensor_t self, int64_t dim, int32_t keepdim) { \
    return call(__func__, self, [&](const Tensor& t) {                    \
      if (dim != TN_NONE_INT) return tenon::name(t, dim, keepdim != 0);   \
      return tenon::name(t);                                              \
    });                                                                   \
  }
TN_ARG_EXTREME(argmax)
TN_ARG_EXTREME(argmin)

#define TN_SPREAD(name)                                                                                \
  tn_tensor_t tn_##name(tn_tensor_t self, int32_t unbiased) {                                          \
    return call(__func__, self, [&](const Tensor& t) { return tenon::name(t, {}, unbiased != 0); });   \
  }                                                                                                    \
  tn_tensor_t tn_##name##_dim(tn_tensor_t self, const int64_t* dim, int64_t n_dim, int32_t unbiased,   \
                              int32_t keepdim) {                                                       \
    return call(__func__, self, [&](const Tensor& t) {                                                 \
      return tenon::name(t, ints(dim, n_dim, "tn_" #name "_dim", "dim"), unbiased != 0, keepdim != 0); \
    });                                                                                                \
  }
TN_SPREAD(var)
TN_SPREAD(std)

tn_tensor_t tn_norm(tn_tensor_t self, double p) {
  return call(__func__, self, [&](const Tensor& t) { return tenon::norm(t, p); });
}
tn_tensor_t tn_norm_dim(tn_tensor_t self, double p, const int64_t* dim, int64_t n_dim, int32_t keepdim) {
  return call(__func__, self, [&](const Tensor& t) {
    return tenon::norm(t, p, ints(dim, n_dim, "tn_norm_dim", "dim"), keepdim != 0);
  });
}

#define TN_TRUTH(name)                                                                                 \
  tn_tensor_t tn_##name(tn_tensor_t self) {                                                            \
    return call(__func__, self, [](const Tensor& t) { return tenon::name(t); });                       \
  }                                                                                                    \
  tn_tensor_t tn_##name##_dim(tn_tensor_t self, int64_t dim, int32_t keepdim) {                        \
    return call(__func__, self, [&](const Tensor& t) { return tenon::name(t, {dim}, keepdim != 0); }); \
  }
TN_TRUTH(all)
TN_TRUTH(any)
