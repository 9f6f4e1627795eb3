// A manifest's values as the arguments of tn_op_call and tn_index.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "tests/conformance/corpus.h"
#include "tests/conformance/library.h"

namespace conformance {

// The tensors of one case: the same key is the same tensor.
class Inputs {
 public:
  explicit Inputs(const TensorFile& tensors) : tensors_(tensors) {}
  tn_tensor_t get(const Json& reference);

  struct Input {
    std::string key;
    tn_tensor_t tensor;
    bool requires_grad;
    int64_t extent;  // bytes from its first element to the end of its last
  };
  const std::vector<Input>& all() const { return inputs_; }
  const Input* find(const std::string& key) const;

 private:
  const TensorFile& tensors_;
  std::vector<Input> inputs_;
};

// An array of tn_value_t, and the memory behind it.
class Arguments {
 public:
  void add(const Json& value, Inputs& inputs, const std::string& name = "");
  void add(tn_tensor_t tensor);
  void add_index(const Json& item, Inputs& inputs);  // what stands between the brackets of x[...]
  const tn_value_t* data() const { return values_.data(); }
  int64_t size() const { return static_cast<int64_t>(values_.size()); }

 private:
  tn_value_t& append(tn_kind_t kind, int64_t count);
  void append_ints(const std::vector<int64_t>& ints, tn_kind_t kind = TN_KIND_INTS);
  void append_list(const Json& items, Inputs& inputs);
  void append_index_item(const Json& item, Inputs& inputs);

  std::vector<tn_value_t> values_;
  std::deque<std::string> texts_;
  std::deque<std::vector<int64_t>> ints_;
  std::deque<std::vector<double>> floats_;
  std::deque<std::vector<int32_t>> bools_;
  std::deque<std::vector<tn_tensor_t>> tensors_;
};

double number_of(const Json& v);  // a number, or "nan", "inf", "-inf"

}  // namespace conformance
