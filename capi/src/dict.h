#pragma once
// Handles of dictionaries.
#include "capi/src/handles.h"
#include "core/nn/dict.h"

namespace tenon {

template <>
inline const HandleType object_handle_type<Dict>{"dict", ObjectHandle<Dict>::release};

inline tn_dict_t give_dict(Ref<Dict> dict) { return give_object<tn_dict_t>(std::move(dict)); }

}  // namespace tenon
