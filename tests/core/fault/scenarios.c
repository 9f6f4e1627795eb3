#include "tests/core/fault/scenarios.h"

#include <stdlib.h>
#include <string.h>
#include <tenon/dlpack.h>

int to_destroy;
char scratch_file[256], index_file[300], idx_file[256], pickle_file[256], old_file[256];

static void destroy(void* user_data) {
  (void)user_data;
  --to_destroy;
}

static void note(numbers_t* numbers, double value) { numbers->value[numbers->count++] = value; }
/* The sum with weights, so that an element in a wrong place is noticed. */
static void note_tensor(numbers_t* numbers, tn_tensor_t t) {
  double values[256] = {0}, sum = 0;
  int64_t n = tn_tensor_numel(t);
  if (n < 0 || n > 256 || tn_tensor_read(t, values, TN_FLOAT64, n * 8)) return;
  for (int64_t i = 0; i < n; ++i) sum += (double)(i % 7 + 1) * values[i];
  note(numbers, sum);
}
static void note_all(numbers_t* numbers, tn_tensors_t list) {
  for (int64_t i = 0; i < tn_tensors_count(list); ++i) note_tensor(numbers, tn_tensors_get(list, i));
}

/* ---- training steps */

static tn_module_t network(void) {
  return tn_nn_sequential(TN_MODULES(tn_nn_conv2d(1, 2, TN_SHAPE(3)), tn_nn_relu(),
                                     tn_nn_max_pool2d(TN_SHAPE(2)), tn_nn_flatten(1, -1), tn_nn_dropout(0.25),
                                     tn_nn_linear(18, 4, 1)));
}

static tn_loader_t digits(int64_t workers) {
  tn_tensor_t images = tn_rand(TN_SHAPE(12, 1, 8, 8), TN_FLOAT32, TN_CPU);
  tn_tensor_t labels = tn_randint(0, 4, TN_SHAPE(12), TN_INT64, TN_CPU);
  tn_loader_options_t o;
  tn_loader_options_init(&o, sizeof o);
  o.batch_size = 4, o.shuffle = 1, o.workers = workers, o.seed = 5;
  return tn_loader_new(tn_dataset_tensors(TN_TENSORS(images, labels)), &o);
}

static tn_status_t step(tn_module_t net, tn_optimizer_t opt, const tn_tensor_t* batch, double* loss) {
  tn_scope_t s = tn_scope_begin();
  if (!s) return tn_error_code();
  tn_tensor_t l = tn_cross_entropy(tn_module_forward(net, batch[0]), batch[1]);
  tn_status_t status = tn_optimizer_zero_grad(opt);
  if (!status) status = tn_backward(l);
  if (!status) status = tn_optimizer_step(opt);
  *loss = tn_item(l);
  tn_scope_end(s);
  return status;
}

static void train(numbers_t* numbers, int64_t workers) {
  if (tn_manual_seed(7)) return;
  tn_module_t net = network();
  tn_optimizer_t opt = tn_optimizer_new("Adam", tn_module_parameters(net), "{\"lr\": 0.05}");
  tn_loader_t loader = digits(workers);
  tn_tensor_t batch[2];
  double loss = 0;
  if (tn_loader_start(loader)) return;
  while (tn_loader_next(loader, batch, 2) > 0) {
    if (step(net, opt, batch, &loss)) return;
    note(numbers, loss);
  }
  note_all(numbers, tn_module_parameters(net));
}
static void train_alone(numbers_t* numbers) { train(numbers, 0); }
static void train_with_workers(numbers_t* numbers) { train(numbers, 2); }

