#include "core/io/safetensors.h"

#include <string.h>

#include <algorithm>

#include "core/base/os.h"
#include "core/io/safetensors_header.h"
#include "core/nn/arguments.h"
#include "core/ops/copy.h"

namespace tenon {

namespace {

constexpr uint64_t kLargestHeader = 100'000'000;  // the format's own limit

struct DtypeName {
  DType dtype;
  const char* name;
};
constexpr DtypeName kDtypes[] = {
    {DType::float64, "F64"}, {DType::float32, "F32"}, {DType::float16, "F16"}, {DType::bfloat16, "BF16"},
    {DType::int64, "I64"},   {DType::int32, "I32"},   {DType::int16, "I16"},   {DType::int8, "I8"},
    {DType::uint8, "U8"},    {DType::bool_, "BOOL"},
};
// Of the format, and none of ours.
constexpr const char* kForeign[] = {"U64", "U32", "U16", "F8_E4M3", "F8_E5M2", "F8_E8M0", "F4", "C64"};

const char* name_of(DType dtype) {
  for (const DtypeName& known : kDtypes)
    if (known.dtype == dtype) return known.name;
  return "";
}

DType dtype_of_entry(const SafetensorsEntry& entry, const char* path) {
  for (const DtypeName& known : kDtypes)
    if (entry.dtype == known.name) return known.dtype;
  for (const char* foreign : kForeign)
    if (entry.dtype == foreign)
      fail(Status::unsupported, "%s: '%.200s' has dtype %s, which Tenon does not have", path,
           entry.name.c_str(), foreign);
  fail(Status::io, "%s: '%.200s' has the unknown dtype '%.40s'", path, entry.name.c_str(),
       entry.dtype.c_str());
}

// ---- reading

std::string read_header(os::InputFile& file, const char* path) {
  uint8_t bytes[8];
  if (file.size() < sizeof bytes)
    fail(Status::io, "%s: no safetensors file: it has %llu bytes, and 8 begin one", path,
         (unsigned long long)file.size());
  file.read(bytes, sizeof bytes);
  uint64_t length = 0;
  for (int i = 7; i >= 0; --i) length = length << 8 | bytes[i];
  if (length > file.size() - sizeof bytes || length > kLargestHeader)
    fail(Status::io, "%s: no safetensors file: the header is to have %llu bytes, and the file has %llu", path,
         (unsigned long long)length, (unsigned long long)file.size());
  std::string header(static_cast<size_t>(length), '\0');
  file.read(header.data(), header.size());
  return header;
}

// The entry's bytes as its shape and dtype have them; fails where they don't fit, or don't follow `from`.
void check_entry(const SafetensorsEntry& entry, DType dtype, uint64_t from, uint64_t data_bytes,
                 const char* path) {
  auto refuse = [&](const char* why) {
    fail(
        Status::io, "%s: '%.200s' (%s %s at bytes %llu to %llu of %llu) %s", path, entry.name.c_str(),
        entry.dtype.c_str(),
        to_string(IntList(entry.shape.data(), static_cast<int64_t>(std::min<size_t>(entry.shape.size(), 16))))
            .c_str(),
        (unsigned long long)entry.begin, (unsigned long long)entry.end, (unsigned long long)data_bytes, why);
  };
  if (entry.shape.size() > kMaxDims) refuse("has too many dimensions");
  if (entry.begin > entry.end || entry.end > data_bytes) refuse("lies outside the file");
  uint64_t bytes = item_size(dtype);
  bool empty = false, fits = true;
  for (int64_t size : entry.shape) {
    empty |= size == 0;
    fits &= size == 0 || !__builtin_mul_overflow(bytes, static_cast<uint64_t>(size), &bytes);
  }
  if (!fits || bytes > INT64_MAX / 16 || (empty ? 0 : bytes) != entry.end - entry.begin)
    refuse("has not as many bytes as its shape asks for");
  if (entry.begin != from) refuse(entry.begin < from ? "overlaps another tensor" : "leaves a hole before it");
}

// The order in which the bytes stand in the file.
std::vector<size_t> order_of_bytes(const std::vector<SafetensorsEntry>& entries) {
  std::vector<size_t> order(entries.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    const SafetensorsEntry &x = entries[a], &y = entries[b];
    return x.begin != y.begin ? x.begin < y.begin : x.end != y.end ? x.end < y.end : a < b;
  });
  return order;
}

void read_elements(os::InputFile& file, const Tensor& t) {
  size_t bytes = static_cast<size_t>(t->numel) * t->item_size();
  file.read(t->data, bytes);
  if (t->dtype != DType::bool_) return;
  for (auto* b = t->as<uint8_t>(); b < t->as<uint8_t>() + bytes; ++b) *b = *b != 0;
}

}  // namespace

