#pragma once
// Hooks: what is called with a gradient on its way.
#include <vector>

#include "core/base/memory.h"
#include "core/tensor/tensor.h"

namespace tenon {

class GradHook : public RefCounted {
 public:
  // May return another gradient in this one's place, or an undefined Tensor to let it be.
  virtual Tensor call(const Tensor& grad) = 0;
  virtual ~GradHook() = default;
  virtual void free() noexcept = 0;
  static void destroy(GradHook* hook) { hook->free(); }

  // Above 0, and never that of another hook.
  int64_t id() const { return id_; }
  bool removed() const { return removed_; }
  // It isn't called again, wherever it still hangs; what it holds goes now, or when the call under way
  // returns.
  void remove() {
    removed_ = true;
    drop();
  }

 protected:
  GradHook();
  virtual void drop() noexcept = 0;

 private:
  int64_t id_;
  bool removed_ = false;
};

// The hooks of a leaf, or of all outputs of a node, in the order of their registration.
class HookList {
 public:
  bool empty() const { return entries_.empty(); }
  void add(uint32_t output, Ref<GradHook> hook);
  bool remove(int64_t id);
  // The gradient after the hooks on this output. A hook may add and remove others: that counts from the next
  // gradient on.
  Tensor run(uint32_t output, Tensor grad) const;

 private:
  struct Entry {
    uint32_t output;
    Ref<GradHook> hook;
  };
  std::vector<Entry> entries_;
};

}  // namespace tenon