static void optimizers(numbers_t* numbers) {
  const char* kinds[][2] = {{"SGD", "{\"lr\": 0.1, \"momentum\": 0.9, \"nesterov\": true}"},
                            {"AdamW", "{\"lr\": 0.1, \"amsgrad\": true}"}};
  tn_manual_seed(3);
  for (int i = 0; i < 2; ++i) {
    tn_module_t net = tn_nn_linear(3, 2, 1), other = tn_nn_linear(2, 2, 1);
    tn_optimizer_t opt = tn_optimizer_new(kinds[i][0], tn_module_parameters(net), kinds[i][1]);
    if (tn_optimizer_add_group(opt, tn_module_parameters(other), "{\"lr\": 0.01}")) return;
    tn_tensor_t x = tn_ones(TN_SHAPE(4, 3), TN_FLOAT32, TN_CPU);
    for (int k = 0; k < 2; ++k) {
      tn_tensor_t y = tn_module_forward(other, tn_module_forward(net, x));
      if (tn_optimizer_zero_grad(opt) || tn_backward(tn_sum(tn_mul(y, y))) || tn_optimizer_step(opt)) return;
      if (tn_optimizer_load_state_dict(opt, tn_optimizer_state_dict(opt))) return;
    }
    if (tn_optimizer_set(opt, 0, "lr", 0.5)) return;
    note(numbers, tn_optimizer_get(opt, 0, "lr"));
    note_all(numbers, tn_module_parameters(net));
  }
}

static tn_status_t get_sample(tn_call_t call, void* user_data) {
  (void)user_data;
  double i = (double)tn_call_index(call, 0);
  tn_call_return(call, 0, tn_full(TN_SHAPE(2, 2), i, TN_FLOAT32, TN_CPU));
  tn_call_return(call, 1, tn_full(NULL, 0, -i, TN_FLOAT64, TN_CPU));
  return tn_error_code();
}

static void custom_dataset(numbers_t* numbers) {
  ++to_destroy;
  tn_dataset_t data = tn_dataset_custom(5, 2, get_sample, NULL, destroy);
  tn_loader_options_t o;
  tn_loader_options_init(&o, sizeof o);
  o.batch_size = 2;
  tn_loader_t loader = tn_loader_new(data, &o);
  note_all(numbers, tn_dataset_get(data, 3));
  if (tn_loader_start(loader)) return;
  tn_tensor_t batch[2];
  while (tn_loader_next(loader, batch, 2) > 0) note_tensor(numbers, batch[0]), note_tensor(numbers, batch[1]);
}

/* ---- gradients */

static tn_status_t cube_forward(tn_call_t call, void* user_data) {
  (void)user_data;
  tn_tensor_t x = tn_call_arg(call, 0);
  tn_call_save(call, x);
  ++to_destroy;
  tn_call_set_data(call, NULL, destroy);
  tn_call_return(call, 0, tn_mul(x, tn_mul(x, x)));
  return tn_error_code();
}
static tn_status_t cube_backward(tn_call_t call, void* user_data) {
  (void)user_data;
  tn_tensor_t x = tn_call_saved(call, 0);
  tn_call_return(call, 0, tn_mul(tn_call_arg(call, 0), tn_mul_scalar(tn_mul(x, x), 3)));
  return tn_error_code();
}
static tn_status_t halve(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_mul_scalar(tn_call_arg(call, 0), 0.5));
}

static tn_tensor_t leaf(double from, double to, int64_t rows, int64_t columns) {
  tn_tensor_t t =
      tn_reshape(tn_linspace(from, to, rows * columns, TN_FLOAT64, TN_CPU), TN_SHAPE(rows, columns));
  t = tn_clone(t);
  return tn_requires_grad_(t, 1) ? NULL : t;
}

