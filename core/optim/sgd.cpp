#include "core/backend/backend.h"
#include "core/optim/optimizer.h"

namespace tenon {

namespace {

enum { kLr, kMomentum, kDampening, kWeightDecay, kNesterov, kMaximize };

void check(const double* o) {
  if (!(o[kLr] >= 0)) fail(Status::value, "SGD: invalid learning rate: %g", o[kLr]);
  if (!(o[kMomentum] >= 0)) fail(Status::value, "SGD: invalid momentum value: %g", o[kMomentum]);
  if (!(o[kWeightDecay] >= 0)) fail(Status::value, "SGD: invalid weight_decay value: %g", o[kWeightDecay]);
  if (o[kNesterov] != 0 && (o[kMomentum] <= 0 || o[kDampening] != 0))
    fail(Status::value, "SGD: nesterov momentum requires a momentum and zero dampening");
}

bool needs(const double* o, int) { return o[kMomentum] != 0; }

void update(const double* o, const OptimizerStep& s) {
  SgdCall call{};
  call.dtype = s.param->dtype;
  call.device = s.param->device.index;
  call.nesterov = o[kNesterov] != 0;
  call.maximize = o[kMaximize] != 0;
  call.first = s.state.fresh;
  call.n = s.param->numel;
  call.param = s.param->data;
  call.grad = s.grad->data;
  call.buffer = o[kMomentum] != 0 ? s.state.slot[0]->data : nullptr;
  call.lr = o[kLr];
  call.momentum = o[kMomentum];
  call.dampening = o[kDampening];
  call.weight_decay = o[kWeightDecay];
  const Backend& backend = backend_of(s.param->device);
  if (!backend.sgd) not_offered(s.param->device, "SGD");
  check_backend(backend.sgd(&call), "SGD");
}

constexpr OptimizerEntry sgd{
    .schema =
        "SGD(float lr=0.001, float momentum=0, float dampening=0, float weight_decay=0, "
        "bool nesterov=False, *, bool maximize=False)",
    .slots = {"momentum_buffer"},
    .check = check,
    .needs = needs,
    .update = update,
    .counts_steps = false,
};
TN_OPTIMIZER(sgd);

}  // namespace

}  // namespace tenon
