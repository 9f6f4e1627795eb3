// Arrays in files: NumPy's, and tables of numbers as text.
#include "capi/src/arguments.h"
#include "capi/src/dict.h"
#include "capi/src/load_options.h"
#include "capi/src/options.h"
#include "core/io/csv.h"
#include "core/io/npy.h"
#include "core/io/npz.h"

using namespace tenon;

tn_status_t tn_npy_save(tn_tensor_t t, const char* path) {
  return guard_status(
      __func__, [&] { save_npy(borrow(t, "tn_npy_save", "t"), required_text(path, "tn_npy_save", "path")); });
}

tn_tensor_t tn_npy_load(const char* path) {
  return guard(__func__, tn_tensor_t{}, [&] {
    return give(read_npy(Source::open(required_text(path, "tn_npy_load", "path"), false)));
  });
}

tn_status_t tn_npz_save(tn_dict_t dict, const char* path, int32_t compressed) {
  return guard_status(__func__, [&] {
    const Ref<Dict>& d = borrow_object<Dict>(dict, "tn_npz_save", "dict");
    save_npz(*d, required_text(path, "tn_npz_save", "path"), compressed != 0);
  });
}

tn_dict_t tn_npz_load(const char* path, const tn_load_options_t* o) {
  return guard(__func__, tn_dict_t{}, [&] {
    LoadLimits limits = load_limits(o, "tn_npz_load");
    return give_dict(
        read_npz(Source::open(required_text(path, "tn_npz_load", "path"), limits.mapped), limits));
  });
}

namespace {

constexpr tn_csv_options_t kCsv{sizeof(tn_csv_options_t), 0, ',', TN_FLOAT32};

CsvOptions csv_options(const tn_csv_options_t* o, const char* function) {
  tn_csv_options_t given = read_options(o, kCsv, function);
  CsvOptions options;
  options.skip_rows = given.skip_rows;
  options.delimiter = given.delimiter;
  options.dtype = dtype_of_argument(given.dtype, DType::float32, function);
  return options;
}

}  // namespace

void tn_csv_options_init(tn_csv_options_t* o, size_t size) { init_options(o, size, kCsv); }

tn_tensor_t tn_csv_load(const char* path, const tn_csv_options_t* o) {
  return guard(__func__, tn_tensor_t{}, [&] {
    CsvOptions options = csv_options(o, "tn_csv_load");
    return give(read_csv(Source::open(required_text(path, "tn_csv_load", "path"), false), options));
  });
}

tn_status_t tn_csv_save(tn_tensor_t t, const char* path, const tn_csv_options_t* o) {
  return guard_status(__func__, [&] {
    CsvOptions options = csv_options(o, "tn_csv_save");
    save_csv(borrow(t, "tn_csv_save", "t"), required_text(path, "tn_csv_save", "path"), options);
  });
}
