#pragma once
// PyTorch's files before 1.6: pickles in a row (a magic number, a version, facts about the system, the value,
// the keys of its storages), and the storages, each behind its number of elements. Plain pickles too.
#include "core/io/torch_globals.h"

namespace tenon {

Ref<Tree> read_torch_pickles(const Ref<Source>& source, const TorchReading& reading);

}  // namespace tenon
