#include "core/autograd/gradcheck.h"

#include <math.h>

#include "core/autograd/engine.h"
#include "core/ops/copy.h"
#include "core/ops/creation.h"
#include "core/tensor/node.h"

namespace tenon {

namespace {

using Values = std::vector<double>;

Values values_of(const Tensor& t) {
  Tensor host = cast_elements(to_device(t, Device{}), DType::float64);
  return Values(host->as<double>(), host->as<double>() + host->numel);
}

// One element of a tensor, where it lies. Written around autograd and version counts, and put back.
class Nudge {
 public:
  Nudge(const Tensor& t, int64_t element) {
    int64_t at = t->storage_offset();
    for (int d = t->ndim - 1; d >= 0; --d) {
      at += element % t->size[d] * t->stride[d];
      element /= t->size[d];
    }
    slot_ = alias(*t, {}, {}, at);
    former_ = dense_copy(slot_);
    value_ = values_of(slot_)[0];
  }
  ~Nudge() {
    try {
      copy_elements(slot_, former_);
    } catch (...) {}
  }
  void by(double step) { fill_elements(slot_, Scalar(value_ + step)); }

 private:
  Tensor slot_, former_;
  double value_;
};

// "element [1, 2]" of a tensor; nothing where it has but one.
std::string element_text(const Tensor& t, int64_t element) {
  if (t->ndim == 0) return "";
  Shape index(t->sizes());
  for (int d = t->ndim - 1; d >= 0; --d) {
    index[d] = element % t->size[d];
    element /= t->size[d];
  }
  return ", element " + to_string(index);
}

class Check {
 public:
  Check(const char* what, Differentiable& f, const std::vector<Tensor>& inputs,
        const GradcheckOptions& options)
      : what_(what), f_(f), inputs_(inputs), options_(options) {
    for (size_t i = 0; i < inputs.size(); ++i)
      if (inputs[i] && requires_grad(inputs[i])) checked_.push_back(i);
    GradModeGuard on(true);
    for (Tensor& t : f_(inputs_)) {
      if (!t) continue;
      if (is_floating(t->dtype) && requires_grad(t)) outputs_.push_back(std::move(t));
      else if (is_floating(t->dtype)) fixed_.push_back(std::move(t));
    }
  }

  void run() {
    for (size_t i : checked_)
      for (int64_t e = 0; e < inputs_[i]->numel; ++e) differentiate(i, e);
    check_fixed();
    for (size_t o = 0; o < outputs_.size(); ++o)
      for (int64_t e = 0; e < outputs_[o]->numel; ++e) compare(o, e);
  }

  const std::vector<Tensor>& outputs() const { return outputs_; }
  bool checks_anything() const { return !checked_.empty(); }

 private:
  // All floating outputs, first those with a gradient, as one row of numbers.
  Values evaluate() {
    Values row;
    std::vector<Tensor> with, without;
    GradModeGuard on(true);
    size_t seen = 0;
    for (Tensor& t : f_(inputs_)) {
      if (!t || !is_floating(t->dtype)) continue;
      (requires_grad(t) ? with : without).push_back(std::move(t));
      ++seen;
    }
    if (with.size() != outputs_.size() || without.size() != fixed_.size())
      fail(Status::value, "%s: the function isn't the same each time: it gave %zu outputs, then %zu", what_,
           outputs_.size() + fixed_.size(), seen);
    for (const std::vector<Tensor>* part : {&with, &without})
      for (const Tensor& t : *part)
        for (double value : values_of(t)) row.push_back(value);
    return row;
  }

  // A column of the Jacobian by central differences.
  void differentiate(size_t input, int64_t element) {
    Nudge nudge(inputs_[input], element);
    nudge.by(-options_.eps);
    Values low = evaluate();
    nudge.by(options_.eps);
    Values high = evaluate();
    if (low.size() != high.size())
      fail(Status::value, "%s: the function isn't the same each time: its outputs change their shapes",
           what_);
    for (size_t i = 0; i < low.size(); ++i) low[i] = (high[i] - low[i]) / (2 * options_.eps);
    numerical_.push_back(std::move(low));
  }

  bool differs(double analytical, double numerical) const {
    return !(fabs(analytical - numerical) <= options_.atol + options_.rtol * fabs(numerical)) &&
           !(isnan(analytical) && isnan(numerical)) && analytical != numerical;
  }

  // Outputs that require no gradient must not depend on the inputs.
  void check_fixed() {
    size_t begin = 0;
    for (const Tensor& t : outputs_) begin += static_cast<size_t>(t->numel);
    size_t column = 0;
    for (size_t i : checked_)
      for (int64_t e = 0; e < inputs_[i]->numel; ++e, ++column)
        for (size_t k = begin; k < numerical_[column].size(); ++k)
          if (differs(0, numerical_[column][k]))
            fail(Status::value,
                 "%s: Numerical gradient for function expected to be zero: an output that requires no "
                 "gradient "
                 "changes by %g with input %zu%s",
                 what_, numerical_[column][k], i, element_text(inputs_[i], e).c_str());
  }

