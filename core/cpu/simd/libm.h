#pragma once
// The part of namespace m that goes lane by lane through the C library, whose errors are a few units in
// the last place at most, and mostly below one.
#include <math.h>

#include "core/base/special.h"
#include "core/cpu/simd/basic.h"

namespace tenon::cpu::TENON_ISA {
namespace {
namespace m {

// f of each lane.
template <class T, class F>
TENON_INLINE Vec<T> each(Vec<T> x, F f) {
  T a[Vec<T>::width];
  x.store(a);
  for (int i = 0; i < Vec<T>::width; ++i) a[i] = f(a[i]);
  return Vec<T>::load(a);
}
template <class T, class F>
TENON_INLINE Vec<T> each(Vec<T> x, Vec<T> y, F f) {
  T a[Vec<T>::width], b[Vec<T>::width];
  x.store(a);
  y.store(b);
  for (int i = 0; i < Vec<T>::width; ++i) a[i] = f(a[i], b[i]);
  return Vec<T>::load(a);
}

#define TENON_LIBM_FLOAT(name)                                      \
  inline Vec<float> name(Vec<float> x) {                            \
    return each(x, [](float v) { return __builtin_##name##f(v); }); \
  }
#define TENON_LIBM_DOUBLE(name)                                   \
  inline Vec<double> name(Vec<double> x) {                        \
    return each(x, [](double v) { return __builtin_##name(v); }); \
  }
#define TENON_LIBM_FLOAT_2(name)                                                   \
  inline Vec<float> name##_each(Vec<float> x, Vec<float> y) {                      \
    return each(x, y, [](float a, float b) { return __builtin_##name##f(a, b); }); \
  }
#define TENON_LIBM_DOUBLE_2(name)                                                 \
  inline Vec<double> name##_each(Vec<double> x, Vec<double> y) {                  \
    return each(x, y, [](double a, double b) { return __builtin_##name(a, b); }); \
  }

TENON_LIBM_DOUBLE(log2)
TENON_LIBM_DOUBLE(log10)
TENON_LIBM_DOUBLE(tan)
TENON_LIBM_DOUBLE(asin)
TENON_LIBM_DOUBLE(acos)
TENON_LIBM_DOUBLE(atan)
TENON_LIBM_DOUBLE(sinh)
TENON_LIBM_DOUBLE(cosh)
TENON_LIBM_DOUBLE(asinh)
TENON_LIBM_DOUBLE(acosh)
TENON_LIBM_DOUBLE(atanh)
TENON_LIBM_DOUBLE(erf)
TENON_LIBM_DOUBLE(erfc)
TENON_LIBM_DOUBLE_2(pow)
TENON_LIBM_DOUBLE_2(atan2)
TENON_LIBM_DOUBLE_2(fmod)
TENON_LIBM_DOUBLE_2(hypot)
TENON_LIBM_DOUBLE_2(nextafter)

TENON_LIBM_FLOAT(erfc)
TENON_LIBM_FLOAT_2(nextafter)

#undef TENON_LIBM_FLOAT
#undef TENON_LIBM_DOUBLE
#undef TENON_LIBM_FLOAT_2
#undef TENON_LIBM_DOUBLE_2

// lgamma itself writes the global signgam, from every thread at once.
inline Vec<float> lgamma(Vec<float> x) {
  return each(x, [](float v) {
    int sign;
    return ::lgammaf_r(v, &sign);
  });
}
inline Vec<double> lgamma(Vec<double> x) {
  return each(x, [](double v) {
    int sign;
    return ::lgamma_r(v, &sign);
  });
}
template <class T>
inline Vec<T> digamma(Vec<T> x) {
  return each(x, [](T v) { return static_cast<T>(special::digamma(v)); });
}
inline Vec<double> erfinv(Vec<double> x) {
  return each(x, [](double v) { return special::erfinv(v); });
}

}  // namespace m
}  // namespace
}  // namespace tenon::cpu::TENON_ISA
