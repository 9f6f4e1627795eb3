// labels: hostile
// Datasets, loaders and IDX files given what they can't take.
#include "tests/capi/fixture.h"

static int destroyed;
static void count_destroy(void* user_data) {
  (void)user_data;
  ++destroyed;
}

static tn_status_t get_sample(tn_call_t call, void* user_data) {
  int64_t i = tn_call_index(call, 0), size = 2 + i % 2;
  switch (*(int*)user_data) {
    case 0: return TN_OK;
    case 1: return tn_call_return(call, 0, TN_NONE);
    case 2: return tn_call_return(call, 0, tn_ones(&size, 1, TN_FLOAT32, TN_CPU));
    case 3: return tn_call_return(call, 1, tn_ones(&size, 1, TN_FLOAT32, TN_CPU));
    case 4: return tn_call_index(call, 1) < 0 ? tn_error_code() : TN_OK;
    case 5: return tn_call_arg(call, 0) ? TN_OK : tn_error_code();
    case 6: return tn_call_module(call) ? TN_OK : tn_error_code();
  }
  return TN_OK;
}

static tn_dataset_t pairs(void) {
  tn_tensor_t t = tn_ones(TN_SHAPE(4, 2), TN_FLOAT32, TN_CPU);
  return tn_dataset_tensors(&t, 1);
}

static void test_null(void** state) {
  (void)state;
  tn_tensor_t t = tn_ones(TN_SHAPE(4), TN_FLOAT32, TN_CPU), fields[2];
  tn_dataset_t d = pairs();
  tn_loader_t l = tn_loader_new(d, NULL);
  int how = 0;
  destroyed = 0;
  tn_loader_options_init(NULL, 100);
  refuses(tn_dataset_tensors(NULL, 1), TN_ERR_NULL, "tensors");
  refuses(tn_dataset_tensors(&t, -1), TN_ERR_VALUE, "tensors");
  refuses(tn_dataset_tensors(TN_TENSORS(t, NULL)), TN_ERR_NULL, "tensors");
  refuses(tn_dataset_tensors(TN_TENSORS(t, TN_NONE)), TN_ERR_NULL, "tensors");
  refuses(tn_dataset_tensors(NULL, 0), TN_ERR_VALUE, "no tensors");
  refuses(tn_dataset_custom(4, 1, NULL, NULL, count_destroy), TN_ERR_NULL, "get");
  refuses(tn_dataset_custom(-1, 1, get_sample, &how, count_destroy), TN_ERR_VALUE, "length is -1");
  refuses(tn_dataset_custom(4, 0, get_sample, &how, count_destroy), TN_ERR_VALUE, "n_fields is 0");
  assert_int_equal(destroyed, 3);
  refuses(tn_dataset_length(NULL), TN_ERR_NULL, "dataset");
  refuses(tn_dataset_field_count(NULL), TN_ERR_NULL, "dataset");
  refuses(tn_dataset_get(NULL, 0), TN_ERR_NULL, "dataset");
  refuses(tn_dataset_get(d, 4), TN_ERR_INDEX, "i is 4, and there are 4 samples");
  refuses(tn_dataset_get(d, -1), TN_ERR_INDEX, "i is -1");
  refuses(tn_loader_new(NULL, NULL), TN_ERR_NULL, "dataset");
  refuses(tn_loader_length(NULL), TN_ERR_NULL, "loader");
  refuses(tn_loader_field_count(NULL), TN_ERR_NULL, "loader");
  refuses(tn_loader_start(NULL), TN_ERR_NULL, "loader");
  refuses(tn_loader_next(NULL, fields, 1), TN_ERR_NULL, "loader");
  refuses(tn_loader_work(NULL), TN_ERR_NULL, "loader");
  refuses(tn_loader_worker_count(NULL), TN_ERR_NULL, "loader");
  refuses(tn_loader_next(l, fields, 1), TN_ERR_STATE, "no epoch has begun");
  ok(tn_loader_start(l));
  refuses(tn_loader_next(l, NULL, 1), TN_ERR_NULL, "fields");
  refuses(tn_loader_next(l, fields, 2), TN_ERR_VALUE, "n_fields is 2, and a batch has 1");
  assert_null(fields[1]);
  assert_int_equal(tn_loader_next(l, fields, -1), -1);
  refuses(tn_dataset_keep(NULL), TN_ERR_NULL, "dataset");
  refuses(tn_dataset_retain(NULL), TN_ERR_NULL, "dataset");
  refuses(tn_loader_keep(NULL), TN_ERR_NULL, "loader");
  refuses(tn_loader_retain(NULL), TN_ERR_NULL, "loader");
  tn_dataset_release(NULL);
  tn_loader_release(NULL);
}

