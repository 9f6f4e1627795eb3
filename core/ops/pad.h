#pragma once
// Elements around a tensor.
#include <string_view>

#include "core/tensor/scalar.h"
#include "core/tensor/tensor.h"

namespace tenon {

enum class PadMode : uint8_t {
  constant,
  reflect,    // mirrored, the outermost element once
  replicate,  // the outermost element
  circular    // from the other side
};
// Fails where there is none of the name.
PadMode pad_mode_named(const char* op, std::string_view name);

// `pads` are pairs, before and after, of the last dimension, the one before it and so on. Negative ones cut
// off. The modes other than constant want one, two or three pairs and none for channels and batch.
Tensor pad(const Tensor& t, IntList pads, PadMode mode = PadMode::constant, Scalar value = 0);

}  // namespace tenon
