#include "core/data/idx.h"

#include <string.h>
#include <zlib.h>

#include <algorithm>

#include "core/base/os.h"

namespace tenon {

namespace {

// The bytes of a file, inflated where they are gzip, in order.
class ByteStream {
 public:
  explicit ByteStream(const char* path) : path_(path), file_(os::read_file(path)) {
    is_gzip_ = file_.size() >= 2 && file_[0] == '\x1f' && file_[1] == '\x8b';
    if (!is_gzip_) return;
    constexpr int automatic_window = 15, gzip_only = 16;
    if (inflateInit2(&stream_, automatic_window + gzip_only) != Z_OK) throw std::bad_alloc();
    started_ = true;
  }
  ~ByteStream() {
    if (started_) inflateEnd(&stream_);
  }
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  // The most that can still come: deflate makes at most 1032 bytes of one.
  uint64_t most_left() const {
    uint64_t left = file_.size() - at_;
    return is_gzip_ ? left * 1032 + 1032 : left;
  }
  // Fewer than `bytes` only at the end.
  size_t read(void* to, size_t bytes) { return is_gzip_ ? inflate_some(to, bytes) : copy_some(to, bytes); }

 private:
  size_t copy_some(void* to, size_t bytes) {
    size_t count = std::min(bytes, file_.size() - at_);
    memcpy(to, file_.data() + at_, count);
    at_ += count;
    return count;
  }

  size_t inflate_some(void* to, size_t bytes) {
    constexpr size_t piece = size_t{1} << 30;  // zlib counts in unsigned int
    size_t made = 0;
    while (made < bytes && !ended_) {
      size_t room = std::min(bytes - made, piece), given = std::min(file_.size() - at_, piece);
      stream_.next_in = reinterpret_cast<Bytef*>(&file_[0] + at_);
      stream_.avail_in = static_cast<uInt>(given);
      stream_.next_out = static_cast<Bytef*>(to) + made;
      stream_.avail_out = static_cast<uInt>(room);
      int result = inflate(&stream_, Z_NO_FLUSH);
      at_ += given - stream_.avail_in;
      made += room - stream_.avail_out;
      if (result == Z_STREAM_END) next_member();
      else if (result == Z_MEM_ERROR) throw std::bad_alloc();
      else if (result == Z_BUF_ERROR || (result == Z_OK && at_ == file_.size() && stream_.avail_out))
        fail(Status::io, "%s: the gzip data end too early", path_);
      else if (result != Z_OK)
        fail(Status::io, "%s: the gzip data are broken: %s", path_,
             stream_.msg ? stream_.msg : "unknown error");
    }
    return made;
  }

  // Several gzip files one behind the other are one.
  void next_member() {
    ended_ = at_ == file_.size();
    if (!ended_ && inflateReset(&stream_) != Z_OK) fail(Status::io, "%s: the gzip data are broken", path_);
  }

  const char* path_;
  std::string file_;
  size_t at_ = 0;
  bool is_gzip_ = false, started_ = false, ended_ = false;
  z_stream stream_{};
};

DType idx_dtype(uint8_t code) {
  switch (code) {
    case 0x08: return DType::uint8;
    case 0x09: return DType::int8;
    case 0x0b: return DType::int16;
    case 0x0c: return DType::int32;
    case 0x0d: return DType::float32;
    case 0x0e: return DType::float64;
    default: return DType::none;
  }
}

// The numbers of the file are big-endian.
void swap_bytes(uint8_t* data, size_t count, size_t item) {
  for (size_t i = 0; i < count; ++i, data += item) std::reverse(data, data + item);
}

void read_exactly(ByteStream& stream, const char* path, void* to, size_t bytes, const char* what) {
  size_t got = stream.read(to, bytes);
  if (got < bytes) fail(Status::io, "%s: %s: it ends after %zu of %zu bytes", path, what, got, bytes);
}

}  // namespace

Tensor load_idx(const char* path) {
  ByteStream stream(path);
  uint8_t magic[4];
  read_exactly(stream, path, magic, sizeof magic, "no IDX file");
  DType dtype = idx_dtype(magic[2]);
  int ndim = magic[3];
  if (magic[0] || magic[1] || dtype == DType::none)
    fail(Status::io, "%s: no IDX file: it begins with %02x %02x %02x %02x", path, magic[0], magic[1],
         magic[2], magic[3]);
  if (ndim > kMaxDims)
    fail(Status::io, "%s: the IDX file has %d dimensions, and %d is the most", path, ndim, kMaxDims);
  Shape sizes;
  uint64_t bytes = item_size(dtype);
  bool fits = true, empty_shape = false;
  for (int d = 0; d < ndim; ++d) {
    uint8_t size[4];
    read_exactly(stream, path, size, sizeof size, "the IDX file has no sizes");
    uint32_t n = uint32_t{size[0]} << 24 | uint32_t{size[1]} << 16 | uint32_t{size[2]} << 8 | size[3];
    sizes.push_back(n);
    empty_shape |= n == 0;
    fits &= n == 0 || !__builtin_mul_overflow(bytes, uint64_t{n}, &bytes);
  }
  fits &= bytes <= INT64_MAX / 16;
  if (!fits || (!empty_shape && bytes > stream.most_left()))
    fail(Status::io, "%s: the IDX file is to have shape %s, and is shorter than that", path,
         to_string(sizes).c_str());
  Tensor t = empty(sizes, dtype);
  read_exactly(stream, path, t->data, static_cast<size_t>(t->numel) * t->item_size(),
               "the IDX file is cut short");
  char more;
  if (stream.read(&more, 1)) fail(Status::io, "%s: the IDX file has bytes after its end", path);
  if (t->item_size() > 1) swap_bytes(t->as<uint8_t>(), static_cast<size_t>(t->numel), t->item_size());
  return t;
}

}  // namespace tenon
