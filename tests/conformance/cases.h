// One function for each kind of case. Each runs a case in a scope of its own and says what came of it; a
// failure that the library reports is thrown (Trouble).
#pragma once

#include <functional>
#include <vector>

#include "tests/conformance/corpus.h"
#include "tests/conformance/library.h"
#include "tests/conformance/report.h"

namespace conformance {

Outcome run_op_case(const Manifest& manifest, const Json& test);
Outcome run_module_case(const Manifest& manifest, const Json& test);
Outcome run_optimizer_case(const Manifest& manifest, const Json& test);  // clip_grad_* and schedulers as well
Outcome run_training_case(const Manifest& manifest, const Json& test);
// Of a manifest of files, which the corpus has.
Outcome run_file_case(const Corpus& corpus, const Manifest& manifest, const Json& test);

// What the promotion tables say of one dtype: a case is {"table", "dtype", "wants"}.
Json promotion_cases(const Manifest& manifest);
Outcome run_promotion_case(const Manifest& manifest, const Json& test);

}  // namespace conformance
