// Classes of modules: those that are built in, and those of the host's, by which custom modules come back
// from files.
#include "capi/src/arguments.h"
#include "capi/src/call.h"
#include "capi/src/module.h"
#include "capi/src/text.h"
#include "core/nn/host_classes.h"
#include "core/nn/json.h"
#include "core/nn/registry.h"

using namespace tenon;

namespace {

class MakeCall final : public Call {
 public:
  MakeCall(const char* class_name, const char* arguments)
      : Call("the callback of the class", class_name), arguments_(arguments) {}
  const char* text() override { return arguments_; }
  void set_module(const Ref<Module>& m) override { made = m; }

  Ref<Module> made;

 private:
  const char* arguments_;
};

class CallbackMaker final : public ModuleMaker {
 public:
  CallbackMaker(std::string class_name, Ref<Callback> callback)
      : class_name_(std::move(class_name)), callback_(std::move(callback)) {}

  Ref<Module> make(const std::string& arguments) override {
    MakeCall call(class_name_.c_str(), arguments.c_str());
    callback_->run(call);
    if (!call.made) fail(Status::callback, "%s gave no module", call.what().c_str());
    if (call.made->made_by || call.made->class_name() != class_name_)
      fail(Status::callback, "%s gave a module of the class '%s'", call.what().c_str(),
           call.made->class_name());
    call.made->arguments = arguments;
    return call.made;
  }

 private:
  std::string class_name_;
  Ref<Callback> callback_;
};

// The text, where it is a JSON object.
std::string checked_object(const char* json, const char* function) {
  constexpr int kMaxDepth = 64;
  Json parsed;
  std::string why;
  if (!Json::parse(json, kMaxDepth, &parsed, &why) || !parsed.is_object())
    fail(Status::value, "%s: json is no JSON object: %s", function,
         why.empty() ? parsed.type_name() : why.c_str());
  return json;
}

// A module of a class of the host's; nullptr where there is none of the name.
Ref<Module> new_custom_module(const char* class_name, const char* json) {
  Ref<ModuleMaker> maker = find_host_class(class_name);
  return maker ? maker->make(checked_object(json ? json : "{}", "tn_module_new")) : Ref<Module>();
}

}  // namespace

// ---- classes

tn_module_t tn_module_new(const char* class_name, const char* json) {
  return guard(__func__, tn_module_t{}, [&] {
    required_text(class_name, "tn_module_new", "class_name");
    Ref<Module> custom = new_custom_module(class_name, json);
    return give_module(custom ? std::move(custom) : new_module(class_name, json));
  });
}
int64_t tn_module_class_count(void) {
  return guard(__func__, int64_t{-1}, [] { return static_cast<int64_t>(module_class_names().size()); });
}
const char* tn_module_class(int64_t i) {
  return guard(__func__, static_cast<const char*>(nullptr),
               [&] { return element(module_class_names(), i, "tn_module_class").c_str(); });
}

const char* tn_module_class_schema(int64_t i) {
  return guard(__func__, static_cast<const char*>(nullptr), [&] {
    // Overloads lie together in both lists, which never change.
    static const std::vector<std::string> schemas = [] {
      std::vector<std::string> each;
      const Signature* before = nullptr;
      for (const ModuleClass& c : module_classes()) {
        if (before && before->base == c.signature.base) each.back() += "\n" + c.signature.schema;
        else each.push_back(c.signature.schema);
        before = &c.signature;
      }
      return each;
    }();
    return element(schemas, i, "tn_module_class_schema").c_str();
  });
}

// ---- classes of the host's

tn_status_t tn_module_register(const char* class_name, tn_callback_t make, void* user_data,
                               tn_destroy_t destroy) {
  return guard_status(__func__, [&] {
    Ref<Callback> callback = Callback::take(make, user_data, destroy, "tn_module_register", "make");
    std::string name = required_text(class_name, "tn_module_register", "class_name");
    json_string(name);  // it will be written to files
    register_module_class(name, Ref<ModuleMaker>::adopt(new CallbackMaker(name, std::move(callback))));
  });
}

tn_status_t tn_module_unregister(const char* class_name) {
  return guard_status(__func__, [&] {
    if (!unregister_module_class(required_text(class_name, "tn_module_unregister", "class_name")))
      fail(Status::key, "tn_module_unregister: no class '%.200s' is registered", class_name);
  });
}

tn_status_t tn_module_set_arguments(tn_module_t m, const char* json) {
  return guard_status(__func__, [&] {
    Module& module = borrow_module(m, "tn_module_set_arguments");
    std::string text =
        checked_object(required_text(json, "tn_module_set_arguments", "json"), "tn_module_set_arguments");
    if (module.made_by)
      fail(Status::state, "tn_module_set_arguments: a %s isn't a custom module", module.class_name());
    module.arguments = std::move(text);
  });
}

int64_t tn_module_arguments(tn_module_t m, char* buffer, int64_t capacity) {
  return guard(__func__, int64_t{-1}, [&] {
    const Module& module = borrow_module(m, "tn_module_arguments");
    const std::string& text = module.arguments;
    return fill_text(text.empty() ? "{}" : text, buffer, capacity, "tn_module_arguments");
  });
}
