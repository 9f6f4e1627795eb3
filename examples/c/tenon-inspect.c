/*
 * Prints what a file of tensors holds: PyTorch's .pt, .pth and .bin, safetensors and their index, .npy, .npz,
 * IDX and CSV, by <tenon/tenon.h> alone. `tenon-inspect --help` says how it is used.
 *
 * Exit status 0 where the file was read, 1 with one line of reason where it was refused, 2 for a wrong
 * command line.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/tenon.h>

static const char kUsage[] =
    "usage: tenon-inspect [--json] [--inert] FILE\n"
    "  --json   one JSON object: {\"tensors\": [{\"name\", \"dtype\", \"shape\", \"sum\", \"abs_sum\"}…],\n"
    "           \"metadata\": {…}}\n"
    "  --inert  reads through classes that Tenon doesn't know; nothing in a file is ever executed\n";

/* ---- reading: any format, told by its content or its name ---- */

typedef struct {
  tn_dict_t tensors; /* under flat names, with the metadata of safetensors */
  tn_tree_t tree;    /* the whole, or NULL where there is nothing but tensors */
} content_t;

static int ends_with(const char* text, const char* end) {
  size_t n = strlen(text), m = strlen(end);
  return n >= m && !strcmp(text + n - m, end);
}

/* The first bytes, zeros where there are fewer. */
static void read_beginning(const char* path, unsigned char bytes[16]) {
  memset(bytes, 0, 16);
  FILE* file = fopen(path, "rb");
  if (!file) return;
  size_t n = fread(bytes, 1, 16, file);
  (void)n;
  fclose(file);
}

static tn_dict_t dict_of(tn_tensor_t t) {
  tn_dict_t dict = tn_dict_new();
  return tn_dict_set(dict, "", t) ? NULL : dict;
}

static tn_status_t read_content(const char* path, int inert, content_t* content) {
  unsigned char begin[16];
  read_beginning(path, begin);
  content->tree = NULL;
  int zip = begin[0] == 'P' && begin[1] == 'K', gzip = begin[0] == 0x1f && begin[1] == 0x8b;
  int idx = gzip || (!begin[0] && !begin[1] && begin[2] >= 0x08 && begin[2] <= 0x0e && begin[3] > 0);
  if (ends_with(path, ".csv")) content->tensors = dict_of(tn_csv_load(path, NULL));
  else if (idx) content->tensors = dict_of(tn_load_idx(path));
  else if (!zip && begin[8] == '{') content->tensors = tn_safetensors_load(path, NULL);
  else {
    tn_load_options_t o;
    tn_load_options_init(&o, sizeof o);
    o.inert = inert;
    content->tree = tn_load(path, &o);
    content->tensors = tn_tree_tensors(content->tree);
  }
  return content->tensors ? TN_OK : tn_error_code();
}

/* ---- sums, in double, of a million elements at a time ---- */

static tn_status_t sums_of(tn_tensor_t t, double* sum, double* abs_sum) {
  enum { kPart = 1 << 20 };
  *sum = *abs_sum = 0;
  const int64_t all = -1;
  tn_tensor_t flat = tn_reshape(t, &all, 1);
  int64_t n = tn_tensor_numel(t);
  for (int64_t i = 0; i < n; i += kPart) {
    tn_scope_t s = tn_scope_begin();
    tn_tensor_t part = tn_to(tn_narrow(flat, 0, i, n - i < kPart ? n - i : kPart), TN_CPU, TN_FLOAT64);
    *sum += tn_item(tn_sum(part));
    *abs_sum += tn_item(tn_sum(tn_abs(part)));
    tn_scope_end(s);
  }
  return tn_error_code();
}

/* ---- printing ---- */

static void print_json_string(const char* text) {
  putchar('"');
  for (const unsigned char* c = (const unsigned char*)text; *c; ++c) {
    if (*c == '"' || *c == '\\') printf("\\%c", *c);
    else if (*c < 0x20) printf("\\u%04x", *c);
    else putchar(*c);
  }
  putchar('"');
}

/* As JSON has them; what it hasn't got as text. */
static void print_json_number(double x) {
  if (isnan(x)) printf("\"nan\"");
  else if (isinf(x)) printf(x > 0 ? "\"inf\"" : "\"-inf\"");
  else printf("%.17g", x);
}

static void print_shape(tn_tensor_t t) {
  putchar('[');
  for (int64_t d = 0; d < tn_tensor_ndim(t); ++d)
    printf(d ? ", %lld" : "%lld", (long long)tn_tensor_size(t, d));
  putchar(']');
}

static tn_status_t print_json(tn_dict_t tensors) {
  printf("{\"tensors\": [");
  for (int64_t i = 0; i < tn_dict_count(tensors); ++i) {
    tn_scope_t s = tn_scope_begin();
    tn_tensor_t t = tn_dict_get(tensors, tn_dict_name(tensors, i));
    double sum, abs_sum;
    tn_status_t status = sums_of(t, &sum, &abs_sum);
    if (status) return status;
    printf(i ? ",\n  {\"name\": " : "\n  {\"name\": ");
    print_json_string(tn_dict_name(tensors, i));
    printf(", \"dtype\": \"%s\", \"shape\": ", tn_dtype_name(tn_tensor_dtype(t)));
    print_shape(t);
    printf(", \"sum\": ");
    print_json_number(sum);
    printf(", \"abs_sum\": ");
    print_json_number(abs_sum);
    printf("}");
    tn_scope_end(s);
  }
  printf("],\n \"metadata\": {");
  for (int64_t i = 0; i < tn_dict_metadata_count(tensors); ++i) {
    const char* key = tn_dict_metadata_key(tensors, i);
    if (i) printf(", ");
    print_json_string(key);
    printf(": ");
    print_json_string(tn_dict_metadata(tensors, key));
  }
  printf("}}\n");
  return TN_OK;
}