static void functions_and_hooks(numbers_t* numbers) {
  tn_tensor_t x = leaf(-1, 2, 2, 3);
  ++to_destroy;
  tn_function_t cube = tn_function_new("Cube", 1, cube_forward, cube_backward, NULL, destroy);
  ++to_destroy;
  int64_t hook = tn_tensor_register_hook(x, halve, NULL, destroy);
  if (hook < 0) return;
  tn_tensor_t y = tn_function_apply(cube, TN_TENSORS(x)), h = tn_mul(y, tn_exp(x));
  ++to_destroy;
  if (tn_tensor_register_hook(h, halve, NULL, destroy) < 0 || tn_tensor_retain_grad(y)) return;
  tn_backward_options_t o;
  tn_backward_options_init(&o, sizeof o);
  o.retain_graph = 1;
  if (tn_backward_with(tn_sum(h), TN_NONE, NULL, 0, &o) || tn_tensor_remove_hook(x, hook)) return;
  if (tn_backward_with(h, tn_ones_like(h, 0, 0), TN_TENSORS(x), &o)) return;
  note_tensor(numbers, tn_tensor_grad(x));
  note_tensor(numbers, tn_tensor_grad(y));
}

static void gradients_of_gradients(numbers_t* numbers) {
  tn_tensor_t x = leaf(0.5, 2, 2, 3), w = leaf(-1, 1, 3, 2);
  tn_tensor_t y = tn_sum(tn_tanh(tn_matmul(tn_mul(x, tn_log(x)), w)));
  tn_tensors_t first = tn_grad(TN_TENSORS(y), TN_TENSORS(x, w), 1, 0);
  tn_tensor_t g = tn_tensors_get(first, 0), h = tn_tensors_get(first, 1);
  if (tn_backward(tn_add(tn_sum(tn_mul(g, g)), tn_sum(tn_mul(h, h))))) return;
  note_tensor(numbers, tn_tensor_grad(x));
  note_tensor(numbers, tn_tensor_grad(w));
}

static tn_status_t product(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_call_return(call, 0, tn_sigmoid(tn_mul(tn_call_arg(call, 0), tn_call_arg(call, 1))));
}

static void checked_gradients(numbers_t* numbers) {
  ++to_destroy;
  tn_gradcheck_options_t o;
  tn_gradcheck_options_init(&o, sizeof o);
  o.second_order = 1;
  if (tn_gradcheck(product, NULL, destroy, TN_TENSORS(leaf(0, 1, 1, 2), leaf(1, 2, 1, 2)), &o)) return;
  note(numbers, 1);
}

static void views_and_in_place(numbers_t* numbers) {
  tn_tensor_t x = leaf(-2, 2, 4, 3), y = tn_mul_scalar(x, 2);
  tn_tensor_t row = tn_select(y, 0, 1), column = tn_slice(tn_t(y), 0, 0, TN_NONE_INT, 2);
  if (tn_mul_(row, row) || tn_add_scalar_(column, 1) || tn_relu_(y)) return;
  tn_tensors_t parts = tn_split(tn_flatten(y, 0, -1), 5, 0);
  tn_tensor_t joined = tn_cat(TN_TENSORS(tn_tensors_get(parts, 2), tn_tensors_get(parts, 0)), 0);
  tn_tensor_t stacked = tn_stack(TN_TENSORS(joined, tn_flip(joined, TN_SHAPE(0))), 1);
  tn_tensor_t wide = tn_expand(tn_unsqueeze(stacked, 0), TN_SHAPE(2, -1, -1));
  tn_tensor_t z = tn_add(tn_sum(tn_permute(wide, TN_SHAPE(2, 0, 1))), tn_sum(tn_diagonal(y, 1, 0, 1)));
  if (tn_backward(tn_add(z, tn_sum(column)))) return;
  note_tensor(numbers, tn_tensor_grad(x));
}

/* ---- operators */

