/**
 * tenon/io/pytorch.h: PyTorch's files (.pt, .pth, .bin), and loading of any format.
 *
 * A PyTorch file is a program for Python's pickle machine, which can be made to call anything. Here it is
 * read and never executed: containers, numbers, texts, tensors, Parameters, and NumPy's arrays and scalars
 * are made, and whatever else a file asks for is an error that names it (TN_ERR_UNSUPPORTED), or an instance
 * that does nothing.
 *
 * Since 0.1.
 */
#ifndef TENON_IO_PYTORCH_H
#define TENON_IO_PYTORCH_H

#include <tenon/common.h>
#include <tenon/dict.h>
#include <tenon/tree.h>

#ifdef __cplusplus
extern "C" {
#endif

/** How a file is read. */
typedef struct tn_load_options {
  size_t struct_size;
  int64_t max_inflated_bytes; /**< 536870912: the most that the compressed parts of a file may come to */
  int32_t inert; /**< 0; 1: classes that Tenon doesn't know become instances that can be walked, instead of an
                    error that names the class. Either way nothing in a file is ever executed */
  int32_t mapped; /**< 0; 1: where the file allows it, tensors are read-only views of the file, mapped into
                     memory. Who then truncates the file takes their memory away, and touching it kills the
                     process: for files that this program alone has */
} tn_load_options_t;

TN_API void tn_load_options_init(tn_load_options_t* o, size_t size);

/**
 * Reads a file of any format that Tenon knows, told by what is in it. A PyTorch file gives the tree of its
 * values: archives, the format before PyTorch 1.6, plain pickles, and with inert whole modules
 * (torch.save(model)) and TorchScript archives, without their code. Safetensors and .npz give a dict of
 * tensors, .npy a tensor.
 *
 * Tensors are on the CPU, wherever they were, and those that shared memory share it again. A storage that was
 * saved by itself is a tensor of one dimension. TN_ERR_UNSUPPORTED for dtypes that Tenon hasn't got (complex,
 * quantized) and classes that it doesn't know; TN_ERR_IO for what is broken. The message says what and where.
 * PyTorch: torch.load(path, map_location="cpu", weights_only=True).
 */
TN_API tn_tree_t tn_load(const char* path, const tn_load_options_t* o);

/**
 * All tensors in a file of any of these formats, under the names that tn_tree_tensors gives: for a state_dict
 * its own. The metadata of safetensors comes along.
 */
TN_API tn_dict_t tn_load_state_dict(const char* path);

/* ---- writing ---- */

/**
 * Writes a tree as torch.save does: the archive that PyTorch has written since 1.6, and reads with
 * weights_only=True. What stands at several places is one thing when it is read again, and tensors that
 * share memory share it: all of a storage is written, once, also where only views of it are in the tree.
 * Strides, requires_grad and what is a Parameter are kept; tensors on a GPU are written as on the CPU.
 *
 * With weights_only=True, PyTorch 1.13 takes no floats, and only 2.5 and later take bytes and devices; other
 * values and all tensors are taken by both. Kinds of dict other than OrderedDict are written as a dict, and
 * sets as a list. TN_ERR_UNSUPPORTED for an instance of a class, and a tensor of one, which it names;
 * TN_ERR_VALUE for values that nest more than 10000 deep, which tn_load doesn't take.
 * PyTorch: torch.save.
 */
TN_API tn_status_t tn_save(tn_tree_t tree, const char* path);

/**
 * The same of a dictionary, as an OrderedDict: what torch.save(module.state_dict()) writes. TN_NONE is None;
 * metadata isn't written. PyTorch: torch.save.
 */
TN_API tn_status_t tn_save_state_dict(tn_dict_t dict, const char* path);

#ifdef __cplusplus
}
#endif
#endif
