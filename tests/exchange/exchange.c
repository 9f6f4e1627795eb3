/* What the scripts here need of the library: files made, and files read and written again.
 *
 *     exchange make OUT.pt                      a tree with every kind of value
 *     exchange copy IN OUT.pt                   whatever IN is
 *     exchange copy-mapped IN OUT.pt
 *     exchange safetensors IN OUT
 *     exchange safetensors-mapped IN OUT
 *     exchange weights IN OUT                   as safetensors, the tensors of whatever IN is
 *     exchange shards IN OUT.index.json BYTES
 *     exchange train IN OUT.pt OPTIMIZER JSON   two steps more than the checkpoint IN has had; "" begins
 *
 * Fails with a line of reason. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/tenon.h>

/* Elements whose bytes are all different. */
static tn_tensor_t bytes_of_all_kinds(tn_dtype_t dtype) {
  unsigned char bytes[240];
  for (int i = 0; i < 240; ++i) bytes[i] = (unsigned char)(dtype == TN_BOOL ? i % 2 : 7 * i);
  return tn_tensor_new(bytes, dtype, TN_SHAPE(5, 240 / 5 / tn_dtype_itemsize(dtype)));
}

static void set(tn_tree_t dict, const char* key, tn_tree_t value) { tn_tree_set(dict, key, value); }

static tn_tree_t tensors(void) {
  tn_tree_t dict = tn_tree_dict();
  for (tn_dtype_t d = TN_FLOAT32; d <= TN_BOOL; ++d)
    set(dict, tn_dtype_name(d), tn_tree_from_tensor(bytes_of_all_kinds(d)));
  tn_tensor_t x = tn_view(tn_arange_int(0, 24, 1, TN_FLOAT32, TN_CPU), TN_SHAPE(2, 3, 4));
  tn_tensor_t leaf = tn_ones(TN_SHAPE(2), TN_FLOAT64, TN_CPU);
  tn_requires_grad_(leaf, 1);
  set(dict, "x", tn_tree_from_tensor(x));
  set(dict, "permuted", tn_tree_from_tensor(tn_permute(x, TN_SHAPE(2, 0, 1))));
  set(dict, "selected", tn_tree_from_tensor(tn_select(x, 1, 2)));
  set(dict, "stepped", tn_tree_from_tensor(tn_slice(x, 2, 1, TN_NONE_INT, 2)));
  set(dict, "expanded", tn_tree_from_tensor(tn_expand(tn_select(x, 0, 1), TN_SHAPE(5, 3, 4))));
  set(dict, "number", tn_tree_from_tensor(tn_full(NULL, 0, -2.5, TN_FLOAT32, TN_CPU)));
  set(dict, "empty", tn_tree_from_tensor(tn_zeros(TN_SHAPE(3, 0), TN_INT64, TN_CPU)));
  set(dict, "leaf", tn_tree_from_tensor(leaf));
  return dict;
}

static tn_tree_t values(void) {
  tn_tree_t dict = tn_tree_dict(), list = tn_tree_list(NULL, 0);
  static const int64_t ints[] = {0,         1,         255,       256,          65535,         65536,    -1,
                                 INT32_MAX, INT32_MIN, INT64_MAX, 2147483648LL, -2147483649LL, INT64_MIN};
  for (size_t i = 0; i < sizeof ints / sizeof *ints; ++i) tn_tree_append(list, tn_tree_from_int(ints[i]));
  const tn_tree_t pair[] = {list, tn_tree_none()};
  tn_tree_t tuple = tn_tree_tuple(pair, 2);
  tn_dict_t weights = tn_dict_new();
  tn_dict_set(weights, "b", tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU));
  tn_dict_set(weights, "a", TN_NONE);
  set(dict, "ints", list);
  set(dict, "list again", list);
  set(dict, "tuple", tuple);
  set(dict, "empty", tn_tree_tuple(NULL, 0));
  set(dict, "true", tn_tree_from_bool(1));
  set(dict, "false", tn_tree_from_bool(0));
  set(dict, "text", tn_tree_from_string("h\xc3\xa4\xc3\x9f \xf0\x9f\x98\x80\n"));
  set(dict, "dtype", tn_tree_from_dtype(TN_FLOAT16));
  set(dict, "weights", tn_tree_from_tensors(weights));
  tn_tree_set_int(dict, -7, tn_tree_dict());
  return dict;
}

