#include "core/ops/embedding.h"

#include "core/backend/backend.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/pointwise.h"
#include "core/ops/registry.h"
#include "core/ops/view.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

// What a lookup, its gradient and the gradient of that have in common. `factor` is what the gradient of each
// row looked up is multiplied with; undefined for 1.
struct Lookup {
  Tensor index, factor;
  Shape table;  // its sizes
};

EmbeddingCall call_of(const Lookup& l, const Tensor& in, const Tensor& out, bool gradient) {
  EmbeddingCall call{};
  call.dtype = in->dtype;
  call.device = in->device.index;
  call.rows = l.table[0];
  call.width = l.table[1];
  call.count = l.index->numel;
  call.index = l.index->as<int64_t>();
  call.in = in->data;
  call.out = out->data;
  call.gradient = gradient;
  return call;
}

Tensor looked_up(const Lookup& l, const Tensor& table);

// The rows of g added up where they were looked up. The half types are computed in float32.
Tensor table_gradient(const Lookup& l, const Tensor& g) {
  if (is_half(g->dtype)) return to(table_gradient(l, to(g, DType::float32)), g->dtype);
  const Tensor dense = g->contiguous ? g : dense_copy(g);
  const Tensor factor = l.factor ? cast_elements(l.factor, g->dtype) : l.factor;
  Tensor out = zeros(l.table, g->dtype, g->device);
  EmbeddingCall call = call_of(l, dense, out, true);
  call.factor = factor ? factor->data : nullptr;
  check_backend(backend_of(g->device).embedding(&call), "embedding");
  if (wants_history(g))
    record("EmbeddingDenseBackwardBackward0", out, {&g}, [l](Backward& b) {
      Tensor rows = looked_up(l, b.grad());
      b.set(0, l.factor ? ops::mul(rows, unsqueeze(to(l.factor, rows->dtype), -1)) : rows);
    });
  return out;
}

Tensor looked_up(const Lookup& l, const Tensor& table) {
  const Backend& backend = backend_of(table->device);
  if (!backend.embedding) not_offered(table->device, "embedding");
  const Tensor dense = table->contiguous ? table : dense_copy(table);
  Shape sizes(l.index->sizes());
  sizes.push_back(l.table[1]);
  Tensor out = empty(sizes, table->dtype, table->device);
  EmbeddingCall call = call_of(l, dense, out, false);
  check_backend(backend.embedding(&call), "embedding");
  if (is_floating(table->dtype) && wants_history(table))
    record("EmbeddingBackward0", out, {&table}, [l](Backward& b) { b.set(0, table_gradient(l, b.grad())); });
  return out;
}

// 0 for the padding row; by_frequency, divided by how often the row was looked up. In float64, which holds
// every count.
Tensor factors(const Tensor& index, int64_t rows, int64_t padding, bool by_frequency) {
  Tensor factor = empty(index->sizes(), DType::float64);
  std::vector<int64_t> counts(by_frequency ? static_cast<size_t>(rows) : 0);
  const int64_t* at = index->as<int64_t>();
  if (by_frequency)
    for (int64_t i = 0; i < index->numel; ++i) ++counts[static_cast<size_t>(at[i])];
  for (int64_t i = 0; i < index->numel; ++i) {
    const double share = by_frequency ? 1.0 / static_cast<double>(counts[static_cast<size_t>(at[i])]) : 1;
    factor->as<double>()[i] = at[i] == padding ? 0 : share;
  }
  return factor;
}

}  // namespace

Tensor embedding(const Tensor& weight, const Tensor& indices, const EmbeddingOptions& options) {
  if (weight->ndim != 2)
    fail(Status::shape, "embedding: weight must be (n, d), but it is %s", to_string(weight->sizes()).c_str());
  if (indices->dtype != DType::int64 && indices->dtype != DType::int32)
    fail(Status::type, "embedding: indices must be int64 or int32, not %s", dtype_name(indices->dtype));
  if (!(indices->device == weight->device))
    fail(Status::device, "embedding: expected all tensors on one device, but found %s and %s",
         device_name(weight->device).c_str(), device_name(indices->device).c_str());
  const int64_t rows = weight->size[0];
  int64_t padding = options.padding_idx;
  const bool pads = padding != INT64_MIN;
  if (pads && (padding < -rows || padding >= rows))
    fail(Status::value, "embedding: padding_idx %lld is not a row of weight, which has %lld",
         (long long)padding, (long long)rows);
  if (pads && padding < 0) padding += rows;

  // A copy: whatever becomes of the caller's indices, the gradient goes where it came from.
  Lookup l{cast_elements(indices, DType::int64), {}, Shape(weight->sizes())};
  if ((!pads && !options.scale_grad_by_freq) || !wants_history(weight)) return looked_up(l, weight);
  if (!weight->device.is_cpu()) not_offered(weight->device, "embedding's padding_idx");
  looked_up(l, detach(weight));  // checks the indices
  l.factor = factors(l.index, rows, pads ? padding : -1, options.scale_grad_by_freq);
  return looked_up(l, weight);
}

Tensor one_hot(const Tensor& classes, int64_t num_classes) {
  if (classes->dtype != DType::int64)
    fail(Status::type, "one_hot: classes must be int64, not %s", dtype_name(classes->dtype));
  if (!classes->device.is_cpu()) not_offered(classes->device, "one_hot");
  if (classes->numel == 0 && num_classes <= 0)
    fail(Status::value, "one_hot: the number of classes can't be told from an empty tensor");
  if (num_classes < -1 || (num_classes == 0 && classes->numel))
    fail(Status::value, "one_hot: num_classes must be -1 or positive, not %lld", (long long)num_classes);
  const Tensor dense = classes->contiguous ? classes : dense_copy(classes);
  const int64_t* c = dense->as<int64_t>();
  int64_t largest = -1;
  for (int64_t i = 0; i < dense->numel; ++i) {
    if (c[i] < 0) fail(Status::value, "one_hot: class %lld is negative", (long long)c[i]);
    largest = c[i] > largest ? c[i] : largest;
  }
  if (num_classes == -1) num_classes = largest + 1;
  if (largest >= num_classes)
    fail(Status::value, "one_hot: class %lld is too large: there are %lld classes", (long long)largest,
         (long long)num_classes);
  Shape sizes(classes->sizes());
  sizes.push_back(num_classes);
  checked_numel("one_hot", sizes);
  Tensor out = zeros(sizes, DType::int64);
  for (int64_t i = 0; i < dense->numel; ++i) out->as<int64_t>()[i * num_classes + c[i]] = 1;
  return out;
}

TN_OP(
    "embedding(Tensor input, Tensor weight, int? padding_idx=None, float? max_norm=None, "
    "float norm_type=2.0, bool scale_grad_by_freq=False, bool sparse=False) -> Tensor",
    [](const Tensor& input, const Tensor& weight, std::optional<int64_t> padding_idx,
       std::optional<double> max_norm, double, bool scale_grad_by_freq, bool sparse) {
      if (max_norm) fail(Status::unsupported, "embedding: max_norm is not offered");
      if (sparse) fail(Status::unsupported, "embedding: sparse gradients are not offered");
      return embedding(weight, input, {padding_idx.value_or(INT64_MIN), scale_grad_by_freq});
    });
TN_OP("one_hot(Tensor self, int num_classes=-1) -> Tensor",
      [](const Tensor& self, int64_t num_classes) { return one_hot(self, num_classes); });

}  // namespace tenon
