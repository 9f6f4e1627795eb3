#pragma once
// The inner loops of convolution, once for each instruction set (kernels/conv.cpp). An image is read in
// place: a tap of the window is a distance from the place of the result, so the product of the weights with
// all windows needs no copy of the windows (im2col), only pointers. Results are computed along whole rows as
// they are stored, also where the window leaves the row; those are dropped.
#include <cstdint>

#include "core/cpu/isa.h"

namespace tenon::cpu {

// out[m, y, x] = bias[m] + sum over p of weight[m * taps + p] * image[offset[p] + y * pitch + x]
template <class T>
struct ConvTask {
  int64_t channels, taps;  // how many m, p
  const T* weight;
  const T* bias;  // nullptr: 0
  const T* image;
  const int64_t* offset;
  int64_t pitch;          // from one row of the image to the next
  int64_t height, width;  // how many y, x
  T* out;
  int64_t out_channel, out_row, out_column;  // from one to the next
};

// sums[p * step + m] += sum over y, x of image[offset[p] + y * pitch + x] * gradient[(y * width + x) * step +
// m], for m < step, which is a multiple of the lanes of a register.
template <class T>
struct ConvSumTask {
  int64_t taps, step;
  const T* image;
  const int64_t* offset;
  int64_t pitch;
  int64_t height, width;
  const T* gradient;
  T* sums;
};

// The same for few channels, of a gradient that lies as it is: gradient[m * gradient_channel + y * width + x]
// in place of gradient[(y * width + x) * step + m].
template <class T>
struct ConvDotTask {
  int64_t taps, step;
  const T* image;
  const int64_t* offset;
  int64_t pitch;
  int64_t height, width;
  const T* gradient;
  int64_t gradient_channel;
  T* sums;
};

template <class T>
struct ConvKernelsOf {
  int64_t lanes;
  void (*product)(const ConvTask<T>&);
  void (*sums)(const ConvSumTask<T>&);
  void (*dots)(const ConvDotTask<T>&);
  // The sum of n elements.
  double (*total)(const T* x, int64_t n);
};

struct ConvKernels {
  ConvKernelsOf<float> f32;
  ConvKernelsOf<double> f64;
};

TENON_ISA_TABLE(ConvKernels, conv_kernels)

}  // namespace tenon::cpu
