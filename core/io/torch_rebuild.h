#pragma once
// Tensors from storages, as torch._utils makes them.
#include "core/io/torch_globals.h"

namespace tenon {

// The arguments of a call, each checked as it is asked for.
class CallArguments {
 public:
  CallArguments(const std::string& callee, const Tree& tuple) : callee_(callee), tuple_(tuple) {}

  size_t count() const { return tuple_.items.size(); }
  const Ref<Tree>& at(size_t i) const;  // Status::io where there are fewer
  int64_t integer(size_t i) const;      // a bool counts
  bool boolean(size_t i) const;
  Shape integers(size_t i) const;  // of a tuple or list
  const std::string& text(size_t i) const;
  const std::string& bytes(size_t i) const;  // or those of a text
  [[noreturn]] void refuse(size_t i, const char* wanted) const;
  const std::string& callee() const { return callee_; }

 private:
  const std::string& callee_;
  const Tree& tuple_;
};

// (storage, offset, sizes, strides[, requires_grad, hooks[, dtype]])
Ref<Tree> rebuild_tensor(const CallArguments& arguments, int version, ReadingBudget& budget);
// (data[, requires_grad, hooks]): what `class_name` says of the same elements.
Ref<Tree> rebuild_parameter(const CallArguments& arguments, bool requires_grad, const char* class_name);
void set_requires_grad(const Tensor& t, bool on);

// A tensor of `count` elements of a storage, from element `offset` on. All has been checked.
Tensor elements_of(const Ref<Storage>& storage, DType dtype, int64_t offset, int64_t count);
// Bytes that came from elsewhere as elements: in our byte order, and bools 0 or 1.
void settle_elements(void* data, size_t bytes, DType dtype, bool swap);

}  // namespace tenon
