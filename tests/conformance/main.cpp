// tenon-conformance: runs PyTorch's recorded cases through the public C API.
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "tests/conformance/cases.h"
#include "tests/conformance/isolate.h"
#include "tests/conformance/mapping.h"
#include "tests/conformance/self_test.h"

namespace conformance {
namespace {

constexpr const char* kUsage =
    "usage: tenon-conformance [options] DIR…\n"
    "Runs the cases in each DIR, a folder or a .tar.gz of one, and says how many passed, failed, are "
    "missing\n"
    "(operator or class not there, values of a kind not there) and were skipped (inexpressible, advisory).\n"
    "  --json FILE      write the counts and each case's result\n"
    "  --list-missing   list the names that are missing, with the number of cases\n"
    "  --filter TEXT    only cases whose \"group/name id\" contains TEXT\n"
    "  --tier N         only cases of this tier\n"
    "  --timeout N      seconds that one case may take; 60\n"
    "  --verbose        a line for each case, not for failures alone\n"
    "  --dry-run        print how each operator's case would be called, and call nothing\n"
    "  --self-test      test the comparator and the isolation of cases, and nothing else\n";

struct Options {
  std::string json, filter;
  int tier = 0;
  unsigned timeout = 60;
  bool list_missing = false, verbose = false, dry_run = false, self_test = false;
  std::vector<std::string> places;
};

Options parse_options(int argc, char** argv) {
  Options o;
  auto value = [&](int& i) -> const char* {
    if (i + 1 >= argc) throw std::runtime_error(std::string(argv[i]) + " wants a value");
    return argv[++i];
  };
  for (int i = 1; i < argc; ++i) {
    const std::string arg = argv[i];
    if (arg == "--json") o.json = value(i);
    else if (arg == "--filter") o.filter = value(i);
    else if (arg == "--tier") o.tier = std::atoi(value(i));
    else if (arg == "--timeout") o.timeout = static_cast<unsigned>(std::max(1, std::atoi(value(i))));
    else if (arg == "--list-missing") o.list_missing = true;
    else if (arg == "--verbose") o.verbose = true;
    else if (arg == "--dry-run") o.dry_run = true;
    else if (arg == "--self-test") o.self_test = true;
    else if (arg.rfind("--", 0) == 0) throw std::runtime_error("unknown option " + arg + "\n" + kUsage);
    else o.places.push_back(arg);
  }
  if (o.places.empty() && !o.self_test) throw std::runtime_error(kUsage);
  return o;
}

using Runner = Outcome (*)(const Manifest&, const Json&);

// A manifest's cases, and which function runs each.
struct Plot {
  Manifest manifest;
  Json cases;
  std::vector<Result> names;
  Runner run = nullptr;
};

Result name_of(const Manifest& m, const Json& test, Group group) {
  std::string name = group == Group::promotion ? test.at("table").get<std::string>() : "";
  if (group == Group::ops) name = m.top.at("key");
  if (group == Group::modules) name = m.top.at("module");
  if (group == Group::optimizers) name = test.value("optimizer", test.at("kind"));
  if (group == Group::schedulers) name = test.at("scheduler");
  if (group == Group::training) name = test.at("name");
  return {group, test.at("id"), name, m.top.value("tier", test.value("tier", 1)), {}};
}

// Nothing for a file that is no manifest of cases.
bool plot_manifest(const Corpus& corpus, const std::string& file, const Options& options, Plot& plot) {
  static const char* kFolders[] = {"ops/", "modules/", "optim/", "training/", "misc/type_promotion"};
  size_t folder = 0;
  while (folder < 5 && file.rfind(kFolders[folder], 0) != 0) ++folder;
  if (folder == 5 || file.size() < 5 || file.substr(file.size() - 5) != ".json") return false;
  static const Runner kRunners[] = {run_op_case, run_module_case, run_optimizer_case, run_training_case,
                                    run_promotion_case};
  static const Group kGroups[] = {Group::ops, Group::modules, Group::optimizers, Group::training,
                                  Group::promotion};
  plot.manifest = read_manifest(corpus, file);
  plot.run = kRunners[folder];
  plot.cases = Json::array();
  for (const Json& test : folder == 4 ? promotion_cases(plot.manifest) : plot.manifest.top.at("cases")) {
    Group group = test.value("kind", "") == "scheduler" ? Group::schedulers : kGroups[folder];
    Result name = name_of(plot.manifest, test, group);
    if (options.tier && name.tier != options.tier) continue;
    const std::string full = std::string(group_name(group)) + "/" + name.name + " " + name.id;
    if (full.find(options.filter) == std::string::npos) continue;
    plot.cases.push_back(test);
    plot.names.push_back(std::move(name));
  }
  return true;
}

// What a case leaves behind is a failure of its own.
Outcome run_without_leak(const Plot& plot, size_t i) {
  int64_t before = tn_live_count();
  Outcome outcome;
  try {
    outcome = plot.run(plot.manifest, plot.cases[i]);
  } catch (const std::exception& e) { outcome = failed(e.what()); }
  int64_t left = tn_live_count() - before;
  if (left != 0 && outcome.status != Status::failed)
    return failed("leaves " + std::to_string(left) + " live objects behind");
  return outcome;
}

void print_call(const Plot& plot, size_t i) {
  const Plan plan = plan_call(plot.manifest.top, plot.cases[i]);
  std::string text;
  for (const Json& arg : plan.args) text += (text.empty() ? "" : ", ") + arg.at("t").get<std::string>();
  for (const auto& [name, arg] : plan.kwargs.items())
    text += (text.empty() ? "" : ", ") + name + "=" + arg.at("t").get<std::string>();
  static const char* kForms[] = {
      "", "index ", "item ", "on a clone ", "in place ", "reciprocal times ", "of a product "};
  std::printf("%s %s: %s%s(%s)\n", plot.names[i].name.c_str(), plot.names[i].id.c_str(),
              kForms[static_cast<size_t>(plan.form)], plan.names.front().c_str(), text.c_str());
}

void run_corpus(const std::string& place, const Options& options, Report& report) {
  std::unique_ptr<Corpus> corpus = Corpus::open(place);
  for (const std::string& file : corpus->names()) {
    Plot plot;
    try {
      if (!plot_manifest(*corpus, file, options, plot)) continue;
    } catch (const std::exception& e) {
      report.add({Group::ops, file, "manifest", 1, failed(e.what())});
      continue;
    }
    if (options.dry_run) {
      for (size_t i = 0; plot.run == run_op_case && i < plot.names.size(); ++i) print_call(plot, i);
      continue;
    }
    run_isolated({plot.names, [&plot](size_t i) { return run_without_leak(plot, i); }}, options.timeout,
                 [&report](const Result& result) { report.add(result); });
  }
}

int run(const Options& options) {
  if (options.self_test) {
    int failures = self_test();
    std::printf("self-test: %s\n", failures ? "failed" : "passed");
    return failures != 0;
  }
  Report report(options.verbose);
  for (const std::string& place : options.places) run_corpus(place, options, report);
  if (options.dry_run) return 0;
  if (options.list_missing) report.print_missing();
  if (!options.json.empty()) report.write_json(options.json);
  report.print_summary();
  return report.good() ? 0 : 1;
}

}  // namespace
}  // namespace conformance

int main(int argc, char** argv) {
  try {
    return conformance::run(conformance::parse_options(argc, argv));
  } catch (const std::exception& e) {
    std::fprintf(stderr, "%s\n", e.what());
    return 1;
  }
}
