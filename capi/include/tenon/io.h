/**
 * tenon/io.h: files. The native format is safetensors, which Python reads as it is.
 *
 * A save goes to a temporary file beside the target, is flushed to the disk, and takes the target's place:
 * a crash leaves the old file whole. A load believes no number in the file before it was checked: one that
 * is broken is TN_ERR_IO, with what is wrong and where, and neither crashes nor takes memory for what isn't
 * there.
 *
 * Paths are UTF-8. Errors of the system are TN_ERR_IO, with its words. Threads: loads and saves are
 * independent; two saves to one path leave one of the two.
 *
 * Since 0.1.
 */
#ifndef TENON_IO_H
#define TENON_IO_H

#include <tenon/common.h>
#include <tenon/dict.h>
#include <tenon/io/pytorch.h>
#include <tenon/module.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Writes the tensors of a dictionary, row-major, from whichever device, and its metadata. A tensor that
 * stands under several names is written under each. TN_ERR_VALUE for TN_NONE in it. PyTorch:
 * safetensors.torch.save_file.
 */
TN_API tn_status_t tn_save(tn_dict_t dict, const char* path);

/**
 * Reads tensors and metadata, on the CPU, in the file's order. TN_ERR_UNSUPPORTED for a dtype that Tenon
 * hasn't got. PyTorch: safetensors.torch.load_file.
 */
TN_API tn_dict_t tn_load(const char* path);

/**
 * Writes a whole model: its state_dict as tensors, its architecture as metadata ("tenon.module": class
 * names, constructor arguments and children, as JSON). TN_ERR_UNSUPPORTED where a custom module is in it:
 * save its state_dict, and build it again by hand.
 */
TN_API tn_status_t tn_save_module(tn_module_t m, const char* path);

/**
 * Reads it back, on the CPU, in training mode as every new module. Parameters that were shared are shared
 * again.
 */
TN_API tn_module_t tn_load_module(const char* path);

#ifdef __cplusplus
}
#endif
#endif
