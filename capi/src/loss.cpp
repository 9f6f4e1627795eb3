// Losses.
#include "core/ops/loss.h"

#include "capi/src/handles.h"
#include "capi/src/options.h"

using namespace tenon;

namespace {

constexpr tn_cross_entropy_options_t kCrossEntropy{sizeof(tn_cross_entropy_options_t), -100, 0,
                                                   TN_REDUCTION_MEAN, 0};
constexpr tn_nll_loss_options_t kNllLoss{sizeof(tn_nll_loss_options_t), -100, TN_REDUCTION_MEAN, 0};
constexpr tn_mse_loss_options_t kMseLoss{sizeof(tn_mse_loss_options_t), TN_REDUCTION_MEAN, 0};
constexpr tn_l1_loss_options_t kL1Loss{sizeof(tn_l1_loss_options_t), TN_REDUCTION_MEAN, 0};
constexpr tn_binary_cross_entropy_options_t kBinaryCrossEntropy{sizeof(tn_binary_cross_entropy_options_t),
                                                                TN_REDUCTION_MEAN, 0};
constexpr tn_binary_cross_entropy_with_logits_options_t kWithLogits{
    sizeof(tn_binary_cross_entropy_with_logits_options_t), TN_REDUCTION_MEAN, 0};

Reduction reduction_of(tn_reduction_t reduction, const char* function) {
  switch (reduction) {
    case TN_REDUCTION_NONE: return Reduction::none;
    case TN_REDUCTION_MEAN: return Reduction::mean;
    case TN_REDUCTION_SUM: return Reduction::sum;
    default:
      fail(Status::value, "%s: reduction %d is no tn_reduction_t", function, static_cast<int>(reduction));
  }
}

// A loss of input and target: f(input, target, options).
template <class O, class F>
tn_tensor_t call(const char* function, tn_tensor_t input, tn_tensor_t target, const O* o, const O& defaults,
                 F f) {
  return guard(function, tn_tensor_t{}, [&] {
    const O options = read_options(o, defaults, function);
    return give(f(borrow(input, function, "input"), borrow(target, function, "target"), options));
  });
}

}  // namespace

void tn_cross_entropy_options_init(tn_cross_entropy_options_t* o, size_t size) {
  init_options(o, size, kCrossEntropy);
}
tn_tensor_t tn_cross_entropy_with(tn_tensor_t input, tn_tensor_t target, tn_tensor_t weight_or_none,
                                  const tn_cross_entropy_options_t* o) {
  constexpr const char* name = "tn_cross_entropy";
  return call(name, input, target, o, kCrossEntropy, [&](const Tensor& x, const Tensor& t, const auto& c) {
    return cross_entropy(x, t, borrow_optional(weight_or_none, name, "weight_or_none"),
                         {reduction_of(c.reduction, name), c.ignore_index, c.label_smoothing});
  });
}
tn_tensor_t tn_cross_entropy(tn_tensor_t input, tn_tensor_t target) {
  return tn_cross_entropy_with(input, target, TN_NONE, nullptr);
}

void tn_nll_loss_options_init(tn_nll_loss_options_t* o, size_t size) { init_options(o, size, kNllLoss); }
tn_tensor_t tn_nll_loss_with(tn_tensor_t input, tn_tensor_t target, tn_tensor_t weight_or_none,
                             const tn_nll_loss_options_t* o) {
  constexpr const char* name = "tn_nll_loss";
  return call(name, input, target, o, kNllLoss, [&](const Tensor& x, const Tensor& t, const auto& c) {
    return nll_loss(x, t, borrow_optional(weight_or_none, name, "weight_or_none"),
                    {reduction_of(c.reduction, name), c.ignore_index});
  });
}
tn_tensor_t tn_nll_loss(tn_tensor_t input, tn_tensor_t target) {
  return tn_nll_loss_with(input, target, TN_NONE, nullptr);
}

void tn_mse_loss_options_init(tn_mse_loss_options_t* o, size_t size) { init_options(o, size, kMseLoss); }
tn_tensor_t tn_mse_loss_with(tn_tensor_t input, tn_tensor_t target, const tn_mse_loss_options_t* o) {
  return call("tn_mse_loss", input, target, o, kMseLoss, [](const Tensor& x, const Tensor& t, const auto& c) {
    return mse_loss(x, t, reduction_of(c.reduction, "tn_mse_loss"));
  });
}
tn_tensor_t tn_mse_loss(tn_tensor_t input, tn_tensor_t target) {
  return tn_mse_loss_with(input, target, nullptr);
}

void tn_l1_loss_options_init(tn_l1_loss_options_t* o, size_t size) { init_options(o, size, kL1Loss); }
tn_tensor_t tn_l1_loss_with(tn_tensor_t input, tn_tensor_t target, const tn_l1_loss_options_t* o) {
  return call("tn_l1_loss", input, target, o, kL1Loss, [](const Tensor& x, const Tensor& t, const auto& c) {
    return l1_loss(x, t, reduction_of(c.reduction, "tn_l1_loss"));
  });
}
tn_tensor_t tn_l1_loss(tn_tensor_t input, tn_tensor_t target) {
  return tn_l1_loss_with(input, target, nullptr);
}

void tn_binary_cross_entropy_options_init(tn_binary_cross_entropy_options_t* o, size_t size) {
  init_options(o, size, kBinaryCrossEntropy);
}
tn_tensor_t tn_binary_cross_entropy_with(tn_tensor_t input, tn_tensor_t target, tn_tensor_t weight_or_none,
                                         const tn_binary_cross_entropy_options_t* o) {
  constexpr const char* name = "tn_binary_cross_entropy";
  return call(name, input, target, o, kBinaryCrossEntropy,
              [&](const Tensor& x, const Tensor& t, const auto& c) {
                return binary_cross_entropy(x, t, borrow_optional(weight_or_none, name, "weight_or_none"),
                                            reduction_of(c.reduction, name));
              });
}
tn_tensor_t tn_binary_cross_entropy(tn_tensor_t input, tn_tensor_t target) {
  return tn_binary_cross_entropy_with(input, target, TN_NONE, nullptr);
}

void tn_binary_cross_entropy_with_logits_options_init(tn_binary_cross_entropy_with_logits_options_t* o,
                                                      size_t size) {
  init_options(o, size, kWithLogits);
}
tn_tensor_t tn_binary_cross_entropy_with_logits_with(tn_tensor_t input, tn_tensor_t target,
                                                     tn_tensor_t weight_or_none,
                                                     tn_tensor_t pos_weight_or_none,
                                                     const tn_binary_cross_entropy_with_logits_options_t* o) {
  constexpr const char* name = "tn_binary_cross_entropy_with_logits";
  return call(name, input, target, o, kWithLogits, [&](const Tensor& x, const Tensor& t, const auto& c) {
    return binary_cross_entropy_with_logits(x, t, borrow_optional(weight_or_none, name, "weight_or_none"),
                                            borrow_optional(pos_weight_or_none, name, "pos_weight_or_none"),
                                            reduction_of(c.reduction, name));
  });
}
tn_tensor_t tn_binary_cross_entropy_with_logits(tn_tensor_t input, tn_tensor_t target) {
  return tn_binary_cross_entropy_with_logits_with(input, target, TN_NONE, TN_NONE, nullptr);
}
