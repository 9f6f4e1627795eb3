#pragma once
// Backends that live in libraries of their own, loaded on first use.
#include "core/backend/backend.h"

namespace tenon {

// libtenon_cuda.so beside this library, or where TENON_CUDA_PLUGIN names it. nullptr where it, the driver or
// a GPU is missing; *why then says which.
const Backend* cuda_plugin(const char** why);

extern const HostApi host_api;

}  // namespace tenon
