#include "core/io/safetensors.h"

#include <string.h>

#include <algorithm>
#include <bit>
#include <unordered_map>

#include "core/base/os.h"
#include "core/io/safetensors_header.h"
#include "core/io/safetensors_index.h"
#include "core/nn/arguments.h"
#include "core/ops/copy.h"

namespace tenon {

// The bytes of a file are those in memory: here, and in the other files that are read and written whole.
static_assert(std::endian::native == std::endian::little, "files are little-endian");

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

uint64_t header_length(const Source& source) {
  uint8_t bytes[8];
  source.read(0, bytes, sizeof bytes);
  uint64_t length = 0;
  for (int i = 7; i >= 0; --i) length = length << 8 | bytes[i];
  return length;
}

bool fits(uint64_t header, const Source& source) {
  return header <= source.size() - 8 && header <= kLargestHeader;
}

std::string read_header(const Source& source) {
  const char* path = source.name().c_str();
  if (source.size() < 8)
    fail(Status::io, "%s: no safetensors file: it has %llu bytes, and 8 begin one", path,
         (unsigned long long)source.size());
  uint64_t length = header_length(source);
  if (!fits(length, source))
    fail(Status::io, "%s: no safetensors file: the header is to have %llu bytes, and the file has %llu", path,
         (unsigned long long)length, (unsigned long long)source.size());
  std::string header(static_cast<size_t>(length), '\0');
  source.read(8, header.data(), header.size());
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

Tensor over(Ref<Storage> storage, IntList shape, DType dtype) {
  Tensor like = empty({}, dtype);
  like->storage = std::move(storage);
  Shape strides = shape;
  int64_t step = 1;
  for (int d = strides.count - 1; d >= 0; --d) {
    strides[d] = step;
    step *= shape[d];
  }
  return alias(*like, shape, strides, 0);
}

Tensor read_tensor(const Ref<Source>& source, uint64_t at, IntList shape, DType dtype) {
  const size_t item = item_size(dtype);
  size_t bytes = item;
  for (int64_t size : shape) bytes *= static_cast<size_t>(size);
  // A truth is one of two bytes to all who read it, and the file may have others.
  if (bytes > 0 && dtype != DType::bool_)
    if (Ref<Storage> storage = Source::mapped_storage(source, at, bytes, item))
      return over(std::move(storage), shape, dtype);
  Tensor t = empty(shape, dtype);
  source->read(at, t->data, bytes);
  if (dtype == DType::bool_)
    for (auto* b = t->as<uint8_t>(); b < t->as<uint8_t>() + bytes; ++b) *b = *b != 0;
  return t;
}

}  // namespace

bool looks_like_safetensors(const Source& source) {
  uint8_t first = 0;
  if (source.size() < 10 || !fits(header_length(source), source)) return false;
  source.read(8, &first, 1);
  return first == '{';
}

Ref<Dict> read_safetensors(const Ref<Source>& source, const LoadLimits&) {
  const char* path = source->name().c_str();
  std::string text = read_header(*source);
  const uint64_t data = 8 + text.size(), data_bytes = source->size() - data;
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
    const SafetensorsEntry& entry = header.entries[i];
    IntList shape(entry.shape.data(), static_cast<int64_t>(entry.shape.size()));
    tensors[i] = read_tensor(source, data + entry.begin, shape, dtypes[i]);
  }
  Ref<Dict> dict = Dict::make();
  for (size_t i = 0; i < tensors.size(); ++i) dict->set(header.entries[i].name, std::move(tensors[i]));
  for (const auto& [key, value] : header.metadata) dict->set_metadata(key, value);
  return dict;
}

Ref<Dict> load_safetensors(const char* path, const LoadLimits& limits) {
  Ref<Source> source = Source::open(path, limits.mapped);
  if (looks_like_safetensors_index(*source)) return load_safetensors_index(*source, limits);
  return read_safetensors(source, limits);
}

// ---- writing

namespace {

using Entries = std::vector<const Dict::Entry*>;

// Larger items first, as the format's own writer has it, so that each tensor is aligned; else in order.
Entries order_of_writing(const Entries& entries) {
  for (const Dict::Entry* entry : entries) {
    if (!entry->tensor) fail(Status::value, "save: '%.200s' is None", entry->name.c_str());
    if (entry->name == "__metadata__")
      fail(Status::value, "save: '__metadata__' can't be the name of a tensor");
  }
  Entries order = entries;
  std::stable_sort(order.begin(), order.end(), [](const Dict::Entry* a, const Dict::Entry* b) {
    return a->tensor->item_size() > b->tensor->item_size();
  });
  return order;
}

uint64_t bytes_of(const Dict::Entry& entry) {
  return static_cast<uint64_t>(entry.tensor->numel) * entry.tensor->item_size();
}

// In the dictionary's order, which a reader finds again, whatever the order of the bytes.
std::string make_header(const Entries& entries, const Entries& order, const Dict::Metadata& metadata) {
  std::unordered_map<const Dict::Entry*, uint64_t> begin;
  uint64_t at = 0;
  for (const Dict::Entry* entry : order) {
    begin.emplace(entry, at);
    at += bytes_of(*entry);
  }
  std::string text = "{";
  if (!metadata.empty()) {
    text += "\"__metadata__\":{";
    for (const auto& [key, value] : metadata)
      text += (text.back() == '{' ? "" : ",") + json_string(key) + ":" + json_string(value);
    text += "}";
  }
  for (const Dict::Entry* entry : entries) {
    const Tensor& t = entry->tensor;
    text += (text.size() > 1 ? "," : "") + json_string(entry->name) + ":{\"dtype\":\"" + name_of(t->dtype) +
            "\",\"shape\":[";
    for (int d = 0; d < t->ndim; ++d) text += (d ? "," : "") + std::to_string(t->size[d]);
    uint64_t from = begin.at(entry);
    text +=
        "],\"data_offsets\":[" + std::to_string(from) + "," + std::to_string(from + bytes_of(*entry)) + "]}";
  }
  text += "}";
  text.append((8 - text.size() % 8) % 8, ' ');
  return text;
}

}  // namespace

void save_safetensors(const Entries& entries, const Dict::Metadata& metadata, const char* path) {
  Entries order = order_of_writing(entries);
  std::string header = make_header(entries, order, metadata);
  os::NewFile file(path);
  uint8_t length[8];
  for (int i = 0; i < 8; ++i) length[i] = static_cast<uint8_t>(header.size() >> 8 * i);
  file.write(length, sizeof length);
  file.write(header.data(), header.size());
  for (const Dict::Entry* entry : order) {
    Tensor t = to_device(entry->tensor, Device{});
    if (!t->contiguous) t = dense_copy(t);
    file.write(t->data, static_cast<size_t>(bytes_of(*entry)));
  }
  file.commit();
}

void save_safetensors(const Dict& dict, const char* path) {
  Entries entries;
  for (const Dict::Entry& entry : dict.entries()) entries.push_back(&entry);
  save_safetensors(entries, dict.metadata(), path);
}

}  // namespace tenon
