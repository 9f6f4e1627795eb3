#pragma once
// NumPy's .npz files: zip archives of .npy files, whose names are the arrays' with ".npy".
#include "core/io/limits.h"
#include "core/io/zip.h"
#include "core/nn/dict.h"

namespace tenon {

// Whether every entry is a .npy file by its name, and there is one.
bool looks_like_npz(const ZipReader& zip);
// In the archive's order.
Ref<Dict> read_npz(const Ref<Source>& source, const LoadLimits& limits = {});
Ref<Dict> read_npz(const ZipReader& zip, const LoadLimits& limits);

void save_npz(const Dict& dict, const char* path, bool compressed);

}  // namespace tenon
