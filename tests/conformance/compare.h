// The rules by which a result is judged: the C++ form of the oracle's own comparator.
// Every function returns the empty text where all is well, else what differs.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "tests/conformance/array.h"
#include "tests/conformance/corpus.h"

namespace conformance {

struct Tolerance {
  double relative = 0, absolute = 0;
};

Tolerance tolerance_of(const Json& holder, const char* field);  // [rtol, atol]; zeros where it is absent

// |got - want| <= atol + rtol * |want| everywhere; NaN equals NaN, an infinity the same infinity; integers
// and bools exactly. The shapes must match; dtypes are compared by the callers that know both.
std::string compare_close(const Array& got, const Array& want, Tolerance tolerance);
std::string compare_dtype_and_shape(const Array& got, const Array& want);
std::string compare_index(const Array& input, std::optional<int64_t> dim, const Array& got,
                          const Array& want);
std::string compare_eigen(const Array& matrix, const std::vector<Array>& got, const Array& eigenvalues,
                          double tolerance);

// A number, bool or list of integers of a manifest as an array.
Array array_of_value(const Json& value);

// One result: nothing (None), or an array (numbers and lists of integers included).
using Output = std::optional<Array>;

// Judges all outputs of a case as its `check` says.
std::string compare_outputs(const Json& test, const std::string& op, const TensorFile& tensors,
                            const std::vector<Output>& got);
// True where an output that may differ by ties does: gradients are then not comparable.
bool ties_broken_differently(const Json& test, const TensorFile& tensors, const std::vector<Output>& got);
// `got` holds the gradient for each name in the case's list `field`, found there under `label`.
std::string compare_grads(const Json& test, const TensorFile& tensors,
                          const std::map<std::string, Output>& got, const char* field, const char* label);

// The dim along which an index output counts; nothing: over the flattened input.
std::optional<int64_t> guess_dim(const Json& test, const std::string& op);

}  // namespace conformance
