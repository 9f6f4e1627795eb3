/**
 * tenon/io/safetensors.h: safetensors, the native format: names and tensors, and texts beside them.
 *
 * Since 0.1.
 */
#ifndef TENON_IO_SAFETENSORS_H
#define TENON_IO_SAFETENSORS_H

#include <tenon/common.h>
#include <tenon/dict.h>
#include <tenon/io/pytorch.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes the tensors of a dictionary, row-major, from whichever device, and its metadata. A tensor that
 * stands under several names is written under each. TN_ERR_VALUE for TN_NONE in it. PyTorch:
 * safetensors.torch.save_file.
 */
TN_API tn_status_t tn_safetensors_save(tn_dict_t dict, const char* path);

/**
 * Reads tensors and metadata, on the CPU, in the file's order. TN_ERR_UNSUPPORTED for a dtype that Tenon
 * hasn't got. PyTorch: safetensors.torch.load_file.
 */
TN_API tn_dict_t tn_safetensors_load(const char* path, const tn_load_options_t* o);

#ifdef __cplusplus
}
#endif
#endif