static tn_tree_t floats(void) {
  tn_tree_t list = tn_tree_list(NULL, 0);
  const double reals[] = {0, -0.0, 0.1, 1e300, 5e-324, 1.0 / 3};
  for (size_t i = 0; i < sizeof reals / sizeof *reals; ++i)
    tn_tree_append(list, tn_tree_from_float(reals[i]));
  tn_tree_append(list, tn_tree_from_bytes("\x00\x7f\x80\xff", 4));
  return list;
}

static tn_status_t make(const char* out) {
  tn_tree_t tree = tn_tree_dict();
  set(tree, "tensors", tensors());
  set(tree, "values", values());
  if (getenv("WITH_FLOATS")) set(tree, "floats", floats());
  return tn_save(tree, out);
}

/* The network, the data and the loss of training.py. */
static tn_status_t train(const char* in, const char* out, const char* optimizer, const char* json) {
  tn_module_t net = tn_nn_sequential(TN_MODULES(tn_nn_linear(4, 5, 1), tn_nn_relu(), tn_nn_linear(5, 2, 1)));
  tn_optimizer_t opt = tn_optimizer_new(optimizer, tn_module_parameters(net), json);
  int64_t step = 0;
  if (*in) {
    tn_tree_t read = tn_load(in, NULL);
    step = tn_tree_int(tn_tree_get(read, "step"));
    if (tn_module_load_state_dict(net, tn_tree_tensors(tn_tree_get(read, "model")), 1) ||
        tn_optimizer_load_state_tree(opt, tn_tree_get(read, "optimizer")))
      return tn_error_code();
  }
  for (int64_t end = step + 2; step < end; ++step) {
    tn_tensor_t counted = tn_arange_int(step, step + 24, 1, TN_FLOAT32, TN_CPU);
    tn_tensor_t x = tn_sin(tn_reshape(counted, TN_SHAPE(6, 4)));
    tn_tensor_t loss = tn_mean(tn_square(tn_module_forward(net, x)));
    if (tn_optimizer_zero_grad(opt) || tn_backward(loss) || tn_optimizer_step(opt)) return tn_error_code();
  }
  return tn_save(tn_checkpoint(net, opt, step), out);
}

static tn_load_options_t options(const char* command) {
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = strstr(command, "mapped") != NULL;
  return o;
}

static tn_status_t run(int n, char** args) {
  const char* command = args[1];
  tn_load_options_t o = options(command);
  if (n == 3 && !strcmp(command, "make")) return make(args[2]);
  if (n == 4 && !strncmp(command, "copy", 4)) return tn_save(tn_load(args[2], &o), args[3]);
  if (n == 6 && !strcmp(command, "train")) return train(args[2], args[3], args[4], args[5]);
  if (n < 4) return tn_error_set(TN_ERR_VALUE, "wrong arguments"), TN_ERR_VALUE;
  tn_dict_t dict =
      strncmp(command, "safetensors", 11) ? tn_load_state_dict(args[2]) : tn_safetensors_load(args[2], &o);
  if (n == 5) return tn_safetensors_save_sharded(dict, args[3], strtoll(args[4], NULL, 10));
  return tn_safetensors_save(dict, args[3]);
}

int main(int n, char** args) {
  if (n < 3) return fputs("exchange COMMAND FILE…\n", stderr), 2;
  tn_scope_t scope = tn_scope_begin();
  tn_status_t status = run(n, args);
  if (status) fprintf(stderr, "%s\n", tn_error_message());
  tn_scope_end(scope);
  if (tn_live_count() != 0) return fputs("objects are left\n", stderr), 1;
  return status != TN_OK;
}
