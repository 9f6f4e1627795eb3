/*
 * What tenon.i says of each kind of parameter, for Go: C mode, without directors.
 *
 * A goroutine may move to another thread between two calls, so a call brings back at once what it made or found, why it
 * failed, and which scope of the host's is current. A struct of two or three words comes by value where SWIG thinks of a string
 * or a slice:
 *
 *     Result{P, N}    a handle: P it, N its scope; where N is negative, P is the failure
 *                     a number or a truth: P the failure or nil, N the value; a real: N its bits
 *                     a status: P the failure or nil, N the scope of what outputs bring
 *     List{P, N, Scope}  text or handles: P memory to give back with Free, N how long; where N is negative, P is the failure
 *
 * Handles that go in are numbers, 1 being TN_NONE.
 */
%insert(go_wrapper) %{
// Result is what a call brings back; go.i says what its words are.
type Result struct {
	P unsafe.Pointer
	N int
}

// List is what a call brings back as text, or as several handles.
type List struct {
	P     unsafe.Pointer
	N     int
	Scope int
}
%}

%{
#include <stdbool.h>
#include <stdio.h>
#pragma GCC diagnostic ignored "-Wunused-function"

/* Why a call failed, taken from the context in the same call; Go gives it back with Free. */
typedef struct {
  int64_t code;
  int64_t thrown; /* the panic that a callback ended with */
  const char* op;
  int64_t op_length, length;
  char message[8];
} failure_t;

/* The host's scope that is current on this thread, 0 for none; only threads that are locked to a goroutine have one. */
static __thread int64_t scope_now;

/* The panic that a callback on this thread ended with, as long as it is on its way. Its number is in the message, since that of a
 * worker comes out on another thread. */
static __thread int64_t thrown;
#define PANICKED "a callback panicked: "

/* A native scope can be open in callbacks alone. */
static __thread int callback_depth;
static tn_scope_t pause_scope(void) { return callback_depth ? tn_scope_pause() : NULL; }

/* In Go, callback.go. */
extern int64_t tenonInvoke(int64_t user, int32_t which, uintptr_t call);
extern void tenonLetGo(int64_t user);
extern void tenonForget(int64_t thrown);

static failure_t no_memory = {TN_ERR_MEMORY, 0, "", 0, 6, "memory"};

static void* failure(const char* function) {
  int32_t code = tn_error_code();
  const char* message = code ? tn_error_message() : "failed without saying why";
  size_t length = strlen(message);
  const char* number;
  failure_t* made = (failure_t*)malloc(sizeof *made + length);
  if (!made) return &no_memory;
  made->code = code ? code : TN_ERR_INTERNAL;
  made->op = strncmp(function, "tn_", 3) ? function : function + 3;
  made->op_length = (int64_t)strlen(made->op);
  made->length = (int64_t)length;
  made->thrown = 0;
  if (code == HOST_EXCEPTION && (number = strstr(message, PANICKED))) made->thrown = strtoll(number + sizeof PANICKED - 1, NULL, 10);
  if (made->thrown == thrown) thrown = 0;
  memcpy(made->message, message, length + 1);
  tn_error_clear();
  return made;
}

/* What is made outside scopes waits for the collector, which can't see how large it is: from time to time it is told to look
 * (pace.go). */
enum { LOOK_AFTER = 4096, LOOK_AFTER_BYTES = 16 << 20 };
#define LOOK ((intgo)1 << 62)
static __thread int64_t made_count, made_bytes;

static intgo scope_of(int64_t bytes) {
  if (scope_now) return (intgo)scope_now;
  made_bytes += bytes;
  if (++made_count < LOOK_AFTER && made_bytes < LOOK_AFTER_BYTES) return 0;
  made_count = made_bytes = 0;
  return LOOK;
}

static intgo scope_of_tensor(tn_tensor_t t) {
  if (scope_now) return (intgo)scope_now;
  return scope_of(t == TN_NONE ? 0 : tn_tensor_numel(t) * 4);
}

static tn_status_t invoke(tn_call_t call, void* user_data, int32_t which) {
  char message[64];
  int64_t panicked;
  ++callback_depth;
  panicked = tenonInvoke((int64_t)(intptr_t)user_data, which, (uintptr_t)call);
  --callback_depth;
  if (!panicked) return TN_OK;
  if (thrown) tenonForget(thrown);
  thrown = panicked;
  snprintf(message, sizeof message, PANICKED "%lld", (long long)panicked);
  return tn_error_set(HOST_EXCEPTION, message);
}

static tn_status_t invoke_first(tn_call_t call, void* user_data) { return invoke(call, user_data, 0); }
static tn_status_t invoke_second(tn_call_t call, void* user_data) { return invoke(call, user_data, 1); }
static void let_go(void* user_data) { tenonLetGo((int64_t)(intptr_t)user_data); }
static void let_blob_go(void* user_data, void* data) {
  (void)data;
  let_go(user_data);
}
%}

