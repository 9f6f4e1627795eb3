// PyTorch's files, written.
#include <tenon/io/pytorch.h>

#include "capi/src/arguments.h"
#include "capi/src/dict.h"
#include "capi/src/tree.h"
#include "core/io/torch_writer.h"

using namespace tenon;

tn_status_t tn_save(tn_tree_t tree, const char* path) {
  return guard_status(__func__, [&] {
    const Ref<Tree>& t = borrow_tree(tree, "tn_save");
    save_torch_file(*t, required_text(path, "tn_save", "path"));
  });
}

tn_status_t tn_save_state_dict(tn_dict_t dict, const char* path) {
  return guard_status(__func__, [&] {
    const Ref<Dict>& d = borrow_object<Dict>(dict, "tn_save_state_dict", "dict");
    save_torch_file(*Tree::of_dict(*d), required_text(path, "tn_save_state_dict", "path"));
  });
}
