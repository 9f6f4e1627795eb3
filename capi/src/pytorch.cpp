// PyTorch's files, and files of any format that we read.
#include "capi/src/arguments.h"
#include "capi/src/dict.h"
#include "capi/src/load_options.h"
#include "capi/src/options.h"
#include "capi/src/tree.h"
#include "core/io/load.h"

using namespace tenon;

namespace {

constexpr tn_load_options_t kLoad{sizeof(tn_load_options_t), int64_t{512} << 20, 0, 0};

}  // namespace

LoadLimits tenon::load_limits(const tn_load_options_t* o, const char* function) {
  tn_load_options_t given = read_options(o, kLoad, function);
  if (given.max_inflated_bytes < 0)
    fail(Status::value, "%s: max_inflated_bytes is %lld", function, (long long)given.max_inflated_bytes);
  LoadLimits limits;
  limits.most_inflated = static_cast<uint64_t>(given.max_inflated_bytes);
  limits.inert = given.inert != 0;
  limits.mapped = given.mapped != 0;
  return limits;
}

void tn_load_options_init(tn_load_options_t* o, size_t size) { init_options(o, size, kLoad); }

tn_tree_t tn_load(const char* path, const tn_load_options_t* o) {
  return guard(__func__, tn_tree_t{}, [&] {
    LoadLimits limits = load_limits(o, "tn_load");
    return give_tree(load_file(required_text(path, "tn_load", "path"), limits));
  });
}

tn_dict_t tn_load_state_dict(const char* path) {
  return guard(__func__, tn_dict_t{},
               [&] { return give_dict(load_state_dict(required_text(path, "tn_load_state_dict", "path"))); });
}