static void many_operators(numbers_t* numbers) {
  tn_tensor_t x = leaf(0.1, 1.2, 3, 4), w = leaf(-1, 1, 4, 4), b = tn_select(w, 0, 0);
  tn_tensor_t h = tn_layer_norm(tn_linear(x, w, b), TN_SHAPE(4), b, TN_NONE, 1e-5);
  h = tn_batch_norm(h, TN_NONE, TN_NONE, TN_NONE, b, 1, 0.1, 1e-5);
  h = tn_gelu(tn_add(h, tn_log_softmax(h, 1)));
  tn_tensor_t r = tn_add(tn_var(h, 1), tn_add(tn_norm(h, 2), tn_prod(tn_add_scalar(tn_abs(h), 1))));
  r = tn_add(r, tn_sum(tn_logsumexp(h, TN_SHAPE(0), 1)));
  tn_tensor_t values, indices;
  if (tn_max_dim(h, 1, 1, &values, &indices) || tn_backward(tn_add(r, tn_sum(values)))) return;
  note_tensor(numbers, tn_tensor_grad(x));
  note_tensor(numbers, tn_tensor_grad(w));
  tn_tensor_t half = tn_to(tn_detach(h), TN_CPU, TN_FLOAT16),
              whole = tn_arange_int(0, 12, 1, TN_INT64, TN_CPU);
  note_tensor(numbers, tn_sum_dim(tn_mul(half, tn_reshape(whole, TN_SHAPE(3, 4))), TN_SHAPE(0), 0));
  tn_tensor_t flat = tn_detach(x);
  note_tensor(numbers, tn_bmm(tn_reshape(flat, TN_SHAPE(2, 2, 3)), tn_reshape(flat, TN_SHAPE(2, 3, 2))));
  note_tensor(numbers, tn_embedding(tn_arange_int(0, 3, 1, TN_INT64, TN_CPU), tn_detach(w)));
}

static void indexing(numbers_t* numbers) {
  tn_tensor_t x = leaf(-3, 3, 4, 5), y = tn_clone(x), pick = tn_arange_int(3, 0, -1, TN_INT64, TN_CPU);
  tn_tensor_t mask = tn_gt_scalar(x, 0);
  tn_tensor_t picked = tn_index(y, TN_VALUES(TN_V_TENSOR(pick), TN_V_SLICE(1, TN_NONE_INT, 2)));
  tn_tensor_t sum = tn_add(tn_sum(picked), tn_sum(tn_masked_select(y, mask)));
  sum = tn_add(sum, tn_sum(tn_index(y, TN_VALUES(TN_V_TENSOR(mask)))));
  sum = tn_add(sum, tn_sum(tn_gather(y, 0, tn_unsqueeze(pick, 0))));
  sum = tn_add(sum, tn_sum(tn_index_select(y, 1, pick)));
  sum = tn_add(sum, tn_sum(tn_scatter(y, 0, tn_unsqueeze(pick, 0), tn_exp(y))));
  tn_tensor_t z = tn_mul_scalar(y, 2);
  if (tn_index_put_(z, TN_VALUES(TN_V_TENSOR(pick)), tn_sum_dim(y, TN_SHAPE(0), 0), 1)) return;
  if (tn_masked_fill_scalar_(z, mask, 4)) return;
  if (tn_backward(tn_add(sum, tn_sum(z)))) return;
  note_tensor(numbers, tn_tensor_grad(x));
  tn_values_t places = tn_op_call("nonzero", TN_VALUES(TN_V_TENSOR(mask)));
  note_tensor(numbers, tn_values_tensor(places, 0));
}

static void sorting(numbers_t* numbers) {
  tn_tensor_t x = leaf(-3, 3, 3, 5), y = tn_sin(tn_mul_scalar(x, 5)), values, places, top, top_places;
  if (tn_sort(y, 0, 1, &values, &places) || tn_topk(y, 2, 1, 1, 1, &top, &top_places)) return;
  tn_tensor_t sum = tn_add(tn_sum(tn_mul(values, values)), tn_sum(tn_exp(top)));
  if (tn_backward(tn_add(sum, tn_sum(tn_cumsum(y, 1))))) return;
  note_tensor(numbers, tn_tensor_grad(x));
  note_tensor(numbers, tn_argsort(y, 1, 0));
  note_tensor(numbers, places);
  note_tensor(numbers, top_places);
}

