#pragma once
// Between tn_value_t and the engine's values.
#include <vector>

#include "capi/src/handles.h"
#include "core/ops/value.h"

namespace tenon {

// Arguments as the host gave them, checked. Borrows from them, so it doesn't outlive the call.
class BorrowedValues {
 public:
  // `argument` is what the function calls the array.
  BorrowedValues(const tn_value_t* values, int64_t count, const char* function, const char* argument);
  const Value* data() const { return values_.data(); }
  int64_t count() const { return static_cast<int64_t>(values_.size()); }
  const Value& operator[](int64_t i) const { return values_[static_cast<size_t>(i)]; }

 private:
  Value read(const tn_value_t& value, const char* function);
  void read_list(const tn_value_t& given, Value& value, const char* function, const char* argument);

  std::vector<Value> values_;
  std::vector<std::vector<Tensor>> tensor_lists_;  // its elements stay where they are: room is made before
};

}  // namespace tenon
