// tenon-conformance: runs PyTorch's recorded cases through the public C API.
#include <cstdio>
#include <cstdlib>
#include <set>

#include "tests/conformance/cases.h"
#include "tests/conformance/isolate.h"
#include "tests/conformance/library.h"
#include "tests/conformance/mapping.h"
#include "tests/conformance/self_test.h"

namespace conformance {
namespace {

constexpr const char* kUsage =
    "usage: tenon-conformance [options] DIR…\n"
    "Runs the cases in each DIR, a folder or a .tar.gz of one, and says how many passed, failed, are "
    "missing\n"
    "(operator or class not there, values of a kind not there) and were skipped (inexpressible, advisory).\n"
    "TENON_DEVICE=cuda in the environment tries everything on the first GPU.\n"
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
  bool list_missing = false, verbose = false, dry_run = false, self_test = false, help = false;
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
    else if (arg == "--help") o.help = true;
    else if (arg.rfind("--", 0) == 0) throw std::runtime_error("unknown option " + arg + "\n" + kUsage);
    else o.places.push_back(arg);
  }
  if (o.places.empty() && !o.self_test && !o.help) throw std::runtime_error(kUsage);
  return o;
}

// A manifest's cases that the options choose.
struct Plot {
  const Corpus* corpus = nullptr;
  Manifest manifest;
  Json cases = Json::array();
  std::vector<Result> names;
};

Group group_of(const std::string& format, const Json& test) {
  if (format == "ops") return Group::ops;
  if (format == "modules") return Group::modules;
  if (format == "type_promotion") return Group::promotion;
  if (format == "serialization") return Group::files;
  const std::string kind = test.at("kind");
  return kind == "scheduler" ? Group::schedulers : kind == "training" ? Group::training : Group::optimizers;
}

std::string name_of(const Manifest& m, const Json& test, Group group) {
  switch (group) {
    case Group::ops: return m.top.at("key");
    case Group::modules: return m.top.at("module");
    case Group::optimizers: return test.value("optimizer", test.at("kind"));
    case Group::schedulers: return test.at("scheduler");
    case Group::training: return test.at("name");
    case Group::promotion: return test.at("table");
    case Group::files: return test.at("class");
  }
  return "";
}

Outcome run_case(const Plot& plot, size_t i) {
  switch (plot.names[i].group) {
    case Group::ops: return run_op_case(plot.manifest, plot.cases[i]);
    case Group::modules: return run_module_case(plot.manifest, plot.cases[i]);
    case Group::training: return run_training_case(plot.manifest, plot.cases[i]);
    case Group::promotion: return run_promotion_case(plot.manifest, plot.cases[i]);
    case Group::files: return run_file_case(*plot.corpus, plot.manifest, plot.cases[i]);
    default: return run_optimizer_case(plot.manifest, plot.cases[i]);
  }
}

Json cases_of(const std::string& format, const Manifest& m) {
  if (format == "type_promotion") return promotion_cases(m);
  return m.top.at(format == "serialization" ? "files" : "cases");
}

// Nothing where the file is no manifest of cases: another format, or none.
Plot plot_manifest(const Corpus& corpus, const std::string& file, const Options& options) {
  static const std::set<std::string> kFormats = {"ops", "modules", "optim", "type_promotion",
                                                 "serialization"};
  Plot plot;
  plot.corpus = &corpus;
  if (file.size() < 5 || file.substr(file.size() - 5) != ".json") return plot;
  Json top = Json::parse(corpus.read(file));
  const std::string prefix = "dl-oracle/", full = top.is_object() ? top.value("format", "") : "";
  if (full.rfind(prefix, 0) != 0) return plot;
  const std::string format = full.substr(prefix.size(), full.find('/', prefix.size()) - prefix.size());
  if (!kFormats.count(format)) return plot;
  plot.manifest = read_manifest(corpus, file, std::move(top));
  for (const Json& test : cases_of(format, plot.manifest)) {
    Group group = group_of(format, test);
    Result result{group,
                  group == Group::files ? test.at("file") : test.at("id"),
                  name_of(plot.manifest, test, group),
                  plot.manifest.top.value("tier", test.value("tier", 1)),
                  {}};
    if (options.tier && result.tier != options.tier) continue;
    const std::string text = std::string(group_name(group)) + "/" + result.name + " " + result.id;
    if (text.find(options.filter) == std::string::npos) continue;
    plot.cases.push_back(test);
    plot.names.push_back(std::move(result));
  }
  return plot;
}

// What a case leaves behind is a failure of its own.
Outcome run_without_leak(const Plot& plot, size_t i) {
  int64_t before = tn_live_count();
  Outcome outcome;
  try {
    outcome = run_case(plot, i);
  } catch (const Trouble& e) {
    outcome = e.code == TN_ERR_UNSUPPORTED ? missing(std::string("(") + e.what() + ")") : failed(e.what());
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
      plot = plot_manifest(*corpus, file, options);
    } catch (const std::exception& e) {
      report.add({Group::ops, file, "manifest", 1, failed(e.what())});
      continue;
    }
    if (options.dry_run) {
      for (size_t i = 0; i < plot.names.size(); ++i)
        if (plot.names[i].group == Group::ops) print_call(plot, i);
      continue;
    }
    run_isolated({plot.names, [&plot](size_t i) { return run_without_leak(plot, i); }}, options.timeout,
                 [&report](const Result& result) { report.add(result); });
  }
}

int run(const Options& options) {
  if (options.help) {
    std::fputs(kUsage, stdout);
    return 0;
  }
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
