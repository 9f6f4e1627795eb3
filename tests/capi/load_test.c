// tn_load: PyTorch's archives, old files and plain pickles, and every other format by its content.
#define _GNU_SOURCE
#include <unistd.h>

#include "tests/capi/torch_files.h"

static tn_tree_t loaded(const char* path) {
  tn_tree_t tree = tn_load(path, NULL);
  made(tree);
  remove(path);
  return tree;
}

static tn_tensor_t tensor_at(tn_tree_t tree, const char* key) {
  tn_tensor_t t = tn_tree_tensor(tn_tree_get(tree, key));
  made(t);
  return t;
}

static void test_archive(void** state) {
  (void)state;
  tn_tree_t tree = loaded(
      ARCHIVE("}(S'epoch'\nI3\nS'w'\n" TENSOR("Float", "0", 8, 2, "I2\nI3\n", "I3\nI1\n") "S't'\n" TENSOR(
          "Float", "0", 8, 0, "I2\nI4\n", "I1\nI2\n") "S'b'\n" TENSOR("Bool", "1", 8, 1, "I3\n",
                                                                      "I1\n") "u"));
  assert_int_equal(tn_tree_int(tn_tree_get(tree, "epoch")), 3);
  tn_tensor_t w = tensor_at(tree, "w"), t = tensor_at(tree, "t"), b = tensor_at(tree, "b");
  expect_shape(w, 2, 3);
  expect(w, 0, 2, 3, 4, 5, 6, 7);
  assert_int_equal(tn_tensor_storage_offset(w), 2);
  expect(t, 0, 0, 2, 4, 6, 1, 3, 5, 7);
  assert_false(tn_tensor_is_contiguous(t));
  assert_int_equal(tn_tensor_dtype(b), TN_BOOL);
  expect(b, 0, 1, 1, 1);
  assert_int_equal(((const uint8_t*)tn_tensor_data(b))[1], 1);  // and not 2
  // They share memory, and it is theirs.
  ok(tn_fill_scalar_(w, -1));
  expect(t, 0, 0, -1, -1, -1, 1, -1, -1, -1);
  assert_false(tn_tensor_requires_grad(w));
}

static void test_empty_and_scalar(void** state) {
  (void)state;
  tn_tree_t tree = loaded(ARCHIVE("(" TENSOR("Float", "0", 8, 7, "", "") TENSOR(
      "Long", "none", 0, 0, "I3\nI0\nI2\n", "I2\nI2\nI1\n") TENSOR("Float", "0", 8, 90, "I0\n", "I1\n") "t"));
  expect_shape_(tn_tree_tensor(tn_tree_item(tree, 0)), NULL, 0);
  assert_true(tn_item(tn_tree_tensor(tn_tree_item(tree, 0))) == 7);
  expect_shape(tn_tree_tensor(tn_tree_item(tree, 1)), 3, 0, 2);
  assert_int_equal(tn_tensor_dtype(tn_tree_tensor(tn_tree_item(tree, 1))), TN_INT64);
  expect_shape(tn_tree_tensor(tn_tree_item(tree, 2)), 0);
}

static void test_parameters(void** state) {
  (void)state;
  tn_tree_t tree = loaded(ARCHIVE("(ctorch._utils\n_rebuild_parameter\n(" TENSOR(
      "Float", "0", 8, 0, "I2\n",
      "I1\n") "I01\n" SET
              "tRctorch._utils\n_rebuild_parameter\n(" TENSOR(
                  "Float", "0", 8, 2, "I2\n",
                  "I1\n") "I00\n" SET
                          "tRctorch._tensor\n_rebuild_from_type_v2\n(ctorch._utils\n_rebuild_tensor_"
                          "v2\nctorch.nn.parameter\nParameter\n(" STORAGE(
                              "Float", "0", 8) "I4\n(I2\nt(I1\ntI01\n" SET "t}tRt"));
  for (int i = 0; i < 3; ++i) {
    tn_tree_t part = tn_tree_item(tree, i);
    assert_string_equal(tn_tree_class_name(part), "torch.nn.parameter.Parameter");
    assert_int_equal(tn_tensor_requires_grad(tn_tree_tensor(part)), i != 1);
    expect(tn_tree_tensor(part), 0, 2 * i, 2 * i + 1);
  }
  // They can be trained.
  tn_tensor_t w = tn_tree_tensor(tn_tree_item(tree, 0));
  ok(tn_backward(tn_sum(tn_mul(w, w))));
  expect(tn_tensor_grad(w), 0, 0, 2);
}

