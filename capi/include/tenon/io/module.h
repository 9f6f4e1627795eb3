/**
 * tenon/io/module.h: whole models, architecture and weights, in one safetensors file.
 *
 * Since 0.1.
 */
#ifndef TENON_IO_MODULE_H
#define TENON_IO_MODULE_H

#include <tenon/callback.h>
#include <tenon/common.h>
#include <tenon/module.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes a whole model: its state_dict as tensors, its architecture as metadata ("tenon.module": class
 * names, constructor arguments and children, as JSON). Of a custom module the class name and its arguments
 * are written (tn_module_set_arguments).
 */
TN_API tn_status_t tn_module_save(tn_module_t m, const char* path);

/**
 * Reads it back, on the CPU, in training mode as every new module. Parameters that were shared are shared
 * again. A custom module is made by the class that is registered under its name; what that gave it as
 * parameters, buffers and children stays the same objects, and takes the file's values. TN_ERR_KEY where no
 * such class is registered: the message names it.
 */
TN_API tn_module_t tn_module_load(const char* path);

/* ---- classes of the host's ---- */

/**
 * Registers a class of modules: tn_module_load, and tn_module_new, ask `make` for its modules. It reads the
 * constructor's arguments by tn_call_text, a JSON object, and gives the module by tn_call_return_module: one
 * of tn_module_custom with this class name, its parameters, buffers and children in it. A class that is
 * registered again takes the place of the former one. TN_ERR_VALUE for the name of a built-in class.
 *
 * Threads: any thread may register; make runs on the one that loads.
 */
TN_API tn_status_t tn_module_register(const char* class_name, tn_callback_t make, void* user_data,
                                      tn_destroy_t destroy);

/** Forgets the class, and destroys its user data. TN_ERR_KEY where there is none of the name. */
TN_API tn_status_t tn_module_unregister(const char* class_name);

/**
 * What a custom module is to be made from when it is loaded, the text of a JSON object; "{}" without this
 * call. TN_ERR_VALUE for another text, TN_ERR_STATE for a module that isn't custom.
 */
TN_API tn_status_t tn_module_set_arguments(tn_module_t m, const char* json);

/**
 * The constructor's arguments of a module, as JSON, in the way of tn_tensor_text. Built-in modules have all
 * of theirs.
 */
TN_API int64_t tn_module_arguments(tn_module_t m, char* buffer, int64_t capacity);

#ifdef __cplusplus
}
#endif
#endif
