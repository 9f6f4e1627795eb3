/* A pre-norm transformer block written as nested expressions over a state_dict. */
#include <math.h>
#include <stdio.h>
#include <tenon/tenon.h>

static tn_tensor_t P(tn_dict_t w, const char* name) { return tn_dict_get(w, name); }

static tn_tensor_t heads(tn_tensor_t x, int64_t h) { /* [b, s, d] -> [b, h, s, d/h] */
  int64_t b = tn_tensor_size(x, 0), s = tn_tensor_size(x, 1), d = tn_tensor_size(x, 2);
  return tn_transpose(tn_reshape(x, TN_SHAPE(b, s, h, d / h)), 1, 2);
}

static tn_tensor_t attention(tn_dict_t w, tn_tensor_t x, tn_tensor_t mask_or_none, int64_t h) {
  tn_tensors_t qkv = tn_chunk(tn_linear(x, P(w, "attn.in_proj_weight"), P(w, "attn.in_proj_bias")), 3, -1);
  tn_tensor_t q = heads(tn_tensors_get(qkv, 0), h), k = heads(tn_tensors_get(qkv, 1), h),
              v = heads(tn_tensors_get(qkv, 2), h);
  tn_tensor_t score =
      tn_mul_scalar(tn_matmul(q, tn_transpose(k, -2, -1)), 1 / sqrt((double)tn_tensor_size(q, -1)));
  if (mask_or_none != TN_NONE) score = tn_add(score, mask_or_none);
  tn_tensor_t y = tn_transpose(tn_matmul(tn_softmax(score, -1), v), 1, 2);
  return tn_linear(tn_reshape(y, TN_SHAPE(tn_tensor_size(x, 0), tn_tensor_size(x, 1), -1)),
                   P(w, "attn.out_proj.weight"), P(w, "attn.out_proj.bias"));
}

static tn_tensor_t norm(tn_dict_t w, tn_tensor_t x, const char* weight, const char* bias) {
  return tn_layer_norm(x, TN_SHAPE(tn_tensor_size(x, -1)), P(w, weight), P(w, bias), 1e-5);
}

/* Leaves one new handle, in the caller's scope if it has one; otherwise it is the caller's. */
static tn_tensor_t block(tn_dict_t w, tn_tensor_t x, tn_tensor_t mask_or_none) {
  tn_scope_t s = tn_scope_begin();
  x = tn_add(x, attention(w, norm(w, x, "norm1.weight", "norm1.bias"), mask_or_none, 8));
  x = tn_add(x, tn_linear(tn_gelu(tn_linear(norm(w, x, "norm2.weight", "norm2.bias"), P(w, "mlp.0.weight"),
                                            P(w, "mlp.0.bias"))),
                          P(w, "mlp.2.weight"), TN_NONE)); /* no bias: said, not implied */
  x = tn_tensor_keep(x);
  tn_scope_end(s);
  return x;
}

int main(void) {
  tn_dict_t w = tn_safetensors_load("block.safetensors", NULL);
  tn_tensor_t x = tn_randn(TN_SHAPE(2, 16, 512), TN_FLOAT32, TN_CPU);
  tn_tensor_t y = block(w, x, TN_NONE);
  int bad = !y;
  if (bad)
    fprintf(stderr, "%s\n", tn_error_message()); /* tn_safetensors_load's reason, were the file missing */
  else {
    tn_tensor_t values, indices;
    if (tn_topk(y, 5, -1, 1, 1, &values, &indices) == TN_OK) {
      char text[4096];
      tn_tensor_text(values, text, sizeof text);
      puts(text);
      tn_tensor_release(values);
      tn_tensor_release(indices);
    }
    /* y[0, 1:, ..., None] */
    tn_tensor_t part =
        tn_index(y, TN_VALUES(TN_V_INT(0), TN_V_SLICE(1, TN_NONE_INT, 1), TN_V_ELLIPSIS, TN_V_NONE));
    tn_values_t r = tn_op_call("softmax", TN_VALUES(TN_V_TENSOR(part), TN_V_KW_INT("dim", -1)));
    tn_tensor_t z = tn_values_tensor(r, 0);
    tn_tensor_release(z);
    tn_values_release(r);
    tn_tensor_release(part);
  }
  tn_tensor_release(y);
  tn_tensor_release(x);
  tn_dict_release(w);
  return bad;
}
