#pragma once
// How the library calls the host: a registration (fn, user_data, destroy), and the object that a callback
// asks for its arguments. What a kind of callback has, it overrides; asked for anything else, it says so.
//
//     TensorCall call("a gradient hook", nullptr, &grad, 1, 1);
//     callback->run(call);                // throws what the host reports
//     return call.optional_output(0);
#include <vector>

#include "capi/src/handles.h"

namespace tenon {

class Module;

class Call {
 public:
  // Whose callback it is, as messages say it: "the forward of", "Gate". Both texts outlive the call.
  explicit Call(const char* what, const char* name = nullptr) : what_(what), name_(name) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  virtual ~Call() = default;
  std::string what() const { return name_ ? std::string(what_) + " " + name_ : what_; }

  virtual int64_t count() { lacks("tn_call_count", "arguments"); }
  virtual Tensor arg(int64_t) { lacks("tn_call_arg", "arguments"); }
  virtual void set_output(int64_t, Tensor) { lacks("tn_call_return", "outputs"); }
  virtual void save(Tensor) { lacks("tn_call_save", "saved tensors"); }
  virtual Tensor saved(int64_t) { lacks("tn_call_saved", "saved tensors"); }
  virtual bool needs_grad(int64_t) { lacks("tn_call_needs_grad", "gradients"); }
  virtual void* data() { lacks("tn_call_data", "data"); }
  // Owns `data` from here on, also where it throws.
  virtual void set_data(void* data, tn_destroy_t destroy) {
    if (destroy) destroy(data);
    lacks("tn_call_set_data", "data");
  }
  virtual tn_module_t module() { lacks("tn_call_module", "module"); }
  virtual void set_module(const Ref<Module>&) { lacks("tn_call_return_module", "module to give"); }
  virtual int64_t index(int64_t) { lacks("tn_call_index", "indices"); }
  virtual void run_task(int64_t) { lacks("tn_call_run", "tasks"); }
  virtual int64_t bytes() { lacks("tn_call_bytes", "bytes"); }
  virtual int32_t level() { lacks("tn_call_level", "message"); }
  virtual const char* text() { lacks("tn_call_text", "text"); }

 private:
  [[noreturn, gnu::cold]] void lacks(const char* accessor, const char* thing) const;
  const char* what_;
  const char* name_;
};

// A callback with tensors in and out. The arguments are borrowed for as long as the call lives.
class TensorCall : public Call {
 public:
  // max_outputs -1: as many as it gives.
  TensorCall(const char* what, const char* name, const Tensor* args, int64_t count, int64_t max_outputs = -1)
      : Call(what, name), args_(args), count_(count), max_outputs_(max_outputs) {}

  int64_t count() override { return count_; }
  Tensor arg(int64_t i) override;
  void set_output(int64_t i, Tensor t) override;

  // What was given; an undefined Tensor is TN_NONE. Fails with Status::callback where output i is missing.
  const Tensor& output(int64_t i) const;
  // Undefined also where it is missing.
  Tensor optional_output(int64_t i) const;
  // All of them, `at_least` at least, none missing between.
  std::vector<Tensor> outputs(int64_t at_least) const;

 private:
  struct Output {
    bool given = false;
    Tensor tensor;
  };
  const Tensor* args_;
  int64_t count_, max_outputs_;
  std::vector<Output> outputs_;
};

class Callback : public RefCounted {
 public:
  // Ours from the moment of the call: user_data is destroyed exactly once, also where this throws. A NULL fn
  // is refused as a NULL argument.
  static Ref<Callback> take(tn_callback_t fn, void* user_data, tn_destroy_t destroy, const char* function,
                            const char* argument);
  static void destroy(Callback* callback) { tenon::destroy(callback); }
  Callback(tn_callback_t fn, void* user_data, tn_destroy_t destroy)
      : fn_(fn), user_data_(user_data), destroy_(destroy) {}
  ~Callback() {
    if (destroy_) destroy_(user_data_);
  }

  // Calls the host in a scope of its own, and throws an Error with the status and the message that it leaves.
  void run(Call& call) const;

 private:
  tn_callback_t fn_;
  void* user_data_;
  tn_destroy_t destroy_;
};

}  // namespace tenon
