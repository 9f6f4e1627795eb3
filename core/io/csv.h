#pragma once
// Tables of numbers as text: a row a line, its fields divided by a character (RFC 4180, as far as numbers
// go).
#include "core/io/source.h"
#include "core/tensor/tensor.h"

namespace tenon {

struct CsvOptions {
  int64_t skip_rows = 0;
  int32_t delimiter = ',';
  DType dtype = DType::float32;
};

// (rows, columns); an empty field is NaN where the dtype is floating. Fails with Status::io, line and field.
Tensor read_csv(const Ref<Source>& source, const CsvOptions& options = {});
// Of one dimension, a column, or two.
void save_csv(const Tensor& t, const char* path, const CsvOptions& options = {});

}  // namespace tenon
