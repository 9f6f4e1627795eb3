#include "tests/conformance/values.h"

#include <algorithm>

namespace conformance {
namespace {

bool all_of_kind(const Json& items, const char* a, const char* b) {
  return std::all_of(items.begin(), items.end(),
                     [&](const Json& i) { return i.at("t") == a || i.at("t") == b; });
}

int64_t int_or_none(const Json& value) {
  return value.at("t") == "none" ? TN_NONE_INT : value.at("v").get<int64_t>();
}

}  // namespace

double number_of(const Json& v) { return v.is_string() ? std::stod(v.get<std::string>()) : v.get<double>(); }

tn_tensor_t Inputs::get(const Json& reference) {
  const std::string key = reference.at("key");
  if (const Input* known = find(key)) return known->tensor;
  Array array = tensors_.value(reference);
  int64_t extent = static_cast<int64_t>(array.bytes.size());
  tn_tensor_t tensor;
  if (reference.contains("strides") && !reference["strides"].is_null()) {
    std::vector<int64_t> strides = reference["strides"];
    tensor = upload_strided(array, strides);
    int64_t last = 0;
    for (size_t d = 0; d < strides.size(); ++d) last += (array.shape[d] - 1) * strides[d];
    if (extent > 0) extent = (last + 1) * dtype_size(array.dtype);
  } else {
    tensor = upload(array);
  }
  bool requires_grad = reference.value("requires_grad", false);
  if (requires_grad) need_ok(tn_requires_grad_(tensor, 1), "tn_requires_grad_");
  inputs_.push_back({key, tensor, requires_grad, extent});
  return tensor;
}

const Inputs::Input* Inputs::find(const std::string& key) const {
  for (const Input& input : inputs_)
    if (input.key == key) return &input;
  return nullptr;
}

tn_value_t& Arguments::append(tn_kind_t kind, int64_t count) {
  values_.push_back({nullptr, kind, 0, count, {}});
  return values_.back();
}

void Arguments::append_ints(const std::vector<int64_t>& ints, tn_kind_t kind) {
  ints_.push_back(ints);
  append(kind, static_cast<int64_t>(ints.size())).as.ints = ints_.back().data();
}

// A Python list by what is in it: tensors, or integers of which some may be None.
void Arguments::append_list(const Json& items, Inputs& inputs) {
  if (!items.empty() && all_of_kind(items, "tensor", "none")) {
    std::vector<tn_tensor_t> tensors;
    for (const Json& item : items) tensors.push_back(item.at("t") == "none" ? TN_NONE : inputs.get(item));
    tensors_.push_back(std::move(tensors));
    append(TN_KIND_TENSORS, static_cast<int64_t>(items.size())).as.tensors = tensors_.back().data();
  } else if (all_of_kind(items, "int", "none")) {
    std::vector<int64_t> ints;
    for (const Json& item : items) ints.push_back(int_or_none(item));
    append_ints(ints);
  } else {
    throw std::runtime_error("a list of lists can't be an argument");
  }
}

void Arguments::add(tn_tensor_t tensor) { append(TN_KIND_TENSOR, 1).as.t = tensor; }

void Arguments::add(const Json& value, Inputs& inputs, const std::string& name) {
  const std::string tag = value.at("t");
  const Json v = value.value("v", Json());
  if (tag == "tensor") {
    add(inputs.get(value));
  } else if (tag == "tensors" || tag == "list") {
    append_list(v, inputs);
  } else if (tag == "int") {
    append(TN_KIND_INT, 1).as.i = v.get<int64_t>();
  } else if (tag == "float") {
    append(TN_KIND_FLOAT, 1).as.f = number_of(v);
  } else if (tag == "bool") {
    append(TN_KIND_BOOL, 1).as.i = v.get<bool>();
  } else if (tag == "device" || (tag == "str" && v == "cpu")) {
    append(TN_KIND_DEVICE, 1).as.i = TN_CPU;
  } else if (tag == "str" || tag == "memory_format") {
    texts_.push_back(v);
    append(TN_KIND_STRING, 1).as.s = texts_.back().c_str();
  } else if (tag == "dtype") {
    append(TN_KIND_DTYPE, 1).as.i = library_dtype(dtype_from_name(v));
  } else if (tag == "none") {
    append(TN_KIND_NONE, 0).as.i = 0;
  } else if (tag == "ints") {
    append_ints(v);
  } else if (tag == "floats" || tag == "complex") {
    std::vector<double> numbers;
    for (const Json& item : v) numbers.push_back(number_of(item));
    floats_.push_back(std::move(numbers));
    append(tag == "complex" ? TN_KIND_COMPLEX : TN_KIND_FLOATS, static_cast<int64_t>(v.size())).as.floats =
        floats_.back().data();
  } else if (tag == "bools") {
    bools_.push_back(v.get<std::vector<int32_t>>());
    append(TN_KIND_BOOLS, static_cast<int64_t>(v.size())).as.bools = bools_.back().data();
  } else {
    throw std::runtime_error("a value of kind " + tag + " can't be an argument");
  }
  if (!name.empty()) {
    texts_.push_back(name);
    values_.back().name = texts_.back().c_str();
  }
}

void Arguments::append_index_item(const Json& item, Inputs& inputs) {
  const std::string tag = item.at("t");
  if (tag == "slice") {
    std::vector<int64_t> parts;
    for (const Json& part : item.at("v")) parts.push_back(int_or_none(part));
    append_ints(parts, TN_KIND_SLICE);
  } else if (tag == "ellipsis") {
    append(TN_KIND_ELLIPSIS, 0).as.i = 0;
  } else if (tag == "ints") {  // a list inside an index is a tensor
    std::vector<int64_t> ints = item.at("v");
    add(upload(Array::of_integers({static_cast<int64_t>(ints.size())}, ints)));
  } else {
    add(item, inputs);
  }
}

void Arguments::add_index(const Json& item, Inputs& inputs) {
  // A tuple, or a list with slices in it, is many items; a list of integers is one.
  if (item.at("t") == "list") {
    for (const Json& part : item.at("v")) append_index_item(part, inputs);
  } else if (item.at("t") == "ints" && item.value("tuple", false)) {
    for (const Json& part : item.at("v")) append(TN_KIND_INT, 1).as.i = part.get<int64_t>();
  } else {
    append_index_item(item, inputs);
  }
}

}  // namespace conformance
