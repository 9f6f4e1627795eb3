#pragma once
// Reads print_cases.txt, whose format record_print_cases.py describes. C99 and C++.
#include "tests/test.h"

enum { kPrintMaxDims = 12 };

typedef struct print_case {
  char name[64];
  char dtype[16];
  int64_t ndim;
  int64_t sizes[kPrintMaxDims], strides[kPrintMaxDims], offset;
  char* storage; /* elements as they lie in memory */
  int64_t item_size, items;
  int64_t precision, threshold, edgeitems, linewidth;
  int sci_mode; /* -1: automatic */
  int requires_grad;
  char grad_fn[64]; /* empty: none */
  char device[16];  /* empty: not mentioned */
  char default_dtype[16];
  char* text;
} print_case;

static char* print_cases_load(void) {
  char path[1024];
  const char* root = getenv("TENON_SOURCE_DIR");
  snprintf(path, sizeof path, "%s/tests/core/tensor/print_cases.txt", root ? root : ".");
  FILE* file = fopen(path, "rb");
  if (!file) fail_msg("can't open %s (TENON_SOURCE_DIR names the source tree)", path);
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char* text = (char*)malloc((size_t)size + 1);
  assert_non_null(text);
  assert_int_equal(fread(text, 1, (size_t)size, file), size);
  text[size] = 0;
  fclose(file);
  return text;
}

static int64_t print_dtype_size(const char* dtype) {
  if (strstr(dtype, "64")) return 8;
  if (strstr(dtype, "32")) return 4;
  if (strstr(dtype, "16")) return 2;
  return 1;
}

static void print_case_push(print_case* c, const void* item) {
  c->storage = (char*)realloc(c->storage, (size_t)((c->items + 1) * c->item_size));
  assert_non_null(c->storage);
  memcpy(c->storage + c->items++ * c->item_size, item, (size_t)c->item_size);
}

static void print_case_bits(print_case* c, const char* at) {
  while (*at) {
    char* end;
    uint64_t bits = strtoull(at, &end, 16); /* little endian: the low bytes are the item */
    int64_t count = *end == '*' ? strtoll(end + 1, &end, 10) : 1;
    while (count-- > 0) print_case_push(c, &bits);
    at = end + (*end == ' ');
  }
}

static void print_case_range(print_case* c, const char* at) {
  char* end;
  double start = strtod(at, &end), step = strtod(end, &end);
  int64_t count = strtoll(end, &end, 10);
  for (int64_t i = 0; i < count; ++i) {
    double value = start + step * (double)i;
    float single = (float)value;
    int64_t integer = (int64_t)value;
    if (c->dtype[0] != 'f') {
      print_case_push(c, &integer);
    } else if (c->item_size == 4) {
      print_case_push(c, &single);
    } else {
      print_case_push(c, &value);
    }
  }
}

static int64_t print_case_numbers(int64_t* numbers, const char* at) {
  int64_t count = 0;
  while (*at) {
    char* end;
    assert_true(count < kPrintMaxDims);
    numbers[count++] = strtoll(at, &end, 10);
    at = end + (*end == ' ');
  }
  return count;
}

static void print_case_text(print_case* c, const char* line) {
  size_t have = c->text ? strlen(c->text) + 1 : 0;
  c->text = (char*)realloc(c->text, have + strlen(line) + 1);
  assert_non_null(c->text);
  if (have) c->text[have - 1] = '\n';
  memcpy(c->text + have, line, strlen(line) + 1);
}

static void print_case_word(char* to, size_t capacity, const char* word) {
  assert_true(strlen(word) < capacity);
  memcpy(to, word, strlen(word) + 1);
}

static void print_case_line(print_case* c, const char* key, const char* rest) {
  if (!strcmp(key, "dtype")) {
    print_case_word(c->dtype, sizeof c->dtype, rest);
    c->item_size = print_dtype_size(rest);
  } else if (!strcmp(key, "sizes")) {
    c->ndim = print_case_numbers(c->sizes, rest);
  } else if (!strcmp(key, "strides")) {
    print_case_numbers(c->strides, rest);
  } else if (!strcmp(key, "bits")) {
    print_case_bits(c, rest);
  } else if (!strcmp(key, "range")) {
    print_case_range(c, rest);
  } else if (!strcmp(key, "sci_mode")) {
    c->sci_mode = !strcmp(rest, "on");
  } else if (!strcmp(key, "requires_grad")) {
    c->requires_grad = 1;
  } else if (!strcmp(key, "grad_fn")) {
    print_case_word(c->grad_fn, sizeof c->grad_fn, rest);
  } else if (!strcmp(key, "default_dtype")) {
    print_case_word(c->default_dtype, sizeof c->default_dtype, rest);
  } else if (!strcmp(key, "device")) {
    print_case_word(c->device, sizeof c->device, rest);
  } else {
    int64_t* number = !strcmp(key, "offset")      ? &c->offset
                      : !strcmp(key, "precision") ? &c->precision
                      : !strcmp(key, "threshold") ? &c->threshold
                      : !strcmp(key, "edgeitems") ? &c->edgeitems
                      : !strcmp(key, "linewidth") ? &c->linewidth
                                                  : NULL;
    if (!number) fail_msg("print_cases.txt: unknown key %s in case %s", key, c->name);
    *number = strtoll(rest, NULL, 10);
  }
}

/* Reads the next case and moves *at behind it; 0 where there is none left. It cuts *at's text into lines. */
static int print_case_next(char** at, print_case* c) {
  memset(c, 0, sizeof *c);
  c->precision = 4, c->threshold = 1000, c->edgeitems = 3, c->linewidth = 80, c->sci_mode = -1;
  print_case_word(c->default_dtype, sizeof c->default_dtype, "float32");
  while (**at) {
    char* line = *at;
    char* stop = strchr(line, '\n');
    assert_non_null(stop);
    *stop = 0;
    *at = stop + 1;
    if (line[0] == '#') continue;
    if (line[0] == '|') {
      print_case_text(c, line + 1);
      continue;
    }
    if (!strcmp(line, "end")) return 1;
    char* space = strchr(line, ' ');
    if (space) *space = 0;
    const char* rest = space ? space + 1 : "";
    if (!strcmp(line, "case")) {
      print_case_word(c->name, sizeof c->name, rest);
    } else {
      print_case_line(c, line, rest);
    }
  }
  return 0;
}

static void print_case_free(print_case* c) {
  free(c->storage);
  free(c->text);
}