static void test_other_rebuilders(void** state) {
  (void)state;
  tn_tree_t tree = loaded(ARCHIVE("(ctorch._utils\n_rebuild_tensor\n(" STORAGE(
      "Float", "0", 8) "I1\n(I2\nt(I3\nttRctorch._utils\n_rebuild_tensor_v3\n((S'storage'\nctorch."
                       "storage\nUntypedStorage\nS'1'\nS'cuda:0'\n"
                       "I8\ntQI1\n(I2\nt(I1\ntI00\n" SET "ctorch\nint16\ntR" STORAGE("Float", "0", 8) "t"));
  expect(tn_tree_tensor(tn_tree_item(tree, 0)), 0, 1, 4);
  expect(tn_tree_tensor(tn_tree_item(tree, 1)), 0, 0x302, 0x504);
  assert_string_equal(tn_tree_class_name(tn_tree_item(tree, 2)), "torch.FloatStorage");
  expect_shape(tn_tree_tensor(tn_tree_item(tree, 2)), 8);
}

static void test_mapped(void** state) {
  (void)state;
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.mapped = 1;
  const char* path = ARCHIVE("}(S'w'\n" TENSOR("Float", "0", 8, 2, "I2\n", "I1\n") "S'b'\n" TENSOR(
      "Bool", "1", 8, 2, "I1\n", "I1\n") "u");
  tn_tree_t tree = tn_load(path, &o);
  made(tree);
  remove(path);  // the file stays as long as it is mapped
  tn_tensor_t w = tensor_at(tree, "w");
  expect(w, 0, 2, 3);
  refuses(tn_fill_scalar_(w, 1), TN_ERR_STATE, "read-only");
  expect(tn_mul(w, w), 0, 4, 9);
  // Truth is one byte of 0 or 1 with us, and so a copy.
  ok(tn_fill_scalar_(tensor_at(tree, "b"), 0));
}

static void test_byte_orders(void** state) {
  (void)state;
  static const char pickle[] = "\x80\x02" TENSOR("Int", "0", 2, 0, "I2\n", "I1\n") ".";
  uint8_t bytes[2000];
  stored_entry entries[] = {{"data.pkl", pickle, sizeof pickle - 1},
                            {"data/0", "\0\0\1\2\xff\xff\xff\xfe", 8},
                            {"byteorder", "big", 3}};
  tn_tree_t tree = loaded(file_with("big.pt", bytes, stored_zip(bytes, entries, 3, 1)));
  expect(tn_tree_tensor(tree), 0, 258, -2);
  entries[2].data = "odd";
  const char* path = file_with("odd.pt", bytes, stored_zip(bytes, entries, 3, 1));
  refuses(tn_load(path, NULL), TN_ERR_IO, "neither little nor big");
  tree = loaded(file_with("without.pt", bytes, stored_zip(bytes, entries, 2, 1)));
  expect(tn_tree_tensor(tree), 0, 0x2010000, -16777217);
  remove(path);
}

/* ---- the format before PyTorch 1.6 */

#define MAGIC "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."
#define LEGACY(pickle, keys) MAGIC "\x80\x02M\xe9\x03.\x80\x02}.\x80\x02" pickle ".\x80\x02](" keys "e."
#define LEGACY_STORAGE(kind, key, count, view) \
  "(S'storage'\nctorch\n" kind "Storage\nS'" key "'\nS'cuda:0'\nI" #count "\n" view "tQ"
#define TWO_FLOATS "\2\0\0\0\0\0\0\0\0\0\x80\x3f\0\0\0\x40"

static void test_legacy(void** state) {
  (void)state;
  tn_tree_t tree = loaded(file_with(
      "legacy.pt",
      BYTES(LEGACY("(" TENSOR_IN(LEGACY_STORAGE("Float", "7", 2, "N"), 0, "I2\n", "I1\n")
                       TENSOR_IN(LEGACY_STORAGE("Float", "7", 2, "(S'8'\nI1\nI1\nt"), 0, "I1\n", "I1\n")
                           TENSOR_IN(LEGACY_STORAGE("Short", "9", 1, "N"), 0, "", "") "t",
                   "S'9'\nS'7'\n") "\1\0\0\0\0\0\0\0\xfe\xff" TWO_FLOATS)));
  tn_tensor_t whole = tn_tree_tensor(tn_tree_item(tree, 0)), part = tn_tree_tensor(tn_tree_item(tree, 1));
  expect(whole, 0, 1, 2);
  expect(part, 0, 2);
  expect(tn_tree_tensor(tn_tree_item(tree, 2)), 0, -2);
  ok(tn_fill_scalar_(part, 5));
  expect(whole, 0, 1, 5);
}

