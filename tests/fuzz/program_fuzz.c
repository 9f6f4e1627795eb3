/* Bytes as a program: calls of registered operators by name, with arguments made after their schemas, or not
 * quite; views, changes in place and backward among them. Each call works or says why not, and when all is
 * given back nothing is left. But for one case: where a tensor that an operator has saved is changed in place
 * by what came of it, the graph holds itself, as PyTorch's does, and its backward would fail. Such programs
 * are known by a change in place that was recorded, and leaks are found by the live count alone. */
#define _GNU_SOURCE
#include "tests/fuzz/fuzz.h"

enum { kTensors = 8, kMostElements = 256, kMostCalls = 24, kMostArguments = 12, kMostList = 4 };

typedef struct {
  const uint8_t *at, *end;
  tn_tensor_t tensor[kTensors];
  /* What the arguments of the call being made point at. */
  int64_t ints[kMostArguments][kMostList];
  double floats[kMostArguments][kMostList];
  int32_t bools[kMostArguments][kMostList];
  tn_tensor_t tensors[kMostArguments][kMostList];
  char names[kMostArguments][64];
  int recorded_change;
} program_t;

static uint8_t next(program_t* p) { return p->at < p->end ? *p->at++ : 0; }

static int64_t integer(program_t* p) {
  static const int64_t odd[] = {INT64_MAX,   INT64_MIN, INT32_MAX, INT64_C(1) << 40,
                                TN_NONE_INT, -100,      1000,      65};
  uint8_t b = next(p);
  return b < 240 ? b % 16 - 4 : odd[b % 8];
}

static double real(program_t* p) {
  static const double odd[] = {0.0 / 0.0, 1.0 / 0.0, -1.0 / 0.0, -0.0, 1e300, 1e-310, 3e9, -1e20};
  uint8_t b = next(p);
  return b < 224 ? (b % 32 - 12) * 0.25 : odd[b % 8];
}

static tn_tensor_t any_tensor(program_t* p) {
  uint8_t b = next(p);
  return b == 255 ? TN_NONE : p->tensor[b % kTensors];
}

static const char* text(program_t* p) {
  static const char* const words[] = {"mean", "sum",     "none",  "batchmean", "floor",   "trunc",    "tanh",
                                      "fro",  "nuc",     "same",  "valid",     "add",     "multiply", "ij",
                                      "xy",   "reflect", "zeros", "amax",      "nonsense"};
  return words[next(p) % (sizeof words / sizeof *words)];
}

static tn_value_t list(program_t* p, int slot, tn_kind_t kind) {
  tn_value_t v = {NULL, kind, 0, next(p) % (kMostList + 1), {0}};
  for (int i = 0; i < v.count; i++) {
    p->ints[slot][i] = kind == TN_KIND_INTS ? integer(p) : 0;
    p->floats[slot][i] = kind == TN_KIND_FLOATS ? real(p) : 0;
    p->bools[slot][i] = kind == TN_KIND_BOOLS ? next(p) % 2 : 0;
    p->tensors[slot][i] = kind == TN_KIND_TENSORS ? any_tensor(p) : TN_NONE;
  }
  if (kind == TN_KIND_INTS) v.as.ints = p->ints[slot];
  if (kind == TN_KIND_FLOATS) v.as.floats = p->floats[slot];
  if (kind == TN_KIND_BOOLS) v.as.bools = p->bools[slot];
  if (kind == TN_KIND_TENSORS) v.as.tensors = p->tensors[slot];
  return v;
}

static tn_value_t value(program_t* p, int slot, tn_kind_t kind) {
  tn_value_t v = {NULL, kind, 0, 1, {0}};
  switch (kind) {
    case TN_KIND_TENSOR:
      v.as.t = any_tensor(p);
      if (v.as.t == TN_NONE) v.kind = TN_KIND_NONE, v.count = 0;
      return v;
    case TN_KIND_INT: v.as.i = integer(p); return v;
    case TN_KIND_FLOAT: v.as.f = real(p); return v;
    case TN_KIND_BOOL: v.as.i = next(p) % 2; return v;
    case TN_KIND_STRING: v.as.s = text(p); return v;
    case TN_KIND_DTYPE: v.as.i = 1 + next(p) % 10; return v;
    case TN_KIND_DEVICE: v.as.i = TN_CPU; return v;
    case TN_KIND_INTS:
    case TN_KIND_FLOATS:
    case TN_KIND_BOOLS:
    case TN_KIND_TENSORS: return list(p, slot, kind);
    case TN_KIND_SLICE:
      v = list(p, slot, TN_KIND_INTS);
      v.kind = TN_KIND_SLICE, v.count = 3;
      return v;
    default: v.kind = TN_KIND_NONE, v.count = 0; return v;
  }
}

/* The kind for a type such as "Tensor?", "int[2]" or "Scalar". */
static tn_kind_t kind_of(program_t* p, const char* type, size_t length) {
  int plural = memchr(type, '[', length) != NULL;
#define IS(word) (strncmp(type, word, sizeof word - 1) == 0)
  if (IS("Tensor")) return plural ? TN_KIND_TENSORS : TN_KIND_TENSOR;
  if (IS("int")) return plural ? TN_KIND_INTS : TN_KIND_INT;
  if (IS("float")) return plural ? TN_KIND_FLOATS : TN_KIND_FLOAT;
  if (IS("bool")) return plural ? TN_KIND_BOOLS : TN_KIND_BOOL;
  if (IS("ScalarType")) return TN_KIND_DTYPE;
  if (IS("Scalar")) return next(p) % 2 ? TN_KIND_INT : TN_KIND_FLOAT;
  if (IS("str")) return TN_KIND_STRING;
  if (IS("Device")) return TN_KIND_DEVICE;
#undef IS
  return TN_KIND_NONE;
}

