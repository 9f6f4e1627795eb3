// Runs a batch of cases in a child process, so that a crash or a hang costs one case, not the run.
#pragma once

#include <functional>

#include "tests/conformance/report.h"

namespace conformance {

struct Batch {
  std::vector<Result> cases;           // what each is called; the outcome is filled in
  std::function<Outcome(size_t)> run;  // runs one, in the child
};

// Runs every case of the batch and hands each result on in turn. A child that dies fails the case it was in,
// and another goes on after it; one that runs longer than `seconds` on a case is ended.
void run_isolated(const Batch& batch, unsigned seconds, const std::function<void(const Result&)>& sink);

}  // namespace conformance
