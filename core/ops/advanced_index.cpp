// Indexing by tensors comes down to one vector of places: the dimensions that are indexed are seen as one,
// and what the index tensors, broadcast to each other, name in it is picked or written.
#include "core/ops/advanced_index.h"

#include "core/ops/arithmetic.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/history.h"
#include "core/ops/index.h"
#include "core/ops/mask.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

// ---- the plan

struct Plan {
  Shape order;      // a permutation of the dimensions under which the indexed ones are neighbours
  Shape permuted;   // the sizes in that order
  Shape picked;     // the result's sizes
  int first = 0;    // of the indexed dimensions in that order
  int indexed = 0;  // how many they are
  Tensor places;    // a vector, into the indexed dimensions seen as one

  // The sizes with the indexed dimensions as one, of `places` places.
  Shape merged(int64_t size) const {
    Shape sizes;
    for (int d = 0; d < permuted.count; ++d) {
      if (d == first) sizes.push_back(size);
      if (d < first || d >= first + indexed) sizes.push_back(permuted[d]);
    }
    return sizes;
  }
  int64_t source_places() const {
    int64_t n = 1;
    for (int d = first; d < first + indexed; ++d) n *= permuted[d];
    return n;
  }
  bool is_permuted() const {
    for (int d = 0; d < order.count; ++d)
      if (order[d] != d) return true;
    return false;
  }
  Tensor merge(const Tensor& t) const {
    return reshape(is_permuted() ? permute(t, order) : t, merged(source_places()));
  }
  Tensor unmerge(const Tensor& t) const {
    Tensor apart = reshape(t, permuted);
    if (!is_permuted()) return apart;
    Shape back(order);
    for (int d = 0; d < order.count; ++d) back[static_cast<int>(order[d])] = d;
    return permute(apart, back);
  }
};

// Masks become the coordinates of what is true in them: one index for each of their dimensions.
std::vector<Tensor> without_masks(const Tensor& t, const std::vector<Tensor>& indices) {
  std::vector<Tensor> out;
  for (const Tensor& given : indices) {
    if (given && !given->device.is_cpu()) fail(Status::unsupported, "index: not offered on this device");
    if (!given || (given->dtype != DType::bool_ && given->dtype != DType::uint8)) {
      if (given && given->dtype != DType::int64 && given->dtype != DType::int32)
        fail(Status::type, "index: tensors used as indices must be int64, int32, uint8 or bool, not %s",
             dtype_name(given->dtype));
      out.push_back(given && given->dtype == DType::int32 ? cast_elements(given, DType::int64) : given);
      continue;
    }
    for (int d = 0; d < given->ndim; ++d) {
      auto at = static_cast<int>(out.size()) + d;
      if (at >= t->ndim || given->size[d] != t->size[at])
        fail(Status::index, "index: the shape of the mask %s does not match self of shape %s at dimension %d",
             to_string(given->sizes()).c_str(), to_string(t->sizes()).c_str(), at);
    }
    Tensor coordinates = nonzero(given);
    for (int d = 0; d < given->ndim; ++d) out.push_back(select(coordinates, 1, d));
  }
  if (static_cast<int>(out.size()) > t->ndim)
    fail(Status::index, "index: too many indices for self of shape %s: %zu", to_string(t->sizes()).c_str(),
         out.size());
  out.resize(t->ndim);
  return out;
}

Shape common_shape(const std::vector<Tensor>& indices) {
  Shape common;
  for (const Tensor& index : indices)
    if (index) common = broadcast_shapes("index", common, index->sizes());
  return common;
}

// Adds to `places` what one index contributes; negative ones count from the end.
void add_places(int64_t* places, const Tensor& index, const Shape& common, int d, int64_t size,
                int64_t step) {
  Tensor all = dense_copy(expand(index, common));
  const int64_t* at = all->as<int64_t>();
  for (int64_t i = 0; i < all->numel; ++i) {
    if (at[i] < -size || at[i] >= size)
      fail(Status::index, "index: index %lld is out of bounds for dimension %d of size %lld",
           (long long)at[i], d, (long long)size);
    places[i] += (at[i] < 0 ? at[i] + size : at[i]) * step;
  }
}

