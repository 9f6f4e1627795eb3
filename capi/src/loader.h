#pragma once
// Handles of loaders.
#include "capi/src/handles.h"
#include "core/data/loader.h"

namespace tenon {

template <>
inline const HandleType object_handle_type<Loader>{"loader", ObjectHandle<Loader>::release};

}  // namespace tenon