static void test_options(void** state) {
  (void)state;
  int how = 2;
  tn_dataset_t d = pairs(), custom = tn_dataset_custom(4, 1, get_sample, &how, NULL);
  tn_loader_options_t o;
  tn_loader_options_init(&o, sizeof o);
  o.batch_size = 0;
  refuses(tn_loader_new(d, &o), TN_ERR_VALUE, "batch_size should be a positive integer value, but got 0");
  o.batch_size = 1, o.workers = -1;
  refuses(tn_loader_new(d, &o), TN_ERR_VALUE, "workers is -1");
  o.workers = 1;
  refuses(tn_loader_new(custom, &o), TN_ERR_UNSUPPORTED, "tn_loader_work");
  o.prefetch = -1;
  refuses(tn_loader_new(d, &o), TN_ERR_VALUE, "prefetch is -1");
  o.struct_size = 1;
  refuses(tn_loader_new(d, &o), TN_ERR_VALUE, "struct_size");
  tn_loader_options_init(&o, sizeof o);
  o.batch_size = INT64_MAX, o.workers = 2;
  tn_loader_t l = tn_loader_new(d, &o);
  tn_tensor_t field;
  ok(tn_loader_start(l));
  assert_int_equal(tn_loader_next(l, &field, 1), 1);
  assert_int_equal(tn_tensor_size(field, 0), 4);
  assert_int_equal(tn_loader_next(l, &field, 1), 0);
}

static void test_tensors(void** state) {
  (void)state;
  tn_tensor_t a = tn_ones(TN_SHAPE(4, 2), TN_FLOAT32, TN_CPU), b = tn_ones(TN_SHAPE(3), TN_FLOAT32, TN_CPU);
  refuses(tn_dataset_tensors(TN_TENSORS(a, b)), TN_ERR_SHAPE, "size mismatch");
  refuses(tn_dataset_tensors(TN_TENSORS(tn_ones(NULL, 0, TN_FLOAT32, TN_CPU))), TN_ERR_SHAPE, "no dimension");
}

static void test_samples(void** state) {
  (void)state;
  int how = 0;
  tn_dataset_t d = tn_dataset_custom(4, 1, get_sample, &how, NULL);
  refuses(tn_dataset_get(d, 0), TN_ERR_CALLBACK, "succeeded without giving output 0");
  how = 1;
  refuses(tn_dataset_get(d, 0), TN_ERR_CALLBACK, "TN_NONE for a field of sample 0");
  how = 3;
  refuses(tn_dataset_get(d, 0), TN_ERR_INDEX, "room for 1 outputs");
  how = 4;
  refuses(tn_dataset_get(d, 0), TN_ERR_INDEX, "one sample is wanted");
  how = 5;
  refuses(tn_dataset_get(d, 0), TN_ERR_INDEX, "0 arguments");
  how = 6;
  refuses(tn_dataset_get(d, 0), TN_ERR_STATE, "the callback of a dataset has no module");
  how = 2;
  made(tn_dataset_get(d, 0));
  tn_loader_options_t o;
  tn_loader_options_init(&o, sizeof o);
  o.batch_size = 2;
  tn_loader_t l = tn_loader_new(d, &o);
  tn_tensor_t field;
  ok(tn_loader_start(l));
  refuses(tn_loader_next(l, &field, 1), TN_ERR_SHAPE,
          "sample 1 is float32 [3], and of sample 0 it was float32 [2]");
}

static void refuses_idx(const void* bytes, size_t n, const char* part) {
  char name[256];
  own_path(name, sizeof name, "bad.idx");
  FILE* f = fopen(name, "wb");
  assert_non_null(f);
  if (n) assert_int_equal(fwrite(bytes, 1, n, f), n);
  fclose(f);
  refuses(tn_load_idx(name), TN_ERR_IO, part);
  remove(name);
}
#define idx(part, ...) \
  refuses_idx((const unsigned char[]){__VA_ARGS__}, sizeof((unsigned char[]){__VA_ARGS__}), part)

static void test_idx(void** state) {
  (void)state;
  refuses(tn_load_idx(NULL), TN_ERR_NULL, "path");
  refuses(tn_load_idx("/nowhere/at/all"), TN_ERR_IO, "/nowhere/at/all");
  refuses(tn_load_idx("/"), TN_ERR_IO, "");
  refuses_idx("", 0, "no IDX file");
  idx("no IDX file", 0, 0, 8);
  idx("begins with 01 00 08 01", 1, 0, 8, 1, 0, 0, 0, 1, 5);
  idx("begins with 00 00 0a 01", 0, 0, 10, 1, 0, 0, 0, 1, 5);
  idx("255 dimensions", 0, 0, 8, 255, 0, 0, 0, 1);
  idx("no sizes", 0, 0, 8, 2, 0, 0, 0, 1, 0);
  idx("shorter than that", 0, 0, 8, 1, 0, 0, 0, 2, 5);
  idx("bytes after its end", 0, 0, 8, 1, 0, 0, 0, 1, 5, 6);
  idx("shape [4294967295, 4294967295, 4294967295]", 0, 0, 14, 3, 255, 255, 255, 255, 255, 255, 255, 255, 255,
      255, 255, 255);
  idx("the gzip data", 0x1f, 0x8b);
  idx("the gzip data are broken", 0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9);
  /* gzip of 00 00 08 01 00 00 00 01, cut off before its byte, and with one byte of two */
  idx("the gzip data", 0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x63, 0x60, 0xe0, 0x60, 0x64);
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_null), scoped(test_options), scoped(test_tensors),
                                     scoped(test_samples), scoped(test_idx)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