Plan make_plan(const Tensor& t, const std::vector<Tensor>& given) {
  if (!t->device.is_cpu()) fail(Status::unsupported, "index: not offered on this device");
  std::vector<Tensor> indices = without_masks(t, given);
  Plan plan;
  bool neighbours = true;
  int last = -1;
  for (int d = 0; d < t->ndim; ++d) {
    if (!indices[d]) continue;
    if (plan.indexed == 0) plan.first = d;
    else if (last != d - 1) neighbours = false;
    last = d;
    ++plan.indexed;
  }
  if (!neighbours) plan.first = 0;
  // In place where they are neighbours already, else in front.
  for (int d = 0; d < plan.first; ++d) plan.order.push_back(d);
  for (int d = plan.first; d < t->ndim; ++d)
    if (indices[d]) plan.order.push_back(d);
  for (int d = plan.first; d < t->ndim; ++d)
    if (!indices[d]) plan.order.push_back(d);
  for (int64_t d : plan.order) plan.permuted.push_back(t->size[d]);

  GradModeGuard off(false);
  Shape common = common_shape(indices);
  plan.places = zeros({checked_numel("index", common)}, DType::int64);
  int64_t step = 1;
  for (int d = t->ndim - 1; d >= 0; --d) {
    if (!indices[d]) continue;
    add_places(plan.places->as<int64_t>(), indices[d], common, d, t->size[d], step);
    step *= t->size[d];
  }
  for (int d = 0; d < plan.first; ++d) plan.picked.push_back(plan.permuted[d]);
  for (int64_t size : common) plan.picked.push_back(size);
  for (int d = plan.first + plan.indexed; d < t->ndim; ++d) plan.picked.push_back(plan.permuted[d]);
  return plan;
}

bool names_any(const std::vector<Tensor>& indices) {
  for (const Tensor& index : indices)
    if (index) return true;
  return false;
}

// The values for all that is named, [before][places][after].
Tensor spread_values(const Plan& plan, const Tensor& t, const Tensor& values) {
  Tensor v = values;
  while (v->ndim > plan.picked.count && v->size[0] == 1) v = select(v, 0, 0);
  if (!(IntList(broadcast_shapes("index_put_", plan.picked, v->sizes())) == IntList(plan.picked)))
    fail(Status::shape, "index_put_: values of shape %s do not broadcast to what is indexed, of shape %s",
         to_string(values->sizes()).c_str(), to_string(plan.picked).c_str());
  if (!can_cast(v->dtype, t->dtype))
    fail(Status::type, "index_put_: values of %s can't be cast to self's %s", dtype_name(v->dtype),
         dtype_name(t->dtype));
  return reshape(expand(to(v, t->dtype, t->device), plan.picked), plan.merged(plan.places->numel));
}

}  // namespace

// ---- by tensors

Tensor index(const Tensor& t, const std::vector<Tensor>& indices) {
  if (!names_any(indices)) return clone(t);
  Plan plan = make_plan(t, indices);
  Tensor y = reshape(index_select(plan.merge(detach(t)), plan.first, plan.places), plan.picked);
  if (wants_history(t))
    record("IndexBackward0", y, {&t}, [plan](Backward& b) {
      const Tensor& g = b.grad();
      Tensor none = zeros(plan.merged(plan.source_places()), g->dtype, g->device);
      Tensor parts = reshape(g, plan.merged(plan.places->numel));
      b.set(0, plan.unmerge(index_add(none, plan.first, plan.places, parts)));
    });
  return y;
}

Tensor index_put(const Tensor& t, const std::vector<Tensor>& indices, const Tensor& values, bool accumulate) {
  if (!names_any(indices)) {
    Tensor whole = expand(to(values, t->dtype, t->device), t->sizes());
    return accumulate ? add(t, whole, 1) : clone(whole);
  }
  Plan plan = make_plan(t, indices);
  Tensor whole = plan.merge(t), parts = spread_values(plan, t, values);
  return plan.unmerge(accumulate ? index_add(whole, plan.first, plan.places, parts)
                                 : index_copy(whole, plan.first, plan.places, parts));
}

void index_put_(const Tensor& t, const std::vector<Tensor>& indices, const Tensor& values, bool accumulate) {
  if (wants_history(t, values) || !t->contiguous || !names_any(indices))
    return assign("index_put", t, index_put(t, indices, values, accumulate));
  Plan plan = make_plan(t, indices);
  if (plan.is_permuted()) return assign("index_put", t, index_put(t, indices, values, accumulate));
  check_in_place("index_put", t);
  Tensor parts = spread_values(plan, t, values);
  if (parts->storage.get() == t->storage.get()) parts = dense_copy(parts);
  write_places("index_put_", reshape(detach(t), plan.merged(plan.source_places())), plan.first, plan.places,
               parts, accumulate);
  t->storage->bump_version();
}

// ---- by items

