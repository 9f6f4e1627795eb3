/* What tenon.i says of each kind of parameter, for Java: JNI. */
%pragma(java) moduleclassmodifiers = "final class"
%pragma(java) jniclassclassmodifiers = "final class"
%pragma(java) jniclasscode = %{
  static {
    NativeLibrary.load();
  }
%}

%{
static JavaVM* java_vm;
static jclass exception_class, callback_class;
static jmethodID exception_new, callback_run;

/* The exception that a callback threw, as long as it is on its way. */
static __thread jthrowable thrown;

static void forget_thrown(JNIEnv* env) {
  if (thrown) (*env)->DeleteGlobalRef(env, thrown);
  thrown = NULL;
}

JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* vm, void* reserved) {
  JNIEnv* env;
  jclass found;
  (void)reserved;
  java_vm = vm;
  if ((*vm)->GetEnv(vm, (void**)&env, JNI_VERSION_1_8) != JNI_OK) return JNI_ERR;
  found = (*env)->FindClass(env, "org/tenonml/tenon/TenonException");
  if (!found || !(exception_class = (*env)->NewGlobalRef(env, found))) return JNI_ERR;
  exception_new = (*env)->GetMethodID(env, exception_class, "<init>", "(ILjava/lang/String;[B)V");
  found = (*env)->FindClass(env, "org/tenonml/tenon/Callback");
  if (!found || !(callback_class = (*env)->NewGlobalRef(env, found))) return JNI_ERR;
  callback_run = (*env)->GetMethodID(env, callback_class, "run", "(IJ)V");
  return exception_new && callback_run ? JNI_VERSION_1_8 : JNI_ERR;
}

static jbyteArray java_text(JNIEnv* env, const char* text) {
  jsize n = (jsize)strlen(text);
  jbyteArray bytes = (*env)->NewByteArray(env, n);
  if (bytes) (*env)->SetByteArrayRegion(env, bytes, 0, n, (const jbyte*)text);
  return bytes;
}

/* Throws what failed in `function`: the host's own exception where a callback threw it. */
static void raise_error(JNIEnv* env, const char* function) {
  tn_status_t code = tn_error_code();
  if ((*env)->ExceptionCheck(env)) return;
  if (thrown && code == HOST_EXCEPTION) {
    jthrowable own = (jthrowable)(*env)->NewLocalRef(env, thrown);
    forget_thrown(env);
    tn_error_clear();
    if (own) (*env)->Throw(env, own);
    return;
  }
  const char* op = strncmp(function, "tn_", 3) ? function : function + 3;
  jstring name = (*env)->NewStringUTF(env, op);
  jbyteArray message = java_text(env, code ? tn_error_message() : "failed without saying why");
  tn_error_clear();
  if (!name || !message) return;
  jobject made = (*env)->NewObject(env, exception_class, exception_new, (jint)(code ? code : TN_ERR_INTERNAL), name, message);
  if (made) (*env)->Throw(env, (jthrowable)made);
}

/* The calling thread's environment; a thread that Java doesn't know is attached for the while. */
static JNIEnv* attach(int* attached) {
  JNIEnv* env = NULL;
  *attached = 0;
  if ((*java_vm)->GetEnv(java_vm, (void**)&env, JNI_VERSION_1_8) == JNI_OK) return env;
  if ((*java_vm)->AttachCurrentThreadAsDaemon(java_vm, (void**)&env, NULL) != JNI_OK) return NULL;
  *attached = 1;
  return env;
}

static void detach(int attached) {
  if (attached) (*java_vm)->DetachCurrentThread(java_vm);
}

static tn_status_t invoke(tn_call_t call, void* user_data, jint which) {
  int attached;
  JNIEnv* env = attach(&attached);
  tn_status_t status = TN_OK;
  if (!env) return tn_error_set(TN_ERR_CALLBACK, "a callback came on a thread that Java can't take");
  (*env)->CallVoidMethod(env, (jobject)user_data, callback_run, which, (jlong)(intptr_t)call);
  jthrowable now = (*env)->ExceptionOccurred(env);
  if (now) {
    (*env)->ExceptionClear(env);
    forget_thrown(env);
    thrown = (jthrowable)(*env)->NewGlobalRef(env, now);
    (*env)->DeleteLocalRef(env, now);
    status = tn_error_set(HOST_EXCEPTION, "a callback threw an exception");
  }
  detach(attached);
  return status;
}

