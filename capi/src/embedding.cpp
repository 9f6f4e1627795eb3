// Lookups.
#include "core/ops/embedding.h"

#include "capi/src/handles.h"
#include "capi/src/options.h"

using namespace tenon;

namespace {

constexpr tn_embedding_options_t kEmbedding{sizeof(tn_embedding_options_t), TN_NONE_INT, 0, 0};

}  // namespace

void tn_embedding_options_init(tn_embedding_options_t* o, size_t size) { init_options(o, size, kEmbedding); }

tn_tensor_t tn_embedding_with(tn_tensor_t input, tn_tensor_t weight, const tn_embedding_options_t* o) {
  return guard("tn_embedding", tn_tensor_t{}, [&] {
    const tn_embedding_options_t c = read_options(o, kEmbedding, "tn_embedding");
    const Tensor& indices = borrow(input, "tn_embedding", "input");
    return give(embedding(borrow(weight, "tn_embedding", "weight"), indices,
                          {c.padding_idx, c.scale_grad_by_freq != 0}));
  });
}
tn_tensor_t tn_embedding(tn_tensor_t input, tn_tensor_t weight) {
  return tn_embedding_with(input, weight, nullptr);
}

tn_tensor_t tn_one_hot(tn_tensor_t self, int64_t num_classes) {
  return guard(__func__, tn_tensor_t{},
               [&] { return give(one_hot(borrow(self, "tn_one_hot", "self"), num_classes)); });
}
