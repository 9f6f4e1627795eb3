#pragma once
// An optimizer's state_dict in PyTorch's form, {"state": {0: {"exp_avg": tensor, …}, …}, "param_groups":
// [{"lr": 0.001, …, "params": [0, …]}]}, and back.
#include "core/io/tree.h"

namespace tenon {

// Of what Optimizer::state_dict gives.
Ref<Tree> optimizer_tree(const Dict& state);
// For Optimizer::load_state_dict. Also takes what old versions of PyTorch saved: steps that are numbers,
// parameters numbered by their addresses. Fails with Status::value for a tree of another form.
Ref<Dict> optimizer_state(const Tree& tree);

}  // namespace tenon