static tn_status_t invoke_first(tn_call_t call, void* user_data) { return invoke(call, user_data, 0); }
static tn_status_t invoke_second(tn_call_t call, void* user_data) { return invoke(call, user_data, 1); }

static void let_go(void* user_data) {
  int attached;
  JNIEnv* env = attach(&attached);
  if (env) (*env)->DeleteGlobalRef(env, (jobject)user_data);
  detach(attached);
}

static void let_blob_go(void* ctx, void* data) {
  (void)data;
  let_go(ctx);
}
%}

/* ---- handles ---- */

%define PLAIN(TYPE, JNI, JAVA)
%typemap(jni) TYPE #JNI
%typemap(jtype) TYPE #JAVA
%typemap(jstype) TYPE #JAVA
%typemap(javain) TYPE "$javainput"
%typemap(javaout) TYPE { return $jnicall; }
%enddef
/* The same of several parameters that are one in Java. */
%define JOINED(TYPES, JNI, JAVA)
%typemap(jni) TYPES #JNI
%typemap(jtype) TYPES #JAVA
%typemap(jstype) TYPES #JAVA
%typemap(javain) TYPES "$javainput"
%enddef

%define HANDLE(TYPE)
PLAIN(TYPE, jlong, long)
%typemap(in) TYPE { $1 = (TYPE)(intptr_t)$input; }
%typemap(out) TYPE { if (!$1) raise_error(jenv, "$symname"); $result = (jlong)(intptr_t)$1; }
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
HANDLE(tn_proc_t)
HANDLE(void*)

PLAIN(tn_tensor_t, jlong, long)
%typemap(in) tn_tensor_t { $1 = tensor_of($input); }
%typemap(out) tn_tensor_t {
  if (!$1) raise_error(jenv, "$symname");
  $result = (jlong)(intptr_t)($1 == TN_NONE ? NULL : $1);
}

/* Swapping contexts gives NULL for the thread's own. */
%typemap(out) tn_context_t tn_context_swap { $result = (jlong)(intptr_t)$1; }

/* ---- numbers and truths ---- */

%define ENUM(TYPE)
PLAIN(TYPE, jint, int)
%typemap(in) TYPE { $1 = (TYPE)$input; }
%typemap(out) TYPE { if (!$1 && tn_error_code()) raise_error(jenv, "$symname"); $result = (jint)$1; }
%enddef
ENUM(tn_dtype_t)
ENUM(tn_device_t)
ENUM(tn_kind_t)
ENUM(tn_tree_kind_t)
ENUM(tn_log_level_t)

PLAIN(int64_t, jlong, long)
%typemap(in) int64_t { $1 = $input; }
%typemap(out) int64_t { if ($1 == -1 && tn_error_code()) raise_error(jenv, "$symname"); $result = $1; }

PLAIN(int32_t, jboolean, boolean)
%typemap(in) int32_t { $1 = $input ? 1 : 0; }
%typemap(out) int32_t { if ($1 <= 0 && tn_error_code()) raise_error(jenv, "$symname"); $result = $1 > 0; }

PLAIN(double, jdouble, double)
%typemap(in) double { $1 = $input; }
%typemap(out) double { if (isnan($1) && tn_error_code()) raise_error(jenv, "$symname"); $result = $1; }

PLAIN(tn_status_t, jint, int)
%typemap(in) tn_status_t { $1 = (tn_status_t)$input; }
%typemap(out) tn_status_t { if ($1) raise_error(jenv, "$symname"); $result = $1; }

/* ---- text ---- */

PLAIN(const char*, jbyteArray, byte[])
%typemap(in) const char* (char buffer[256]) {
  $1 = NULL;
  if ($input) {
    jsize n = (*jenv)->GetArrayLength(jenv, $input);
    $1 = n < 256 ? buffer : (char*)malloc((size_t)n + 1);
    if ($1) {
      (*jenv)->GetByteArrayRegion(jenv, $input, 0, n, (jbyte*)$1);
      ((char*)$1)[n] = 0;
    }
  }
}
%typemap(freearg) const char* { if ($1 != buffer$argnum) free((char*)$1); }
%typemap(out) const char* {
  if (!$1 && tn_error_code()) raise_error(jenv, "$symname");
  $result = $1 ? java_text(jenv, $1) : NULL;
}
%apply const char* { char* };
%typemap(newfree) char* "free($1);"

