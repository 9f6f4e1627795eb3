/**
 * tenon/io.h: files. The native format is safetensors, which Python reads as it is.
 *
 * A save goes to a temporary file beside the target, is flushed to the disk, and takes the target's place:
 * a crash leaves the old file whole. The new one has its permissions. A link is followed; other hard links of
 * the old file keep that one. What may not be written is refused, and so is what is no file.
 *
 * A load believes no number in the file before it was checked: one that is broken is TN_ERR_IO, with what is
 * wrong and where, and neither crashes nor takes memory for what isn't there.
 *
 * Paths are UTF-8. Errors of the system are TN_ERR_IO, with its words. Threads: loads and saves are
 * independent; two saves to one path leave one of the two.
 *
 * Since 0.1.
 */
#ifndef TENON_IO_H
#define TENON_IO_H

#include <tenon/io/arrays.h>
#include <tenon/io/checkpoint.h>
#include <tenon/io/module.h>
#include <tenon/io/pytorch.h>
#include <tenon/io/safetensors.h>

#endif
