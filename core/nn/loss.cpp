// Losses of two tensors, input and target.
#include "core/ops/loss.h"

#include "core/nn/init.h"
#include "core/nn/registry.h"
#include "core/ops/pointwise.h"

namespace tenon {

namespace {

// f(input, target, loss) gives the loss; weights are buffers, so that they are moved and saved with the
// module.
template <class F>
class Loss final : public Module {
 public:
  explicit Loss(F f) : f_(std::move(f)) {}
  // A weight that may be undefined.
  Loss* with(const char* name, const Tensor& weight) {
    add_buffer(name, weight);
    return this;
  }
  const Tensor& weight(size_t i = 0) const { return own_buffer(i); }

  std::vector<Tensor> call(const std::vector<Tensor>& inputs) override {
    check_inputs(inputs, 2);
    return {f_(inputs[0], inputs[1], *this)};
  }

 private:
  F f_;
};

// The reduction, or what PyTorch's older arguments mean.
Reduction reduction_of(const char* cls, std::optional<bool> size_average, std::optional<bool> reduce,
                       std::string_view reduction) {
  if (!size_average && !reduce) return reduction_named(cls, reduction);
  if (!reduce.value_or(true)) return Reduction::none;
  return size_average.value_or(true) ? Reduction::mean : Reduction::sum;
}

#define LEGACY "bool? size_average=None, bool? reduce=None, str reduction='mean'"

TN_MODULE(
    "CrossEntropyLoss(Tensor? weight=None, bool? size_average=None, int ignore_index=-100, "
    "bool? reduce=None, str reduction='mean', float label_smoothing=0.0)",
    [](const Tensor& weight, std::optional<bool> size_average, int64_t ignore_index,
       std::optional<bool> reduce, std::string_view reduction, double label_smoothing) {
      ClassLossOptions o{reduction_of("CrossEntropyLoss", size_average, reduce, reduction), ignore_index,
                         label_smoothing};
      auto f = [o](const Tensor& x, const Tensor& y, const auto& loss) {
        return cross_entropy(x, y, loss.weight(), o);
      };
      return (new Loss(f))->with("weight", weight);
    });
TN_MODULE(
    "NLLLoss(Tensor? weight=None, bool? size_average=None, int ignore_index=-100, bool? reduce=None, "
    "str reduction='mean')",
    [](const Tensor& weight, std::optional<bool> size_average, int64_t ignore_index,
       std::optional<bool> reduce, std::string_view reduction) {
      ClassLossOptions o{reduction_of("NLLLoss", size_average, reduce, reduction), ignore_index, 0};
      auto f = [o](const Tensor& x, const Tensor& y, const auto& loss) {
        return nll_loss(x, y, loss.weight(), o);
      };
      return (new Loss(f))->with("weight", weight);
    });
TN_MODULE("MSELoss(" LEGACY ")",
          [](std::optional<bool> size_average, std::optional<bool> reduce, std::string_view reduction) {
            Reduction r = reduction_of("MSELoss", size_average, reduce, reduction);
            return new Loss([r](const Tensor& x, const Tensor& y, const auto&) { return mse_loss(x, y, r); });
          });
TN_MODULE("L1Loss(" LEGACY ")",
          [](std::optional<bool> size_average, std::optional<bool> reduce, std::string_view reduction) {
            Reduction r = reduction_of("L1Loss", size_average, reduce, reduction);
            return new Loss([r](const Tensor& x, const Tensor& y, const auto&) { return l1_loss(x, y, r); });
          });
TN_MODULE("SmoothL1Loss(" LEGACY ", float beta=1.0)",
          [](std::optional<bool> size_average, std::optional<bool> reduce, std::string_view reduction,
             double beta) {
            Reduction r = reduction_of("SmoothL1Loss", size_average, reduce, reduction);
            return new Loss(
                [=](const Tensor& x, const Tensor& y, const auto&) { return smooth_l1_loss(x, y, r, beta); });
          });
TN_MODULE("HuberLoss(str reduction='mean', float delta=1.0)", [](std::string_view reduction, double delta) {
  Reduction r = reduction_named("HuberLoss", reduction);
  return new Loss([=](const Tensor& x, const Tensor& y, const auto&) { return huber_loss(x, y, r, delta); });
});
TN_MODULE("KLDivLoss(" LEGACY ", bool log_target=False)", [](std::optional<bool> size_average,
                                                             std::optional<bool> reduce,
                                                             std::string_view reduction, bool log_target) {
  bool by_batch = !size_average && !reduce && reduction == "batchmean";
  Reduction r = by_batch ? Reduction::sum : reduction_of("KLDivLoss", size_average, reduce, reduction);
  return new Loss([=](const Tensor& x, const Tensor& y, const auto&) {
    Tensor loss = kl_div(x, y, r, log_target);
    return by_batch && x->ndim ? ops::div(loss, Scalar(x->size[0])) : loss;
  });
});
TN_MODULE("BCELoss(Tensor? weight=None, " LEGACY ")",
          [](const Tensor& weight, std::optional<bool> size_average, std::optional<bool> reduce,
             std::string_view reduction) {
            Reduction r = reduction_of("BCELoss", size_average, reduce, reduction);
            auto f = [r](const Tensor& x, const Tensor& y, const auto& loss) {
              return binary_cross_entropy(x, y, loss.weight(), r);
            };
            return (new Loss(f))->with("weight", weight);
          });
TN_MODULE("BCEWithLogitsLoss(Tensor? weight=None, " LEGACY ", Tensor? pos_weight=None)",
          [](const Tensor& weight, std::optional<bool> size_average, std::optional<bool> reduce,
             std::string_view reduction, const Tensor& pos_weight) {
            Reduction r = reduction_of("BCEWithLogitsLoss", size_average, reduce, reduction);
            auto f = [r](const Tensor& x, const Tensor& y, const auto& loss) {
              return binary_cross_entropy_with_logits(x, y, loss.weight(0), loss.weight(1), r);
            };
            return (new Loss(f))->with("weight", weight)->with("pos_weight", pos_weight);
          });

}  // namespace

}  // namespace tenon
