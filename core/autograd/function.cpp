#include "core/autograd/function.h"

#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/ops/reduce.h"
#include "core/ops/view_history.h"

namespace tenon {

Application::Form::Form(const Tensor& t) {
  if (!t) return;
  defined = true;
  dtype = t->dtype;
  device = t->device;
  sizes = t->sizes();
}

Application::Application(Ref<Function> function, const std::vector<Tensor>& inputs)
    : function_(std::move(function)) {
  all_edges_.resize(inputs.size());
  for (size_t i = 0; i < inputs.size(); ++i) {
    const Tensor& input = inputs[i];
    inputs_.emplace_back(input);
    needs_.push_back(input && requires_grad(input));
    if (!needs_.back() || !context().grad_enabled) continue;
    all_edges_[i].set(input);
    recorded_ = true;
  }
  edges = all_edges_.data();
  edge_count = static_cast<uint32_t>(all_edges_.size());
  set_output_count(static_cast<uint32_t>(function_->output_count()));
}

Application::~Application() {
  if (destroy_data_) destroy_data_(data_);
}

void Application::set_data(void* data, void (*destroy)(void* data)) {
  void* former = data_;
  auto destroy_former = destroy_data_;
  data_ = data;
  destroy_data_ = destroy;
  if (destroy_former) destroy_former(former);
}

bool Application::needs_grad(int64_t input) const {
  if (input < 0 || input >= input_count())
    fail(Status::index, "tn_call_needs_grad: i is %lld, and %s has %lld inputs", (long long)input,
         function_->name().c_str(), (long long)input_count());
  return needs_[static_cast<size_t>(input)];
}

Tensor Application::saved(int64_t i, const Backward& b) const {
  if (i < 0 || i >= static_cast<int64_t>(saved_.size()))
    fail(Status::index, "tn_call_saved: i is %lld, and %s saved %zu tensors", (long long)i,
         function_->name().c_str(), saved_.size());
  return saved_[static_cast<size_t>(i)].get(b);
}

bool Application::release_saved() noexcept {
  bool any = !saved_.empty();
  saved_.clear();
  return any;
}

// ---- after forward

namespace {

constexpr size_t kNone = SIZE_MAX;

size_t index_of(const std::vector<Tensor>& tensors, const Tensor& t) {
  for (size_t i = 0; i < tensors.size(); ++i)
    if (tensors[i].get() == t.get()) return i;
  return kNone;
}

// A result that someone else holds, such as an input, is given as a view of itself: it may not become part of
// the graph under its holder's hands.
Tensor own_result(const Tensor& t) {
  if (!t->unique() || t->requires_grad || t->grad_fn) {
    GradModeGuard off(false);
    return make_view(t, t->sizes(), t->strides(), t->storage_offset());
  }
  if (t->base && t->base->unique()) t->base = {};  // a view of what forward alone knew
  return t;
}

}  // namespace

void Application::finish(std::vector<Tensor>& results, const std::vector<Tensor>& inputs) {
  std::vector<size_t> saved_result;
  for (Tensor& t : to_save_) {
    saved_result.push_back(index_of(inputs, t) == kNone ? index_of(results, t) : kNone);
    if (t && saved_result.back() != kNone) t = {};
  }
  for (Tensor& result : results) {
    outputs_.emplace_back(result);
    if (result) result = own_result(result);
  }
  if (recorded_) {
    for (size_t i = 0; i < to_save_.size(); ++i) {
      const Tensor& t = to_save_[i];
      if (saved_result[i] != kNone) {
        if (const Tensor& result = results[saved_result[i]])
          saved_.push_back(Saved::output(result, static_cast<uint32_t>(saved_result[i])));
        else saved_.emplace_back();
      } else {
        // A view without a history may be one of a result, which would hold this node, which holds the view.
        saved_.emplace_back(t && t->base && !requires_grad(t) ? alias(*t) : t);
      }
    }
    uint32_t output = 0;
    for (const Tensor& result : results) {
      if (result && is_floating(result->dtype)) {
        if (result->base) result->origin = ViewOrigin::function;
        set_history(result, Ref<Node>::share(this), output);
      }
      ++output;
    }
  }
  to_save_.clear();
}

std::vector<Tensor> apply(const Ref<Function>& function, const std::vector<Tensor>& inputs) {
  Ref<Application> call = Ref<Application>::adopt(create<Application>(function, inputs));
  std::vector<Tensor> results;
  {
    GradModeGuard off(false);
    results = function->forward(*call, inputs);
  }
  call->finish(results, inputs);
  return results;
}

// ---- backward

void Application::backward(Backward& b) {
  std::vector<Tensor> grads;
  for (size_t i = 0; i < outputs_.size(); ++i) {
    const Form& form = outputs_[i];
    const Tensor& grad = b.grad(static_cast<int>(i));
    grads.push_back(grad || !form.defined ? grad : zeros(form.sizes, form.dtype, form.device));
  }
  std::vector<Tensor> given = function_->backward(*this, b, grads);
  for (size_t i = 0; i < given.size(); ++i)
    if (given[i] && b.needs(static_cast<int>(i))) b.set(static_cast<int>(i), fit(given[i], i));
}

// The gradient in the form of its input: summed where the input was broadcast, in its dtype.
Tensor Application::fit(const Tensor& grad, size_t input) const {
  const Form& form = inputs_[input];
  Tensor fitting = grad;
  if (!(grad->sizes() == IntList(form.sizes))) {
    bool broadcast = form.sizes.count <= grad->ndim;
    for (int d = 1; broadcast && d <= form.sizes.count; ++d) {
      int64_t size = form.sizes[form.sizes.count - d];
      broadcast = size == 1 || size == grad->size[grad->ndim - d];
    }
    if (!broadcast)
      fail(Status::callback,
           "Function %s returned an invalid gradient at index %zu - got %s but expected shape compatible "
           "with %s",
           name(), input, to_string(grad->sizes()).c_str(), to_string(form.sizes).c_str());
    fitting = sum_to(grad, form.sizes);
  }
  return to(fitting, form.dtype, form.device);
}

}  // namespace tenon