static void calls_by_name(numbers_t* numbers) {
  tn_tensor_t x = leaf(-3, 3, 3, 4);
  tn_values_t parts =
      tn_op_call("torch.split", TN_VALUES(TN_V_TENSOR(x), TN_V_INTS(1, 3), TN_V_KW_INT("dim", 1)));
  tn_tensor_t a = tn_values_tensor(parts, 0), b = tn_values_tensor(parts, 1);
  tn_tensor_t c =
      tn_values_tensor(tn_op_call("cat", TN_VALUES(TN_V_TENSORS(b, a), TN_V_KW_INT("dim", -1))), 0);
  tn_tensor_t d = tn_values_tensor(
      tn_op_call("nn.functional.softplus", TN_VALUES(TN_V_TENSOR(c), TN_V_KW_FLOAT("beta", 2))), 0);
  tn_tensor_t e = tn_values_tensor(
      tn_op_call("div", TN_VALUES(TN_V_TENSOR(d), TN_V_INT(3), TN_V_KW_STRING("rounding_mode", "floor"))), 0);
  tn_tensor_t f = tn_values_tensor(
      tn_op_call("sum", TN_VALUES(TN_V_TENSOR(d), TN_V_INTS(0), TN_V_KW_BOOL("keepdim", 1))), 0);
  if (!tn_op_call("mul_", TN_VALUES(TN_V_TENSOR(f), TN_V_FLOAT(2)))) return;
  tn_tensor_t out = tn_zeros(TN_SHAPE(3, 4), TN_FLOAT64, TN_CPU);
  tn_op_call("exp", TN_VALUES(TN_V_TENSOR(tn_detach(x)), TN_V_KW_TENSOR("out", out)));
  if (tn_backward(tn_sum(tn_mul(d, f)))) return;
  note_tensor(numbers, tn_tensor_grad(x));
  note_tensor(numbers, e);
  note_tensor(numbers, out);
  note(numbers, tn_op_count() > 100 && strlen(tn_op_schema(0)) > 3);
}

static void random_numbers(numbers_t* numbers) {
  tn_generator_t g = tn_generator_new(TN_CPU);
  if (tn_generator_manual_seed(g, 9)) return;
  tn_tensor_t state = tn_generator_state(g);
  note_tensor(numbers, tn_randn_generator(TN_SHAPE(5), g, TN_FLOAT32, TN_CPU));
  note_tensor(numbers, tn_randperm_generator(9, g, TN_INT64, TN_CPU));
  if (tn_generator_set_state(g, state)) return;
  note_tensor(numbers, tn_rand_generator(TN_SHAPE(5), g, TN_FLOAT16, TN_CPU));
}

/* ---- modules, files, texts */

static tn_status_t gate_forward(tn_call_t call, void* user_data) {
  (void)user_data;
  tn_module_t m = tn_call_module(call);
  tn_tensor_t h = tn_module_forward(tn_module_child(m, "fc"), tn_call_arg(call, 0));
  tn_call_return(call, 0, tn_mul(h, tn_module_parameter(m, "scale")));
  return tn_error_code();
}
static tn_status_t freeze(tn_call_t call, void* user_data) {
  (void)user_data;
  return tn_module_requires_grad_(tn_call_module(call), 0);
}

