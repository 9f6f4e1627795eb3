#pragma once
// Special functions that the C library lacks, one double at a time, for the CPU and CUDA alike.
#include <math.h>

#include "core/base/host_device.h"

namespace tenon::special {

// The derivative of log(gamma(x)). Below 0 by reflection; up to 10 by psi(x) = psi(x + 1) - 1 / x; from there
// the asymptotic series log x - 1 / 2x - sum of B(2k) / (2k x^2k) (Abramowitz and Stegun 6.3.18).
TN_HD double digamma(double x) {
  constexpr double kPi = 3.141592653589793238463;
  if (x == 0) return ::copysign(HUGE_VAL, -x);
  double below = 0;
  if (x < 0) {
    double fraction = x - ::trunc(x);
    if (fraction == 0) return HUGE_VAL - HUGE_VAL;
    below = kPi / ::tan(kPi * fraction);
    x = 1 - x;
  }
  double sum = 0;
  for (; x < 10; x += 1) sum -= 1 / x;
  constexpr double kTerms[] = {1. / 12, -1. / 120, 1. / 252, -1. / 240, 1. / 132, -691. / 32760, 1. / 12};
  double z = 1 / (x * x), series = 0;
  for (int k = 6; k >= 0; --k) series = (series + kTerms[k]) * z;
  return sum + (::log(x) - 0.5 / x - series) - below;
}

// The y with erf(y) = x. A start good to a percent (the Maclaurin series up to 1/2, Winitzki's formula
// beyond), then Halley's steps, each of which triples the digits; close to 1 they gain less, and one more is
// taken. Towards 1 the error is that of erfc against 1 - |x|, which is exact there.
TN_HD double erfinv(double x) {
  constexpr double kPi = 3.141592653589793238463;
  double size = ::fabs(x);
  if (!(size < 1)) return size == 1 ? ::copysign(HUGE_VAL, x) : HUGE_VAL - HUGE_VAL;
  double y;
  if (size <= 0.5) {
    double z = kPi / 4 * size * size;
    y = 0.886226925452758014 * size * (1 + z * (1. / 3 + z * (7. / 30)));
  } else {
    constexpr double kA = 0.147;
    double w = ::log((1 - size) * (1 + size)), t = 2 / (kPi * kA) + w / 2;
    y = ::sqrt(::sqrt(t * t - w / kA) - t);
  }
  int steps = size < 1 - 1e-12 ? 2 : 3;
  for (int step = 0; step < steps; ++step) {
    double error = size <= 0.9 ? ::erf(y) - size : (1 - size) - ::erfc(y);
    double u = error * 0.886226925452758014 * ::exp(y * y);
    y -= u / (1 + y * u);
  }
  return ::copysign(y, x);
}

}  // namespace tenon::special