/* ---- what comes back: TYPE RETURNED is applied to every function (calls.i) ---- */

%define RETURNS(TYPE, FUNCTION)
%apply TYPE RETURNED { TYPE FUNCTION };
%enddef

%define RESULT(TYPE)
%typemap(gotype) TYPE "Result"
%typemap(imtype) TYPE "string"
%typemap(goout) TYPE %{	$result = *(*Result)(unsafe.Pointer(&$1))%}
%enddef

%define LIST(TYPE)
%typemap(gotype) TYPE "List"
%typemap(imtype) TYPE "[]uintptr"
%typemap(goout) TYPE %{	$result = *(*List)(unsafe.Pointer(&$1))%}
%enddef

/* ---- handles ---- */

%define PARAMETER(TYPE, GO)
%typemap(gotype) TYPE #GO
%typemap(imtype) TYPE #GO
%typemap(in) TYPE { $1 = ($1_ltype)$input; }
%enddef

%define HANDLE(TYPE)
PARAMETER(TYPE, uintptr)
RESULT(TYPE RETURNED)
%typemap(out) TYPE RETURNED {
  $result.p = $1 ? (char*)$1 : (char*)failure("$symname");
  $result.n = $1 ? scope_of(256) : -1;
}
%enddef
HANDLE(tn_values_t)
HANDLE(tn_dict_t)
HANDLE(tn_tree_t)
HANDLE(tn_module_t)
HANDLE(tn_optimizer_t)
HANDLE(tn_dataset_t)
HANDLE(tn_loader_t)
HANDLE(tn_function_t)
HANDLE(tn_generator_t)
HANDLE(tn_scope_t)
HANDLE(tn_context_t)
HANDLE(tn_call_t)
HANDLE(struct DLManagedTensorVersioned*)
HANDLE(tn_allocate_t)
HANDLE(tn_deallocate_t)
HANDLE(tn_destroy_t)
HANDLE(tn_proc_t)
HANDLE(void*)

PARAMETER(tn_tensor_t, uintptr)
RESULT(tn_tensor_t RETURNED)
%typemap(out) tn_tensor_t RETURNED {
  $result.p = !$1 ? (char*)failure("$symname") : $1 == TN_NONE ? NULL : (char*)$1;
  $result.n = $1 ? scope_of_tensor($1) : -1;
}

/* ---- numbers and truths: WRONG says whether the value is one that failure gives ---- */

%define NUMBER(TYPE, GO, WRONG, VALUE)
PARAMETER(TYPE, GO)
RESULT(TYPE RETURNED)
%typemap(out) TYPE RETURNED {
  $result.p = WRONG && tn_error_code() ? (char*)failure("$symname") : NULL;
  $result.n = VALUE;
}
%enddef
NUMBER(tn_dtype_t, int32, !$1, $1)
NUMBER(tn_device_t, int32, !$1, $1)
NUMBER(tn_kind_t, int32, !$1, $1)
NUMBER(tn_tree_kind_t, int32, !$1, $1)
NUMBER(tn_log_level_t, int32, !$1, $1)
NUMBER(int64_t, int, $1 == -1, (intgo)$1)
NUMBER(int32_t, bool, $1 <= 0, $1 > 0)
NUMBER(double, float64, isnan($1), bits_of($1))
%{
static intgo bits_of(double x) {
  intgo bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}
%}

