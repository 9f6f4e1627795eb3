#pragma once
// Handles of optimizers.
#include "capi/src/handles.h"
#include "core/optim/optimizer.h"

namespace tenon {

template <>
inline const HandleType object_handle_type<Optimizer>{"optimizer", ObjectHandle<Optimizer>::release};

}  // namespace tenon
