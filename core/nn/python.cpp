#include "core/nn/python.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

namespace tenon {

// The shortest digits that read back as the same number; with an exponent below 1e-4 and from 1e16 on.
std::string python(double x) {
  if (isnan(x)) return "nan";
  if (isinf(x)) return x < 0 ? "-inf" : "inf";
  char text[40];
  int digits = 1;
  for (; digits < 17; ++digits) {
    snprintf(text, sizeof text, "%.*e", digits - 1, x);
    if (strtod(text, nullptr) == x) break;
  }
  snprintf(text, sizeof text, "%.*e", digits - 1, x);
  int exponent = atoi(strchr(text, 'e') + 1);
  if (exponent < -4 || exponent >= 16) return text;
  int decimals = digits - 1 - exponent;
  snprintf(text, sizeof text, "%.*f", decimals > 1 ? decimals : 1, x);
  return text;
}

std::string python(Scalar s) {
  if (s.kind == Scalar::Kind::real) return python(s.f);
  return s.kind == Scalar::Kind::boolean ? python(s.i != 0) : python(s.i);
}

std::string python_tuple(IntList list) {
  std::string text = "(";
  for (int64_t i = 0; i < list.count; ++i) text += (i ? ", " : "") + std::to_string(list[i]);
  return text + (list.count == 1 ? ",)" : ")");
}

std::string python(IntList list) { return list.count == 1 ? std::to_string(list[0]) : python_tuple(list); }

}  // namespace tenon
