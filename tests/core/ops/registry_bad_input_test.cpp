// labels: hostile
//
// Bad input for every registered operator, made after its schema: nothing, too much, what has no name in it,
// what is of another kind, tensors that aren't there or don't fit. An error that names the operator, and
// nothing is left behind.
#include <string.h>

#include "core/base/memory.h"
#include "core/ops/call.h"
#include "core/ops/creation.h"
#include "tests/test.h"

namespace tenon {
namespace {

// What an argument may well be: enough for the binding to take it.
class Fitting {
 public:
  Value of(const ArgSchema& arg) {
    if (arg.list) {
      switch (arg.type) {
        case ArgType::tensor: return Value(tensors_);
        case ArgType::integer: return Value(IntList(integers_, 2));
        case ArgType::real: return Value(FloatList{reals_, 2});
        default: return Value();
      }
    }
    switch (arg.type) {
      case ArgType::tensor: return Value(tensor_);
      case ArgType::integer: return Value(1);
      case ArgType::real:
      case ArgType::scalar: return Value(1.5);
      case ArgType::boolean: return Value(true);
      case ArgType::text: return Value("mean");
      case ArgType::dtype: return Value(DType::float32);
      case ArgType::device: return Value(Device{});
      default: return Value();
    }
  }

  Tensor tensor_ = ones({2, 3}, DType::float32), other_ = ones({4, 5}, DType::float32);
  std::vector<Tensor> tensors_{tensor_, other_};

 private:
  int64_t integers_[2] = {1, 1};
  double reals_[2] = {0.5, 0.5};
};

std::vector<Value> fitting_arguments(const Operator& op, Fitting& fitting) {
  std::vector<Value> args;
  for (const ArgSchema& arg : op.arguments) {
    args.push_back(fitting.of(arg));
    // What follows the asterisk must have its name, which isn't a string of its own.
    if (static_cast<int>(args.size()) > op.positional) args.pop_back();
  }
  return args;
}

// "" where the call worked.
std::string reason(const Operator& op, const std::vector<Value>& args) {
  try {
    call_operator(op.name, args.data(), static_cast<int64_t>(args.size()));
    return "";
  } catch (const Error& e) {
    if (e.status() == Status::ok || e.status() == Status::internal)
      fail_msg("%s: status %d: %s", op.name.c_str(), static_cast<int>(e.status()), e.what());
    if (!*e.what()) fail_msg("%s: an error without a message", op.name.c_str());
    return e.what();
  } catch (const std::bad_alloc&) { return op.base + ": out of memory"; }
}

void must_refuse(const Operator& op, const std::vector<Value>& args, const char* what) {
  std::string text = reason(op, args);
  if (text.empty()) fail_msg("%s takes %s", op.schema.c_str(), what);
  if (!strstr(text.c_str(), op.base.c_str()))
    fail_msg("%s, given %s, isn't named in: %s", op.schema.c_str(), what, text.c_str());
}

int required(const Operator& op) {
  int count = 0;
  for (const Default& d : op.defaults) count += !d.given;
  return count;
}

template <class F>
void each_operator(F f) {
  Fitting fitting;
  for (const Operator& op : operators()) {
    int64_t live = memory_stats().live_blocks;
    f(op, fitting);
    if (memory_stats().live_blocks != live) fail_msg("%s: something is left behind", op.schema.c_str());
  }
}

void test_counts_and_names(void**) {
  each_operator([](const Operator& op, Fitting& fitting) {
    if (required(op)) must_refuse(op, {}, "nothing");
    std::vector<Value> args = fitting_arguments(op, fitting);
    args.push_back(Value("nobody_has_this", 1));
    must_refuse(op, args, "an argument that it hasn't");
    args.pop_back();
    for (int i = 0; i < 30; ++i) args.push_back(Value(1));
    // A list of sizes may stand for itself.
    bool sizes = op.positional > 0 && op.arguments[0].list;
    if (!sizes) must_refuse(op, args, "thirty arguments too many");
  });
}

// Each argument in turn of a kind that none of its type is.
void test_kinds(void**) {
  each_operator([](const Operator& op, Fitting& fitting) {
    std::vector<Value> good = fitting_arguments(op, fitting);
    for (size_t i = 0; i < good.size(); ++i) {
      std::vector<Value> args = good;
      bool takes_text = op.arguments[i].type == ArgType::text || op.arguments[i].type == ArgType::dtype;
      args[i] = takes_text ? Value(fitting.tensors_) : Value("text");
      must_refuse(op, args, "an argument of another kind");
      args[i] = Value();
      if (!op.arguments[i].optional) reason(op, args);
    }
  });
}

// No tensor, none among several, and sizes that don't go together: whatever it says, it says it.
void test_tensors(void**) {
  each_operator([](const Operator& op, Fitting& fitting) {
    const Tensor none;
    const Tensor odd[] = {none,
                          ones({0}, DType::float32),
                          ones({}, DType::int64),
                          ones({7, 1, 2}, DType::bool_),
                          ones({4, 5}, DType::float16),
                          ones({1, 1, 1, 1, 1, 1, 1, 1}, DType::float64)};
    std::vector<Value> good = fitting_arguments(op, fitting);
    for (size_t i = 0; i < good.size(); ++i) {
      if (op.arguments[i].type != ArgType::tensor) continue;
      for (const Tensor& t : odd) {
        std::vector<Tensor> several{fitting.tensor_, t};
        std::vector<Value> args = good;
        args[i] = op.arguments[i].list ? Value(several) : t ? Value(t) : Value();
        bool required_tensor = !t && !op.arguments[i].optional && !op.arguments[i].list;
        if (required_tensor) must_refuse(op, args, "no tensor");
        else reason(op, args);
      }
    }
  });
}

// Numbers that are far too large, too small, or nothing.
void test_numbers(void**) {
  each_operator([](const Operator& op, Fitting& fitting) {
    if (op.base == "empty" || op.base == "randperm") return;  // these take what memory there is
    std::vector<Value> good = fitting_arguments(op, fitting);
    const int64_t far[] = {INT64_MAX, INT64_MIN, -1, 1000};
    for (size_t i = 0; i < good.size(); ++i) {
      if (op.arguments[i].type != ArgType::integer) continue;
      for (int64_t n : far) {
        int64_t list[] = {n, n};
        std::vector<Value> args = good;
        args[i] = op.arguments[i].list ? Value(IntList(list, 2)) : Value(n);
        reason(op, args);
      }
    }
  });
}

}  // namespace
}  // namespace tenon

int main() {
  tenon::operators();
  tenon::set_memory_limit(int64_t{64} << 20);
  const CMUnitTest tests[] = {
      cmocka_unit_test(tenon::test_counts_and_names),
      cmocka_unit_test(tenon::test_kinds),
      cmocka_unit_test(tenon::test_tensors),
      cmocka_unit_test(tenon::test_numbers),
  };
  return cmocka_run_group_tests(tests, nullptr, nullptr);
}