Ref<Dict> load_safetensors(const char* path) {
  os::InputFile file(path);
  std::string text = read_header(file, path);
  uint64_t data_bytes = file.size() - 8 - text.size();
  SafetensorsHeader header = parse_safetensors_header(text, path);
  std::vector<size_t> order = order_of_bytes(header.entries);
  std::vector<DType> dtypes;
  for (const SafetensorsEntry& entry : header.entries) dtypes.push_back(dtype_of_entry(entry, path));
  uint64_t end = 0;
  for (size_t i : order) {
    check_entry(header.entries[i], dtypes[i], end, data_bytes, path);
    end = header.entries[i].end;
  }
  if (end != data_bytes)
    fail(Status::io, "%s: %llu bytes of data, and the header knows of %llu", path,
         (unsigned long long)data_bytes, (unsigned long long)end);
  std::vector<Tensor> tensors(header.entries.size());
  for (size_t i : order) {
    const std::vector<int64_t>& shape = header.entries[i].shape;
    tensors[i] = empty(IntList(shape.data(), static_cast<int64_t>(shape.size())), dtypes[i]);
    read_elements(file, tensors[i]);
  }
  Ref<Dict> dict = Dict::make();
  for (size_t i = 0; i < tensors.size(); ++i) dict->set(header.entries[i].name, std::move(tensors[i]));
  for (const auto& [key, value] : header.metadata) dict->set_metadata(key, value);
  return dict;
}

// ---- writing

namespace {

// Larger items first, as the format's own writer has it, so that each tensor is aligned; else in order.
std::vector<const Dict::Entry*> order_of_writing(const Dict& dict) {
  std::vector<const Dict::Entry*> order;
  for (const Dict::Entry& entry : dict.entries()) {
    if (!entry.tensor) fail(Status::value, "save: '%.200s' is None", entry.name.c_str());
    if (entry.name == "__metadata__")
      fail(Status::value, "save: '__metadata__' can't be the name of a tensor");
    order.push_back(&entry);
  }
  std::stable_sort(order.begin(), order.end(), [](const Dict::Entry* a, const Dict::Entry* b) {
    return a->tensor->item_size() > b->tensor->item_size();
  });
  return order;
}

// In the dictionary's order, which a reader finds again, whatever the order of the bytes.
std::string make_header(const Dict& dict, const std::vector<const Dict::Entry*>& order) {
  std::vector<uint64_t> begin(dict.entries().size());
  uint64_t at = 0;
  for (const Dict::Entry* entry : order) {
    begin[static_cast<size_t>(entry - dict.entries().data())] = at;
    at += static_cast<uint64_t>(entry->tensor->numel) * entry->tensor->item_size();
  }
  std::string text = "{";
  if (!dict.metadata().empty()) {
    text += "\"__metadata__\":{";
    for (const auto& [key, value] : dict.metadata())
      text += (text.back() == '{' ? "" : ",") + json_string(key) + ":" + json_string(value);
    text += "}";
  }
  for (size_t i = 0; i < begin.size(); ++i) {
    const Tensor& t = dict.entries()[i].tensor;
    text += (text.size() > 1 ? "," : "") + json_string(dict.entries()[i].name) + ":{\"dtype\":\"" +
            name_of(t->dtype) + "\",\"shape\":[";
    for (int d = 0; d < t->ndim; ++d) text += (d ? "," : "") + std::to_string(t->size[d]);
    text += "],\"data_offsets\":[" + std::to_string(begin[i]) + "," +
            std::to_string(begin[i] + static_cast<uint64_t>(t->numel) * t->item_size()) + "]}";
  }
  text += "}";
  text.append((8 - text.size() % 8) % 8, ' ');
  return text;
}

}  // namespace

void save_safetensors(const Dict& dict, const char* path) {
  std::vector<const Dict::Entry*> order = order_of_writing(dict);
  std::string header = make_header(dict, order);
  os::NewFile file(path);
  uint8_t length[8];
  for (int i = 0; i < 8; ++i) length[i] = static_cast<uint8_t>(header.size() >> 8 * i);
  file.write(length, sizeof length);
  file.write(header.data(), header.size());
  for (const Dict::Entry* entry : order) {
    Tensor t = to_device(entry->tensor, Device{});
    if (!t->contiguous) t = dense_copy(t);
    file.write(t->data, static_cast<size_t>(t->numel) * t->item_size());
  }
  file.commit();
}

}  // namespace tenon
