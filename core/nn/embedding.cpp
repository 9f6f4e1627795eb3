#include "core/ops/embedding.h"

#include "core/nn/init.h"
#include "core/nn/python.h"
#include "core/nn/registry.h"
#include "core/ops/arithmetic.h"
#include "core/ops/creation.h"
#include "core/ops/history.h"
#include "core/ops/index.h"
#include "core/ops/pointwise.h"
#include "core/ops/reduce.h"
#include "core/ops/view.h"

namespace tenon {

namespace {

class Embedding final : public Layer {
 public:
  Embedding(int64_t count, int64_t dim, std::optional<int64_t> padding_idx, std::optional<double> max_norm,
            double norm_type, bool scale_grad_by_freq, const Tensor& weight)
      : max_norm_(max_norm),
        norm_type_(norm_type),
        count_(checked_size("Embedding", "num_embeddings", count)),
        dim_(checked_size("Embedding", "embedding_dim", dim)) {
    options_.scale_grad_by_freq = scale_grad_by_freq;
    if (padding_idx) {
      if (*padding_idx < -count || *padding_idx >= count)
        fail(Status::value, "Embedding: padding_idx must be within num_embeddings: it is %lld of %lld",
             (long long)*padding_idx, (long long)count);
      options_.padding_idx = *padding_idx < 0 ? *padding_idx + count : *padding_idx;
    }
    if (weight) add_parameter("weight", given(weight));
    else add_parameter("weight", parameter_normal({count, dim}));
    bool has_values = required(0)->contiguous;  // else it is a shape alone (init.h)
    if (padding_idx && !weight && has_values) clear_row(options_.padding_idx);
  }
  Tensor forward(const Tensor& input) override {
    if (max_norm_) shorten_rows(input);
    return embedding(required(0), input, options_);
  }
  std::string extra_repr() const override {
    std::string text = python(count_) + ", " + python(dim_);
    if (options_.padding_idx != INT64_MIN) text += ", padding_idx=" + python(options_.padding_idx);
    if (max_norm_) text += ", max_norm=" + python(*max_norm_);
    if (norm_type_ != 2) text += ", norm_type=" + python(norm_type_);
    return options_.scale_grad_by_freq ? text + ", scale_grad_by_freq=True" : text;
  }

 private:
  Tensor given(const Tensor& weight) const {
    if (!(weight->sizes() == IntList{count_, dim_}))
      fail(Status::shape, "Embedding: shape of weight, %s, does not match num_embeddings and embedding_dim",
           to_string(weight->sizes()).c_str());
    Tensor t = alias(*weight);
    t->requires_grad = true;
    return t;
  }
  void clear_row(int64_t row) {
    const Tensor& w = required(0);
    fill_elements(alias(*w, {dim_}, {w->stride[1]}, w->storage_offset() + row * w->stride[0]), 0);
  }

  // Brings the rows that are looked up down to a norm of max_norm, in place.
  void shorten_rows(const Tensor& input) {
    GradModeGuard no_grad(false);
    const Tensor& w = required(0);
    Tensor places = reshape(input, {-1}), rows = index_select(w, 0, places);
    Tensor norms = norm(rows, norm_type_, {1}, true);
    Tensor factors = ops::div(Scalar(*max_norm_), ops::add(norms, Scalar(1e-7)));
    Tensor scaled = ops::where(ops::gt(norms, Scalar(*max_norm_)), ops::mul(rows, factors), rows);
    check_in_place("embedding_renorm", w);
    write_places("embedding", w, 0, places, scaled, false);
    w->storage->bump_version();
  }

  std::optional<double> max_norm_;
  double norm_type_;
  int64_t count_, dim_;
  EmbeddingOptions options_;
};

TN_MODULE(
    "Embedding(int num_embeddings, int embedding_dim, int? padding_idx=None, float? max_norm=None, "
    "float norm_type=2.0, bool scale_grad_by_freq=False, bool sparse=False, Tensor? _weight=None)",
    [](int64_t count, int64_t dim, std::optional<int64_t> padding_idx, std::optional<double> max_norm,
       double norm_type, bool scale_grad_by_freq, bool sparse, const Tensor& weight) {
      if (sparse) fail(Status::unsupported, "Embedding: sparse gradients are not supported");
      return new Embedding(count, dim, padding_idx, max_norm, norm_type, scale_grad_by_freq, weight);
    });

}  // namespace

}  // namespace tenon