static void modules(numbers_t* numbers) {
  tn_manual_seed(11);
  ++to_destroy;
  tn_module_t m = tn_module_custom("Gate", gate_forward, NULL, destroy);
  tn_tensor_t scale = tn_full(TN_SHAPE(3), 2, TN_FLOAT32, TN_CPU);
  if (tn_module_add_parameter(m, "scale", scale) || tn_module_add(m, "fc", tn_nn_linear(2, 3, 1)) ||
      tn_module_add_buffer(m, "seen", tn_zeros(TN_SHAPE(1), TN_INT64, TN_CPU), 1))
    return;
  tn_module_t net = tn_nn_sequential(TN_MODULES(m, tn_module_new("Sigmoid", "{}"),
                                                tn_module_new("Conv2d",
                                                              "{\"in_channels\": 1, \"out_channels\": 2,"
                                                              "\"kernel_size\": [1, 2]}")));
  if (tn_module_load_state_dict(net, tn_module_state_dict(net), 1) || tn_module_to(net, 0, TN_FLOAT64))
    return;
  ++to_destroy;
  if (tn_module_apply(net, freeze, NULL, destroy) || tn_module_train(net, 0)) return;
  note_tensor(numbers, tn_module_forward(m, tn_ones(TN_SHAPE(2, 2), TN_FLOAT64, TN_CPU)));
  note(numbers, (double)tn_dict_count(tn_module_named_parameters(net)));
  note(numbers, (double)tn_dict_count(tn_module_named_buffers(net)));
  char text[1024];
  note(numbers, (double)tn_module_text(net, text, sizeof text));
}

static void files(numbers_t* numbers) {
  tn_manual_seed(2);
  tn_dict_t dict = tn_dict_new();
  if (tn_dict_set(dict, "a", tn_randn(TN_SHAPE(3, 2), TN_FLOAT32, TN_CPU)) ||
      tn_dict_set(dict, "b.c", tn_arange_int(0, 5, 1, TN_INT16, TN_CPU)) ||
      tn_dict_set_metadata(dict, "format", "a text that is long enough to be on the heap"))
    return;
  if (tn_safetensors_save(dict, scratch_file)) return;
  tn_dict_t read = tn_safetensors_load(scratch_file, NULL);
  note_tensor(numbers, tn_dict_get(read, "a"));
  note_tensor(numbers, tn_dict_get(read, "b.c"));
  note(numbers, tn_dict_metadata(read, "format") != NULL);
  tn_module_t net = network();
  if (tn_module_save(net, scratch_file)) return;
  note_all(numbers, tn_module_parameters(tn_module_load(scratch_file)));
  note_tensor(numbers, tn_load_idx(idx_file));
}

static void arrays_in_files(numbers_t* numbers) {
  tn_tensor_t x = leaf(-3, 3, 4, 5);
  if (tn_npy_save(tn_transpose(x, 0, 1), scratch_file)) return;
  note_tensor(numbers, tn_npy_load(scratch_file));
  tn_dict_t dict = tn_dict_new();
  if (tn_dict_set(dict, "a name that is long enough to be on the heap", x) ||
      tn_dict_set(dict, "b", tn_neg(x)))
    return;
  for (int way = 0; way < 3; ++way) {
    tn_load_options_t o;
    tn_load_options_init(&o, sizeof o);
    o.mapped = way == 2;
    if (tn_npz_save(dict, scratch_file, way == 1)) return;
    tn_dict_t read = tn_npz_load(scratch_file, &o);
    note_tensor(numbers, tn_dict_get(read, "b"));
  }
  if (tn_csv_save(tn_to(x, TN_CPU, TN_BFLOAT16), scratch_file, NULL)) return;
  note_tensor(numbers, tn_csv_load(scratch_file, NULL));
}

static tn_load_options_t loading(int inert, int mapped) {
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.inert = inert, o.mapped = mapped;
  return o;
}

static tn_dict_t three_tensors(void) {
  tn_dict_t dict = tn_dict_new();
  tn_tensor_t x = leaf(-3, 3, 4, 5);
  if (tn_dict_set(dict, "a name that is long enough to be on the heap", x) ||
      tn_dict_set(dict, "part", tn_select(x, 1, 2)) || tn_dict_set(dict, "truths", tn_gt_scalar(x, 0)) ||
      tn_dict_set_metadata(dict, "format", "pt"))
    return NULL;
  return dict;
}

