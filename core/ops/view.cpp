#include "core/ops/view.h"

#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/reduce.h"
#include "core/ops/registry.h"
#include "core/ops/view_history.h"

namespace tenon {

namespace {

// The strides under which t's elements have other sizes, or false where there are none.
bool view_strides(const TensorImpl& t, const Shape& sizes, Shape& strides) {
  strides.count = sizes.count;
  if (t.contiguous) {
    int64_t step = 1;
    for (int d = sizes.count - 1; d >= 0; --d) {
      strides[d] = step;
      step *= sizes[d] ? sizes[d] : 1;
    }
    return true;
  }
  // Runs of t's dimensions without gaps between them can be divided anew; gaps must fall between dimensions.
  int d = sizes.count - 1;
  int64_t run = 1, seen = 1, base = t.ndim ? t.stride[t.ndim - 1] : 1;
  for (int i = t.ndim - 1; i >= 0; --i) {
    run *= t.size[i];
    bool ends = i == 0 || (t.size[i - 1] != 1 && t.stride[i - 1] != run * base);
    if (!ends) continue;
    while (d >= 0 && (seen < run || sizes[d] == 1)) {
      strides[d] = seen * base;
      seen *= sizes[d];
      --d;
    }
    if (seen != run) return false;
    if (i > 0) {
      base = t.stride[i - 1];
      run = seen = 1;
    }
  }
  return d < 0;
}

// A view with a gradient that goes back by another view: `back` is applied to the gradient.
template <class Back>
Tensor reversible(const char* name, const Tensor& t, IntList sizes, IntList strides, Back&& back) {
  Tensor y = make_view(t, sizes, strides, t->storage_offset());
  if (wants_history(t))
    record(name, y, {&t}, [back = std::forward<Back>(back)](Backward& b) { b.set(0, back(b.grad())); });
  return y;
}

// A view of a part: the gradient of the whole is zero but there.
template <class View>
Tensor partial(const char* name, const Tensor& t, IntList sizes, IntList strides, int64_t offset,
               View&& again) {
  Tensor y = make_view(t, sizes, strides, offset);
  if (wants_history(t))
    record(name, y, {&t}, [sizes = Shape(t->sizes()), again = std::forward<View>(again)](Backward& b) {
      b.set(0, embed(b.grad(), sizes, again));
    });
  return y;
}

Tensor view_as(const char* node, const Tensor& t, const Shape& sizes, const Shape& strides) {
  Tensor y = make_view(t, sizes, strides, t->storage_offset());
  if (wants_history(t))
    record(node, y, {&t}, [old = Shape(t->sizes())](Backward& b) { b.set(0, reshape(b.grad(), old)); });
  return y;
}

}  // namespace

Shape infer_sizes(const char* op, IntList sizes, int64_t numel) {
  Shape result(sizes);
  int inferred = -1;
  int64_t product = 1;
  for (int d = 0; d < result.count; ++d) {
    if (result[d] == -1) {
      if (inferred >= 0)
        fail(Status::shape, "%s: only one dimension can be inferred, in %s", op, to_string(sizes).c_str());
      inferred = d;
    } else if (result[d] < 0 || __builtin_mul_overflow(product, result[d], &product)) {
      fail(Status::shape, "%s: invalid shape %s", op, to_string(sizes).c_str());
    }
  }
  bool fits = inferred < 0 ? product == numel : product != 0 && numel % product == 0;
  if (inferred >= 0 && product == 0)
    fail(Status::shape, "%s: cannot infer a size of shape %s for %lld elements: any would do", op,
         to_string(sizes).c_str(), (long long)numel);
  if (!fits)
    fail(Status::shape, "%s: shape '%s' is invalid for input of size %lld", op, to_string(sizes).c_str(),
         (long long)numel);
  if (inferred >= 0) result[inferred] = numel / product;
  return result;
}

Tensor view(const Tensor& t, IntList sizes) {
  Shape wanted = infer_sizes("view", sizes, t->numel), strides;
  if (!view_strides(*t, wanted, strides))
    fail(Status::shape,
         "view: a tensor of shape %s and strides %s can't be seen as %s (at least one dimension spans across "
         "two "
         "contiguous subspaces); use reshape",
         to_string(t->sizes()).c_str(), to_string(t->strides()).c_str(), to_string(wanted).c_str());
  return view_as("ViewBackward0", t, wanted, strides);
}

Tensor reshape(const Tensor& t, IntList sizes) {
  Shape wanted = infer_sizes("reshape", sizes, t->numel), strides;
  if (view_strides(*t, wanted, strides)) return view_as("ReshapeAliasBackward0", t, wanted, strides);
  Tensor dense = clone(t);
  view_strides(*dense, wanted, strides);
  return view_as("UnsafeViewBackward0", dense, wanted, strides);
}

Tensor flatten(const Tensor& t, int64_t start_dim, int64_t end_dim) {
  int first = normalize_dim("flatten", start_dim, t->ndim), last = normalize_dim("flatten", end_dim, t->ndim);
  if (first > last) fail(Status::value, "flatten: start_dim cannot come after end_dim (%d, %d)", first, last);
  if (t->ndim == 0) return reshape(t, {1});
  if (first == last) return t;
  Shape sizes;
  int64_t joined = 1;
  for (int d = first; d <= last; ++d) joined *= t->size[d];
  for (int d = 0; d < first; ++d) sizes.push_back(t->size[d]);
  sizes.push_back(joined);
  for (int d = last + 1; d < t->ndim; ++d) sizes.push_back(t->size[d]);
  return reshape(t, sizes);
}

Tensor unflatten(const Tensor& t, int64_t dim, IntList sizes) {
  int d = normalize_dim("unflatten", dim, t->ndim);
  if (sizes.count == 0) fail(Status::value, "unflatten: sizes must not be empty");
  Shape inner = infer_sizes("unflatten", sizes, t->size[d]), all;
  for (int i = 0; i < d; ++i) all.push_back(t->size[i]);
  for (int64_t size : inner) all.push_back(size);
  for (int i = d + 1; i < t->ndim; ++i) all.push_back(t->size[i]);
  return view(t, all);
}

Tensor squeeze(const Tensor& t) {
  Shape sizes, strides;
  for (int d = 0; d < t->ndim; ++d) {
    if (t->size[d] == 1) continue;
    sizes.push_back(t->size[d]);
    strides.push_back(t->stride[d]);
  }
  return view_as("SqueezeBackward0", t, sizes, strides);
}

Tensor squeeze(const Tensor& t, int64_t dim) {
  int d = normalize_dim("squeeze", dim, t->ndim);
  Shape sizes(t->sizes()), strides(t->strides());
  if (t->ndim && t->size[d] == 1) {
    sizes.erase(d);
    strides.erase(d);
  }
  return view_as("SqueezeBackward1", t, sizes, strides);
}

Tensor unsqueeze(const Tensor& t, int64_t dim) {
  int d = normalize_dim("unsqueeze", dim, t->ndim + 1);
  Shape sizes(t->sizes()), strides(t->strides());
  int64_t step = d < t->ndim ? t->size[d] * t->stride[d] : 1;
  sizes.insert(d, 1);
  strides.insert(d, step);
  return view_as("UnsqueezeBackward0", t, sizes, strides);
}

Tensor expand(const Tensor& t, IntList sizes) {
  Shape wanted(sizes), strides;
  int shift = wanted.count - t->ndim;
  bool fits = shift >= 0;
  strides.count = wanted.count;
  for (int d = 0; fits && d < wanted.count; ++d) {
    int64_t size = d < shift ? 1 : t->size[d - shift];
    if (wanted[d] == -1) {
      fits = d >= shift;
      wanted[d] = size;
    }
    fits = fits && wanted[d] >= 0 && (wanted[d] == size || size == 1);
    strides[d] = d < shift || (size == 1 && wanted[d] != 1) ? 0 : t->stride[d - shift];
  }
  if (!fits)
    fail(Status::shape,
         "expand: a tensor of shape %s can't be expanded to %s: sizes must match but where they are 1",
         to_string(t->sizes()).c_str(), to_string(sizes).c_str());
  checked_numel("expand", wanted);
  return reversible("ExpandBackward0", t, wanted, strides,
                    [old = Shape(t->sizes())](const Tensor& g) { return sum_to(g, old); });
}

Tensor transpose(const Tensor& t, int64_t dim0, int64_t dim1) {
  int a = normalize_dim("transpose", dim0, t->ndim), b = normalize_dim("transpose", dim1, t->ndim);
  Shape sizes(t->sizes()), strides(t->strides());
  if (t->ndim) {
    std::swap(sizes[a], sizes[b]);
    std::swap(strides[a], strides[b]);
  }
  return reversible("TransposeBackward0", t, sizes, strides,
                    [a, b](const Tensor& g) { return transpose(g, a, b); });
}

Tensor t(const Tensor& t) {
  if (t->ndim > 2) fail(Status::shape, "t: expects a tensor with at most 2 dimensions, not %d", t->ndim);
  return t->ndim < 2 ? transpose(t, 0, 0) : transpose(t, 0, 1);
}

Tensor permute(const Tensor& t, IntList dims) {
  Shape sizes, strides, back;
  bool seen[kMaxDims] = {};
  if (dims.count != t->ndim)
    fail(Status::shape, "permute: dims %s for a tensor of shape %s", to_string(dims).c_str(),
         to_string(t->sizes()).c_str());
  back.count = t->ndim;
  for (int i = 0; i < t->ndim; ++i) {
    int d = normalize_dim("permute", dims[i], t->ndim);
    if (seen[d]) fail(Status::value, "permute: dim %d is named twice in %s", d, to_string(dims).c_str());
    seen[d] = true;
    sizes.push_back(t->size[d]);
    strides.push_back(t->stride[d]);
    back[d] = i;
  }
  return reversible("PermuteBackward0", t, sizes, strides,
                    [back](const Tensor& g) { return permute(g, back); });
}

Tensor movedim(const Tensor& t, IntList source, IntList destination) {
  if (source.count != destination.count)
    fail(Status::value, "movedim: source %s and destination %s differ in length", to_string(source).c_str(),
         to_string(destination).c_str());
  int from[kMaxDims];
  bool moved[kMaxDims] = {};
  for (int i = 0; i < t->ndim; ++i) from[i] = -1;
  for (int64_t i = 0; i < source.count; ++i) {
    int s = normalize_dim("movedim", source[i], t->ndim),
        d = normalize_dim("movedim", destination[i], t->ndim);
    if (moved[s] || from[d] >= 0) fail(Status::value, "movedim: a dim is named twice");
    moved[s] = true;
    from[d] = s;
  }
  Shape order;
  int next = 0;
  for (int d = 0; d < t->ndim; ++d) {
    if (from[d] < 0) {
      while (moved[next]) ++next;
      from[d] = next++;
    }
    order.push_back(from[d]);
  }
  return permute(t, order);
}

Tensor narrow(const Tensor& t, int64_t dim, int64_t start, int64_t length) {
  if (t->ndim == 0) fail(Status::shape, "narrow: cannot be applied to a 0-dim tensor");
  int d = normalize_dim("narrow", dim, t->ndim);
  int64_t size = t->size[d], first = start < 0 ? start + size : start;
  if (start < -size || start > size)
    fail(Status::index, "narrow: start %lld is out of range for dimension %d of shape %s", (long long)start,
         d, to_string(t->sizes()).c_str());
  if (length < 0 || length > size - first)
    fail(Status::index, "narrow: start (%lld) + length (%lld) exceeds dimension size (%lld) in shape %s",
         (long long)first, (long long)length, (long long)size, to_string(t->sizes()).c_str());
  return slice(t, d, first, first + length, 1);
}

Tensor select(const Tensor& t, int64_t dim, int64_t index) {
  if (t->ndim == 0) fail(Status::index, "select: cannot be applied to a 0-dim tensor");
  int d = normalize_dim("select", dim, t->ndim);
  int64_t size = t->size[d];
  if (index < -size || index >= size)
    fail(Status::index, "select: index %lld is out of range for dimension %d of size %lld in shape %s",
         (long long)index, d, (long long)size, to_string(t->sizes()).c_str());
  int64_t i = index < 0 ? index + size : index;
  Shape sizes(t->sizes()), strides(t->strides());
  int64_t offset = t->storage_offset() + i * strides[d];
  sizes.erase(d);
  strides.erase(d);
  return partial("SelectBackward0", t, sizes, strides, offset,
                 [d, i](const Tensor& whole) { return select(whole, d, i); });
}

Tensor slice(const Tensor& t, int64_t dim, int64_t start, int64_t end, int64_t step) {
  if (t->ndim == 0) fail(Status::index, "slice: cannot be applied to a 0-dim tensor");
  int d = normalize_dim("slice", dim, t->ndim);
  if (step <= 0) fail(Status::value, "slice: step must be greater than zero, not %lld", (long long)step);
  int64_t size = t->size[d];
  auto clip = [size](int64_t i) { return i < 0 ? (i + size < 0 ? 0 : i + size) : i > size ? size : i; };
  int64_t first = start == kOpenEnd ? 0 : clip(start), last = end == kOpenEnd ? size : clip(end);
  if (last < first) last = first;
  Shape sizes(t->sizes()), strides(t->strides());
  int64_t offset = t->storage_offset() + (first < size ? first : 0) * strides[d];
  sizes[d] = last == first ? 0 : (last - first - 1) / step + 1;
  strides[d] = sizes[d] > 1 ? strides[d] * step : strides[d];
  return partial("SliceBackward0", t, sizes, strides, offset,
                 [d, first, last, step](const Tensor& whole) { return slice(whole, d, first, last, step); });
}

Tensor diagonal(const Tensor& t, int64_t offset, int64_t dim1, int64_t dim2) {
  int a = normalize_dim("diagonal", dim1, t->ndim), b = normalize_dim("diagonal", dim2, t->ndim);
  if (a == b || t->ndim < 2) fail(Status::value, "diagonal: dim1 and dim2 cannot be identical (%d)", a);
  int64_t rows = t->size[a] + (offset < 0 ? offset : 0), columns = t->size[b] - (offset > 0 ? offset : 0);
  int64_t length = rows < columns ? rows : columns;
  if (length < 0) length = 0;
  int64_t begin = t->storage_offset();
  if (length) begin += offset >= 0 ? offset * t->stride[b] : -offset * t->stride[a];
  Shape sizes(t->sizes()), strides(t->strides());
  int64_t step = strides[a] + strides[b];
  int high = a > b ? a : b, low = a > b ? b : a;
  for (int d : {high, low}) {
    sizes.erase(d);
    strides.erase(d);
  }
  sizes.push_back(length);
  strides.push_back(step);
  return partial("DiagonalBackward0", t, sizes, strides, begin,
                 [offset, a, b](const Tensor& whole) { return diagonal(whole, offset, a, b); });
}

Tensor as_strided(const Tensor& t, IntList sizes, IntList strides, int64_t storage_offset) {
  if (sizes.count != strides.count)
    fail(Status::shape, "as_strided: %lld sizes and %lld strides", (long long)sizes.count,
         (long long)strides.count);
  Shape checked(sizes);
  int64_t numel = checked_numel("as_strided", checked), last = storage_offset;
  bool overflow = storage_offset < 0;
  for (int d = 0; d < checked.count && numel; ++d) {
    int64_t reach;
    overflow |= strides[d] < 0 || __builtin_mul_overflow(strides[d], checked[d] - 1, &reach) ||
                __builtin_add_overflow(last, reach, &last);
    if (overflow) break;
  }
  int64_t held = static_cast<int64_t>(t->storage->bytes / t->item_size());
  if (overflow || (numel && last >= held))
    fail(Status::index,
         "as_strided: sizes %s, strides %s and offset %lld reach outside a storage of %lld elements",
         to_string(sizes).c_str(), to_string(strides).c_str(), (long long)storage_offset, (long long)held);
  Tensor y = make_view(t, sizes, strides, storage_offset);
  if (wants_history(t)) set_history(y, as_strided_node(t, y));
  return y;
}

std::vector<Tensor> split_with_sizes(const Tensor& t, IntList sizes, int64_t dim) {
  if (t->ndim == 0) fail(Status::shape, "split: cannot be applied to a 0-dim tensor");
  int d = normalize_dim("split_with_sizes", dim, t->ndim);
  int64_t total = 0;
  bool overflow = false;
  for (int64_t size : sizes) {
    if (size < 0)
      fail(Status::value, "split_with_sizes: sizes must not be negative: %s", to_string(sizes).c_str());
    overflow |= __builtin_add_overflow(total, size, &total);
  }
  if (overflow || total != t->size[d])
    fail(Status::shape, "split_with_sizes: sizes %s must sum to %lld, the size of dimension %d",
         to_string(sizes).c_str(), (long long)t->size[d], d);
  std::vector<Tensor> parts;
  int64_t start = 0;
  for (int64_t size : sizes) {
    parts.push_back(slice(t, d, start, start + size, 1));
    start += size;
  }
  return parts;
}

std::vector<Tensor> split(const Tensor& t, int64_t split_size, int64_t dim) {
  if (t->ndim == 0) fail(Status::shape, "split: cannot be applied to a 0-dim tensor");
  int d = normalize_dim("split", dim, t->ndim);
  int64_t size = t->size[d];
  if (split_size < 0 || (split_size == 0 && size))
    fail(Status::value, "split: split_size must be positive, not %lld", (long long)split_size);
  std::vector<Tensor> parts;
  if (size == 0) parts.push_back(slice(t, d, 0, 0, 1));
  for (int64_t start = 0; start < size; start += split_size)
    parts.push_back(slice(t, d, start, start + split_size < size ? start + split_size : size, 1));
  return parts;
}

std::vector<Tensor> chunk(const Tensor& t, int64_t chunks, int64_t dim) {
  if (t->ndim == 0) fail(Status::shape, "chunk: expects at least a 1-dimensional tensor");
  if (chunks <= 0) fail(Status::value, "chunk: chunks must be greater than 0, not %lld", (long long)chunks);
  int d = normalize_dim("chunk", dim, t->ndim);
  int64_t size = t->size[d], length = size ? (size - 1) / chunks + 1 : 0;
  if (size == 0) {
    std::vector<Tensor> parts;
    if (static_cast<uint64_t>(chunks) > parts.max_size()) throw std::bad_alloc();
    parts.reserve(static_cast<size_t>(chunks));
    for (int64_t i = 0; i < chunks; ++i) parts.push_back(slice(t, d, 0, 0, 1));
    return parts;
  }
  return split(t, length, d);
}

std::vector<Tensor> unbind(const Tensor& t, int64_t dim) {
  if (t->ndim == 0) fail(Status::shape, "unbind: cannot be applied to a 0-dim tensor");
  int d = normalize_dim("unbind", dim, t->ndim);
  std::vector<Tensor> parts;
  for (int64_t i = 0; i < t->size[d]; ++i) parts.push_back(select(t, d, i));
  return parts;
}

// ---- by name

TN_OP("view(Tensor(a) self, int[] size) -> Tensor(a)",
      [](const Tensor& self, IntList size) { return view(self, size); });
TN_OP("reshape(Tensor(a) self, int[] shape) -> Tensor(a)",
      [](const Tensor& self, IntList shape) { return reshape(self, shape); });
TN_OP("view_as(Tensor(a) self, Tensor other) -> Tensor(a)",
      [](const Tensor& self, const Tensor& other) { return view(self, other->sizes()); });
TN_OP("reshape_as(Tensor(a) self, Tensor other) -> Tensor(a)",
      [](const Tensor& self, const Tensor& other) { return reshape(self, other->sizes()); });
TN_OP("ravel(Tensor(a) self) -> Tensor(a)", [](const Tensor& self) { return reshape(self, {-1}); });
TN_OP("flatten.using_ints(Tensor(a) self, int start_dim=0, int end_dim=-1) -> Tensor(a)",
      [](const Tensor& self, int64_t start_dim, int64_t end_dim) {
        return flatten(self, start_dim, end_dim);
      });
TN_OP("unflatten.int(Tensor(a) self, int dim, int[] sizes) -> Tensor(a)",
      [](const Tensor& self, int64_t dim, IntList sizes) { return unflatten(self, dim, sizes); });
TN_OP("squeeze(Tensor(a) self) -> Tensor(a)", [](const Tensor& self) { return squeeze(self); });
TN_OP("squeeze.dim(Tensor(a) self, int dim) -> Tensor(a)",
      [](const Tensor& self, int64_t dim) { return squeeze(self, dim); });
TN_OP("unsqueeze(Tensor(a) self, int dim) -> Tensor(a)",
      [](const Tensor& self, int64_t dim) { return unsqueeze(self, dim); });
TN_OP("expand(Tensor(a) self, int[] size, *, bool implicit=False) -> Tensor(a)",
      [](const Tensor& self, IntList size, bool) { return expand(self, size); });
TN_OP("expand_as(Tensor(a) self, Tensor other) -> Tensor(a)",
      [](const Tensor& self, const Tensor& other) { return expand(self, other->sizes()); });
TN_OP("broadcast_to(Tensor(a) self, int[] size) -> Tensor(a)",
      [](const Tensor& self, IntList size) { return expand(self, size); });

TN_OP("transpose.int(Tensor(a) self, int dim0, int dim1) -> Tensor(a)",
      [](const Tensor& self, int64_t dim0, int64_t dim1) { return transpose(self, dim0, dim1); });
TN_OP("swapaxes(Tensor(a) self, int axis0, int axis1) -> Tensor(a)",
      [](const Tensor& self, int64_t axis0, int64_t axis1) { return transpose(self, axis0, axis1); });
TN_OP("swapdims(Tensor(a) self, int dim0, int dim1) -> Tensor(a)",
      [](const Tensor& self, int64_t dim0, int64_t dim1) { return transpose(self, dim0, dim1); });
TN_OP("t(Tensor(a) self) -> Tensor(a)", [](const Tensor& self) { return t(self); });
TN_OP("T(Tensor(a) self) -> Tensor(a)", [](const Tensor& self) {
  Shape dims;
  for (int d = self->ndim - 1; d >= 0; --d) dims.push_back(d);
  return permute(self, dims);
});
TN_OP("mT(Tensor(a) self) -> Tensor(a)", [](const Tensor& self) {
  if (self->ndim == 0) return permute(self, {});
  if (self->ndim < 2)
    fail(Status::shape, "mT: only supported on matrices or batches of them, not %d-D", self->ndim);
  return transpose(self, -2, -1);
});
TN_OP("permute(Tensor(a) self, int[] dims) -> Tensor(a)",
      [](const Tensor& self, IntList dims) { return permute(self, dims); });
TN_OP("movedim.intlist(Tensor(a) self, int[] source, int[] destination) -> Tensor(a)",
      [](const Tensor& self, IntList source, IntList destination) {
        return movedim(self, source, destination);
      });
TN_OP("movedim.int(Tensor(a) self, int source, int destination) -> Tensor(a)",
      [](const Tensor& self, int64_t source, int64_t destination) {
        return movedim(self, {source}, {destination});
      });
TN_ALIAS("moveaxis", "movedim");

TN_OP("narrow(Tensor(a) self, int dim, int start, int length) -> Tensor(a)",
      [](const Tensor& self, int64_t dim, int64_t start, int64_t length) {
        return narrow(self, dim, start, length);
      });
TN_OP("narrow.Tensor(Tensor(a) self, int dim, Tensor start, int length) -> Tensor(a)",
      [](const Tensor& self, int64_t dim, const Tensor& start, int64_t length) {
        if (start->ndim || !is_integral(start->dtype))
          fail(Status::type, "narrow: start must be a 0-dim integer, not %s", describe(start).c_str());
        return narrow(self, dim, *cast_elements(to_device(start, Device{}), DType::int64)->as<int64_t>(),
                      length);
      });
TN_OP("select.int(Tensor(a) self, int dim, int index) -> Tensor(a)",
      [](const Tensor& self, int64_t dim, int64_t index) { return select(self, dim, index); });
TN_OP("slice.Tensor(Tensor(a) self, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor(a)",
      [](const Tensor& self, int64_t dim, std::optional<int64_t> start, std::optional<int64_t> end,
         int64_t step) { return slice(self, dim, start.value_or(kOpenEnd), end.value_or(kOpenEnd), step); });
TN_OP("diagonal(Tensor(a) self, int offset=0, int dim1=0, int dim2=1) -> Tensor(a)",
      [](const Tensor& self, int64_t offset, int64_t dim1, int64_t dim2) {
        return diagonal(self, offset, dim1, dim2);
      });
TN_OP("as_strided(Tensor(a) self, int[] size, int[] stride, int? storage_offset=None) -> Tensor(a)",
      [](const Tensor& self, IntList size, IntList stride, std::optional<int64_t> storage_offset) {
        return as_strided(self, size, stride, storage_offset.value_or(self->storage_offset()));
      });

TN_OP("split.Tensor(Tensor(a -> *) self, int split_size, int dim=0) -> Tensor(a)[]",
      [](const Tensor& self, int64_t split_size, int64_t dim) { return split(self, split_size, dim); });
TN_OP("split.sizes(Tensor(a -> *) self, int[] split_size, int dim=0) -> Tensor(a)[]",
      [](const Tensor& self, IntList split_size, int64_t dim) {
        return split_with_sizes(self, split_size, dim);
      });
TN_OP("split_with_sizes(Tensor(a -> *) self, int[] split_sizes, int dim=0) -> Tensor(a)[]",
      [](const Tensor& self, IntList split_sizes, int64_t dim) {
        return split_with_sizes(self, split_sizes, dim);
      });
TN_OP("chunk(Tensor(a -> *) self, int chunks, int dim=0) -> Tensor(a)[]",
      [](const Tensor& self, int64_t chunks, int64_t dim) { return chunk(self, chunks, dim); });
TN_OP("unbind.int(Tensor(a -> *) self, int dim=0) -> Tensor(a)[]",
      [](const Tensor& self, int64_t dim) { return unbind(self, dim); });

}  // namespace tenon
