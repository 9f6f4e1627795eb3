#include "tests/conformance/report.h"

#include <cstdio>
#include <fstream>
#include <stdexcept>

namespace conformance {
namespace {

constexpr const char* kStatuses[] = {"passed", "failed", "missing", "skipped"};
constexpr const char* kGroups[] = {"ops",      "modules",   "optimizers", "schedulers",
                                   "training", "promotion", "files"};

template <class E, size_t N>
E index_of(const char* const (&names)[N], const std::string& name) {
  for (size_t i = 0; i < N; ++i)
    if (name == names[i]) return static_cast<E>(i);
  throw std::runtime_error("unknown name '" + name + "'");
}

std::string counts_text(const std::array<int64_t, 4>& counts) {
  char text[96];
  std::snprintf(text, sizeof text, "%5lld passed %5lld failed %5lld missing %4lld skipped",
                static_cast<long long>(counts[0]), static_cast<long long>(counts[1]),
                static_cast<long long>(counts[2]), static_cast<long long>(counts[3]));
  return text;
}

Json counts_json(const std::array<int64_t, 4>& counts) {
  Json json;
  for (size_t i = 0; i < counts.size(); ++i) json[kStatuses[i]] = counts[i];
  return json;
}

// Messages may have several lines; a report has one for each case.
std::string one_line(std::string text) {
  for (char& c : text)
    if (c == '\n') c = ' ';
  return text;
}

}  // namespace

const char* status_name(Status status) { return kStatuses[static_cast<size_t>(status)]; }
const char* group_name(Group group) { return kGroups[static_cast<size_t>(group)]; }

Json to_json(const Result& r) {
  return {{"group", group_name(r.group)},
          {"id", r.id},
          {"op", r.name},
          {"tier", r.tier},
          {"status", status_name(r.outcome.status)},
          {"reason", r.outcome.reason}};
}

Result result_from_json(const Json& json) {
  return {index_of<Group>(kGroups, json.at("group")),
          json.at("id"),
          json.at("op"),
          json.at("tier"),
          {index_of<Status>(kStatuses, json.at("status")), json.at("reason")}};
}

void Report::add(const Result& r) {
  results_.push_back(r);
  ++counts_[r.group][r.tier][static_cast<size_t>(r.outcome.status)];
  if (r.outcome.status != Status::failed && !verbose_) return;
  std::printf("%s %s %s %s (tier %d)%s%s\n", status_name(r.outcome.status), group_name(r.group),
              r.name.c_str(), r.id.c_str(), r.tier, r.outcome.reason.empty() ? "" : ": ",
              one_line(r.outcome.reason).c_str());
}

void Report::print_missing() const {
  std::map<int, std::map<std::string, int64_t>> names;
  for (const Result& r : results_)
    if (r.outcome.status == Status::missing)
      ++names[r.tier][std::string(group_name(r.group)) + " " + r.outcome.reason];
  for (const auto& [tier, entries] : names)
    for (const auto& [name, cases] : entries)
      std::printf("missing, tier %d: %s, %lld case%s\n", tier, name.c_str(), static_cast<long long>(cases),
                  cases == 1 ? "" : "s");
}

Report::Counts Report::total() const {
  Counts sum{};
  for (const auto& [group, tiers] : counts_)
    for (const auto& [tier, counts] : tiers)
      for (size_t i = 0; i < sum.size(); ++i) sum[i] += counts[i];
  return sum;
}

void Report::print_summary() const {
  for (const auto& [group, tiers] : counts_)
    for (const auto& [tier, counts] : tiers)
      std::printf("%-10s tier %d %s\n", group_name(group), tier, counts_text(counts).c_str());
  Counts sum = total();
  std::printf("conformance: %lld passed, %lld failed, %lld missing, %lld skipped\n",
              static_cast<long long>(sum[0]), static_cast<long long>(sum[1]), static_cast<long long>(sum[2]),
              static_cast<long long>(sum[3]));
}

void Report::write_json(const std::string& path) const {
  Json json = {{"total", counts_json(total())}, {"groups", Json::object()}, {"cases", Json::array()}};
  for (const auto& [group, tiers] : counts_)
    for (const auto& [tier, counts] : tiers)
      json["groups"][group_name(group)][std::to_string(tier)] = counts_json(counts);
  for (const Result& r : results_) json["cases"].push_back(to_json(r));
  std::ofstream out(path);
  out << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
  if (!out.flush()) throw std::runtime_error(path + ": cannot be written");
}

bool Report::good() const { return !results_.empty() && total()[static_cast<size_t>(Status::failed)] == 0; }

}  // namespace conformance
