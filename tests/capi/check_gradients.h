/* Gradients, and gradients of gradients, against finite differences. */
#pragma once
#include "tests/capi/fixture.h"

/* Random numbers in [low, high) of float64 that require a gradient. */
static inline tn_tensor_t variable(const int64_t* shape, int64_t ndim, double low, double high) {
  tn_tensor_t t = tn_add_scalar(tn_mul_scalar(tn_rand(shape, ndim, TN_FLOAT64, TN_CPU), high - low), low);
  made(t);
  t = tn_detach(t);
  ok(tn_requires_grad_(t, 1));
  return t;
}

static inline void check_gradients(tn_callback_t fn, void* data, const tn_tensor_t* inputs, int64_t n) {
  for (int second_order = 0; second_order < 2; ++second_order) {
    tn_gradcheck_options_t o;
    tn_gradcheck_options_init(&o, sizeof o);
    o.second_order = second_order;
    ok(tn_gradcheck(fn, data, NULL, inputs, n, &o));
  }
}
