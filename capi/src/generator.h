#pragma once
// tn_generator_t.
#include "capi/src/handles.h"
#include "core/base/generator.h"

namespace tenon {

template <>
inline const HandleType object_handle_type<Generator>{"generator", ObjectHandle<Generator>::release};

}  // namespace tenon
