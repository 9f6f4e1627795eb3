/* A custom autograd function (clipped exponential) inside a custom module; a gradient hook; double backward.
 */
#include <stdio.h>
#include <stdlib.h>
#include <tenon/tenon.h>

static tn_status_t clipexp_forward(tn_call_t call, void* user_data) {
  tn_tensor_t y = tn_exp(tn_call_arg(call, 0));
  (void)user_data;
  tn_call_save(call, y);
  return tn_call_return(call, 0, y);
}
static tn_status_t clipexp_backward(tn_call_t call, void* user_data) {
  double limit = *(double*)user_data;
  tn_tensor_t g = tn_call_arg(call, 0), y = tn_call_saved(call, 0);
  if (!tn_call_needs_grad(call, 0)) return tn_call_return(call, 0, TN_NONE);
  return tn_call_return(call, 0, tn_where(tn_gt_scalar(y, limit), tn_mul_scalar(g, limit), tn_mul(g, y)));
}

typedef struct {
  tn_function_t exp;
} gate_t; /* the module's own state */
static tn_status_t gate_forward(tn_call_t call, void* user_data) {
  gate_t* self = user_data;
  tn_module_t m = tn_call_module(call);
  tn_tensor_t x = tn_call_arg(call, 0), scale = tn_module_parameter(m, "scale");
  tn_tensor_t h = tn_module_forward(tn_module_child(m, "fc"), x);
  return tn_call_return(call, 0, tn_mul(tn_function_apply(self->exp, TN_TENSORS(h)), scale));
}
static void gate_destroy(void* user_data) {
  gate_t* self = user_data;
  tn_function_release(self->exp);
  free(self);
}
static tn_module_t gate_new(int64_t n) { /* opens a scope, retains what it stores, keeps what it returns */
  double* limit = malloc(sizeof *limit);
  gate_t* self = malloc(sizeof *self);
  if (!limit || !self) {
    free(limit);
    free(self);
    tn_error_set(TN_ERR_MEMORY, "gate_new: out of memory");
    return NULL;
  }
  tn_scope_t s = tn_scope_begin();
  *limit = 10;
  self->exp =
      tn_function_retain(tn_function_new("ClipExp", 1, clipexp_forward, clipexp_backward, limit, free));
  tn_module_t m =
      tn_module_custom("Gate", gate_forward, self, gate_destroy); /* failed? gate_destroy has run */
  tn_tensor_t scale = tn_zeros(TN_SHAPE(n), TN_FLOAT32, TN_CPU);
  int bad = tn_requires_grad_(scale, 1) || tn_module_add_parameter(m, "scale", scale) ||
            tn_module_add(m, "fc", tn_nn_linear(n, n, 1));
  m = bad ? NULL : tn_module_keep(m);
  tn_scope_end(s);
  return m;
}
static tn_status_t halve(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_mul_scalar(tn_call_arg(call, 0), 0.5));
}

int main(void) {
  tn_scope_t s = tn_scope_begin();
  tn_module_t gate = gate_new(4);
  tn_tensor_t x = tn_randn(TN_SHAPE(3, 4), TN_FLOAT32, TN_CPU);
  tn_requires_grad_(x, 1);
  int64_t hook = tn_tensor_register_hook(tn_module_parameter(gate, "scale"), halve, NULL, NULL);
  tn_tensor_t loss = tn_sum(tn_module_forward(gate, x));
  tn_tensors_t g = tn_grad(TN_TENSORS(loss), TN_TENSORS(x, tn_module_parameter(gate, "scale")), 1, 1);
  for (int64_t i = 0; i < tn_tensors_count(g); ++i)
    if (tn_tensors_get(g, i) == TN_NONE) puts("unused");
  tn_backward(tn_sum(tn_mul(tn_tensors_get(g, 0), tn_tensors_get(g, 0))));
  if (tn_tensor_grad(x) == TN_NONE) puts("no gradient"); /* absence is not failure */
  tn_tensor_remove_hook(tn_module_parameter(gate, "scale"), hook);
  if (tn_error_code()) fprintf(stderr, "%s\n", tn_error_message());
  return tn_scope_end(s) != TN_OK;
}