static void test_legacy_module(void** state) {
  (void)state;
  const char* path = file_with(
      "module.pt",
      BYTES(LEGACY("(S'module'\ncmnist\nNet\nS'mnist.py'\nS'class "
                   "Net'\ntQ)\x81}(S'training'\nI01\nS'_parameters'\n" SET "S'w'\n" TENSOR_IN(
                       LEGACY_STORAGE("Float", "7", 2, "N"), 0, "I2\n",
                       "I1\n") "sS'_modules'\n" SET "S'fc'\ncmnist\nFc\n)\x81}"
                               "S'_buffers'\n}S'n'\n" TENSOR_IN(LEGACY_STORAGE("Float", "7", 2, "N"), 1,
                                                                "I1\n", "I1\n") "ssbsub",
                   "S'7'\n") TWO_FLOATS));
  refuses(tn_load(path, NULL), TN_ERR_UNSUPPORTED, "asks for mnist.Net");
  refuses(tn_load_state_dict(path), TN_ERR_UNSUPPORTED, "asks for mnist.Net");
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.inert = 1;
  tn_tree_t tree = tn_load(path, &o);
  made(tree);
  assert_int_equal(tn_tree_kind(tree), TN_TREE_INSTANCE);
  assert_string_equal(tn_tree_class_name(tree), "mnist.Net");
  assert_int_equal(tn_tree_bool(tn_tree_get(tree, "training")), 1);
  tn_dict_t names = tn_tree_tensors(tree);
  made(names);
  assert_int_equal(tn_dict_count(names), 2);
  expect(tn_dict_get(names, "w"), 0, 1, 2);
  expect(tn_dict_get(names, "fc.n"), 0, 2);
  remove(path);
}

static void test_plain_pickles(void** state) {
  (void)state;
  tn_tree_t tree = loaded(file_with("plain.pkl", BYTES("(lp0\nI1\naF0.5\naS'x'\na.")));
  assert_int_equal(tn_tree_count(tree), 3);
  assert_true(tn_tree_float(tn_tree_item(tree, 1)) == 0.5);
  // A tensor in one is a file of the old format in its bytes.
  static const char inner[] = LEGACY(LEGACY_STORAGE("Float", "7", 2, "N"), "S'7'\n") TWO_FLOATS;
  uint8_t bytes[1000], *to = bytes;
  to = put_bytes(to, BYTES("\x80\x03"
                           "ctorch._utils\n_rebuild_tensor_v2\n(ctorch.storage\n_load_from_bytes\nB"));
  to = put_bytes(put_number(to, sizeof inner - 1, 4), inner, sizeof inner - 1);
  to = put_bytes(to, BYTES("\x85RI0\n(I1\nI2\nt(I2\nI1\ntI00\n" SET "tR."));
  tree = loaded(file_with("tensor.pkl", bytes, (size_t)(to - bytes)));
  expect_shape(tn_tree_tensor(tree), 1, 2);
  expect(tn_tree_tensor(tree), 0, 1, 2);
}

/* A pickle may end like an archive. */
static void test_archive_behind_a_pickle(void** state) {
  (void)state;
  uint8_t bytes[100], *to = put_bytes(bytes, BYTES("\x80\x03"
                                                   "C\x16"));
  to = put_bytes(put_number(put_number(to, 0x06054b50, 4), 0, 18), ".", 1);
  tn_tree_t tree = loaded(file_with("end.pkl", bytes, (size_t)(to - bytes)));
  assert_int_equal(tn_tree_kind(tree), TN_TREE_BYTES);
}

static void test_torchscript(void** state) {
  (void)state;
  static const char pickle[] = "\x80\x02" "c__torch__\nNet\n)\x81}(S'training'\nI01\nS'weight'\n"
                              TENSOR("Float", "0", 8, 0, "I8\n", "I1\n") "S'sizes'\nctorch.jit._pickle\nbuild_intlist\n"
                              "](I2\nI3\ne\x85RS'fc'\nc__torch__.nn\nLinear\n)\x81}S'bias'\n"
                              TENSOR("Float", "0", 8, 1, "I1\n", "I1\n") "sbub.";
  uint8_t bytes[3000];
  const stored_entry entries[] = {{"net/data/0", floats_0_to_7, 32},
                                  {"net/data.pkl", pickle, sizeof pickle - 1},
                                  {"net/code/__torch__.py", "class Net", 9},
                                  {"net/constants.pkl", "\x80\x02).", 4}};
  const char* path = file_with("script.pt", bytes, stored_zip(bytes, entries, 4, 64));
  refuses(tn_load(path, NULL), TN_ERR_UNSUPPORTED, "__torch__.Net");
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.inert = 1;
  tn_tree_t tree = tn_load(path, &o);
  made(tree);
  tn_dict_t names = tn_tree_tensors(tree);
  assert_int_equal(tn_dict_count(names), 2);
  expect(tn_dict_get(names, "weight"), 0, 0, 1, 2, 3, 4, 5, 6, 7);
  expect(tn_dict_get(names, "fc.bias"), 0, 1);
  assert_int_equal(tn_tree_int(tn_tree_item(tn_tree_get(tree, "sizes"), 1)), 3);
  remove(path);
}

