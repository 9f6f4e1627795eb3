/**
 * tenon/io/module.h: whole models, architecture and weights, in one safetensors file.
 *
 * Since 0.1.
 */
#ifndef TENON_IO_MODULE_H
#define TENON_IO_MODULE_H

#include <tenon/common.h>
#include <tenon/module.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes a whole model: its state_dict as tensors, its architecture as metadata ("tenon.module": class
 * names, constructor arguments and children, as JSON). TN_ERR_UNSUPPORTED where a custom module is in it:
 * save its state_dict, and build it again by hand.
 */
TN_API tn_status_t tn_module_save(tn_module_t m, const char* path);

/**
 * Reads it back, on the CPU, in training mode as every new module. Parameters that were shared are shared
 * again.
 */
TN_API tn_module_t tn_module_load(const char* path);

#ifdef __cplusplus
}
#endif
#endif