  // The gradient of one element of an output, with respect to each input.
  std::vector<Tensor> row_of(size_t output, int64_t element) {
    std::vector<Tensor> roots, seeds, wanted;
    for (size_t o = 0; o < outputs_.size(); ++o) {
      if (o != output && options_.check_undefined) continue;
      roots.push_back(outputs_[o]);
      seeds.push_back(zeros_like(outputs_[o]));
      if (o != output) continue;
      Tensor slot = alias(*seeds.back(), {1}, {1}, element);
      fill_elements(slot, Scalar(1));
    }
    for (size_t i : checked_) wanted.push_back(inputs_[i]);
    BackwardOptions options;
    options.retain_graph = true;
    return grad(roots, seeds, wanted, options, true);
  }

  void compare(size_t output, int64_t element) {
    size_t place = static_cast<size_t>(element);
    for (size_t o = 0; o < output; ++o) place += static_cast<size_t>(outputs_[o]->numel);
    std::vector<Tensor> grads = row_of(output, element), again = row_of(output, element);
    size_t column = 0;
    for (size_t k = 0; k < checked_.size(); ++k) {
      const Tensor& input = inputs_[checked_[k]];
      Values row = grads[k] ? values_of(grads[k]) : Values(static_cast<size_t>(input->numel));
      Values repeated = again[k] ? values_of(again[k]) : Values(static_cast<size_t>(input->numel));
      for (int64_t e = 0; e < input->numel; ++e, ++column) {
        double analytical = row[static_cast<size_t>(e)], numerical = numerical_[column][place];
        if (differs(analytical, numerical))
          fail(Status::value,
               "%s: Jacobian mismatch for output %zu%s with respect to input %zu%s: numerical %.10g, "
               "analytical "
               "%.10g",
               what_, output, element_text(outputs_[output], element).c_str(), checked_[k],
               element_text(input, e).c_str(), numerical, analytical);
        double second = repeated[static_cast<size_t>(e)];
        if (second != analytical && !(isnan(second) && isnan(analytical)))
          fail(Status::value,
               "%s: Backward is not reentrant: the gradient of output %zu%s by input %zu%s is %.10g, and "
               "%.10g "
               "the second time",
               what_, output, element_text(outputs_[output], element).c_str(), checked_[k],
               element_text(input, e).c_str(), analytical, second);
      }
    }
  }

  const char* what_;
  Differentiable& f_;
  const std::vector<Tensor>& inputs_;
  const GradcheckOptions& options_;
  std::vector<size_t> checked_;          // inputs that require a gradient
  std::vector<Tensor> outputs_, fixed_;  // that require a gradient, that require none
  std::vector<Values> numerical_;        // a column for each element of the checked inputs
};

// The gradients of f as a function of its inputs and of the gradients that it begins with.
class GradientOf final : public Differentiable {
 public:
  GradientOf(Differentiable& f, size_t inputs) : f_(f), inputs_(inputs) {}
  std::vector<Tensor> operator()(const std::vector<Tensor>& all) override {
    std::vector<Tensor> inputs(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(inputs_));
    std::vector<Tensor> seeds(all.begin() + static_cast<std::ptrdiff_t>(inputs_), all.end());
    std::vector<Tensor> outputs, wanted;
    for (Tensor& t : f_(inputs))
      if (t && is_floating(t->dtype) && requires_grad(t)) outputs.push_back(std::move(t));
    for (const Tensor& t : inputs)
      if (t && requires_grad(t)) wanted.push_back(t);
    BackwardOptions options;
    options.create_graph = true;
    return grad(outputs, seeds, wanted, options, true);
  }

 private:
  Differentiable& f_;
  size_t inputs_;
};

void check_inputs(const std::vector<Tensor>& inputs, const GradcheckOptions& options) {
  if (!(options.eps > 0)) fail(Status::value, "gradcheck: eps is %g, and must be above 0", options.eps);
  bool any = false;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const Tensor& t = inputs[i];
    if (!t || !requires_grad(t)) continue;
    any = true;
    for (int d = 0; d < t->ndim; ++d)
      if (t->stride[d] == 0 && t->size[d] > 1)
        fail(Status::value,
             "gradcheck: input %zu has a dimension with stride 0. gradcheck only supports inputs that are "
             "non-overlapping; call contiguous on it first",
             i);
  }
  if (!any)
    fail(Status::value,
         "gradcheck expects at least one input tensor to require gradient, but none of the them have "
         "requires_grad=True.");
}

// Gradients to begin with, the same each time.
std::vector<Tensor> seeds_for(const std::vector<Tensor>& outputs) {
  std::vector<Tensor> seeds;
  uint64_t state = 1;
  for (const Tensor& output : outputs) {
    Tensor seed = zeros(output->sizes(), DType::float64);
    for (int64_t i = 0; i < seed->numel; ++i) {
      state = state * 6364136223846793005u + 1442695040888963407u;  // Knuth's MMIX
      seed->as<double>()[i] = static_cast<double>(state >> 11) * 0x1p-52 - 1;
    }
    seed = to(seed, output->dtype, output->device);
    seed->requires_grad = true;
    seeds.push_back(std::move(seed));
  }
  return seeds;
}

}  // namespace

void gradcheck(Differentiable& f, const std::vector<Tensor>& inputs, const GradcheckOptions& options) {
  check_inputs(inputs, options);
  Check first("gradcheck", f, inputs, options);
  first.run();
  if (!options.second_order || first.outputs().empty()) return;
  std::vector<Tensor> all = inputs;
  for (Tensor& seed : seeds_for(first.outputs())) all.push_back(std::move(seed));
  GradientOf gradient(f, inputs.size());
  Check second("gradgradcheck", gradient, all, options);
  second.run();
}

}  // namespace tenon
