/* Tenon without linking it: each function that the plugin uses is a pointer, found through
   tn_get_proc_address. The headers are read for the types alone. A further function is a further line in the
   list. */
#ifndef PLUGIN_CALLS_H
#define PLUGIN_CALLS_H

#include <tenon/tenon.h>

/* clang-format off */
#define PLUGIN_CALLS(CALL)                                                                         \
  CALL(abi_version) CALL(version) CALL(error_code) CALL(error_message) CALL(error_clear)           \
  CALL(live_count) CALL(manual_seed) CALL(set_num_threads)                                         \
  CALL(scope_begin) CALL(scope_end) CALL(set_grad_enabled)                                         \
  CALL(tensor_new) CALL(item) CALL(mse_loss) CALL(backward)                                        \
  CALL(nn_linear) CALL(module_new) CALL(nn_sequential) CALL(module_parameters) CALL(module_forward) \
  CALL(module_keep) CALL(module_release)                                                           \
  CALL(optimizer_new) CALL(optimizer_zero_grad) CALL(optimizer_step) CALL(optimizer_set)           \
  CALL(optimizer_keep) CALL(optimizer_release)
/* clang-format on */

typedef struct calls {
#define CALL(name) __typeof__(&tn_##name) name;
  PLUGIN_CALLS(CALL)
#undef CALL
} calls_t;

/* Loads the library at this path, and fills in all of them. NULL, or why that can't be: the loader's words, a
   library of another version, the first function that it lacks. */
const char* calls_load(calls_t* calls, const char* path);

/* Lets go of the library. */
void calls_unload(void);

#endif
