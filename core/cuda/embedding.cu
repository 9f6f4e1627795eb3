// Lookups of rows, and their gradient.
#include "core/cuda/launch.cuh"

namespace tenon::cuda {

namespace {

struct LookupBody {
  const char* table;
  const int64_t* index;
  char* out;
  int64_t width, rows;  // width in units of T
  int item;             // bytes of a unit

  template <class T>
  TN_DEVICE void move(int64_t i, int64_t row, int64_t k) const {
    reinterpret_cast<T*>(out)[i * width + k] = reinterpret_cast<const T*>(table)[row * width + k];
  }
  TN_DEVICE void operator()(int64_t t) const {
    const int64_t i = t / width, k = t % width, row = index[i];
    if (row < 0 || row >= rows) return;
    switch (item) {
      case 1: return move<uint8_t>(i, row, k);
      case 2: return move<uint16_t>(i, row, k);
      case 4: return move<uint32_t>(i, row, k);
      default: return move<uint64_t>(i, row, k);
    }
  }
};

// The first index that is no row, or -1.
struct CheckBody {
  const int64_t* index;
  int64_t count, rows;
  int64_t* outside;

  TN_DEVICE void operator()(const Team& team, int64_t) const {
    int64_t found = -1;
    for (int64_t i = team.rank; i < count && found < 0; i += team.size)
      if (index[i] < 0 || index[i] >= rows) found = i;
    found = team.fold(found, [](int64_t a, int64_t b) { return a < 0 || (b >= 0 && b < a) ? b : a; });
    if (team.rank) return;
    outside[0] = found;
    outside[1] = found < 0 ? 0 : index[found];
  }
};

constexpr int64_t kShares = 32;

// A thread adds up one column of the rows that fall to its share, in the order of the lookups.
template <class T>
struct AddRowsBody {
  const T *grad, *factor;
  const int64_t* index;
  T* out;
  int64_t width, count;

  TN_DEVICE void operator()(int64_t t) const {
    const int64_t k = t % width, share = t / width;
    for (int64_t i = 0; i < count; ++i) {
      const int64_t row = index[i];
      if (row % kShares != share) continue;
      out[row * width + k] += grad[i * width + k] * (factor ? factor[i] : T(1));
    }
  }
};

void look_up(DeviceState& device, const EmbeddingCall& c) {
  const Scratch scratch(device, 2 * sizeof(int64_t));
  teams(device, 1, kThreads, CheckBody{c.index, c.count, c.rows, scratch.as<int64_t>()});
  each(device, c.count * c.width,
       LookupBody{static_cast<const char*>(c.in), c.index, static_cast<char*>(c.out), c.width, c.rows,
                  static_cast<int>(item_size(c.dtype))});
  int64_t outside[2];
  check(cudaMemcpyAsync(outside, scratch.as<void>(), sizeof outside, cudaMemcpyDeviceToHost, device.stream),
        "copying");
  wait(device);
  if (outside[0] >= 0)
    fail(kIndexError, "index %lld is out of range: weight has %lld rows", static_cast<long long>(outside[1]),
         static_cast<long long>(c.rows));
}

template <class T>
void add_rows(DeviceState& device, const EmbeddingCall& c) {
  each(device, c.width * kShares,
       AddRowsBody<T>{static_cast<const T*>(c.in), static_cast<const T*>(c.factor), c.index,
                      static_cast<T*>(c.out), c.width, c.count});
}

}  // namespace

void embedding(const EmbeddingCall& c) {
  OnDevice device(c.device);
  if (!c.gradient) look_up(*device, c);
  else if (c.dtype == DType::float32) add_rows<float>(*device, c);
  else if (c.dtype == DType::float64) add_rows<double>(*device, c);
  else fail(kUnsupported, "the gradient of embedding is not offered for %s", dtype_name(c.dtype));
}

}  // namespace tenon::cuda