/* Values that are no tensors, under the same names. What is shared is shown at each of its places, so there
 * is an end to their number. */
static void print_values(tn_tree_t tree, const char* name, int* left) {
  char inner[400];
  tn_scope_t s = tn_scope_begin();
  tn_tree_kind_t kind = tn_tree_kind(tree);
  if (*left > 0) --*left;
  if (*left == 0) kind = TN_TREE_TENSOR;
  switch (kind) {
    case TN_TREE_NONE: printf("%s: None\n", name); break;
    case TN_TREE_BOOL: printf("%s: %s\n", name, tn_tree_bool(tree) ? "True" : "False"); break;
    case TN_TREE_INT: printf("%s: %lld\n", name, (long long)tn_tree_int(tree)); break;
    case TN_TREE_FLOAT: printf("%s: %.12g\n", name, tn_tree_float(tree)); break;
    case TN_TREE_STRING: printf("%s: '%.200s'\n", name, tn_tree_string(tree)); break;
    case TN_TREE_DTYPE: printf("%s: torch.%s\n", name, tn_dtype_name(tn_tree_dtype(tree))); break;
    case TN_TREE_LIST:
    case TN_TREE_TUPLE:
    case TN_TREE_DICT:
      for (int64_t i = 0; i < tn_tree_count(tree) && *left && strlen(name) < 200; ++i) {
        char number[24];
        snprintf(number, sizeof number, "%lld", (long long)i);
        tn_tree_t key = kind == TN_TREE_DICT ? tn_tree_key(tree, i) : NULL;
        if (key && tn_tree_kind(key) == TN_TREE_INT)
          snprintf(number, sizeof number, "%lld", (long long)tn_tree_int(key));
        const char* last = key && tn_tree_kind(key) == TN_TREE_STRING ? tn_tree_string(key) : number;
        snprintf(inner, sizeof inner, "%s%s%.100s", name, *name ? "/" : "", last);
        print_values(tn_tree_item(tree, i), inner, left);
      }
      break;
    case TN_TREE_INSTANCE: printf("%s: an instance of %.200s\n", name, tn_tree_class_name(tree)); break;
    default: break;
  }
  tn_scope_end(s);
}

static int width_of(tn_dict_t tensors) {
  int width = 4;
  for (int64_t i = 0; i < tn_dict_count(tensors); ++i) {
    int length = (int)strlen(tn_dict_name(tensors, i));
    if (length > width) width = length < 60 ? length : 60;
  }
  return width;
}

static tn_status_t print_text(const content_t* content) {
  enum { kMostValues = 1000 };
  tn_dict_t tensors = content->tensors;
  int width = width_of(tensors), left = kMostValues;
  printf("%-*s  %-8s %13s %13s  %s\n", width, "name", "dtype", "sum", "abs sum", "shape");
  for (int64_t i = 0; i < tn_dict_count(tensors); ++i) {
    tn_scope_t s = tn_scope_begin();
    tn_tensor_t t = tn_dict_get(tensors, tn_dict_name(tensors, i));
    double sum, abs_sum;
    tn_status_t status = sums_of(t, &sum, &abs_sum);
    if (status) return status;
    printf("%-*s  %-8s %13.7g %13.7g  ", width, tn_dict_name(tensors, i), tn_dtype_name(tn_tensor_dtype(t)),
           sum, abs_sum);
    print_shape(t);
    printf("\n");
    tn_scope_end(s);
  }
  for (int64_t i = 0; i < tn_dict_metadata_count(tensors); ++i) {
    const char* key = tn_dict_metadata_key(tensors, i);
    printf("%s: '%.200s'\n", key, tn_dict_metadata(tensors, key));
  }
  if (content->tree) print_values(content->tree, "", &left);
  if (!left) printf("… and more\n");
  return tn_error_code();
}

int main(int argc, char** argv) {
  const char* path = NULL;
  int json = 0, inert = 0;
  for (int i = 1; i < argc; ++i) {
    if (!strcmp(argv[i], "--json")) json = 1;
    else if (!strcmp(argv[i], "--inert")) inert = 1;
    else if (!strcmp(argv[i], "--help")) return fputs(kUsage, stdout) < 0;
    else if (argv[i][0] == '-' || path) return fputs(kUsage, stderr), 2;
    else path = argv[i];
  }
  if (!path) return fputs(kUsage, stderr), 2;
  content_t content;
  tn_scope_t all = tn_scope_begin();
  tn_status_t status = read_content(path, inert, &content);
  if (!status) status = json ? print_json(content.tensors) : print_text(&content);
  if (status) {
    char reason[1024];
    snprintf(reason, sizeof reason, "%s", tn_error_message());
    for (char* c = reason; *c; ++c)
      if (*c == '\n' || *c == '\r') *c = ' ';
    fprintf(stderr, "tenon-inspect: %s\n", reason);
  }
  tn_scope_end(all);
  return status != 0;
}
