/*
 * Arguments of operators by name, and of indexing, as an array of words. For each value: its kind; the length of its name,
 * -1 for none; the name, eight bytes a word; how many it is; and so many words (a text's length is its bytes, eight a word).
 */
%{
typedef struct {
  tn_value_t* values;
  int64_t count;
} values_t;

static int64_t words_of(int64_t bytes) { return (bytes + 7) / 8; }

/* Texts get their zero byte, and truths and tensors the size they have here, in memory of their own. */
typedef struct kept {
  struct kept* next;
} kept_t;

static void* keep(kept_t** all, size_t bytes) {
  kept_t* made = (kept_t*)malloc(sizeof *made + bytes);
  if (!made) return NULL;
  made->next = *all;
  *all = made;
  return made + 1;
}

static void free_kept(kept_t* all) {
  while (all) {
    kept_t* next = all->next;
    free(all);
    all = next;
  }
}

static const char* keep_text(kept_t** all, const int64_t* words, int64_t bytes) {
  char* text = (char*)keep(all, (size_t)bytes + 1);
  if (!text) return NULL;
  memcpy(text, words, (size_t)bytes);
  text[bytes] = 0;
  return text;
}

static tn_tensor_t tensor_of(int64_t word) { return word ? (tn_tensor_t)(intptr_t)word : TN_NONE; }

static int read_value(tn_value_t* v, kept_t** all, const int64_t** at) {
  const int64_t* w = *at;
  int64_t i;
  memset(v, 0, sizeof *v);
  v->kind = (tn_kind_t)*w++;
  if (*w >= 0) {
    v->name = keep_text(all, w + 1, *w);
    if (!v->name) return 0;
    w += words_of(*w);
  }
  w++;
  v->count = *w++;
  switch (v->kind) {
    case TN_KIND_TENSOR: v->as.t = tensor_of(*w++); break;
    case TN_KIND_FLOAT: memcpy(&v->as.f, w++, sizeof v->as.f); break;
    case TN_KIND_STRING:
      v->as.s = keep_text(all, w, v->count);
      w += words_of(v->count);
      v->count = 1;
      return *at = w, v->as.s != NULL;
    case TN_KIND_INTS:
    case TN_KIND_SLICE:
      v->as.ints = w;
      w += v->count;
      break;
    case TN_KIND_FLOATS:
      v->as.floats = (const double*)(const void*)w;
      w += v->count;
      break;
    case TN_KIND_BOOLS: {
      int32_t* truths = (int32_t*)keep(all, (size_t)v->count * sizeof *truths + 1);
      if (!truths) return 0;
      for (i = 0; i < v->count; ++i) truths[i] = (int32_t)*w++;
      v->as.bools = truths;
      break;
    }
    case TN_KIND_TENSORS: {
      tn_tensor_t* tensors = (tn_tensor_t*)keep(all, (size_t)v->count * sizeof *tensors + 1);
      if (!tensors) return 0;
      for (i = 0; i < v->count; ++i) tensors[i] = tensor_of(*w++);
      v->as.tensors = tensors;
      break;
    }
    case TN_KIND_GENERATOR: v->as.generator = (tn_generator_t)(intptr_t)*w++; break;
    case TN_KIND_NONE:
    case TN_KIND_ELLIPSIS: break;
    default: v->as.i = *w++;
  }
  *at = w;
  return 1;
}

/* Reads all of them; NULL where memory is out. The words must outlive the values. */
static tn_value_t* read_values(kept_t** all, const int64_t* words, int64_t n_words, int64_t* count) {
  const int64_t *at = words, *end = words + n_words;
  tn_value_t* values = (tn_value_t*)keep(all, (size_t)(n_words / 3 + 1) * sizeof *values);
  *count = 0;
  while (values && at < end)
    if (!read_value(&values[(*count)++], all, &at)) values = NULL;
  if (!values) tn_error_set(TN_ERR_MEMORY, "no memory for the arguments");
  return values;
}
%}
