#pragma once
// The rules of in-place changes, which every in-place operator keeps.
#include "core/tensor/node.h"

namespace tenon {

// Fails where history forbids that t is changed in place: a leaf that requires a gradient, an expanded tensor
// whose elements share memory, a read-only storage. `op` is named in the message, without the underscore.
void check_in_place(const char* op, const Tensor& t);

// Makes `node` the history of a tensor that was just changed in place. Of a view: the base gets a history in
// which the view's part comes from `node`, and every view of it sees that.
void rebase_history(const Tensor& t, Ref<Node> node);

}  // namespace tenon