namespace {

// How many dimensions an item takes.
int dims_taken(const Value& item) {
  switch (item.kind) {
    case Kind::integer:
    case Kind::slice: return 1;
    case Kind::tensor: {
      const Tensor& t = *item.tensor;
      bool is_mask = t->dtype == DType::bool_ || t->dtype == DType::uint8;
      return is_mask ? t->ndim : 1;
    }
    case Kind::none:
    case Kind::boolean:
    case Kind::ellipsis: return 0;
    default: fail(Status::type, "index: %s can't be an item", kind_name(item.kind));
  }
}

// The view that the basic items give, and an index for each of its dimensions that a tensor item names.
class ItemReader {
 public:
  ItemReader(const Tensor& t, const Value* items, int64_t count) : view_(t) {
    int taken = 0, ellipses = 0;
    for (int64_t i = 0; i < count; ++i) {
      taken += dims_taken(items[i]);
      ellipses += items[i].kind == Kind::ellipsis;
    }
    if (ellipses > 1) fail(Status::index, "index: an index can only have a single ellipsis");
    if (taken > t->ndim)
      fail(Status::index, "index: too many indices for self of shape %s: %d", to_string(t->sizes()).c_str(),
           taken);
    skipped_ = t->ndim - taken;
    for (int64_t i = 0; i < count; ++i) read(items[i]);
  }
  const Tensor& view() const { return view_; }
  const std::vector<Tensor>& indices() const { return indices_; }

 private:
  void read(const Value& item) {
    switch (item.kind) {
      case Kind::integer: view_ = select(view_, dim_, item.i); break;
      case Kind::slice:
        view_ = slice(view_, dim_++, item.integers[0], item.integers[1],
                      item.integers[2] == INT64_MIN ? 1 : item.integers[2]);
        break;
      case Kind::none: view_ = unsqueeze(view_, dim_++); break;
      case Kind::ellipsis: dim_ += skipped_; break;
      case Kind::boolean: read_truth(item.i != 0); break;
      default: read_tensor(*item.tensor);
    }
  }
  // A new dimension of size 1, all of which is taken, or nothing.
  void read_truth(bool truth) {
    view_ = unsqueeze(view_, dim_);
    take(zeros({truth ? 1 : 0}, DType::int64));
  }
  void read_tensor(const Tensor& t) {
    if (t->ndim || is_floating(t->dtype)) return take(t);
    int64_t value = *cast_elements(to_device(t, Device{}), DType::int64)->as<int64_t>();
    if (t->dtype == DType::bool_ || t->dtype == DType::uint8) return read_truth(value != 0);
    view_ = select(view_, dim_, value);
  }
  // A mask is one entry that stands for as many dimensions as it has.
  void take(const Tensor& index) {
    indices_.resize(static_cast<size_t>(dim_ - merged_));
    indices_.push_back(index);
    bool is_mask = index->dtype == DType::bool_ || index->dtype == DType::uint8;
    int taken = is_mask ? index->ndim : 1;
    dim_ += taken;
    merged_ += taken - 1;
  }

  Tensor view_;
  std::vector<Tensor> indices_;
  int dim_ = 0;      // of the view, that the next item is about
  int skipped_ = 0;  // by an ellipsis
  int merged_ = 0;   // dimensions beyond the entries of indices_
};

// Without the leading dimensions of size 1 that `ndim` dimensions have no place for.
Tensor fitted(Tensor values, int ndim) {
  while (values->ndim > ndim && values->size[0] == 1) values = select(values, 0, 0);
  return values;
}

}  // namespace

Tensor index(const Tensor& t, const Value* items, int64_t count) {
  ItemReader reader(t, items, count);
  return reader.indices().empty() ? reader.view() : index(reader.view(), reader.indices());
}

void index_put_(const Tensor& t, const Value* items, int64_t count, const Tensor& values, bool accumulate) {
  ItemReader reader(t, items, count);
  const Tensor& view = reader.view();
  if (!reader.indices().empty()) return index_put_(view, reader.indices(), values, accumulate);
  if (accumulate) add_(view, fitted(values, view->ndim), 1);
  else copy_(view, fitted(values, view->ndim));
}

// ---- by name

TN_OP("index.Tensor(Tensor self, Tensor?[] indices) -> Tensor",
      [](const Tensor& self, const std::vector<Tensor>& indices) { return index(self, indices); });
TN_OP("index_put(Tensor self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor",
      [](const Tensor& self, const std::vector<Tensor>& indices, const Tensor& values, bool accumulate) {
        return index_put(self, indices, values, accumulate);
      });
TN_OP("index_put_(Tensor(a!) self, Tensor?[] indices, Tensor values, bool accumulate=False) -> Tensor(a!)",
      [](const Tensor& self, const std::vector<Tensor>& indices, const Tensor& values, bool accumulate) {
        index_put_(self, indices, values, accumulate);
      });

}  // namespace tenon
