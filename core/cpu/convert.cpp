#include "core/cpu/convert.h"

#include <cstring>

#include "core/base/with_dtype.h"
#include "core/cpu/half_convert.h"

namespace tenon::cpu {

namespace {

template <class T>
constexpr bool kIsHalf = dtype_of<T> == DType::float16 || dtype_of<T> == DType::bfloat16;
template <class T>
constexpr bool kIsReal = is_floating(dtype_of<T>);

template <class Out, class In>
Out convert(In x) {
  if constexpr (kIsHalf<In> && !kIsHalf<Out>) {
    return convert<Out>(static_cast<float>(x));
  } else if constexpr (kIsHalf<Out>) {
    if constexpr (kIsHalf<In>) return Out(static_cast<float>(x));
    else return Out(static_cast<float>(x));
  } else if constexpr (__is_same(Out, bool)) {
    return x != In(0);
  } else if constexpr (kIsReal<In> && !kIsReal<Out>) {
    bool fits = x >= static_cast<In>(-9223372036854775808.0) && x < static_cast<In>(9223372036854775808.0);
    return static_cast<Out>(fits ? static_cast<int64_t>(x) : INT64_MIN);
  } else {
    return static_cast<Out>(x);
  }
}

// Between float32 and the half types, n elements side by side.
template <class Out, class In>
void run_half(Out* y, const In* x, int64_t n) {
  const HalfConvertKernels& k = half_convert_kernels();
  if constexpr (__is_same(In, Half)) k.half_to_float(&x->bits, y, n);
  else if constexpr (__is_same(In, BFloat16)) k.bfloat16_to_float(&x->bits, y, n);
  else if constexpr (__is_same(Out, Half)) k.float_to_half(x, &y->bits, n);
  else k.float_to_bfloat16(x, &y->bits, n);
}

template <class Out, class In>
void run(int64_t n, void* out, int64_t out_step, const void* in, int64_t in_step) {
  auto* y = static_cast<Out*>(out);
  if constexpr (__is_same(In, bool)) {  // a byte that isn't 0 or 1 would be undefined as a bool
    auto* x = static_cast<const uint8_t*>(in);
    for (int64_t i = 0; i < n; ++i) y[i * out_step] = convert<Out>(x[i * in_step] != 0);
    return;
  } else {
    auto* x = static_cast<const In*>(in);
    if (out_step == 1 && in_step == 1) {
      if constexpr (__is_same(Out, In)) {
        if (n) memmove(out, in, static_cast<size_t>(n) * sizeof(Out));
      } else if constexpr ((__is_same(Out, float) && kIsHalf<In>) || (kIsHalf<Out> && __is_same(In, float))) {
        run_half(y, x, n);
      } else {
        for (int64_t i = 0; i < n; ++i) y[i] = convert<Out>(x[i]);
      }
      return;
    }
    for (int64_t i = 0; i < n; ++i) y[i * out_step] = convert<Out>(x[i * in_step]);
  }
}

}  // namespace

Convert converter(DType out, DType in) {
  return with_dtype(out, [&]<class Out>(Out) {
    return with_dtype(in, []<class In>(In) -> Convert { return run<Out, In>; });
  });
}

}  // namespace tenon::cpu
