// Layers that normalise.
#include "core/ops/norm.h"

#include "core/nn/init.h"
#include "core/nn/python.h"
#include "core/nn/registry.h"
#include "core/ops/copy.h"
#include "core/ops/pointwise.h"

namespace tenon {

namespace {

class LayerNorm final : public Layer {
 public:
  LayerNorm(IntList shape, double eps, bool affine) : shape_(shape), eps_(eps), affine_(affine) {
    add_parameter("weight", affine ? parameter_full(shape, 1) : Tensor());
    add_parameter("bias", affine ? parameter_full(shape, 0) : Tensor());
  }
  Tensor forward(const Tensor& input) override { return layer_norm(input, shape_, own(0), own(1), eps_); }
  std::string extra_repr() const override {
    return python_tuple(shape_) + ", eps=" + python(eps_) + ", elementwise_affine=" + python(affine_);
  }

 private:
  Shape shape_;
  double eps_;
  bool affine_;
};

class GroupNorm final : public Layer {
 public:
  GroupNorm(int64_t groups, int64_t channels, double eps, bool affine)
      : groups_(checked_size("GroupNorm", "num_groups", groups, 1)),
        channels_(checked_size("GroupNorm", "num_channels", channels)),
        eps_(eps),
        affine_(affine) {
    if (channels % groups) fail(Status::value, "GroupNorm: num_channels must be divisible by num_groups");
    add_parameter("weight", affine ? parameter_full({channels}, 1) : Tensor());
    add_parameter("bias", affine ? parameter_full({channels}, 0) : Tensor());
  }
  Tensor forward(const Tensor& input) override { return group_norm(input, groups_, own(0), own(1), eps_); }
  std::string extra_repr() const override {
    return python(groups_) + ", " + python(channels_) + ", eps=" + python(eps_) +
           ", affine=" + python(affine_);
  }

 private:
  int64_t groups_, channels_;
  double eps_;
  bool affine_;
};

// Over inputs of `least` to `most` dimensions.
class BatchNorm final : public Layer {
 public:
  BatchNorm(int64_t features, double eps, std::optional<Scalar> momentum, bool affine, bool track, int least,
            int most)
      : features_(checked_size("BatchNorm", "num_features", features)),
        eps_(eps),
        momentum_(momentum),
        affine_(affine),
        track_(track),
        least_(least),
        most_(most) {
    add_parameter("weight", affine ? parameter_full({features}, 1) : Tensor());
    add_parameter("bias", affine ? parameter_full({features}, 0) : Tensor());
    add_buffer("running_mean", track ? buffer_full({features}, 0) : Tensor());
    add_buffer("running_var", track ? buffer_full({features}, 1) : Tensor());
    add_buffer("num_batches_tracked", track ? buffer_full({}, 0, DType::int64) : Tensor());
  }

  Tensor forward(const Tensor& input) override {
    if (input->ndim < least_ || input->ndim > most_)
      fail(Status::shape, "%s: expected %s input (got %dD input)", class_name(), wanted().c_str(),
           input->ndim);
    bool has_statistics = own_buffer(0) && own_buffer(1);
    bool by_batch = training || !has_statistics, use = has_statistics && (!training || track_);
    return batch_norm(input, use ? own_buffer(0) : Tensor(), use ? own_buffer(1) : Tensor(), own(0), own(1),
                      by_batch, training && track_ ? factor() : 0, eps_);
  }
  std::string extra_repr() const override {
    return python(features_) + ", eps=" + python(eps_) +
           ", momentum=" + (momentum_ ? python(*momentum_) : std::string("None")) +
           ", affine=" + python(affine_) + ", track_running_stats=" + python(track_);
  }

 private:
  std::string wanted() const {
    std::string text = std::to_string(least_) + "D";
    return least_ == most_ ? text : text + " or " + std::to_string(most_) + "D";
  }

  // How much of the batch goes into the running statistics: without a momentum, their mean over all batches.
  double factor() {
    const Tensor& count = own_buffer(2);
    if (!count) return momentum_ ? momentum_->f : 0;
    binary_(PointwiseOp::add, count, Scalar(1));
    if (momentum_) return momentum_->f;
    return 1 / static_cast<double>(*to_device(count, Device{})->as<int64_t>());
  }

  int64_t features_;
  double eps_;
  std::optional<Scalar> momentum_;
  bool affine_, track_;
  int least_, most_;
};

TN_MODULE("LayerNorm(int[] normalized_shape, float eps=1e-05, bool elementwise_affine=True)",
          [](IntList shape, double eps, bool affine) { return new LayerNorm(shape, eps, affine); });
TN_MODULE("GroupNorm(int num_groups, int num_channels, float eps=1e-05, bool affine=True)",
          [](int64_t groups, int64_t channels, double eps, bool affine) {
            return new GroupNorm(groups, channels, eps, affine);
          });
TN_MODULE(
    "BatchNorm1d(int num_features, float eps=1e-05, Scalar? momentum=0.1, bool affine=True, "
    "bool track_running_stats=True)",
    [](int64_t features, double eps, std::optional<Scalar> momentum, bool affine, bool track) {
      return new BatchNorm(features, eps, momentum, affine, track, 2, 3);
    });
TN_MODULE(
    "BatchNorm2d(int num_features, float eps=1e-05, Scalar? momentum=0.1, bool affine=True, "
    "bool track_running_stats=True)",
    [](int64_t features, double eps, std::optional<Scalar> momentum, bool affine, bool track) {
      return new BatchNorm(features, eps, momentum, affine, track, 4, 4);
    });
TN_MODULE(
    "BatchNorm3d(int num_features, float eps=1e-05, Scalar? momentum=0.1, bool affine=True, "
    "bool track_running_stats=True)",
    [](int64_t features, double eps, std::optional<Scalar> momentum, bool affine, bool track) {
      return new BatchNorm(features, eps, momentum, affine, track, 5, 5);
    });

}  // namespace

}  // namespace tenon
