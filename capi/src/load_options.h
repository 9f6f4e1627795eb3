#pragma once
// How the host wants a file read.
#include <tenon/io/pytorch.h>

#include "core/io/limits.h"

namespace tenon {

// NULL: the defaults.
LoadLimits load_limits(const tn_load_options_t* o, const char* function);

}  // namespace tenon
