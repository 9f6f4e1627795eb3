/* Values in and out of Java: arrays, direct buffers, bytes. */

%typemap(in, numinputs = 0) JNIEnv* env "$1 = jenv;"
MAKES(tensor_from_array)
MAKES(tensor_from_buffer)
MAKES(tree_from_bytes)
%inline %{
/* A tensor of a Java array's values; the array has elements of the dtype's size. */
static tn_tensor_t tensor_from_array(JNIEnv* env, jobject array, tn_dtype_t dtype, const int64_t* shape, int64_t ndim) {
  tn_tensor_t t = tn_empty(shape, ndim, dtype, TN_CPU);
  void* from;
  if (!t) return NULL;
  if (tn_tensor_numel(t) != (*env)->GetArrayLength(env, (jarray)array)) {
    tn_tensor_release(t);
    tn_error_set(TN_ERR_SHAPE, "tensor: the shape has another number of elements than the array");
    return NULL;
  }
  void* to = tn_tensor_data(t);
  from = (*env)->GetPrimitiveArrayCritical(env, (jarray)array, NULL);
  if (from) {
    memcpy(to, from, (size_t)(tn_tensor_numel(t) * tn_dtype_itemsize(dtype)));
    (*env)->ReleasePrimitiveArrayCritical(env, (jarray)array, from, JNI_ABORT);
  }
  return t;
}

/* The values of a tensor, row-major and of this dtype, into a Java array of as many elements. */
static tn_status_t tensor_to_array(JNIEnv* env, tn_tensor_t t, tn_dtype_t dtype, jobject array) {
  tn_scope_t scope = tn_scope_begin();
  tn_tensor_t plain;
  tn_status_t status = TN_OK;
  tn_set_grad_enabled(0);
  plain = tn_contiguous(tn_to(t, TN_CPU, dtype));
  if (!plain) {
    status = tn_error_code();
  } else if (tn_tensor_numel(plain) != (*env)->GetArrayLength(env, (jarray)array)) {
    status = tn_error_set(TN_ERR_SHAPE, "tensor: the array has another length than the tensor has elements");
  } else {
    void* from = tn_tensor_data(plain);
    void* to = (*env)->GetPrimitiveArrayCritical(env, (jarray)array, NULL);
    if (to) {
      memcpy(to, from, (size_t)(tn_tensor_numel(plain) * tn_dtype_itemsize(dtype)));
      (*env)->ReleasePrimitiveArrayCritical(env, (jarray)array, to, 0);
    }
  }
  tn_scope_end(scope);
  return status;
}

/* A tensor over a direct buffer's memory, which the tensor keeps from the collector. */
static tn_tensor_t tensor_from_buffer(JNIEnv* env, jobject buffer, int64_t offset, int64_t bytes, tn_dtype_t dtype,
                                      const int64_t* shape, int64_t ndim) {
  char* data = (char*)(*env)->GetDirectBufferAddress(env, buffer);
  int64_t i, wanted = tn_dtype_itemsize(dtype);
  if (!data && bytes) {
    tn_error_set(TN_ERR_VALUE, "tensor: the buffer isn't direct");
    return NULL;
  }
  for (i = 0; i < ndim; ++i)
    if (shape[i] < 0 || (shape[i] && wanted > bytes / shape[i])) {
      wanted = -1;
      break;
    } else {
      wanted *= shape[i];
    }
  if (wanted != bytes) {
    tn_error_set(TN_ERR_SHAPE, "tensor: the shape has another number of elements than the buffer");
    return NULL;
  }
  jobject kept = (*env)->NewGlobalRef(env, buffer);
  return tn_from_blob(data + offset, dtype, shape, ndim, let_blob_go, kept);
}

/* The memory of a contiguous tensor on the CPU, as long as the tensor lives. */
static jobject tensor_buffer(JNIEnv* env, tn_tensor_t t) {
  if (tn_tensor_device(t) != TN_CPU || !tn_tensor_is_contiguous(t)) {
    tn_error_set(TN_ERR_STATE, "buffer: the tensor must be contiguous and on the CPU");
    raise_error(env, "buffer");
    return NULL;
  }
  return (*env)->NewDirectByteBuffer(env, tn_tensor_data(t), tn_tensor_numel(t) * tn_dtype_itemsize(tn_tensor_dtype(t)));
}

static jbyteArray tree_bytes(JNIEnv* env, tn_tree_t tree) {
  const void* data;
  int64_t n;
  jbyteArray made;
  if (tn_tree_bytes(tree, &data, &n)) {
    raise_error(env, "tn_tree_bytes");
    return NULL;
  }
  made = (*env)->NewByteArray(env, (jsize)n);
  if (made) (*env)->SetByteArrayRegion(env, made, 0, (jsize)n, (const jbyte*)data);
  return made;
}

static tn_tree_t tree_from_bytes(JNIEnv* env, jbyteArray bytes) {
  jsize n = (*env)->GetArrayLength(env, bytes);
  jbyte* data = (*env)->GetByteArrayElements(env, bytes, NULL);
  tn_tree_t made = data ? tn_tree_from_bytes(data, n) : NULL;
  if (data) (*env)->ReleaseByteArrayElements(env, bytes, data, JNI_ABORT);
  return made;
}

/* What a scope made, given up at once: the first count of the words are handles of tensors. */
static void release_tensors(JNIEnv* env, jlongArray handles, int64_t count) {
  jlong buffer[256];
  int64_t done = 0, i;
  while (done < count) {
    int64_t n = count - done < 256 ? count - done : 256;
    (*env)->GetLongArrayRegion(env, handles, (jsize)done, (jsize)n, buffer);
    for (i = 0; i < n; ++i) tn_tensor_release((tn_tensor_t)(intptr_t)buffer[i]);
    done += n;
  }
}
%}
