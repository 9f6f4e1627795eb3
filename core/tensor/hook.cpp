#include "core/tensor/hook.h"

namespace tenon {

static std::atomic<int64_t> hook_ids{0};

GradHook::GradHook() : id_(hook_ids.fetch_add(1, std::memory_order_relaxed) + 1) {}

void HookList::add(uint32_t output, Ref<GradHook> hook) { entries_.push_back({output, std::move(hook)}); }

bool HookList::remove(int64_t id) {
  for (size_t i = 0; i < entries_.size(); ++i) {
    if (entries_[i].hook->id() != id) continue;
    Ref<GradHook> hook = std::move(entries_[i].hook);
    entries_.erase(entries_.begin() + static_cast<std::ptrdiff_t>(i));
    hook->remove();
    return true;
  }
  return false;
}

Tensor HookList::run(uint32_t output, Tensor grad) const {
  std::vector<Entry> entries = entries_;
  for (const Entry& entry : entries) {
    if (entry.output != output || entry.hook->removed()) continue;
    Tensor other = entry.hook->call(grad);
    if (!other) continue;
    if (!(other->sizes() == grad->sizes()) || other->dtype != grad->dtype || !(other->device == grad->device))
      fail(Status::callback, "a gradient hook has changed the gradient's kind: it gave %s on %s for %s on %s",
           describe(other).c_str(), device_name(other->device).c_str(), describe(grad).c_str(),
           device_name(grad->device).c_str());
    grad = std::move(other);
  }
  return grad;
}

}  // namespace tenon
