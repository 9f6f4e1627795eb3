// Modules that only see elements under other sizes.
#include "core/nn/python.h"
#include "core/nn/registry.h"
#include "core/ops/view.h"

namespace tenon {

namespace {

class Flatten final : public Layer {
 public:
  Flatten(int64_t start_dim, int64_t end_dim) : start_(start_dim), end_(end_dim) {}
  Tensor forward(const Tensor& input) override { return flatten(input, start_, end_); }
  std::string extra_repr() const override {
    return "start_dim=" + python(start_) + ", end_dim=" + python(end_);
  }

 private:
  int64_t start_, end_;
};

class Unflatten final : public Layer {
 public:
  Unflatten(int64_t dim, IntList sizes) : dim_(dim), sizes_(sizes) {}
  Tensor forward(const Tensor& input) override { return unflatten(input, dim_, sizes_); }
  std::string extra_repr() const override {
    return "dim=" + python(dim_) + ", unflattened_size=" + python_tuple(sizes_);
  }

 private:
  int64_t dim_;
  Shape sizes_;
};

TN_MODULE("Flatten(int start_dim=1, int end_dim=-1)",
          [](int64_t start, int64_t end) { return new Flatten(start, end); });
TN_MODULE("Unflatten(int dim, int[] unflattened_size)",
          [](int64_t dim, IntList sizes) { return new Unflatten(dim, sizes); });

}  // namespace

}  // namespace tenon
