/* What is of its own in Go: results that are like no other, and values in and out. */

/* The thread's own context is NULL. */
RESULT(tn_context_t tn_context_swap)
%typemap(out) tn_context_t tn_context_swap { $result.p = (char*)$1; $result.n = 0; }

/* One more than the scope where there is a batch, 0 at the end. */
RESULT(int32_t tn_loader_next)
%typemap(out) int32_t tn_loader_next {
  $result.p = $1 < 0 ? (char*)failure("$symname") : NULL;
  $result.n = $1 > 0 ? (intgo)scope_now + 1 : 0;
}

/* What was set so; 0 where nothing was. */
RESULT(void* tn_call_data)
%typemap(out) void* tn_call_data {
  $result.p = !$1 && tn_error_code() ? (char*)failure("$symname") : NULL;
  $result.n = (intgo)(intptr_t)$1;
}

/* ---- values in and out ---- */

%typemap(gotype) void* bytes "[]byte"
%typemap(imtype) void* bytes "[]byte"
%typemap(in) void* bytes { $1 = $input.array; }
MAKES(tensor_from)
MAKES(tensor_over)
MAKES(tree_from)
RETURNS(tn_tensor_t, tensor_from)
RETURNS(tn_tensor_t, tensor_over)
RETURNS(tn_tree_t, tree_from)
RETURNS(tn_status_t, tensor_into)
RETURNS(tn_status_t, tensor_write)
RETURNS(tn_status_t, forget_metadata)
RETURNS(int64_t, abi_version)
RETURNS(int64_t, compiled_abi_version)
RETURNS(int64_t, call_level)
RETURNS(int64_t, set_scope)
RETURNS(int64_t, current_scope)
%apply (const int64_t* ARRAY, int64_t COUNT) { (const int64_t* shape, int64_t ndim), (const int64_t* handles, int64_t n_handles) };
%inline %{
/* A copy of row-major values. */
static tn_tensor_t tensor_from(void* bytes, tn_dtype_t dtype, const int64_t* shape, int64_t ndim) {
  return tn_tensor_new(bytes, dtype, shape, ndim);
}

/* A tensor over memory of C's; `user` is let go with the last tensor that shares it. */
static tn_tensor_t tensor_over(void* bytes, tn_dtype_t dtype, const int64_t* shape, int64_t ndim, int64_t user) {
  return tn_from_blob(bytes, dtype, shape, ndim, user ? let_blob_go : NULL, (void*)(intptr_t)user);
}

static tn_status_t tensor_into(tn_tensor_t t, void* bytes, tn_dtype_t dtype, int64_t n_bytes) {
  return tn_tensor_read(t, bytes, dtype, n_bytes);
}

static tn_status_t tensor_write(tn_tensor_t t, void* bytes, tn_dtype_t dtype, int64_t n_bytes) {
  return tn_tensor_write(t, bytes, dtype, n_bytes);
}

static tn_tree_t tree_from(void* bytes, int64_t n_bytes) { return tn_tree_from_bytes(bytes, n_bytes); }

static tn_status_t forget_metadata(tn_dict_t dict, const char* key) { return tn_dict_set_metadata(dict, key, NULL); }

/* Memory of a List or of a failure, given back. */
static void give_back(void* bytes) {
  if (bytes != &no_memory) free(bytes);
}

/* What a scope made, given up at once: handles of tensors. */
static void release_tensors(const int64_t* handles, int64_t n_handles) {
  int64_t i;
  for (i = 0; i < n_handles; ++i) tn_tensor_release((tn_tensor_t)(intptr_t)handles[i]);
}

/* What the collector found: this thread may never need their memory, so it isn't kept for it. */
static void release_lost(const int64_t* handles, int64_t n_handles) {
  release_tensors(handles, n_handles);
  tn_memory_trim(TN_CPU);
}

static int64_t current_scope(void) { return scope_now; }

/* The scope that is current on this thread from here on; the one before. */
static int64_t set_scope(int64_t scope) {
  int64_t before = scope_now;
  scope_now = scope;
  return before;
}
%}
%apply int64_t* OUT { int64_t* n };
%inline %{
/* All bytes, zeros among them. */
static char* tree_text(tn_tree_t tree, int64_t* n) {
  const void* data;
  char* copy = NULL;
  if (tn_tree_bytes(tree, &data, n)) return NULL;
  copy = (char*)malloc((size_t)*n + 1);
  if (copy) memcpy(copy, data, (size_t)*n);
  return copy;
}
%}
