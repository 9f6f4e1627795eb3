#pragma once
// Writes what torch.save does: a zip archive with a pickle of the tree, and a record for each storage.
#include "core/io/tree.h"

namespace tenon {

// Values, lists and tensors that stand at several places are one when they are read again, and tensors that
// share a storage share it. Fails with Status::unsupported, naming it, for an instance of a class.
void save_torch_file(const Tree& tree, const char* path);

}  // namespace tenon
