#include "core/ops/join.h"

#include "core/ops/copy.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"
#include "core/tensor/promotion.h"

namespace tenon {

namespace {

// The part of a joined tensor that an operand fills: `length` places from `start` on; -1: one place, whose
// dimension goes; 0: none.
struct Part {
  int64_t start;
  int64_t length;
  DType dtype;
  Shape sizes;
};

// As many inputs as there are operands.
class JoinNode final : public Node {
 public:
  JoinNode(const char* name, int dim, std::vector<Part> parts)
      : name_(name), dim_(dim), parts_(std::move(parts)), edge_(parts_.size()) {
    edges = edge_.data();
    edge_count = static_cast<uint32_t>(edge_.size());
  }
  const char* name() const override { return name_; }
  void backward(Backward& b) override {
    for (size_t i = 0; i < parts_.size(); ++i)
      if (b.needs(static_cast<int>(i))) b.set(static_cast<int>(i), gradient(b.grad(), parts_[i]));
  }
  void free() noexcept override { tenon::destroy(this); }

 private:
  Tensor gradient(const Tensor& g, const Part& part) const {
    if (part.length == 0) return empty(part.sizes, part.dtype, g->device);
    return to(part.length < 0 ? select(g, dim_, part.start) : narrow(g, dim_, part.start, part.length),
              part.dtype);
  }

