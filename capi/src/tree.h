#pragma once
// Handles of trees.
#include "capi/src/handles.h"
#include "core/io/tree.h"

namespace tenon {

template <>
inline const HandleType object_handle_type<Tree>{"tree", ObjectHandle<Tree>::release};

inline tn_tree_t give_tree(Ref<Tree> tree) { return give_object<tn_tree_t>(std::move(tree)); }

inline const Ref<Tree>& borrow_tree(tn_tree_t tree, const char* function, const char* argument = "tree") {
  return borrow_object<Tree>(tree, function, argument);
}

}  // namespace tenon
