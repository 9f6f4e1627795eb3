#pragma once
// The tensor: a strided view of a storage, with its place in the autograd graph.
#include "core/base/context.h"
#include "core/base/device.h"
#include "core/base/dtype.h"
#include "core/base/handle.h"
#include "core/base/ref.h"
#include "core/base/shape.h"
#include "core/tensor/storage.h"

namespace tenon {

struct TensorImpl;
class Node;
struct AutogradMeta;

// A counted reference to a TensorImpl: what the engine passes around, by const reference on the hot path.
class Tensor {
 public:
  Tensor() = default;
  static Tensor adopt(TensorImpl* p) {
    Tensor t;
    t.p_ = p;
    return t;
  }
  static Tensor share(TensorImpl* p);
  Tensor(const Tensor& other);
  Tensor(Tensor&& other) noexcept : p_(std::exchange(other.p_, nullptr)) {}
  Tensor& operator=(Tensor other) noexcept {
    std::swap(p_, other.p_);
    return *this;
  }
  ~Tensor();

  TensorImpl* get() const { return p_; }
  TensorImpl* operator->() const { return p_; }
  TensorImpl& operator*() const { return *p_; }
  explicit operator bool() const { return p_ != nullptr; }
  TensorImpl* leak() { return std::exchange(p_, nullptr); }

 private:
  TensorImpl* p_ = nullptr;
};

// A handle of the C ABI. Each tensor has one inside, which the first handle given out uses; further ones are
// allocated.
struct TensorHandle : Handle {
  Tensor tensor;
  explicit TensorHandle(const HandleType* type) : Handle(type) {}
};
extern const HandleType tensor_handle_type;

// How a view came to be, where that forbids changing it in place while recording.
enum class ViewOrigin : uint8_t {
  plain,
  no_grad,    // while nothing was recorded
  inference,  // in inference mode, of a tensor from outside
  several,    // by an operator of several results: split, unbind
  function    // by a host's function
};

struct TensorImpl : RefCounted {
  DType dtype = DType::float32;
  Device device;
  uint8_t ndim = 0;
  bool requires_grad = false;   // of a leaf: wanted; of a result: there is a history
  bool contiguous = true;       // row-major, without gaps
  bool wrapped_number = false;  // a Python number in a tensor's clothes: promotes by category alone
  bool handle_taken = false;
  bool inference = false;                 // made in inference mode: never part of a graph
  ViewOrigin origin = ViewOrigin::plain;  // of a view
  uint32_t output = 0;                    // which output of grad_fn
  std::atomic<uint32_t> view_version{0};  // of a view: the storage's version when grad_fn was set
  int64_t numel = 0;
  void* data = nullptr;  // the first element
  Ref<Storage> storage;
  Ref<Node> grad_fn;             // nullptr: a leaf
  AutogradMeta* meta = nullptr;  // gradient and hooks: made on demand
  Tensor base;                   // of a differentiable view: whose elements these are
  TensorHandle handle{&tensor_handle_type};
  int64_t size[kMaxDims];
  int64_t stride[kMaxDims];  // in elements

  TensorImpl();  // written out, since a defaulted one would have the whole set to zero before

  IntList sizes() const { return IntList(size, ndim); }
  IntList strides() const { return IntList(stride, ndim); }
  size_t item_size() const { return tenon::item_size(dtype); }
  bool is_leaf() const { return !grad_fn; }
  uint32_t version() const { return storage->version.load(std::memory_order_relaxed); }
  int64_t storage_offset() const {
    return (static_cast<char*>(data) - static_cast<char*>(storage->data)) >> item_shift(dtype);
  }
  template <class T>
  T* as() const {
    return static_cast<T*>(data);
  }
  void update_contiguous();

  static void destroy(TensorImpl* t);
};

inline Tensor Tensor::share(TensorImpl* p) {
  if (p) p->retain();
  return adopt(p);
}
inline Tensor::Tensor(const Tensor& other) : p_(other.p_) {
  if (p_) p_->retain();
}
inline Tensor::~Tensor() {
  if (p_ && p_->release()) TensorImpl::destroy(p_);
}

// A new row-major tensor, uninitialised. `sizes` have been checked.
Tensor empty(IntList sizes, DType dtype, Device device = {});
inline Tensor empty_like(const Tensor& t) { return empty(t->sizes(), t->dtype, t->device); }

// The same storage seen otherwise: `offset` in elements from the storage's beginning. No history.
Tensor alias(const TensorImpl& t, IntList sizes, IntList strides, int64_t offset);
// The same elements; no history.
Tensor alias(const TensorImpl& t);

// `fresh`, row-major and of t's shape, with t's strides where t has no gaps. No history.
Tensor laid_out_like(const Tensor& fresh, const TensorImpl& t);

// "torch.FloatTensor [2, 3]"-like text for messages: "float32 [2, 3]".
std::string describe(const Tensor& t);

}  // namespace tenon