static void several_files(numbers_t* numbers) {
  tn_dict_t dict = three_tensors();
  tn_load_options_t o = loading(0, 1);
  if (tn_safetensors_save(dict, scratch_file)) return;
  note_tensor(numbers, tn_dict_get(tn_safetensors_load(scratch_file, &o), "part"));
  if (tn_safetensors_save_sharded(dict, index_file, 100)) return;
  note_tensor(numbers, tn_dict_get(tn_safetensors_load(index_file, NULL), "part"));
  note_tensor(numbers, tn_dict_get(tn_safetensors_load(index_file, &o), "truths"));
}

static void trees_in_files(numbers_t* numbers) {
  const tn_tree_t weights = tn_tree_from_tensors(three_tensors());
  const tn_tree_t parts[] = {tn_tree_from_int(-70000),
                             weights,
                             tn_tree_from_float(0.5),
                             weights,
                             tn_tree_from_string("a text that is long enough to be on the heap"),
                             tn_tree_from_bytes("\xff", 1),
                             tn_tree_from_dtype(TN_INT16)};
  tn_tree_t tree = tn_tree_dict();
  if (tn_tree_set(tree, "parts", tn_tree_list(parts, 7)) || tn_tree_set_int(tree, 3, tn_tree_tuple(parts, 2)))
    return;
  if (tn_save(tree, scratch_file)) return;
  for (int mapped = 0; mapped < 2; ++mapped) {
    tn_load_options_t o = loading(0, mapped);
    tn_tree_t again = tn_tree_get(tn_load(scratch_file, &o), "parts");
    note(numbers, tn_tree_float(tn_tree_item(again, 2)));
    note_tensor(numbers, tn_dict_get(tn_tree_tensors(again), "1/part"));
  }
  if (tn_save_state_dict(three_tensors(), scratch_file)) return;
  note_tensor(numbers, tn_dict_get(tn_load_state_dict(scratch_file), "part"));
  tn_load_options_t o = loading(1, 0);
  note(numbers, (double)tn_tree_int(tn_tree_get(tn_load(pickle_file, &o), "a")));
}

static void old_checkpoint(numbers_t* numbers) {
  for (int inert = 0; inert < 2; ++inert) {
    tn_load_options_t o = loading(inert, 0);
    tn_tree_t tree = tn_load(old_file, &o);
    note(numbers, (double)tn_tree_count(tree));
    note(numbers, tn_tree_float(tn_tree_get(tree, "f")));
    note(numbers, (double)tn_tree_count(tn_tree_get(tree, "s")));
    note_tensor(numbers, tn_tree_tensor(tn_tree_get(tree, "array")));
    note_tensor(numbers, tn_dict_get(tn_tree_tensors(tree), "list/1"));
  }
  note_tensor(numbers, tn_dict_get(tn_load_state_dict(old_file), "array"));
}

static void texts(numbers_t* numbers) {
  char text[4096];
  tn_tensor_t x = leaf(-1000, 2e7, 4, 6), ints = tn_arange_int(0, 3000, 1, TN_INT64, TN_CPU);
  note(numbers, (double)tn_tensor_text(x, text, sizeof text));
  note(numbers, (double)tn_tensor_text(ints, text, sizeof text));
  note(numbers, (double)tn_tensor_text(tn_gt_scalar(x, 3), text, sizeof text));
  note(numbers, (double)tn_tensor_text(tn_exp(x), text, sizeof text));
}

/* ---- handles */

static void handles(numbers_t* numbers) {
  tn_scope_t outer = tn_scope_begin();
  if (!outer) return;
  tn_tensor_t kept = TN_NONE;
  for (int i = 0; i < 40; ++i) {
    if (!tn_scope_begin()) break;
    tn_tensor_t t = tn_full(TN_SHAPE(2), i, TN_FLOAT32, TN_CPU), copy = tn_contiguous(t);
    tn_tensor_t mine = tn_tensor_retain(t);
    if (i == 39) note_tensor(numbers, copy);
    tn_tensor_release(mine);
    if (i == 0) kept = tn_tensor_keep(t);
  }
  note_tensor(numbers, kept);
  tn_scope_t pause = tn_scope_pause();
  if (pause) tn_tensor_release(tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU));
  tn_scope_resume(pause);
  tn_scope_end(outer);
}

