#include "examples/engines/race/driver.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { CIRCUITS = 5, PUPILS = 6, ROUNDS = 8, FRAMES = 420, BATCH = 256, PASSES = 3, MOST_CARS = 16 };
enum { SAMPLES = CIRCUITS * PUPILS * ROUNDS * FRAMES };

/* What the pupils felt, and what the teacher would have done. */
typedef struct lessons {
  track_t track;
  int64_t count;
  float senses[SAMPLES][SENSES], controls[SAMPLES][CONTROLS];
} lessons_t;

tn_module_t driver_new(void) {
  tn_scope_t s = tn_scope_begin();
  tn_module_t net = tn_nn_sequential(TN_MODULES(tn_nn_linear(SENSES, 48, 1), tn_module_new("Tanh", NULL),
                                                tn_nn_linear(48, 48, 1), tn_module_new("Tanh", NULL),
                                                tn_nn_linear(48, CONTROLS, 1), tn_module_new("Tanh", NULL)));
  tn_module_keep(net);
  tn_scope_end(s);
  return net;
}

/* ---- the teacher: looks at the map */

static float limit(float value, float low, float high) {
  return value < low ? low : value > high ? high : value;
}

/* The speed from which every bend within sight can still be braked for. */
static float safe_speed(const track_t* track, int at) {
  float safe = TOP_SPEED;
  for (int i = 0; (float)i * track->spacing < SIGHT; i += 4) {
    float bend = fabsf(track->bend[(at + i) % TRACK_POINTS]);
    float there = 0.75f * GRIP / fmaxf(bend, 1e-4f);
    safe = fminf(safe, sqrtf(there + 2 * 0.6f * BRAKES * (float)i * track->spacing));
  }
  return safe;
}

static void teach(const track_t* track, const car_t* car, float controls[CONTROLS]) {
  int ahead = (car->at + (int)((28 + 0.22f * car->speed) / track->spacing)) % TRACK_POINTS;
  float turn = atan2f(track->y[ahead] - car->y, track->x[ahead] - car->x) - car->heading;
  turn = remainderf(turn, 6.28318531f);
  controls[0] = limit(3 * turn, -0.98f, 0.98f);
  controls[1] = limit((safe_speed(track, car->at) - car->speed) / 30, -0.98f, 0.98f);
}

/* ---- the pupils: drive, and are told */

static tn_status_t drive_lesson(tn_module_t driver, lessons_t* lessons, int round) {
  car_t cars[PUPILS];
  for (int i = 0; i < PUPILS; i++) {
    int point = (i * TRACK_POINTS / PUPILS + round * 37) % TRACK_POINTS;
    car_place(&cars[i], &lessons->track, point, (float)(i % 3 - 1) * 14, 1);
  }
  for (int frame = 0; frame < FRAMES; frame++) {
    if (driver_drive(driver, cars, PUPILS, &lessons->track)) return tn_error_code();
    for (int i = 0; i < PUPILS; i++) {
      int64_t n = lessons->count++;
      car_feel(&cars[i], &lessons->track, lessons->senses[n]);
      teach(&lessons->track, &cars[i], lessons->controls[n]);
      if (round == 0) { /* it knows nothing yet: the teacher drives */
        cars[i].steer = lessons->controls[n][0];
        cars[i].throttle = lessons->controls[n][1];
      }
      car_move(&cars[i], &lessons->track);
      if (track_distance(&lessons->track, cars[i].x, cars[i].y) > ROAD_HALF + 16)
        car_place(&cars[i], &lessons->track, cars[i].at, 0, 1); /* back on the road */
    }
  }
  return TN_OK;
}

static tn_status_t study(tn_module_t driver, tn_optimizer_t adam, lessons_t* lessons, double* mean) {
  tn_scope_t all = tn_scope_begin();
  tn_tensor_t x = tn_from_blob(lessons->senses, TN_FLOAT32, TN_SHAPE(lessons->count, SENSES), NULL, NULL);
  tn_tensor_t y = tn_from_blob(lessons->controls, TN_FLOAT32, TN_SHAPE(lessons->count, CONTROLS), NULL, NULL);
  tn_status_t status = TN_OK;
  double sum = 0;
  int steps = 0;
  for (int pass = 0; pass < PASSES && !status; pass++) {
    tn_tensor_t order = tn_randperm(lessons->count, TN_INT64, TN_CPU);
    for (int64_t i = 0; i + BATCH <= lessons->count && !status; i += BATCH) {
      tn_scope_t s = tn_scope_begin();
      tn_tensor_t some = tn_narrow(order, 0, i, BATCH);
      tn_tensor_t guess = tn_module_forward(driver, tn_index_select(x, 0, some));
      tn_tensor_t loss = tn_mse_loss(guess, tn_index_select(y, 0, some));
      status = tn_optimizer_zero_grad(adam);
      if (!status) status = tn_backward(loss);
      if (!status) status = tn_optimizer_step(adam);
      sum += tn_item(loss);
      steps++;
      tn_scope_end(s);
    }
  }
  *mean = sum / steps;
  tn_scope_end(all);
  return status;
}

tn_status_t driver_learn(tn_module_t driver) {
  lessons_t* lessons = calloc(1, sizeof *lessons);
  if (!lessons) return tn_error_set(TN_ERR_MEMORY, "no memory for the lessons");
  tn_scope_t s = tn_scope_begin();
  tn_optimizer_t adam = tn_optimizer_new("Adam", tn_module_parameters(driver), "{\"lr\": 0.002}");
  tn_status_t status = TN_OK;
  for (int round = 0; round < ROUNDS && !status; round++) {
    double loss = 0;
    for (int circuit = 0; circuit < CIRCUITS && !status; circuit++) {
      track_make(&lessons->track, 1 + circuit);
      status = drive_lesson(driver, lessons, round);
    }
    if (!status) status = tn_optimizer_set(adam, -1, "lr", 0.003 * (ROUNDS - round) / ROUNDS);
    if (!status) status = study(driver, adam, lessons, &loss);
    if (!status)
      printf("lesson %d of %d: %lld moments, loss %.4f\n", round + 1, ROUNDS, (long long)lessons->count,
             loss);
  }
  tn_scope_end(s);
  free(lessons);
  return status;
}

/* ---- in the game */

tn_status_t driver_drive(tn_module_t driver, car_t* cars, int count, const track_t* track) {
  float senses[MOST_CARS][SENSES], controls[MOST_CARS][CONTROLS];
  if (count > MOST_CARS) return tn_error_set(TN_ERR_VALUE, "too many cars");
  for (int i = 0; i < count; i++) car_feel(&cars[i], track, senses[i]);
  tn_scope_t s = tn_scope_begin();
  tn_set_inference_mode(1);
  tn_tensor_t said = tn_module_forward(driver, tn_tensor_new(senses, TN_FLOAT32, TN_SHAPE(count, SENSES)));
  tn_status_t status = tn_tensor_read(said, controls, TN_FLOAT32, (int64_t)sizeof controls);
  tn_scope_end(s);
  for (int i = 0; i < count && !status; i++) {
    cars[i].steer = controls[i][0];
    cars[i].throttle = controls[i][1];
  }
  return status;
}
