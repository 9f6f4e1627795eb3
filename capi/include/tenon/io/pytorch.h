/**
 * tenon/io/pytorch.h: PyTorch's files (.pt, .pth, .bin).
 *
 * Since 0.1.
 */
#ifndef TENON_IO_PYTORCH_H
#define TENON_IO_PYTORCH_H

#include <tenon/common.h>

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

#ifdef __cplusplus
}
#endif
#endif
