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

// Whether it is to be read as an archive, broken perhaps: a pickle may end like one by chance, or design.
bool is_archive(const Source& source);

}  // namespace tenon
