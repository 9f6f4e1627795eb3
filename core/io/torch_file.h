#pragma once
// What torch.save writes: a zip archive with a pickle and a record for each storage; before PyTorch 1.6 a row
// of pickles with the storages behind them; or a plain pickle, with such files in its bytes. TorchScript's
// archives are of the first kind; the constants of their code are left out.
#include "core/io/limits.h"
#include "core/io/source.h"
#include "core/io/tree.h"

namespace tenon {

struct TorchReading;

// Believes nothing before it is checked, and executes nothing. Fails with Status::unsupported, naming it, for
// what is well-formed and yet unknown: classes (unless limits.inert), dtypes.
Ref<Tree> read_torch_file(const Ref<Source>& source, const LoadLimits& limits);
// Of a file within another.
Ref<Tree> read_torch_file(const Ref<Source>& source, const TorchReading& reading);

// The part of the names of an archive's entries before "data.pkl"; false where there is none.
class ZipReader;
bool find_torch_root(const ZipReader& zip, std::string* root);

}  // namespace tenon
