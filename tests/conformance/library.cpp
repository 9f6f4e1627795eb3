#include "tests/conformance/library.h"

#include <cstdlib>
#include <cstring>
#include <memory>
#include <set>

#include <tenon/dlpack.h>

namespace conformance {
namespace {

struct DtypePair {
  Dtype ours;
  tn_dtype_t theirs;
  uint8_t code, bits;  // DLPack's
};

constexpr DtypePair kDtypes[] = {
    {Dtype::f64, TN_FLOAT64, kDLFloat, 64}, {Dtype::f32, TN_FLOAT32, kDLFloat, 32},
    {Dtype::f16, TN_FLOAT16, kDLFloat, 16}, {Dtype::bf16, TN_BFLOAT16, kDLBfloat, 16},
    {Dtype::i64, TN_INT64, kDLInt, 64},     {Dtype::i32, TN_INT32, kDLInt, 32},
    {Dtype::i16, TN_INT16, kDLInt, 16},     {Dtype::i8, TN_INT8, kDLInt, 8},
    {Dtype::u8, TN_UINT8, kDLUInt, 8},      {Dtype::b8, TN_BOOL, kDLBool, 8}};

const DtypePair& pair_of(Dtype dtype) {
  for (const DtypePair& pair : kDtypes)
    if (pair.ours == dtype) return pair;
  throw std::runtime_error(std::string("the library has no ") + dtype_name(dtype));
}

// What stands behind a strided tensor: its memory, shape and strides.
struct Blob {
  DLManagedTensorVersioned managed{};
  std::vector<unsigned char> memory;
  std::vector<int64_t> shape, strides;
};

void delete_blob(DLManagedTensorVersioned* managed) { delete static_cast<Blob*>(managed->manager_ctx); }

// Copies row-major elements to where the strides say.
void scatter(const Array& from, Blob& to) {
  auto size = static_cast<size_t>(dtype_size(from.dtype));
  std::vector<int64_t> place(from.shape.size(), 0);
  for (int64_t i = 0; i < from.count(); ++i) {
    int64_t offset = 0;
    for (size_t d = 0; d < place.size(); ++d) offset += place[d] * to.strides[d];
    std::memcpy(to.memory.data() + static_cast<size_t>(offset) * size,
                from.bytes.data() + static_cast<size_t>(i) * size, size);
    for (size_t d = place.size(); d-- > 0;) {
      if (++place[d] < from.shape[d]) break;
      place[d] = 0;
    }
  }
}

template <class Count, class Name>
std::set<std::string> listed(Count count, Name name) {
  std::set<std::string> names;
  int64_t n = need_count(count(), "the list of classes");
  for (int64_t i = 0; i < n; ++i) names.insert(need(name(i), "the list of classes"));
  return names;
}

}  // namespace

void throw_trouble(const std::string& what) {
  tn_status_t code = tn_error_code();
  std::string message = tn_error_message();
  tn_error_clear();
  throw Trouble(what + (code == TN_OK ? ": failed, and set no error" : ": " + message), code);
}

void need_ok(tn_status_t status, const char* what) {
  if (status != TN_OK) throw_trouble(what);
}

int64_t need_count(int64_t count, const char* what) {
  if (count < 0) throw_trouble(what);
  return count;
}

tn_dtype_t library_dtype(Dtype dtype) { return pair_of(dtype).theirs; }

Dtype dtype_of(tn_dtype_t dtype) {
  for (const DtypePair& pair : kDtypes)
    if (pair.theirs == dtype) return pair.ours;
  throw std::runtime_error("the library gave dtype " + std::to_string(dtype) + ", which isn't known here");
}

// Where TENON_DEVICE is "cuda", everything is tried on the first GPU.
tn_device_t device() {
  static const char* name = getenv("TENON_DEVICE");
  return name && !strcmp(name, "cuda") ? TN_CUDA(0) : TN_CPU;
}

static tn_tensor_t on_device(tn_tensor_t t) {
  return device() == TN_CPU ? t : need(tn_to(t, device(), TN_DTYPE_DEFAULT), "tn_to");
}

tn_tensor_t upload(const Array& array) {
  return on_device(need(tn_tensor_new(array.bytes.data(), library_dtype(array.dtype), array.shape.data(),
                                      static_cast<int64_t>(array.shape.size())),
                        "tn_tensor_new"));
}

tn_tensor_t upload_strided(const Array& array, const std::vector<int64_t>& strides) {
  const DtypePair& dtype = pair_of(array.dtype);
  int64_t extent = array.count() == 0 ? 0 : 1;
  for (size_t d = 0; extent > 0 && d < strides.size(); ++d) extent += (array.shape[d] - 1) * strides.at(d);
  auto blob = std::make_unique<Blob>();
  blob->memory.assign(static_cast<size_t>(extent * dtype_size(array.dtype)) + 1,
                      array.dtype == Dtype::b8 ? 1 : 0x5a);
  blob->shape = array.shape;
  blob->strides = strides;
  scatter(array, *blob);
  DLManagedTensorVersioned& m = blob->managed;
  m.version = {1, 0};
  m.manager_ctx = blob.get();
  m.deleter = delete_blob;
  m.dl_tensor = {blob->memory.data(),
                 {kDLCPU, 0},
                 static_cast<int32_t>(blob->shape.size()),
                 {dtype.code, dtype.bits, 1},
                 blob->shape.data(),
                 blob->strides.data(),
                 0};
  return on_device(need(tn_from_dlpack(&blob.release()->managed), "tn_from_dlpack"));
}

Array download(tn_tensor_t tensor) {
  int64_t ndim = 0;
  need_ok(tn_tensor_shape(tensor, nullptr, 0, &ndim), "tn_tensor_shape");
  std::vector<int64_t> shape(static_cast<size_t>(ndim));
  need_ok(tn_tensor_shape(tensor, shape.data(), ndim, &ndim), "tn_tensor_shape");
  tn_dtype_t dtype = tn_tensor_dtype(tensor);
  if (dtype == TN_DTYPE_DEFAULT) throw_trouble("tn_tensor_dtype");
  Array array = Array::zeros(dtype_of(dtype), std::move(shape));
  need_ok(tn_tensor_read(tensor, array.bytes.data(), dtype, static_cast<int64_t>(array.bytes.size())),
          "tn_tensor_read");
  return array;
}

std::vector<tn_tensor_t> elements(tn_tensors_t list) {
  std::vector<tn_tensor_t> all;
  int64_t n = need_count(tn_tensors_count(list), "tn_tensors_count");
  for (int64_t i = 0; i < n; ++i) all.push_back(need(tn_tensors_get(list, i), "tn_tensors_get"));
  return all;
}

bool has_op(const std::string& name) {
  // "add.Tensor" is found under "add" as well.
  static const std::set<std::string> kNames = [] {
    std::set<std::string> names = listed(tn_op_count, tn_op_name), all = names;
    for (const std::string& full : names)
      for (size_t dot = full.find('.'); dot != std::string::npos; dot = full.find('.', dot + 1))
        all.insert(full.substr(0, dot));
    return all;
  }();
  return kNames.count(name) != 0;
}

bool has_module_class(const std::string& name) {
  static const std::set<std::string> kNames = listed(tn_module_class_count, tn_module_class);
  return kNames.count(name) != 0;
}

bool has_optimizer_class(const std::string& name) {
  static const std::set<std::string> kNames = listed(tn_optimizer_class_count, tn_optimizer_class);
  return kNames.count(name) != 0;
}

}  // namespace conformance