/* "(Tensor self, int dim=-1, *, Scalar alpha=1) -> …": arguments after it, each byte at its end deciding what
 * is done with it: mostly given as is wanted, sometimes left out, None, or of any kind. */
static int arguments(program_t* p, const char* schema, tn_value_t* args) {
  int count = 0, by_name = 0;
  const char* at = strchr(schema, '(');
  while (at && *at != ')' && count < kMostArguments) {
    at++;
    while (*at == ' ') at++;
    const char* end = at;
    for (int depth = 0; *end && (depth || (*end != ',' && *end != ')')); end++)
      depth += (*end == '[' || *end == '(') - (*end == ']' || *end == ')');
    const char* space = memchr(at, ' ', (size_t)(end - at));
    uint8_t how = next(p);
    if (*at == '*') {
      by_name = 1;
    } else if (space) {
      const char* name = space + 1;
      size_t length = strcspn(name, "=,)");
      const char* equals = name[length] == '=' ? name : NULL;
      if (equals && how < 96) {
        by_name = 1; /* its default */
      } else {
        tn_kind_t kind = how >= 250 ? 1 + next(p) % 13 : kind_of(p, at, (size_t)(space - at));
        if (how >= 240 && how < 250) kind = TN_KIND_NONE;
        args[count] = value(p, count, kind);
        if (length > 63) length = 63;
        memcpy(p->names[count], name, length);
        p->names[count][length] = 0;
        if (by_name) args[count].name = p->names[count];
        count++;
      }
    }
    at = end;
  }
  return count;
}

/* Results take the places of former tensors: small ones, so that no program takes long. */
static void keep_results(program_t* p, tn_values_t values) {
  int64_t count = tn_values_count(values);
  promise(count >= 0);
  for (int64_t i = 0; i < count && i < 3; i++) {
    if (tn_values_kind(values, i) != TN_KIND_TENSOR) continue;
    tn_tensor_t t = tn_values_tensor(values, i);
    promise(t);
    if (t != TN_NONE && tn_tensor_numel(t) <= kMostElements) p->tensor[next(p) % kTensors] = t;
  }
}

static void call(program_t* p) {
  tn_value_t args[kMostArguments];
  int64_t op = (next(p) | next(p) << 8) % tn_op_count();
  int count = arguments(p, tn_op_schema(op), args);
  tn_values_t values = tn_op_call(tn_op_name(op), args, count);
  if (getenv("TENON_FUZZ_SHOW"))
    fprintf(stderr, "%s, %d arguments: %s\n", tn_op_schema(op), count, values ? "ok" : tn_error_message());
  promise_reported(values != NULL);
  const char* name = tn_op_name(op);
  int in_place = name[strcspn(name, ".") - 1] == '_';
  if (values && in_place && tn_values_count(values) == 1 &&
      tn_tensor_requires_grad(tn_values_tensor(values, 0)))
    p->recorded_change = 1;
  if (values) keep_results(p, values);
}

/* Gradients of a sum, and perhaps of those gradients. */
static void differentiate(program_t* p) {
  tn_tensor_t t = p->tensor[next(p) % kTensors], leaf = p->tensor[next(p) % kTensors];
  if (!tn_tensor_requires_grad(t)) return;
  if (next(p) % 2) {
    promise_reported(!tn_backward(tn_sum(t)));
    return;
  }
  tn_tensors_t grads = tn_grad(TN_TENSORS(tn_sum(t)), TN_TENSORS(leaf), 1, 1);
  promise_reported(grads != NULL);
  if (!grads) return;
  tn_tensor_t g = tn_tensors_get(grads, 0);
  promise(g);
  if (g != TN_NONE && tn_tensor_numel(g) <= kMostElements) p->tensor[next(p) % kTensors] = g;
}

static void make_tensors(program_t* p) {
  static const struct {
    int64_t size[3], ndim;
  } shapes[] = {{{0}, 0},    {{5}, 1},       {{2, 3}, 2}, {{3, 1}, 2},
                {{4, 4}, 2}, {{2, 3, 4}, 3}, {{0, 2}, 2}, {{1, 4, 4}, 3}};
  for (int i = 0; i < kTensors; i++) {
    uint8_t which = next(p) % 8, kind = next(p);
    tn_tensor_t t = tn_rand(shapes[which].size, shapes[which].ndim, TN_FLOAT32, TN_CPU);
    t = tn_to(tn_sub_scalar(tn_mul_scalar(t, 6), kind / 32), TN_CPU, 1 + kind % 10);
    promise(p->tensor[i] = tn_clone(t));
    if (kind / 10 % 2 && tn_tensor_dtype(t) <= TN_BFLOAT16) promise(!tn_requires_grad_(p->tensor[i], 1));
  }
}

/* Asked by the sanitizer. */
int __lsan_is_turned_off(void);
int __lsan_is_turned_off(void) { return 1; }

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  program_t* p = calloc(1, sizeof *p);
  if (!p) return 0;
  p->at = data, p->end = data + size;
  tn_set_num_threads(1);
  tn_set_memory_limit(4 << 20);
  tn_manual_seed(1);
  int64_t live = tn_live_count();
  tn_scope_t s = tn_scope_begin();
  make_tensors(p);
  for (int i = 0; i < kMostCalls && p->at < p->end; i++) {
    if (next(p) % 8) call(p);
    else differentiate(p);
  }
  promise(!tn_scope_end(s));
  promise(p->recorded_change || tn_live_count() == live);
  free(p);
  return 0;
}
