#pragma once
// A whole model in one file: its state_dict as the tensors of a safetensors file, and its architecture in the
// metadata, under "tenon.module":
//
//     {"class": "Linear", "arguments": {"in_features": 3, …},
//      "parameters": {"weight": true, "bias": null},     whether each requires a gradient; null: None
//      "buffers": {"running_mean": true},                whether each is in the state_dict; null: None
//      "children": [["0", {…}], ["1", {"same": "0"}]]}   a path: the module that is there already
//
// with "custom": true where the class is the host's (core/nn/host_classes.h),
//
// and under "tenon.shared" the tensors that stand at several places: {"decoder.weight": "encoder.weight"}.
#include "core/nn/module.h"

namespace tenon {

void save_module(Module& m, const char* path);
// Fails with Status::key where a class of the host's isn't registered.
Ref<Module> load_module(const char* path);

}  // namespace tenon
