#include "core/base/nearest.h"

#include <algorithm>
#include <vector>

namespace tenon {

namespace {

// The number of letters to add, drop, change or swap.
size_t distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before, last, row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    before = std::move(last);
    last = row;
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], before[j - 2] + 1);
    }
  }
  return row[b.size()];
}

constexpr size_t kLongest = 200;  // longer names are nobody's slip

}  // namespace

void NearestName::offer(std::string_view candidate) {
  size_t longer = std::max(candidate.size(), wanted_.size()),
         shorter = std::min(candidate.size(), wanted_.size());
  if (longer > kLongest || longer - shorter >= least_) return;
  size_t d = distance(wanted_, candidate);
  if (d >= least_) return;
  least_ = d;
  nearest_ = candidate;
}

std::string NearestName::hint() const {
  return nearest_.empty() ? std::string() : "; did you mean '" + nearest_ + "'?";
}

}  // namespace tenon
