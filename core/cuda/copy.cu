// Strided copies, fills and casts.
#include "core/cuda/element.h"
#include "core/cuda/launch.cuh"
#include "core/cuda/places.h"

namespace tenon::cuda {

namespace {

// As they are; T has their size.
template <class T>
struct CopyBody {
  Places<2> places;
  T* out;
  const T* in;

  TN_DEVICE void operator()(int64_t i) const {
    int64_t at[2];
    places.find(static_cast<uint32_t>(i), at);
    out[at[0]] = in[at[1]];
  }
};

struct ConvertBody {
  Places<2> places;
  DType out_dtype, in_dtype;
  void* out;
  const void* in;

  TN_DEVICE void operator()(int64_t i) const {
    int64_t at[2];
    places.find(static_cast<uint32_t>(i), at);
    Element::load(in_dtype, in, at[1]).store(out_dtype, out, at[0]);
  }
};

struct FillBody {
  Places<2> places;
  DType dtype;
  void* out;
  Element value;

  TN_DEVICE void operator()(int64_t i) const {
    int64_t at[2];
    places.find(static_cast<uint32_t>(i), at);
    value.store(dtype, out, at[0]);
  }
};

template <class T>
void copy_as_is(DeviceState& device, const Walk<2>& walk, void* out, const void* in) {
  each(device, walk.total, CopyBody<T>{Places<2>(walk, 2), static_cast<T*>(out), static_cast<const T*>(in)});
}

// One piece, of fewer elements than kernels count.
void copy_piece(DeviceState& device, const CopyCall& c, const Walk<2>& walk, const int64_t (&start)[2]) {
  const auto out_item = static_cast<int64_t>(item_size(c.out_dtype)),
             in_item = static_cast<int64_t>(item_size(c.in_dtype));
  void* out = static_cast<char*>(c.out) + start[0] * out_item;
  if (c.in_on_host)
    return each(device, walk.total,
                FillBody{Places<2>(walk, 2), c.out_dtype, out, Element::load(c.in_dtype, c.in, 0)});
  const void* in = static_cast<const char*>(c.in) + start[1] * in_item;
  if (c.out_dtype != c.in_dtype)
    return each(device, walk.total, ConvertBody{Places<2>(walk, 2), c.out_dtype, c.in_dtype, out, in});
  const bool dense = walk.ndim == 0 || (walk.ndim == 1 && walk.stride[0][0] == 1 && walk.stride[1][0] == 1);
  if (dense)
    return check(cudaMemcpyAsync(out, in, static_cast<size_t>(walk.total * out_item),
                                 cudaMemcpyDeviceToDevice, device.stream),
                 "copying");
  switch (out_item) {
    case 1: return copy_as_is<uint8_t>(device, walk, out, in);
    case 2: return copy_as_is<uint16_t>(device, walk, out, in);
    case 4: return copy_as_is<uint32_t>(device, walk, out, in);
    default: return copy_as_is<uint64_t>(device, walk, out, in);
  }
}

}  // namespace

void copy(const CopyCall& c) {
  OnDevice device(c.device);
  Walk<2> walk;
  for (int d = 0; d < c.ndim; ++d)
    walk.add(c.size[d], {c.out_stride[d], c.in_on_host ? 0 : c.in_stride[d]}, 2);
  if (walk.total == 0) return;
  each_piece(walk, {0, 0}, 2,
             [&](const Walk<2>& piece, const int64_t(&start)[2]) { copy_piece(*device, c, piece, start); });
}

}  // namespace tenon::cuda
