/*
 * What tenon.i says of each kind of parameter, for C#: P/Invoke with numbers and pointers alone, which cross without being
 * marshalled. Nothing here throws: a result says whether the call failed (a handle of 0, a status, a truth of -1), and only
 * then does the same C# method ask for the error, on the same thread. A tensor that isn't there comes back as 1.
 */
%pragma(csharp) imclassclassmodifiers = "internal static unsafe class"
%pragma(csharp) moduleclassmodifiers = "internal static unsafe class"
/* What the classes call is the first of the two, without the second one's layer. */
%pragma(csharp) imclasscode = %{
  static Native() { Library.Load(); }
%}

%{
typedef tn_status_t (*invoke_t)(int64_t call, int64_t target);
typedef void (*let_go_t)(int64_t target);

/*
 * Static methods of C#'s, of one application domain: a callback's two functions, and the end of its user data. Editors
 * unload domains while this library stays; what is called for one that has gone does nothing.
 */
typedef struct {
  invoke_t invoke[2];
  let_go_t let_go;
  volatile int32_t alive;
} host_t;

/* User data: a GCHandle, and whose it is. */
typedef struct {
  host_t* host;
  int64_t handle;
} target_t;

static tn_status_t invoke(int which, tn_call_t call, void* user_data) {
  target_t* target = (target_t*)user_data;
  if (!target->host->alive) return tn_error_set(TN_ERR_STATE, "the domain that this callback is of was unloaded");
  return target->host->invoke[which]((int64_t)(intptr_t)call, target->handle);
}

static tn_status_t invoke_first(tn_call_t call, void* user_data) { return invoke(0, call, user_data); }
static tn_status_t invoke_second(tn_call_t call, void* user_data) { return invoke(1, call, user_data); }

static void let_go(void* user_data) {
  target_t* target = (target_t*)user_data;
  if (target->host->alive) target->host->let_go(target->handle);
  free(target);
}

static void let_blob_go(void* ctx, void* data) {
  (void)data;
  let_go(ctx);
}
%}

/* ---- handles ---- */

%define PLAIN(TYPE, C, CS)
%typemap(ctype) TYPE #C
%typemap(imtype) TYPE #CS
%typemap(cstype) TYPE #CS
%typemap(csin) TYPE "$csinput"
%typemap(csout) TYPE { return $imcall; }
%enddef
/* The same of several parameters that are one in C#. */
%define JOINED(TYPES, C, CS)
%typemap(ctype) TYPES #C
%typemap(imtype) TYPES #CS
%typemap(cstype) TYPES #CS
%typemap(csin) TYPES "$csinput"
%enddef

%define HANDLE(TYPE)
PLAIN(TYPE, int64_t, long)
%typemap(in) TYPE { $1 = (TYPE)(intptr_t)$input; }
%typemap(out) TYPE { $result = (int64_t)(intptr_t)$1; }
%enddef
HANDLE(tn_tensors_t)
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

PLAIN(tn_tensor_t, int64_t, long)
%typemap(in) tn_tensor_t { $1 = tensor_of($input); }
%typemap(out) tn_tensor_t { $result = (int64_t)(intptr_t)$1; }

/* ---- numbers and truths ---- */

%define NUMBER(TYPE, C, CS)
PLAIN(TYPE, C, CS)
%typemap(in) TYPE { $1 = (TYPE)$input; }
%typemap(out) TYPE { $result = $1; }
%enddef
NUMBER(tn_dtype_t, int32_t, int)
NUMBER(tn_device_t, int32_t, int)
NUMBER(tn_kind_t, int32_t, int)
NUMBER(tn_tree_kind_t, int32_t, int)
NUMBER(tn_log_level_t, int32_t, int)
NUMBER(tn_status_t, int32_t, int)
NUMBER(int64_t, int64_t, long)
NUMBER(double, double, double)

/* A truth, or -1 for failure. */
PLAIN(int32_t, int32_t, int)
%typemap(in) int32_t { $1 = $input; }
%typemap(out) int32_t { $result = $1 > 0 ? 1 : tn_error_code() ? -1 : 0; }

/* ---- text: UTF-8 that ends with a zero byte; what comes back is an address ---- */

PLAIN(const char*, const char*, byte*)
%typemap(in) const char* { $1 = (char*)$input; }
%typemap(out) const char* { $result = $1; }
PLAIN(char*, char*, byte*)
%typemap(in) char* { $1 = $input; }
%typemap(out) char* { $result = $1; }
%typemap(newfree) char* ""

