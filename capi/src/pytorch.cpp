// PyTorch's files, and files of any format that we read.
#include <tenon/io/pytorch.h>

#include "capi/src/options.h"

using namespace tenon;

namespace {

constexpr tn_load_options_t kLoad{sizeof(tn_load_options_t), int64_t{512} << 20, 0, 0};

}  // namespace

void tn_load_options_init(tn_load_options_t* o, size_t size) { init_options(o, size, kLoad); }
