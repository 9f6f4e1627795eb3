// labels: hostile
// Lookups that can't be: each call fails with a code and a reason.
#include "tests/capi/fixture.h"

static void test_embedding(void** state) {
  (void)state;
  tn_tensor_t w = tn_ones(TN_SHAPE(4, 2), TN_FLOAT32, TN_CPU), at = tn_zeros(TN_SHAPE(3), TN_INT64, TN_CPU);
  refuses(tn_embedding(at, tn_sum(w)), TN_ERR_SHAPE, "weight must be (n, d)");
  refuses(tn_embedding(at, tn_unsqueeze(w, 0)), TN_ERR_SHAPE, "[1, 4, 2]");
  refuses(tn_embedding(w, w), TN_ERR_TYPE, "indices must be int64 or int32, not float32");
  refuses(tn_embedding(tn_add_int(at, 4), w), TN_ERR_INDEX, "4");
  refuses(tn_embedding(tn_add_int(at, -1), w), TN_ERR_INDEX, "-1");
  refuses(tn_embedding(at, tn_narrow(w, 0, 0, 0)), TN_ERR_INDEX, "0");
  tn_embedding_options_t o;
  tn_embedding_options_init(NULL, sizeof o);
  tn_embedding_options_init(&o, sizeof o);
  o.padding_idx = 4;
  refuses(tn_embedding_with(at, w, &o), TN_ERR_VALUE, "padding_idx 4");
  o.padding_idx = -5;
  refuses(tn_embedding_with(at, w, &o), TN_ERR_VALUE, "padding_idx -5");
  o.padding_idx = 0, o.scale_grad_by_freq = 1;
  ok(tn_requires_grad_(w, 1));
  refuses(tn_embedding_with(tn_add_int(at, 9), w, &o), TN_ERR_INDEX, "9");
  o.struct_size = 1;
  refuses(tn_embedding_with(at, w, &o), TN_ERR_VALUE, "struct_size");
}

static void test_module(void** state) {
  (void)state;
  refuses(tn_module_new("Embedding", "{\"num_embeddings\": 4}"), TN_ERR_VALUE, "embedding_dim");
  refuses(tn_module_new("Embedding", "{\"num_embeddings\": -4, \"embedding_dim\": 2}"), TN_ERR_VALUE,
          "num_embeddings is -4");
  refuses(tn_module_new("Embedding", "{\"num_embeddings\": 4, \"embedding_dim\": 2, \"padding_idx\": 4}"),
          TN_ERR_VALUE, "it is 4 of 4");
  refuses(tn_module_new("Embedding", "{\"num_embeddings\": 4, \"embedding_dim\": 2, \"sparse\": true}"),
          TN_ERR_UNSUPPORTED, "sparse");
  refuses(
      tn_module_new("Embedding", "{\"num_embeddings\": 4, \"embedding_dim\": 2, \"_weight\": [[1.0, 2.0]]}"),
      TN_ERR_SHAPE, "[1, 2]");
  tn_module_t m =
      tn_module_new("Embedding", "{\"num_embeddings\": 4, \"embedding_dim\": 2, \"max_norm\": 1}");
  made(m);
  refuses(tn_module_forward(m, tn_full(TN_SHAPE(2), 4, TN_INT64, TN_CPU)), TN_ERR_INDEX, "4");
  refuses(tn_module_forward(m, tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU)), TN_ERR_TYPE, "float32");
}

static void test_one_hot(void** state) {
  (void)state;
  tn_tensor_t c = tn_arange(0, 3, 1, TN_INT64, TN_CPU);
  refuses(tn_one_hot(c, 2), TN_ERR_VALUE, "class 2 is too large");
  refuses(tn_one_hot(c, 0), TN_ERR_VALUE, "num_classes");
  refuses(tn_one_hot(c, -2), TN_ERR_VALUE, "-2");
  refuses(tn_one_hot(tn_neg(c), -1), TN_ERR_VALUE, "negative");
  refuses(tn_one_hot(tn_to(c, TN_CPU, TN_FLOAT32), -1), TN_ERR_TYPE, "float32");
  refuses(tn_one_hot(tn_narrow(c, 0, 0, 0), -1), TN_ERR_VALUE, "empty");
  refuses(tn_one_hot(c, INT64_MAX), TN_ERR_SHAPE, "one_hot");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_embedding), scoped(test_module), scoped(test_one_hot)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
