#pragma once
// Modules that are one function, without parameters.
#include <string>

#include "core/nn/module.h"

namespace tenon {

// Of one tensor to one tensor.
template <class F>
class Function final : public Layer {
 public:
  explicit Function(F f, std::string repr = {}) : f_(std::move(f)), repr_(std::move(repr)) {}
  Tensor forward(const Tensor& input) override { return f_(input); }
  std::string extra_repr() const override { return repr_; }

 private:
  F f_;
  std::string repr_;
};

// Of one tensor, which it changes and gives.
template <class F>
class InPlaceFunction final : public Layer {
 public:
  explicit InPlaceFunction(F f, std::string repr = {}) : f_(std::move(f)), repr_(std::move(repr)) {}
  Tensor forward(const Tensor& input) override {
    f_(input);
    return input;
  }
  std::string extra_repr() const override { return repr_; }

 private:
  F f_;
  std::string repr_;
};

}  // namespace tenon
