#pragma once
// A tensor as text, byte for byte as PyTorch prints it (torch/_tensor_str.py of 1.13).
//
//   tensor([[ 1.0000, -0.5000],
//           [ 2.2500,     nan]], grad_fn=<MulBackward0>)
//
// The printer reads host memory and knows no tensor, only a PrintSource: where the elements lie, and what is
// to be said about them. It is pure: it keeps no state, and the process's locale doesn't reach it.
#include <stdint.h>

#include <string>

#include "core/base/dtype.h"

namespace tenon {

class Tensor;

// The numbers of tn_sci_mode_t.
enum class SciMode : int32_t { automatic = 1, on = 2, off = 3 };

// torch.set_printoptions, with its defaults.
struct PrintOptions {
  int64_t precision = 4;     // digits behind the point of a floating number, 0 to kMaxPrintPrecision
  int64_t threshold = 1000;  // a tensor of more elements than this is summarised
  int64_t edgeitems = 3;     // elements shown at either end of a summarised dimension, at least 1
  int64_t linewidth = 80;    // columns of a line; summarised or not, a line holds one element at least
  SciMode sci_mode = SciMode::automatic;
};

inline constexpr int64_t kMaxPrintPrecision = 1000;

struct PrintSource {
  DType dtype = DType::float32;
  int ndim = 0;
  const int64_t* sizes = nullptr;
  const int64_t* strides = nullptr;  // in elements
  const void* data = nullptr;        // the first element
  const char* grad_fn = nullptr;     // "MulBackward0", or null where no operation made it
  bool requires_grad = false;
  DType default_dtype = DType::float32;  // which isn't mentioned
  const char* device = nullptr;          // "cuda:0", or null for the CPU, which isn't mentioned
  // Brings elements to the host, where it can't read them itself; called for those alone that are shown.
  void (*fetch)(void* context, void* to, const void* from, size_t bytes) = nullptr;
  void* fetch_context = nullptr;
};

// Throws Error where an option is out of its range.
std::string to_text(const PrintSource& source, const PrintOptions& options = {});
std::string to_text(const Tensor& tensor, const PrintOptions& options = {});

}  // namespace tenon
