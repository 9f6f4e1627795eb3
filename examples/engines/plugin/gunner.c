/* A plugin that a network is in: it learns which angle sends a shot how far, in which wind. */
#include "examples/engines/plugin/gunner.h"

#include <math.h>
#include <stddef.h>

#include "examples/engines/plugin/calls.h"

enum { BATCH = 250, ROUNDS = 30 };

static calls_t tn;
static tn_module_t net;
static tn_optimizer_t adam;
static int64_t alive_before;

/* Numbers of about 1, which networks like best. */
static float near_one(double distance) { return (float)(distance / 150 - 1); }

static const char* stop_because(void) { return tn.error_code() ? tn.error_message() : NULL; }

static const char* start(const char* library, int64_t seed) {
  const char* why = calls_load(&tn, library);
  if (why) return why;
  alive_before = tn.live_count();
  tn_scope_t s = tn.scope_begin();
  tn.error_clear();
  tn.manual_seed(seed);
  tn.set_num_threads(2);
  net = tn.module_keep(tn.nn_sequential(TN_MODULES(tn.nn_linear(2, 64, 1), tn.module_new("Tanh", NULL),
                                                   tn.nn_linear(64, 64, 1), tn.module_new("Tanh", NULL),
                                                   tn.nn_linear(64, 1, 1))));
  adam = tn.optimizer_keep(tn.optimizer_new("Adam", tn.module_parameters(net), NULL));
  tn.scope_end(s);
  return stop_because();
}

/* One step on a batch of shots. */
static tn_status_t step(const float* angles, const float* winds, const float* distances) {
  float seen[BATCH][2];
  for (int i = 0; i < BATCH; i++) {
    seen[i][0] = near_one(distances[i]);
    seen[i][1] = winds[i];
  }
  tn_scope_t s = tn.scope_begin();
  tn_tensor_t x = tn.tensor_new(seen, TN_FLOAT32, TN_SHAPE(BATCH, 2));
  tn_tensor_t y = tn.tensor_new(angles, TN_FLOAT32, TN_SHAPE(BATCH, 1));
  tn_tensor_t loss = tn.mse_loss(tn.module_forward(net, x), y);
  tn_status_t status = tn.optimizer_zero_grad(adam);
  if (!status) status = tn.backward(loss);
  if (!status) status = tn.optimizer_step(adam);
  tn.scope_end(s);
  return status;
}

static const char* learn(const float* angles, const float* winds, const float* distances, int64_t shots) {
  for (int round = 0; round < ROUNDS; round++) {
    if (tn.optimizer_set(adam, -1, "lr", 0.005 * (ROUNDS - round) / ROUNDS)) return stop_because();
    for (int64_t i = 0; i + BATCH <= shots; i += BATCH)
      if (step(angles + i, winds + i, distances + i)) return stop_because();
  }
  return NULL;
}

static double aim(double distance, double wind) {
  float seen[2] = {near_one(distance), (float)wind};
  tn_scope_t s = tn.scope_begin();
  tn.set_grad_enabled(0);
  double angle = tn.item(tn.module_forward(net, tn.tensor_new(seen, TN_FLOAT32, TN_SHAPE(1, 2))));
  tn.scope_end(s);
  return angle;
}

static int64_t stop(void) {
  tn.module_release(net);
  tn.optimizer_release(adam);
  net = NULL;
  adam = NULL;
  int64_t left = tn.live_count() - alive_before;
  calls_unload();
  return left;
}

__attribute__((visibility("default"))) const gunner_t* gunner_plugin(void);

const gunner_t* gunner_plugin(void) {
  static const gunner_t gunner = {GUNNER_VERSION, start, learn, aim, stop};
  return &gunner;
}
