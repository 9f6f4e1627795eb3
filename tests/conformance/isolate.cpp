#include "tests/conformance/isolate.h"
#include "tests/conformance/library.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include <sys/wait.h>
#include <unistd.h>

namespace conformance {
namespace {

// The child: reports the outcome of each case, in order, as a line of JSON.
[[noreturn]] void run_child(const Batch& batch, size_t first, unsigned seconds, int out) {
  FILE* pipe = fdopen(out, "w");
  auto report = [pipe](const Json& line) {
    std::fprintf(pipe, "%s\n", line.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    std::fflush(pipe);
  };
  for (size_t i = first; i < batch.cases.size(); ++i) {
    alarm(seconds);
    Outcome outcome;
    try {
      outcome = batch.run(i);
    } catch (const Trouble& e) {
      outcome = e.code == TN_ERR_UNSUPPORTED ? missing(std::string("(") + e.what() + ")") : failed(e.what());
    } catch (const std::exception& e) { outcome = failed(e.what()); }
    report({{"status", static_cast<int>(outcome.status)}, {"reason", outcome.reason}});
  }
  alarm(0);
  std::exit(0);
}

std::string death_text(int status, unsigned seconds) {
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
    return "ran longer than " + std::to_string(seconds) + " seconds";
  if (WIFSIGNALED(status))
    return std::string("crashed: signal ") + std::to_string(WTERMSIG(status)) + " (" +
           strsignal(WTERMSIG(status)) + ")";
  return "ended the process with status " + std::to_string(WEXITSTATUS(status));
}

// Runs from `first` until the child ends; gives the case at which to go on.
size_t run_from(const Batch& batch, size_t first, unsigned seconds,
                const std::function<void(const Result&)>& sink) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error(std::string("pipe: ") + std::strerror(errno));
  std::fflush(nullptr);  // or the child would print what is buffered again
  pid_t child = fork();
  if (child < 0) throw std::runtime_error(std::string("fork: ") + std::strerror(errno));
  if (child == 0) {
    close(ends[0]);
    run_child(batch, first, seconds, ends[1]);
  }
  close(ends[1]);
  FILE* in = fdopen(ends[0], "r");
  size_t next = first;
  char* line = nullptr;
  size_t capacity = 0;
  while (getline(&line, &capacity, in) > 0) {
    Json message = Json::parse(line, nullptr, false);
    if (message.is_discarded()) continue;
    Result result = batch.cases.at(next++);
    result.outcome = {static_cast<Status>(message["status"].get<int>()), message["reason"]};
    sink(result);
  }
  std::free(line);
  std::fclose(in);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  if (status == 0 && next == batch.cases.size()) return next;
  // Died in case `next`; or after the last one, and then that is where it is told.
  bool after = next >= batch.cases.size();
  Result result = batch.cases.at(after ? batch.cases.size() - 1 : next);
  result.outcome = failed(death_text(status, seconds) + (after ? ", after the last case" : ""));
  sink(result);
  return after ? next : next + 1;
}

}  // namespace

void run_isolated(const Batch& batch, unsigned seconds, const std::function<void(const Result&)>& sink) {
  for (size_t next = 0; next < batch.cases.size();) next = run_from(batch, next, seconds, sink);
}

}  // namespace conformance
