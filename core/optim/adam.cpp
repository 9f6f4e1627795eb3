// Adam (Kingma and Ba, 2015) and AdamW (Loshchilov and Hutter, 2019).
#include <math.h>

#include "core/backend/backend.h"
#include "core/optim/optimizer.h"

namespace tenon {

namespace {

enum { kLr, kBeta1, kBeta2, kEps, kWeightDecay, kAmsgrad, kMaximize };

void check(const double* o) {
  if (!(o[kLr] >= 0)) fail(Status::value, "Adam: invalid learning rate: %g", o[kLr]);
  if (!(o[kEps] >= 0)) fail(Status::value, "Adam: invalid epsilon value: %g", o[kEps]);
  for (int i = 0; i < 2; ++i)
    if (!(o[kBeta1 + i] >= 0 && o[kBeta1 + i] < 1))
      fail(Status::value, "Adam: invalid beta parameter at index %d: %g", i, o[kBeta1 + i]);
  if (!(o[kWeightDecay] >= 0)) fail(Status::value, "Adam: invalid weight_decay value: %g", o[kWeightDecay]);
}

bool needs(const double* o, int slot) { return slot < 2 || o[kAmsgrad] != 0; }

template <bool decoupled>
void update(const double* o, const OptimizerStep& s) {
  const ParamState& state = s.state;
  double steps = *state.step->as<float>();
  AdamCall call{};
  call.dtype = s.param->dtype;
  call.device = s.param->device.index;
  call.maximize = o[kMaximize] != 0;
  call.decoupled = decoupled;
  call.n = s.param->numel;
  call.param = s.param->data;
  call.grad = s.grad->data;
  call.m = state.slot[0]->data;
  call.v = state.slot[1]->data;
  call.max_v = o[kAmsgrad] != 0 ? state.slot[2]->data : nullptr;
  call.lr = o[kLr];
  call.beta1 = o[kBeta1];
  call.beta2 = o[kBeta2];
  call.eps = o[kEps];
  call.weight_decay = o[kWeightDecay];
  call.step_size = o[kLr] / (1 - pow(o[kBeta1], steps));
  call.scale = 1 / sqrt(1 - pow(o[kBeta2], steps));
  const Backend& backend = backend_of(s.param->device);
  if (!backend.adam) not_offered(s.param->device, "Adam");
  check_backend(backend.adam(&call), "Adam");
}

constexpr OptimizerEntry adam{
    .schema =
        "Adam(float lr=0.001, float[2] betas=[0.9, 0.999], float eps=1e-08, float weight_decay=0, "
        "bool amsgrad=False, *, bool maximize=False)",
    .slots = {"exp_avg", "exp_avg_sq", "max_exp_avg_sq"},
    .check = check,
    .needs = needs,
    .update = update<false>,
    .counts_steps = true,
};
TN_OPTIMIZER(adam);

constexpr OptimizerEntry adamw{
    .schema =
        "AdamW(float lr=0.001, float[2] betas=[0.9, 0.999], float eps=1e-08, float weight_decay=0.01, "
        "bool amsgrad=False, *, bool maximize=False)",
    .slots = {"exp_avg", "exp_avg_sq", "max_exp_avg_sq"},
    .check = check,
    .needs = needs,
    .update = update<true>,
    .counts_steps = true,
};
TN_OPTIMIZER(adamw);

}  // namespace

}  // namespace tenon
