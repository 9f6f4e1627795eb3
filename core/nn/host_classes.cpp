#include "core/nn/host_classes.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "core/base/error.h"
#include "core/nn/registry.h"

namespace tenon {

namespace {

struct HostClasses {
  std::mutex lock;
  std::map<std::string, Ref<ModuleMaker>, std::less<>> makers;
};

// Never destroyed: what is registered belongs to a host that may be gone by then.
HostClasses& host_classes() {
  static HostClasses& classes = *new HostClasses;
  return classes;
}

}  // namespace

void register_module_class(std::string_view name, Ref<ModuleMaker> maker) {
  const std::vector<std::string>& built_in = module_class_names();
  if (std::find(built_in.begin(), built_in.end(), name) != built_in.end())
    fail(Status::value, "there is a built-in class of modules '%.*s'",
         static_cast<int>(std::min<size_t>(name.size(), 200)), name.data());
  Ref<ModuleMaker> former;  // goes without the lock: the host hears of it
  HostClasses& classes = host_classes();
  std::lock_guard<std::mutex> hold(classes.lock);
  Ref<ModuleMaker>& place = classes.makers[std::string(name)];
  former = std::move(place);
  place = std::move(maker);
}

bool unregister_module_class(std::string_view name) {
  Ref<ModuleMaker> former;
  HostClasses& classes = host_classes();
  std::lock_guard<std::mutex> hold(classes.lock);
  auto found = classes.makers.find(name);
  if (found == classes.makers.end()) return false;
  former = std::move(found->second);
  classes.makers.erase(found);
  return true;
}

Ref<ModuleMaker> find_host_class(std::string_view name) {
  HostClasses& classes = host_classes();
  std::lock_guard<std::mutex> hold(classes.lock);
  auto found = classes.makers.find(name);
  return found == classes.makers.end() ? Ref<ModuleMaker>() : found->second;
}

}  // namespace tenon