/* ---- arrays ---- */

PLAIN(words_t, jlongArray, long[])
%typemap(out) words_t {
  $result = NULL;
  if ($1.count < 0) raise_error(jenv, "$symname");
  else if (($result = (*jenv)->NewLongArray(jenv, (jsize)$1.count)))
    (*jenv)->SetLongArrayRegion(jenv, $result, 0, (jsize)$1.count, (const jlong*)$1.at);
}

%{
/* Small ones are copied to the stack. */
static int64_t* get_words(JNIEnv* env, jlongArray array, int64_t* buffer, int64_t room, int64_t* n) {
  *n = (*env)->GetArrayLength(env, array);
  if (*n > room) buffer = (int64_t*)malloc((size_t)*n * sizeof *buffer);
  if (buffer) (*env)->GetLongArrayRegion(env, array, 0, (jsize)*n, (jlong*)buffer);
  return buffer;
}

static void tensors_of(int64_t* words, int64_t n) {
  int64_t i;
  for (i = 0; i < n; ++i)
    if (!words[i]) words[i] = (int64_t)(intptr_t)TN_NONE;
}
%}
%define ARRAY_OF(TYPE, TURN)
JOINED((const TYPE* ARRAY, int64_t COUNT), jlongArray, long[])
%typemap(in) (const TYPE* ARRAY, int64_t COUNT) (int64_t buffer[16]) {
  $1 = NULL;
  $2 = 0;
  if ($input) {
    $1 = (TYPE*)get_words(jenv, $input, buffer, 16, &$2);
    TURN;
  }
}
%typemap(freearg) (const TYPE* ARRAY, int64_t COUNT) { if ((const void*)$1 != (const void*)buffer$argnum) free((void*)$1); }
%enddef
ARRAY_OF(int64_t, (void)0)
ARRAY_OF(tn_tensor_t, if ($1) tensors_of((int64_t*)$1, $2))
ARRAY_OF(tn_module_t, (void)0)
ARRAY_OF(tn_tree_t, (void)0)

JOINED((const tn_value_t* ARRAY, int64_t COUNT), jlongArray, long[])
%typemap(in) (const tn_value_t* ARRAY, int64_t COUNT) (int64_t buffer[64], int64_t* words, kept_t* kept) {
  int64_t n = 0;
  kept = NULL;
  words = get_words(jenv, $input, buffer, 64, &n);
  $1 = words ? read_values(&kept, words, n, &$2) : NULL;
}
%typemap(freearg) (const tn_value_t* ARRAY, int64_t COUNT) {
  free_kept(kept$argnum);
  if (words$argnum != buffer$argnum) free(words$argnum);
}

PLAIN(tn_tensors_t, jlongArray, long[])
%typemap(in) tn_tensors_t {
  int64_t n, buffer[64];
  int64_t* words = get_words(jenv, $input, buffer, 64, &n);
  tn_scope_t paused = tn_scope_pause();
  if (words) tensors_of(words, n);
  $1 = words ? tn_tensors_new((const tn_tensor_t*)words, n) : NULL;
  tn_scope_resume(paused);
  if (words != buffer) free(words);
}
%typemap(freearg) tn_tensors_t { tn_tensors_release($1); }
%typemap(out) tn_tensors_t { $result = $1 ? handles_of(jenv, $1, "$symname") : (raise_error(jenv, "$symname"), NULL); }
%{
/* The tensors of a list, which ends here; NULL, and nothing kept, where it fails. */
static jlongArray handles_of(JNIEnv* env, tn_tensors_t list, const char* function) {
  int64_t i, n = tn_tensors_count(list), made = 0;
  jlong* words = (jlong*)calloc((size_t)n + 1, sizeof *words);
  jlongArray array = NULL;
  tn_scope_t paused = tn_scope_pause();
  if (!words) tn_error_set(TN_ERR_MEMORY, "no memory for the handles");
  for (; words && made < n; ++made) {
    tn_tensor_t t = tn_tensors_get(list, made);
    if (!t) break;
    words[made] = (jlong)(intptr_t)(t == TN_NONE ? NULL : t);
  }
  tn_scope_resume(paused);
  tn_tensors_release(list);
  if (words && made == n && (array = (*env)->NewLongArray(env, (jsize)n))) {
    (*env)->SetLongArrayRegion(env, array, 0, (jsize)n, words);
  } else {
    for (i = 0; i < made; ++i) tn_tensor_release((tn_tensor_t)(intptr_t)words[i]);
    raise_error(env, function);
  }
  free(words);
  return array;
}
%}