PARAMETER(tn_status_t, int32)
RESULT(tn_status_t RETURNED)
%typemap(out) tn_status_t RETURNED {
  $result.p = $1 ? (char*)failure("$symname") : NULL;
  $result.n = (intgo)scope_now;
}
/* ---- text ---- */

%typemap(gotype) const char* "string"
%typemap(imtype) const char* "string"
%typemap(in) const char* (char buffer[256]) {
  char* text = $input.n < 256 ? buffer : (char*)malloc((size_t)$input.n + 1);
  if (text) {
    memcpy(text, $input.p, (size_t)$input.n);
    text[$input.n] = 0;
  }
  $1 = text;
}
%typemap(freearg) const char* { if ($1 != buffer$argnum) free((char*)$1); }

LIST(const char* RETURNED)
%typemap(out) const char* RETURNED {
  size_t length = $1 ? strlen($1) : 0;
  char* copy = $1 || !tn_error_code() ? (char*)malloc(length + 1) : NULL;
  if (copy) memcpy(copy, $1 ? $1 : "", length);
  $result.array = copy ? (void*)copy : failure("$symname");
  $result.len = copy ? (intgo)length : -1;
  $result.cap = 0;
}
LIST(char*)
%typemap(out) char* {
  $result.array = $1 ? (void*)$1 : failure("$symname");
  $result.len = $1 ? (intgo)strlen($1) : -1;
  $result.cap = 0;
}
%typemap(newfree) char* ""

/* ---- arrays ---- */

LIST(words_t)
%typemap(out) words_t {
  size_t bytes = $1.count < 0 ? 0 : (size_t)$1.count * sizeof(int64_t);
  void* copy = $1.count < 0 ? NULL : malloc(bytes + 1);
  if (copy) memcpy(copy, $1.at, bytes);
  $result.array = copy ? copy : failure("$symname");
  $result.len = copy ? (intgo)$1.count : -1;
  $result.cap = 0;
}

%define ARRAY_OF(TYPE, GO)
%typemap(gotype) (const TYPE* ARRAY, int64_t COUNT) "[]" #GO
%typemap(imtype) (const TYPE* ARRAY, int64_t COUNT) "[]" #GO
%typemap(in) (const TYPE* ARRAY, int64_t COUNT) {
  $1 = (TYPE*)$input.array;
  $2 = $input.len;
}
%enddef
ARRAY_OF(int64_t, int)
ARRAY_OF(tn_tensor_t, uintptr)
ARRAY_OF(tn_module_t, uintptr)
ARRAY_OF(tn_tree_t, uintptr)

%typemap(gotype) (const tn_value_t* ARRAY, int64_t COUNT) "[]int"
%typemap(imtype) (const tn_value_t* ARRAY, int64_t COUNT) "[]int"
%typemap(in) (const tn_value_t* ARRAY, int64_t COUNT) (kept_t* kept) {
  kept = NULL;
  $1 = read_values(&kept, (const int64_t*)$input.array, $input.len, &$2);
}
%typemap(freearg) (const tn_value_t* ARRAY, int64_t COUNT) { free_kept(kept$argnum); }