/* ---- arrays: an address and a count ---- */

%define ARRAY_OF(TYPE)
PLAIN(const TYPE*, const int64_t*, long*)
%typemap(in) const TYPE* { $1 = (TYPE*)$input; }
%enddef
ARRAY_OF(int64_t)
ARRAY_OF(tn_module_t)
ARRAY_OF(tn_tree_t)

/* Those that aren't there are 0, and become TN_NONE in place. */
%{
static tn_tensor_t* tensors_of(int64_t* words, int64_t n) {
  int64_t i;
  for (i = 0; words && i < n; ++i)
    if (!words[i]) words[i] = (int64_t)(intptr_t)TN_NONE;
  return (tn_tensor_t*)words;
}
%}
JOINED((const tn_tensor_t* ARRAY, int64_t COUNT), int64_t*, long*)
/* Words with their number before them, so that it is one parameter; NULL for an array that isn't there. */
%typemap(in) (const tn_tensor_t* ARRAY, int64_t COUNT) {
  $1 = $input ? tensors_of($input + 1, $input[0]) : NULL;
  $2 = $input ? $input[0] : 0;
}
%define COUNTED(TYPE)
JOINED((const TYPE* ARRAY, int64_t COUNT), const int64_t*, long*)
%typemap(in) (const TYPE* ARRAY, int64_t COUNT) {
  $1 = $input ? (TYPE*)($input + 1) : NULL;
  $2 = $input ? $input[0] : 0;
}
%enddef
COUNTED(int64_t)
COUNTED(tn_module_t)
COUNTED(tn_tree_t)

JOINED((const tn_value_t* ARRAY, int64_t COUNT), const int64_t*, long*)
%typemap(in) (const tn_value_t* ARRAY, int64_t COUNT) (kept_t* kept) {
  kept = NULL;
  $1 = read_values(&kept, $input + 1, $input[0], &$2);
}
%typemap(freearg) (const tn_value_t* ARRAY, int64_t COUNT) { free_kept(kept$argnum); }

PLAIN(tn_tensors_t LIST, int64_t*, long*)
%typemap(in) tn_tensors_t LIST {
  tn_scope_t paused = tn_scope_pause();
  $1 = $input ? tn_tensors_new(tensors_of($input + 1, $input[0]), $input[0]) : NULL;
  tn_scope_resume(paused);
}
%typemap(freearg) tn_tensors_t LIST { tn_tensors_release($1); }
%apply tn_tensors_t LIST { tn_tensors_t params };

PLAIN(tn_tensor_t* OUT, int64_t*, long*)
%typemap(in) tn_tensor_t* OUT { $1 = (tn_tensor_t*)$input; }
PLAIN(int64_t* OUT, int64_t*, long*)
%typemap(in) int64_t* OUT { $1 = $input; }
PLAIN(tn_tensor_t* fields, int64_t*, long*)
%typemap(in) tn_tensor_t* fields { $1 = (tn_tensor_t*)$input; }

%define TENON_OPTIONS(STRUCT, SHORT, COUNT)
PLAIN(const STRUCT##_t*, const int64_t*, long*)
%typemap(in) const STRUCT##_t* (STRUCT##_t options) {
  $1 = NULL;
  if ($input) {
    read_##SHORT(&options, $input);
    $1 = &options;
  }
}
%enddef

/* A count and so many numbers, which stay until the next such call on this thread. */
%{
static __thread int64_t last_words[13];
%}
PLAIN(words_t, const void*, long*)
%typemap(out) words_t {
  memcpy(last_words, &$1, sizeof last_words);
  $result = last_words;
}

/* ---- callbacks: what new_target gave for an object that is called ---- */

%typemap(out) void* tn_call_data { $result = $1 ? ((target_t*)$1)->handle : 0; }

JOINED((tn_callback_t CALLBACK, void* user_data, tn_destroy_t destroy), int64_t, long)
%typemap(in) (tn_callback_t CALLBACK, void* user_data, tn_destroy_t destroy) {
  $1 = $input ? invoke_first : NULL;
  $2 = (void*)(intptr_t)$input;
  $3 = $input ? let_go : NULL;
}
JOINED((tn_callback_t forward, tn_callback_t backward, void* user_data, tn_destroy_t destroy), int64_t, long)
%typemap(in) (tn_callback_t forward, tn_callback_t backward, void* user_data, tn_destroy_t destroy) {
  $1 = invoke_first;
  $2 = invoke_second;
  $3 = (void*)(intptr_t)$input;
  $4 = let_go;
}
JOINED((void* data, tn_destroy_t destroy), int64_t, long)
%typemap(in) (void* data, tn_destroy_t destroy) {
  $1 = (void*)(intptr_t)$input;
  $2 = $input ? let_go : NULL;
}