/* A result by pointer: an array of one, of its own in Java. */
PLAIN(tn_tensor_t* OUT, jlongArray, long[])
%typemap(in) tn_tensor_t* OUT (tn_tensor_t made) {
  made = NULL;
  $1 = &made;
}
%typemap(argout) tn_tensor_t* OUT {
  jlong word = (jlong)(intptr_t)(made$argnum == TN_NONE ? NULL : made$argnum);
  if (!(*jenv)->ExceptionCheck(jenv)) (*jenv)->SetLongArrayRegion(jenv, $input, 0, 1, &word);
}
PLAIN(int64_t* OUT, jlongArray, long[])
%typemap(in) int64_t* OUT (int64_t made) {
  made = 0;
  $1 = &made;
}
%typemap(argout) int64_t* OUT {
  if (!(*jenv)->ExceptionCheck(jenv)) (*jenv)->SetLongArrayRegion(jenv, $input, 0, 1, (const jlong*)&made$argnum);
}
JOINED((tn_tensor_t* fields, int64_t n_fields), jlongArray, long[])
%typemap(in) (tn_tensor_t* fields, int64_t n_fields) {
  $2 = (*jenv)->GetArrayLength(jenv, $input);
  $1 = (tn_tensor_t*)calloc((size_t)$2 + 1, sizeof *$1);
}
%typemap(argout) (tn_tensor_t* fields, int64_t n_fields) {
  if ($1 && !(*jenv)->ExceptionCheck(jenv)) (*jenv)->SetLongArrayRegion(jenv, $input, 0, (jsize)$2, (const jlong*)$1);
}
%typemap(freearg) (tn_tensor_t* fields, int64_t n_fields) { free($1); }

%define TENON_OPTIONS(STRUCT, SHORT, COUNT)
PLAIN(const STRUCT##_t*, jlongArray, long[])
%typemap(in) const STRUCT##_t* (STRUCT##_t options) {
  $1 = NULL;
  if ($input) {
    int64_t words[COUNT + 1];
    (*jenv)->GetLongArrayRegion(jenv, $input, 0, COUNT + 1, (jlong*)words);
    read_##SHORT(&options, words);
    $1 = &options;
  }
}
%enddef

/* ---- callbacks ---- */

JOINED((tn_callback_t CALLBACK, void* user_data, tn_destroy_t destroy), jobject, Callback)
%typemap(in) (tn_callback_t CALLBACK, void* user_data, tn_destroy_t destroy) {
  $1 = NULL;
  $2 = NULL;
  $3 = NULL;
  if ($input) {
    $1 = invoke_first;
    $2 = (*jenv)->NewGlobalRef(jenv, $input);
    $3 = let_go;
  }
}
JOINED((tn_callback_t forward, tn_callback_t backward, void* user_data, tn_destroy_t destroy), jobject, Callback)
%typemap(in) (tn_callback_t forward, tn_callback_t backward, void* user_data, tn_destroy_t destroy) {
  $1 = $input ? invoke_first : NULL;
  $2 = $input ? invoke_second : NULL;
  $3 = $input ? (*jenv)->NewGlobalRef(jenv, $input) : NULL;
  $4 = $input ? let_go : NULL;
}
/* Data of one application of a function: any object. */
JOINED((void* data, tn_destroy_t destroy), jobject, Object)
%typemap(in) (void* data, tn_destroy_t destroy) {
  $1 = $input ? (*jenv)->NewGlobalRef(jenv, $input) : NULL;
  $2 = $input ? let_go : NULL;
}
%typemap(jni) void* tn_call_data "jobject"
%typemap(jtype) void* tn_call_data "Object"
%typemap(jstype) void* tn_call_data "Object"
%typemap(out) void* tn_call_data {
  if (!$1 && tn_error_code()) raise_error(jenv, "$symname");
  $result = $1 ? (*jenv)->NewLocalRef(jenv, (jobject)$1) : NULL;
}
/* An allocator of native code's, by the addresses of its functions. */
HANDLE(tn_destroy_t)
