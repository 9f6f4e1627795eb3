#pragma once
// Losses: of one element, or of the targets' shape where they aren't reduced. `weight` and `pos_weight` may
// be undefined.
#include <string_view>

#include "core/tensor/tensor.h"

namespace tenon {

enum class Reduction : uint8_t { none, mean, sum };
// "none", "mean" or "sum".
Reduction reduction_named(const char* op, std::string_view name);

struct ClassLossOptions {
  Reduction reduction = Reduction::mean;
  int64_t ignore_index = -100;
  double label_smoothing = 0;  // of cross_entropy
};

// input holds logits: (c), (n, c) or (n, c, …); target classes of int64, of that shape without c, or
// probabilities of that shape.
Tensor cross_entropy(const Tensor& input, const Tensor& target, const Tensor& weight = {},
                     const ClassLossOptions& options = {});
// The same of log-probabilities.
Tensor nll_loss(const Tensor& input, const Tensor& target, const Tensor& weight = {},
                const ClassLossOptions& options = {});

Tensor mse_loss(const Tensor& input, const Tensor& target, Reduction reduction = Reduction::mean);
Tensor l1_loss(const Tensor& input, const Tensor& target, Reduction reduction = Reduction::mean);
// The square below beta, the distance beyond: |d| < beta ? d^2 / (2 beta) : |d| - beta / 2.
Tensor smooth_l1_loss(const Tensor& input, const Tensor& target, Reduction reduction = Reduction::mean,
                      double beta = 1);
// delta times smooth_l1_loss with beta = delta.
Tensor huber_loss(const Tensor& input, const Tensor& target, Reduction reduction = Reduction::mean,
                  double delta = 1);

// target * (log(target) - input), input being log-probabilities, and target too with log_target.
Tensor kl_div(const Tensor& input, const Tensor& target, Reduction reduction = Reduction::mean,
              bool log_target = false);

Tensor binary_cross_entropy(const Tensor& input, const Tensor& target, const Tensor& weight = {},
                            Reduction reduction = Reduction::mean);
Tensor binary_cross_entropy_with_logits(const Tensor& input, const Tensor& target, const Tensor& weight = {},
                                        const Tensor& pos_weight = {}, Reduction reduction = Reduction::mean);

}  // namespace tenon