/* ---- values in and out ---- */

PLAIN(const void* ADDRESS, const void*, void*)
%typemap(in) const void* ADDRESS { $1 = (void*)$input; }
PLAIN(void* ADDRESS, void*, void*)
%typemap(in) void* ADDRESS { $1 = $input; }
PLAIN(int64_t* ROOM, int64_t*, long*)
%typemap(in) int64_t* ROOM { $1 = $input; }

MAKES(tensor_from)
MAKES(tensor_over)
MAKES(tree_from_bytes)
MAKES(take_tensors)
%inline %{
/* A copy of row-major values. */
static tn_tensor_t tensor_from(const void* ADDRESS, tn_dtype_t dtype, const int64_t* shape, int64_t ndim) {
  return tn_tensor_new(ADDRESS, dtype, shape, ndim);
}

/* A tensor over the host's own memory, which `target` keeps in its place; 0 where nobody needs to know. */
static tn_tensor_t tensor_over(void* ADDRESS, tn_dtype_t dtype, const int64_t* shape, int64_t ndim, int64_t target) {
  return tn_from_blob(ADDRESS, dtype, shape, ndim, target ? let_blob_go : NULL, (void*)(intptr_t)target);
}

static tn_status_t tensor_read(tn_tensor_t t, void* ADDRESS, tn_dtype_t dtype, int64_t bytes) {
  return tn_tensor_read(t, ADDRESS, dtype, bytes);
}

static tn_status_t tensor_write(tn_tensor_t t, const void* ADDRESS, tn_dtype_t dtype, int64_t bytes) {
  return tn_tensor_write(t, ADDRESS, dtype, bytes);
}

/* The elements of a list, which is given up; where one can't be had, none. */
static tn_status_t take_tensors(tn_tensors_t list, int64_t* ROOM) {
  int64_t i, n = tn_tensors_count(list);
  tn_status_t status = TN_OK;
  for (i = 0; i < n && !status; ++i) {
    ROOM[i] = (int64_t)(intptr_t)tn_tensors_get(list, i);
    if (ROOM[i]) continue;
    status = tn_error_code();
    while (i > 0) tn_tensor_release((tn_tensor_t)(intptr_t)ROOM[--i]);
  }
  tn_tensors_release(list);
  return status;
}

static void release_tensors(const int64_t* shape, int64_t n) {
  int64_t i;
  for (i = 0; i < n; ++i) tn_tensor_release((tn_tensor_t)(intptr_t)shape[i]);
}

static void* tree_bytes(tn_tree_t tree, int64_t* ROOM) {
  const void* data = NULL;
  return tn_tree_bytes(tree, &data, ROOM) ? NULL : (void*)(intptr_t)data;
}

static tn_tree_t tree_from_bytes(const void* ADDRESS, int64_t n) { return tn_tree_from_bytes(ADDRESS, n); }

static void free_text(char* text) { free(text); }

static int64_t live_bytes(void) {
  tn_memory_stats_t stats;
  return tn_get_memory_stats(TN_CPU, &stats, sizeof stats) ? 0 : stats.live_bytes;
}

/* The static methods that a domain's callbacks go through, by their addresses; it is never freed. */
static int64_t new_host(int64_t first, int64_t second, int64_t end) {
  host_t* host = (host_t*)calloc(1, sizeof *host);
  if (!host) return 0;
  host->invoke[0] = (invoke_t)(intptr_t)first;
  host->invoke[1] = (invoke_t)(intptr_t)second;
  host->let_go = (let_go_t)(intptr_t)end;
  host->alive = 1;
  return (int64_t)(intptr_t)host;
}

static void leave_host(int64_t host) { ((host_t*)(intptr_t)host)->alive = 0; }

/* 0 where memory is out. */
static int64_t new_target(int64_t host, int64_t handle) {
  target_t* target = (target_t*)malloc(sizeof *target);
  if (!target) return 0;
  target->host = (host_t*)(intptr_t)host;
  target->handle = handle;
  return (int64_t)(intptr_t)target;
}
%}