static void other_contexts(numbers_t* numbers) {
  tn_context_t other = tn_context_new();
  if (!other) return;
  tn_context_t mine = tn_context_swap(other);
  tn_scope_t s = tn_scope_begin();
  tn_tensor_t t = tn_tensor_keep(tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU));
  numbers_t inner = {.count = 0};
  note_tensor(&inner, t);
  if (s) tn_scope_end(s);
  tn_tensor_release(t); /* kept: in no scope */
  tn_status_t status = tn_error_code();
  tn_context_swap(mine);
  if (status) tn_error_set(status, "out of memory elsewhere");
  tn_context_release(other);
  note(numbers, inner.value[0]);
}

static void delete_blob(void* context, void* data) {
  (void)context, (void)data;
  --to_destroy;
}

static void foreign_memory(numbers_t* numbers) {
  static double values[6] = {1, 2, 3, 4, 5, 6};
  ++to_destroy;
  tn_tensor_t blob = tn_from_blob(values, TN_FLOAT64, TN_SHAPE(2, 3), delete_blob, NULL);
  struct DLManagedTensorVersioned* managed = tn_to_dlpack(tn_t(blob));
  if (managed) note_tensor(numbers, tn_from_dlpack(managed));
  note_tensor(numbers, tn_tensor_new(values, TN_FLOAT64, TN_SHAPE(3)));
}

/* Loops that are worth several threads; the inputs are too large to note, so their sums are. */
static void threads(numbers_t* numbers) {
  if (tn_set_num_threads(2)) return;
  tn_manual_seed(1);
  tn_tensor_t x = tn_randn(TN_SHAPE(200, 300), TN_FLOAT32, TN_CPU),
              k = tn_randn(TN_SHAPE(4, 1, 3, 3), TN_FLOAT32, TN_CPU);
  if (!tn_requires_grad_(x, 1) && !tn_requires_grad_(k, 1)) {
    tn_tensor_t y = tn_conv2d(tn_reshape(x, TN_SHAPE(4, 1, 100, 150)), k, TN_NONE);
    tn_tensor_t z = tn_add(tn_sum(tn_exp(x)), tn_sum(tn_max_pool2d(y, TN_SHAPE(2))));
    if (!tn_backward(tn_add(z, tn_sum(tn_matmul(x, tn_t(x))))))
      note_tensor(numbers, tn_sum(tn_tensor_grad(x))), note_tensor(numbers, tn_tensor_grad(k));
  }
  tn_set_num_threads(1);
}

const scenario_t scenarios[] = {
    {"train", train_alone},
    {"train with workers", train_with_workers},
    {"optimizers", optimizers},
    {"custom dataset", custom_dataset},
    {"functions and hooks", functions_and_hooks},
    {"gradients of gradients", gradients_of_gradients},
    {"checked gradients", checked_gradients},
    {"views and changes in place", views_and_in_place},
    {"many operators", many_operators},
    {"indexing", indexing},
    {"sorting", sorting},
    {"calls by name", calls_by_name},
    {"random numbers", random_numbers},
    {"modules", modules},
    {"files", files},
    {"arrays in files", arrays_in_files},
    {"several files", several_files},
    {"trees in files", trees_in_files},
    {"old checkpoint", old_checkpoint},
    {"texts", texts},
    {"handles", handles},
    {"other contexts", other_contexts},
    {"foreign memory", foreign_memory},
    {"threads", threads},
};
const int scenario_count = sizeof scenarios / sizeof *scenarios;
