// What a callback asks of its call, and the call itself.
#include "capi/src/call.h"

#include "capi/src/module.h"

namespace tenon {

void Call::lacks(const char* accessor, const char* thing) const {
  fail(Status::state, "%s: %s has no %s", accessor, what().c_str(), thing);
}

Tensor TensorCall::arg(int64_t i) {
  if (i < 0 || i >= count_)
    fail(Status::index, "tn_call_arg: i is %lld, and %s has %lld arguments", (long long)i, what().c_str(),
         (long long)count_);
  return args_[i];
}

constexpr int64_t kMaxOutputs = 1 << 16;  // a mistaken index must not take all memory

void TensorCall::set_output(int64_t i, Tensor t) {
  int64_t room = max_outputs_ < 0 ? kMaxOutputs : max_outputs_;
  if (i < 0 || i >= room)
    fail(Status::index, "tn_call_return: i is %lld, and %s has room for %lld outputs", (long long)i,
         what().c_str(), (long long)room);
  if (static_cast<size_t>(i) >= outputs_.size()) outputs_.resize(static_cast<size_t>(i) + 1);
  outputs_[static_cast<size_t>(i)] = {true, std::move(t)};
}

const Tensor& TensorCall::output(int64_t i) const {
  if (i >= static_cast<int64_t>(outputs_.size()) || !outputs_[static_cast<size_t>(i)].given)
    fail(Status::callback, "%s succeeded without giving output %lld", what().c_str(), (long long)i);
  return outputs_[static_cast<size_t>(i)].tensor;
}

Tensor TensorCall::optional_output(int64_t i) const {
  return i < static_cast<int64_t>(outputs_.size()) ? outputs_[static_cast<size_t>(i)].tensor : Tensor();
}

std::vector<Tensor> TensorCall::outputs(int64_t at_least) const {
  int64_t count = static_cast<int64_t>(outputs_.size());
  std::vector<Tensor> all;
  for (int64_t i = 0; i < count || i < at_least; ++i) all.push_back(output(i));
  return all;
}

Ref<Callback> Callback::take(tn_callback_t fn, void* user_data, tn_destroy_t destroy, const char* function,
                             const char* argument) {
  try {
    if (!fn) throw NullArgument{function, argument};
    return Ref<Callback>::adopt(create<Callback>(fn, user_data, destroy));
  } catch (...) {
    if (destroy) destroy(user_data);
    throw;
  }
}

namespace {

// The error that a callback leaves, as an exception, which may travel to another thread.
[[noreturn]] void throw_status(Context& context, tn_status_t status, const std::string& what) {
  bool said = static_cast<tn_status_t>(context.error()) == status;
  std::string message = said ? context.read_error() : "";
  context.clear_error();
  if (message.empty()) message = format("%s returned status %d", what.c_str(), status);
  throw Error(static_cast<Status>(status), std::move(message));
}

}  // namespace

void Callback::run(Call& call) const {
  Context& mine = context();
  uint64_t scope = mine.begin_scope(false);
  tn_status_t status;
  try {
    status = fn_(reinterpret_cast<tn_call_t>(&call), user_data_);
  } catch (...) {
    mine.end_scope(scope);
    fail(Status::callback, "%s threw an exception", call.what().c_str());
  }
  bool same_thread = &context() == &mine;
  mine.end_scope(scope);
  if (!same_thread)
    fail(Status::state, "%s returned in another context than it was called in", call.what().c_str());
  if (status != TN_OK) throw_status(mine, status, call.what());
}

}  // namespace tenon

using namespace tenon;

namespace {

template <class R, class F>
R ask(const char* function, R failure, tn_call_t call, F answer) {
  return guard(function, failure, [&]() -> R {
    if (!call) throw NullArgument{function, "call"};
    return answer(*reinterpret_cast<Call*>(call));
  });
}

template <class F>
tn_status_t tell(const char* function, tn_call_t call, F change) {
  return guard_status(function, [&] {
    if (!call) throw NullArgument{function, "call"};
    change(*reinterpret_cast<Call*>(call));
  });
}

}  // namespace

int64_t tn_call_count(tn_call_t call) {
  return ask(__func__, int64_t{-1}, call, [](Call& c) { return c.count(); });
}
tn_tensor_t tn_call_arg(tn_call_t call, int64_t i) {
  return ask(__func__, tn_tensor_t{}, call, [&](Call& c) { return give_optional(c.arg(i)); });
}
tn_status_t tn_call_return(tn_call_t call, int64_t i, tn_tensor_t t) {
  return tell(__func__, call, [&](Call& c) { c.set_output(i, borrow_optional(t, "tn_call_return", "t")); });
}

tn_status_t tn_call_save(tn_call_t call, tn_tensor_t t) {
  return tell(__func__, call, [&](Call& c) { c.save(borrow_optional(t, "tn_call_save", "t")); });
}
tn_tensor_t tn_call_saved(tn_call_t call, int64_t i) {
  return ask(__func__, tn_tensor_t{}, call, [&](Call& c) { return give_optional(c.saved(i)); });
}
int32_t tn_call_needs_grad(tn_call_t call, int64_t i) {
  return ask(__func__, int32_t{0}, call, [&](Call& c) -> int32_t { return c.needs_grad(i); });
}
void* tn_call_data(tn_call_t call) {
  return ask(__func__, static_cast<void*>(nullptr), call, [](Call& c) { return c.data(); });
}
tn_status_t tn_call_set_data(tn_call_t call, void* data, tn_destroy_t destroy) {
  if (!call && destroy) destroy(data);
  return tell(__func__, call, [&](Call& c) { c.set_data(data, destroy); });
}

tn_module_t tn_call_module(tn_call_t call) {
  return ask(__func__, tn_module_t{}, call, [](Call& c) { return c.module(); });
}
tn_status_t tn_call_return_module(tn_call_t call, tn_module_t m) {
  return tell(__func__, call,
              [&](Call& c) { c.set_module(borrow_object<Module>(m, "tn_call_return_module", "m")); });
}
int64_t tn_call_index(tn_call_t call, int64_t i) {
  return ask(__func__, int64_t{-1}, call, [&](Call& c) { return c.index(i); });
}
tn_status_t tn_call_run(tn_call_t call, int64_t i) {
  return tell(__func__, call, [&](Call& c) { c.run_task(i); });
}
int64_t tn_call_bytes(tn_call_t call) {
  return ask(__func__, int64_t{-1}, call, [](Call& c) { return c.bytes(); });
}
int32_t tn_call_level(tn_call_t call) {
  return ask(__func__, int32_t{0}, call, [](Call& c) { return c.level(); });
}
const char* tn_call_text(tn_call_t call) {
  return ask(__func__, static_cast<const char*>(nullptr), call, [](Call& c) { return c.text(); });
}
