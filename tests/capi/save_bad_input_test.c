// labels: hostile
// What can't be written as a PyTorch file: an error that names it, and no file.
#define _POSIX_C_SOURCE 200809L
#include <unistd.h>

#include "tests/capi/fixture.h"

static const char* name_of(const char* what) {
  static char name[256];
  return own_path(name, sizeof name, what);
}

static void test_arguments(void** state) {
  (void)state;
  tn_tree_t tree = tn_tree_none();
  tn_dict_t d = tn_dict_new();
  refuses(tn_save(NULL, "x"), TN_ERR_NULL, "tree");
  refuses(tn_save(tree, NULL), TN_ERR_NULL, "path");
  refuses(tn_save_state_dict(NULL, "x"), TN_ERR_NULL, "dict");
  refuses(tn_save_state_dict(d, NULL), TN_ERR_NULL, "path");
  refuses(tn_save((tn_tree_t)d, name_of("x")), TN_ERR_TYPE, "tree");
  refuses(tn_save(tree, "/nowhere/at/all"), TN_ERR_IO, "/nowhere/at/all: No such file");
  refuses(tn_save_state_dict(d, "/nowhere/at/all"), TN_ERR_IO, "/nowhere/at/all: No such file");
  refuses(tn_save(tree, "/"), TN_ERR_IO, "Is a directory");
}

/* A pickle of a class that nobody knows, read inertly. */
static tn_tree_t load_pickle(const char* bytes, size_t n) {
  FILE* f = fopen(name_of("in"), "wb");
  assert_non_null(f);
  fwrite(bytes, 1, n, f);
  fclose(f);
  tn_load_options_t o;
  tn_load_options_init(&o, sizeof o);
  o.inert = 1;
  tn_tree_t tree = tn_load(name_of("in"), &o);
  made(tree);
  remove(name_of("in"));
  return tree;
}
#define PICKLE(text) load_pickle(text, sizeof text - 1)

static void refuses_tree(tn_tree_t tree, tn_status_t code, const char* part) {
  refuses(tn_save(tree, name_of("out")), code, part);
  assert_int_equal(access(name_of("out"), F_OK), -1);
}

static void test_classes(void** state) {
  (void)state;
  refuses_tree(PICKLE("\x80\x02"
                      "cmnist\nNet\n)\x81."),
               TN_ERR_UNSUPPORTED, "mnist.Net");
  refuses_tree(PICKLE("\x80\x02"
                      "](Ncmnist\nNet\n)\x81"
                      "e."),
               TN_ERR_UNSUPPORTED, "mnist.Net");
  refuses_tree(PICKLE("\x80\x02"
                      "}(U\001acmnist\nmake\n(K\001tRu."),
               TN_ERR_UNSUPPORTED, "mnist.make");
}

/* An int of 256 bytes: PyTorch's reader takes one of 255. */
static void test_large_int(void** state) {
  (void)state;
  char bytes[300] = "\x80\x02\x8b\x00\x01\x00\x00";
  memset(bytes + 7, 1, 256);
  bytes[7 + 256] = '.';
  refuses_tree(load_pickle(bytes, 264), TN_ERR_UNSUPPORTED, "an int of 256 bytes");
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_arguments), scoped(test_classes), scoped(test_large_int)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