%typemap(gotype) tn_tensors_t "[]uintptr"
%typemap(imtype) tn_tensors_t "[]uintptr"
%typemap(in) tn_tensors_t {
  tn_scope_t paused = pause_scope();
  $1 = tn_tensors_new((const tn_tensor_t*)$input.array, $input.len);
  tn_scope_resume(paused);
}
%typemap(freearg) tn_tensors_t { tn_tensors_release($1); }
LIST(tn_tensors_t RETURNED)
%typemap(out) tn_tensors_t RETURNED {
  int64_t made = $1 ? handles_of($1, (int64_t**)(void*)&$result.array) : -1;
  $result.len = made;
  $result.cap = made > 0 ? scope_of(made * 256) : 0;
  if (made < 0) $result.array = failure("$symname");
}
%{
/* The tensors of a list, which ends here; -1 where it fails. */
static int64_t handles_of(tn_tensors_t list, int64_t** handles) {
  int64_t i, n = tn_tensors_count(list), *made = (int64_t*)malloc((size_t)n * sizeof *made + 1);
  tn_scope_t paused = pause_scope();
  if (!made) tn_error_set(TN_ERR_MEMORY, "no memory for the handles");
  for (i = 0; made && i < n; ++i) {
    tn_tensor_t t = tn_tensors_get(list, i);
    if (!t) {
      while (i-- > 0) tn_tensor_release((tn_tensor_t)(intptr_t)made[i]);
      free(made);
      made = NULL;
      break;
    }
    made[i] = t == TN_NONE ? 0 : (int64_t)(intptr_t)t;
  }
  tn_scope_resume(paused);
  tn_tensors_release(list);
  *handles = made;
  return made ? n : -1;
}
%}

/* A result by pointer, in memory of Go's. */
%typemap(gotype) tn_tensor_t* OUT "*uintptr"
%typemap(imtype) tn_tensor_t* OUT "*uintptr"
%typemap(in) tn_tensor_t* OUT { $1 = (tn_tensor_t*)(void*)$input; }
%typemap(gotype) int64_t* OUT "*int"
%typemap(imtype) int64_t* OUT "*int"
%typemap(in) int64_t* OUT { $1 = (int64_t*)(void*)$input; }
%typemap(gotype) (tn_tensor_t* fields, int64_t n_fields) "[]uintptr"
%typemap(imtype) (tn_tensor_t* fields, int64_t n_fields) "[]uintptr"
%typemap(in) (tn_tensor_t* fields, int64_t n_fields) {
  $1 = (tn_tensor_t*)$input.array;
  $2 = $input.len;
}

/* Options: nil, or words as options.i reads them. */
%define TENON_OPTIONS(STRUCT, SHORT, COUNT)
%typemap(gotype) const STRUCT##_t* "[]int"
%typemap(imtype) const STRUCT##_t* "[]int"
%typemap(in) const STRUCT##_t* (STRUCT##_t options) {
  $1 = NULL;
  if ($input.array) {
    read_##SHORT(&options, (const int64_t*)$input.array);
    $1 = &options;
  }
}
%enddef

/* ---- callbacks: the number under which Go keeps an object, 0 for none ---- */

%define CALLBACK_OF(PARAMETERS)
%typemap(gotype) PARAMETERS "int64"
%typemap(imtype) PARAMETERS "int64"
%enddef
CALLBACK_OF((tn_callback_t CALLBACK, void* user_data, tn_destroy_t destroy))
%typemap(in) (tn_callback_t CALLBACK, void* user_data, tn_destroy_t destroy) {
  $1 = $input ? invoke_first : NULL;
  $2 = (void*)(intptr_t)$input;
  $3 = $input ? let_go : NULL;
}
CALLBACK_OF((tn_callback_t forward, tn_callback_t backward, void* user_data, tn_destroy_t destroy))
%typemap(in) (tn_callback_t forward, tn_callback_t backward, void* user_data, tn_destroy_t destroy) {
  $1 = invoke_first;
  $2 = invoke_second;
  $3 = (void*)(intptr_t)$input;
  $4 = let_go;
}
CALLBACK_OF((void* data, tn_destroy_t destroy))
%typemap(in) (void* data, tn_destroy_t destroy) {
  $1 = (void*)(intptr_t)$input;
  $2 = $input ? let_go : NULL;
}
