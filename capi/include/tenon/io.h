/**
 * tenon/io.h: files. The format is safetensors, which Python reads as it is.
 *
 * A save goes to a temporary file beside the target, is flushed, and is renamed: a crash leaves the old file
 * whole. Every length in a file is checked before it is believed; a broken one is TN_ERR_IO, and says where.
 */
#ifndef TENON_IO_H
#define TENON_IO_H

#include <tenon/common.h>
#include <tenon/dict.h>
#include <tenon/module.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Writes the tensors and metadata. Tensors that share memory are written once each.
 * safetensors.torch.save_file. */
TN_API tn_status_t tn_save(tn_dict_t dict, const char* path);
/** Reads them, on the CPU. safetensors.torch.load_file. */
TN_API tn_dict_t tn_load(const char* path);

/**
 * Writes a whole model: its state_dict, and its architecture in the metadata. TN_ERR_UNSUPPORTED where a
 * custom module is in it; save its state_dict instead.
 */
TN_API tn_status_t tn_save_module(tn_module_t m, const char* path);
/** Reads it back, on the CPU, in training mode as a new module is. */
TN_API tn_module_t tn_load_module(const char* path);

#ifdef __cplusplus
}
#endif
#endif
