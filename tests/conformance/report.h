// What came of each case, counted by group and tier.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "tests/conformance/corpus.h"

namespace conformance {

enum class Status { passed, failed, missing, skipped };
enum class Group { ops, modules, optimizers, schedulers, training, promotion, files };

const char* status_name(Status status);
const char* group_name(Group group);

struct Outcome {
  Status status = Status::passed;
  std::string reason;
};

inline Outcome passed() { return {Status::passed, ""}; }
inline Outcome failed(std::string reason) { return {Status::failed, std::move(reason)}; }
inline Outcome missing(std::string what) { return {Status::missing, std::move(what)}; }
inline Outcome skipped(std::string why) { return {Status::skipped, std::move(why)}; }

struct Result {
  Group group = Group::ops;
  std::string id, name;  // the case, and the operator or class it belongs to
  int tier = 3;
  Outcome outcome;
};

Json to_json(const Result& result);
Result result_from_json(const Json& json);

class Report {
 public:
  explicit Report(bool verbose) : verbose_(verbose) {}
  void add(const Result& result);  // prints a failing case at once; every case where verbose
  void print_missing() const;
  void print_summary() const;
  void write_json(const std::string& path) const;
  bool good() const;  // at least one case, and none failed

 private:
  using Counts = std::array<int64_t, 4>;
  Counts total() const;

  bool verbose_;
  std::vector<Result> results_;
  std::map<Group, std::map<int, Counts>> counts_;
};

}  // namespace conformance