  const char* name_;
  int dim_;
  std::vector<Part> parts_;
  std::vector<Edge> edge_;
};

void record_join(const char* name, const Tensor& result, int dim, const std::vector<Tensor>& tensors,
                 std::vector<Part> parts) {
  bool wanted = false;
  for (const Tensor& t : tensors) wanted = wanted || wants_history(t);
  if (!wanted || !is_floating(result->dtype)) return;
  auto node = Ref<Node>::adopt(create<JoinNode>(name, dim, std::move(parts)));
  for (size_t i = 0; i < tensors.size(); ++i) node->set_edge(static_cast<int>(i), tensors[i]);
  set_history(result, std::move(node));
}

// They are there, on one device; the dtype that all convert to.
DType check_operands(const char* op, const std::vector<Tensor>& tensors) {
  if (tensors.empty()) fail(Status::value, "%s: expected a non-empty list of tensors", op);
  for (size_t i = 0; i < tensors.size(); ++i) {
    if (!tensors[i]) fail(Status::value, "%s: tensor %zu is None", op, i);
    if (!(tensors[i]->device == tensors[0]->device))
      fail(Status::device, "%s: tensor %zu is on another device than tensor 0", op, i);
  }
  DType dtype = tensors[0]->dtype;
  bool same = true;
  for (const Tensor& t : tensors) same = same && t->dtype == dtype;
  if (same) return dtype;
  for (const Tensor& t : tensors) dtype = promote_types(dtype, t->dtype);
  return dtype;
}

// PyTorch has always let such tensors stand among others of any shape.
bool is_left_out(const Tensor& t) { return t->ndim == 1 && t->size[0] == 0; }

// Fills the part of `whole` at `start` along a dimension; `t` has that part's shape, or lacks the dimension.
void fill_part(const Tensor& whole, int dim, int64_t start, const Tensor& t) {
  Shape sizes(t->sizes()), strides(whole->strides());
  if (t->ndim < whole->ndim) strides.erase(dim);
  copy_elements(alias(*whole, sizes, strides, start * whole->stride[dim]), t);
}

}  // namespace

Tensor cat(const std::vector<Tensor>& tensors, int64_t dim) {
  DType dtype = check_operands("cat", tensors);
  const Tensor* first = nullptr;
  for (const Tensor& t : tensors) {
    if (t->ndim == 0) fail(Status::shape, "cat: zero-dimensional tensors cannot be concatenated; stack can");
    if (!first && !is_left_out(t)) first = &t;
  }
  if (!first) first = &tensors[0];
  int d = normalize_dim("cat", dim, (*first)->ndim);
  Shape sizes((*first)->sizes());
  sizes[d] = 0;
  std::vector<Part> parts;
  parts.reserve(tensors.size());
  for (size_t i = 0; i < tensors.size(); ++i) {
    const Tensor& t = tensors[i];
    int64_t length = is_left_out(t) ? 0 : t->size[d < t->ndim ? d : 0];
    bool fits = is_left_out(t) || t->ndim == sizes.count;
    for (int e = 0; fits && length && e < sizes.count; ++e) fits = e == d || t->size[e] == sizes[e];
    if (!fits)
      fail(Status::shape,
           "cat: sizes must match except in dimension %d; tensor %zu has shape %s, expected %s", d, i,
           to_string(t->sizes()).c_str(), to_string((*first)->sizes()).c_str());
    parts.push_back({sizes[d], length, t->dtype, Shape(t->sizes())});
    if (__builtin_add_overflow(sizes[d], length, &sizes[d]))
      fail(Status::shape, "cat: the result is too large");
  }
  checked_numel("cat", sizes);
  Tensor y = empty(sizes, dtype, (*first)->device);
  for (size_t i = 0; i < tensors.size(); ++i)
    if (parts[i].length && tensors[i]->numel) fill_part(y, d, parts[i].start, tensors[i]);
  record_join("CatBackward0", y, d, tensors, std::move(parts));
  return y;
}

Tensor stack(const std::vector<Tensor>& tensors, int64_t dim) {
  DType dtype = check_operands("stack", tensors);
  const Tensor& first = tensors[0];
  int d = normalize_dim("stack", dim, first->ndim + 1);
  Shape sizes(first->sizes());
  sizes.insert(d, static_cast<int64_t>(tensors.size()));
  checked_numel("stack", sizes);
  std::vector<Part> parts;
  parts.reserve(tensors.size());
  for (size_t i = 0; i < tensors.size(); ++i) {
    if (!(tensors[i]->sizes() == first->sizes()))
      fail(Status::shape, "stack: all tensors must be of one shape; tensor %zu has shape %s, tensor 0 %s", i,
           to_string(tensors[i]->sizes()).c_str(), to_string(first->sizes()).c_str());
    parts.push_back({static_cast<int64_t>(i), -1, tensors[i]->dtype, Shape()});
  }
  Tensor y = empty(sizes, dtype, first->device);
  if (y->numel)
    for (size_t i = 0; i < tensors.size(); ++i) fill_part(y, d, static_cast<int64_t>(i), tensors[i]);
  record_join("StackBackward0", y, d, tensors, std::move(parts));
  return y;
}

// ---- by name

namespace {

// Each as a view of at least so many dimensions, of size 1.
std::vector<Tensor> at_least(const std::vector<Tensor>& tensors, int ndim) {
  std::vector<Tensor> out(tensors);
  for (Tensor& t : out) {
    if (!t) continue;  // cat says so
    if (t->ndim == 0) t = reshape(t, {1});
    if (ndim >= 2 && t->ndim == 1) t = unsqueeze(t, 0);
    if (ndim == 3 && t->ndim == 2) t = unsqueeze(t, 2);
  }
  return out;
}

}  // namespace

TN_OP("cat(Tensor[] tensors, int dim=0) -> Tensor",
      [](const std::vector<Tensor>& tensors, int64_t dim) { return cat(tensors, dim); });
TN_ALIAS("concat", "cat");
TN_ALIAS("concatenate", "cat");
TN_OP("stack(Tensor[] tensors, int dim=0) -> Tensor",
      [](const std::vector<Tensor>& tensors, int64_t dim) { return stack(tensors, dim); });
TN_OP("hstack(Tensor[] tensors) -> Tensor", [](const std::vector<Tensor>& tensors) {
  std::vector<Tensor> all = at_least(tensors, 1);
  return cat(all, all.empty() || !all[0] || all[0]->ndim == 1 ? 0 : 1);
});
TN_OP("vstack(Tensor[] tensors) -> Tensor",
      [](const std::vector<Tensor>& tensors) { return cat(at_least(tensors, 2), 0); });
TN_ALIAS("row_stack", "vstack");
TN_OP("dstack(Tensor[] tensors) -> Tensor",
      [](const std::vector<Tensor>& tensors) { return cat(at_least(tensors, 3), 2); });
TN_OP("column_stack(Tensor[] tensors) -> Tensor", [](const std::vector<Tensor>& tensors) {
  std::vector<Tensor> all(tensors);
  for (Tensor& t : all)
    if (t && t->ndim <= 1) t = reshape(t, {t->numel, 1});
  return cat(all, 1);
});

}  // namespace tenon
