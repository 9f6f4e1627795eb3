/*
 * The C interface as three languages see it from inside: one function a function, under its own name, in a module called
 * Native, which the classes that users see are written on. Handles are plain numbers here, arrays are arrays, and what
 * failed is an exception (in Go a result). What differs from language to language is in java.i, csharp.i and go.i, which
 * give each kind of parameter below its typemaps:
 *
 *     tn_tensor_t, tn_module_t, …             a handle; a tensor that isn't there (TN_NONE) is 0
 *     tn_tensors_t                            an array of handles, whose list lives for the call
 *     int64_t, int32_t, double, tn_dtype_t    a number, a truth, a number, a number
 *     const char*                             text, UTF-8
 *     (const T* ARRAY, int64_t COUNT)         an array; one that isn't there is NULL
 *     (const tn_value_t* ARRAY, int64_t COUNT) an array of words (values.i)
 *     const tn_x_options_t*                   an array of words (options.i)
 *     tn_tensor_t* OUT, int64_t* OUT          an array with room for one
 *     (tn_callback_t CALLBACK, void* user_data, tn_destroy_t destroy) an object that is called
 */
#if defined(SWIGGO)
%module native
#elif defined(SWIGCSHARP)
%module(imclassname="Native") NativeWrappers
#else
%module Native
#endif

%{
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/tenon.h>

/* What a callback returns after an exception of the host's own, which waits to be thrown where the call came from. */
enum { HOST_EXCEPTION = 0x7E40 };
%}

#define TN_API
#define DLPACK_DLPACK_H_
%include <stdint.i>

/* A handle that comes back belongs to a proxy, whatever native scope is open. */
%define MAKES(function)
%exception function {
  tn_scope_t paused_ = pause_scope();
  $action
  tn_scope_resume(paused_);
}
%enddef

/* A result that is also what failure gives: whether it failed, the error says, so there must be none from before. */
%define ANSWERS(function)
%exception function {
  tn_error_clear();
  $action
}
%enddef

/* In Go a result is of another type than a parameter, and it is known where no native scope can be open. */
#if !defined(SWIGGO)
%{
#define pause_scope tn_scope_pause
%}
%define RETURNS(TYPE, FUNCTION)
%enddef
#endif

%include "values.i"
#if defined(SWIGJAVA)
%include "java.i"
#elif defined(SWIGCSHARP)
%include "csharp.i"
#elif defined(SWIGGO)
%include "go.i"
#endif

%include "calls.i"
%include "arrays.i"
%include "options.i"
#if defined(SWIGJAVA)
%include "java_values.i"
#elif defined(SWIGGO)
%include "go_values.i"
#endif

/* Structs cross as words, constants are written by each language in its own way. */
%rename("$ignore", regextarget=1, fullname=1) "^tn_[a-z0-9_]+_(options|stats)$";
%rename("$ignore", regextarget=1, fullname=1) "^tn_[a-z0-9_]+_options_init$";
%rename("$ignore", %$isenumitem) "";
%rename("$ignore", %$isenum) "";
%rename("$ignore", regextarget=1, fullname=1) "^TN_";
%ignore tn_value;
%ignore tn_value_as;
%ignore DLManagedTensorVersioned;
%ignore tn_abi_version;
%ignore tn_get_memory_stats;
%ignore tn_tensor_shape;
%ignore tn_tensor_strides;
%ignore tn_tree_bytes;
%ignore tn_call_level;
/* Values come in and out by functions of each language's own. */
%ignore tn_tensor_new;
%ignore tn_tensor_read;
%ignore tn_tensor_write;
%ignore tn_from_blob;
%ignore tn_tree_from_bytes;

/* Text of unknown length: asked for twice, here. */
%define TEXT(function, PARAMETERS, ARGUMENTS)
%ignore function;
%rename(function) function##_whole;
MAKES(function##_whole)
%newobject function##_whole;
%inline %{
static char* function##_whole PARAMETERS {
  int64_t capacity = 0;
  char* buffer = NULL;
  int64_t length = function ARGUMENTS;
  if (length < 0) return NULL;
  capacity = length + 1;
  buffer = (char*)malloc((size_t)capacity);
  if (!buffer) {
    tn_error_set(TN_ERR_MEMORY, #function ": no memory for the text");
    return NULL;
  }
  function ARGUMENTS;
  return buffer;
}
%}
%enddef
TEXT(tn_build_info, (void), (buffer, capacity))
TEXT(tn_tensor_text, (tn_tensor_t t), (t, buffer, capacity))
TEXT(tn_tensor_text_with, (tn_tensor_t t, const tn_print_options_t* o), (t, o, buffer, capacity))
TEXT(tn_module_text, (tn_module_t m), (m, buffer, capacity))
TEXT(tn_module_arguments, (tn_module_t m), (m, buffer, capacity))

/* A few sizes and numbers at once. */
%{
typedef struct {
  int64_t count, at[12];
} words_t;
%}
%inline %{
static int64_t abi_version(void) { return tn_abi_version(); }
static int64_t call_level(tn_call_t call) { return tn_call_level(call); }

static words_t tensor_shape(tn_tensor_t t) {
  words_t found;
  if (tn_tensor_shape(t, found.at, 12, &found.count)) found.count = -1;
  return found;
}

static words_t tensor_strides(tn_tensor_t t) {
  words_t found;
  if (tn_tensor_strides(t, found.at, 12, &found.count)) found.count = -1;
  return found;
}

/* live bytes, peak bytes, reserved bytes, live blocks */
static words_t memory_stats(tn_device_t device) {
  words_t found;
  tn_memory_stats_t stats;
  found.count = tn_get_memory_stats(device, &stats, sizeof stats) ? -1 : 4;
  found.at[0] = stats.live_bytes;
  found.at[1] = stats.peak_bytes;
  found.at[2] = stats.reserved_bytes;
  found.at[3] = stats.live_count;
  return found;
}

/* What the library was built as; what these bindings were compiled against. */
static int64_t compiled_abi_version(void) { return TN_ABI_VERSION; }
%}

%include <tenon/common.h>
%include <tenon/dtype.h>
%include <tenon/device.h>
%include <tenon/error.h>
%include <tenon/scope.h>
%include <tenon/callback.h>
%include <tenon/log.h>
%include <tenon/memory.h>
%include <tenon/threads.h>
%include <tenon/random.h>
%include <tenon/tensor.h>
%include <tenon/dict.h>
%include <tenon/tree.h>
%include <tenon/op.h>
%include "public_headers.i"