/* What there is besides the foreign dtype can be reached. */
static void test_inert_reads_past_foreign_dtypes(void** state) {
  (void)state;
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.inert = 1;
  const char* path = ARCHIVE("}(S'c'\n" TENSOR("ComplexFloat", "0", 4, 0, "I4\n", "I1\n") "S'w'\n" TENSOR(
      "Float", "0", 8, 0, "I1\n", "I1\n") "u");
  refuses(tn_load(path, NULL), TN_ERR_UNSUPPORTED, "in 'c'|torch.ComplexFloatStorage");
  tn_tree_t tree = tn_load(path, &o);
  made(tree);
  assert_string_equal(tn_tree_class_name(tn_tree_get(tree, "c")), "torch._utils._rebuild_tensor_v2");
  assert_int_equal(tn_dict_count(tn_tree_tensors(tree)), 1);
  remove(path);
  path = file_with("foreign.pt",
                   BYTES(LEGACY("(" TENSOR_IN(LEGACY_STORAGE("ComplexFloat", "6", 1, "N"), 0, "I1\n", "I1\n")
                                    TENSOR_IN(LEGACY_STORAGE("Float", "7", 2, "N"), 0, "I2\n", "I1\n") "t",
                                "S'6'\nS'7'\n") "\1\0\0\0\0\0\0\0abcdefgh" TWO_FLOATS));
  refuses(tn_load(path, NULL), TN_ERR_UNSUPPORTED, "torch.ComplexFloatStorage");
  tree = tn_load(path, &o);
  made(tree);
  expect(tn_tree_tensor(tn_tree_item(tree, 1)), 0, 1, 2);
  remove(path);
}

static void test_state_dict(void** state) {
  (void)state;
  const char* path = ARCHIVE(
      "}(S'model'\n" SET "(S'0.weight'\n" TENSOR("Float", "0", 8, 0, "I2\n", "I1\n") "S'0.bias'\n" TENSOR(
          "Float", "0", 8, 2, "I1\n", "I1\n") "uS'steps'\n](I4\n" TENSOR("Float", "0", 8, 3, "", "") "eu");
  tn_dict_t dict = tn_load_state_dict(path);
  made(dict);
  assert_int_equal(tn_dict_count(dict), 3);
  assert_string_equal(tn_dict_name(dict, 0), "model/0.weight");
  expect(tn_dict_get(dict, "model/0.bias"), 0, 2);
  assert_true(tn_item(tn_dict_get(dict, "steps/1")) == 3);
  remove(path);
}

static void test_other_formats(void** state) {
  (void)state;
  tn_dict_t dict = tn_dict_new();
  ok(tn_dict_set(dict, "w", tn_ones(TN_SHAPE(2), TN_FLOAT32, TN_CPU)));
  ok(tn_dict_set_metadata(dict, "format", "pt"));
  const char* path = file_named("other");
  ok(tn_safetensors_save(dict, path));
  expect(tensor_at(tn_load(path, NULL), "w"), 0, 1, 1);
  tn_dict_t again = tn_load_state_dict(path);
  made(again);
  assert_string_equal(tn_dict_metadata(again, "format"), "pt");
  for (int compressed = 0; compressed < 2; ++compressed) {
    ok(tn_npz_save(dict, path, compressed));
    expect(tensor_at(tn_load(path, NULL), "w"), 0, 1, 1);
    assert_int_equal(tn_dict_count(tn_load_state_dict(path)), 1);
  }
  ok(tn_npy_save(tn_dict_get(dict, "w"), path));
  expect(tn_tree_tensor(tn_load(path, NULL)), 0, 1, 1);
  expect(tn_dict_get(tn_load_state_dict(path), ""), 0, 1, 1);
  remove(path);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      scoped(test_archive),       scoped(test_empty_and_scalar),
      scoped(test_parameters),    scoped(test_other_rebuilders),
      scoped(test_mapped),        scoped(test_byte_orders),
      scoped(test_legacy),        scoped(test_legacy_module),
      scoped(test_plain_pickles), scoped(test_archive_behind_a_pickle),
      scoped(test_torchscript),   scoped(test_inert_reads_past_foreign_dtypes),
      scoped(test_state_dict),    scoped(test_other_formats),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
