#include "examples/engines/race/car.h"

#include <math.h>
#include <string.h>

static const float frame = 1.0f / 60;

static float limit(float value, float low, float high) {
  return value < low ? low : value > high ? high : value;
}

void car_place(car_t* car, const track_t* track, int point, float aside, float power) {
  memset(car, 0, sizeof *car);
  int next = (point + 1) % TRACK_POINTS;
  car->heading = atan2f(track->y[next] - track->y[point], track->x[next] - track->x[point]);
  car->x = track->x[point] - aside * sinf(car->heading);
  car->y = track->y[point] + aside * cosf(car->heading);
  car->power = power;
  car->at = point;
  /* What stands behind the line has yet to cross it. */
  car->progress = point > TRACK_POINTS / 2 ? point - TRACK_POINTS : point;
}

void car_put_back(car_t* car, const track_t* track) {
  car_t before = *car;
  car_place(car, track, car->at, 0, car->power);
  car->progress = before.progress;
  car->frames = before.frames;
  car->off_road = before.off_road;
  car->lap_began = before.lap_began;
  car->last_lap = before.last_lap;
}

float car_ray(const car_t* car, int ray) { return car->heading + ((float)ray / (RAYS - 1) - 0.5f) * 2.8f; }

void car_feel(car_t* car, const track_t* track, float senses[SENSES]) {
  for (int i = 0; i < RAYS; i++) {
    car->seen[i] = track_see(track, car->x, car->y, car_ray(car, i));
    senses[i] = car->seen[i] / SIGHT;
  }
  senses[RAYS] = car->speed / TOP_SPEED;
}

/* Points of the track passed, over the line and back. */
static void count_progress(car_t* car, const track_t* track) {
  int now = track_nearest(track, car->x, car->y, car->at), laps = car_laps(car);
  int passed = (now - car->at + TRACK_POINTS + TRACK_POINTS / 2) % TRACK_POINTS - TRACK_POINTS / 2;
  car->at = now;
  car->progress += passed;
  if (car_laps(car) > laps) {
    if (laps > 0) car->last_lap = car->frames - car->lap_began;
    car->lap_began = car->frames;
  }
}

void car_move(car_t* car, const track_t* track) {
  int off = track_distance(track, car->x, car->y) > ROAD_HALF;
  float pull = car->throttle > 0 ? 150 * car->power * car->throttle : BRAKES * car->throttle;
  car->speed += (pull - (off ? 2.5f : 0.25f) * car->speed) * frame;
  car->speed = limit(car->speed, 0, TOP_SPEED);
  /* Slow wheels turn slowly, fast ones slide. */
  float most = fminf(2.8f * fminf(1, car->speed / 60), GRIP / fmaxf(car->speed, 1));
  car->heading += limit(car->steer, -1, 1) * most * frame;
  car->x += cosf(car->heading) * car->speed * frame;
  car->y += sinf(car->heading) * car->speed * frame;
  car->frames++;
  car->off_road += off;
  count_progress(car, track);
}

int car_laps(const car_t* car) { return car->progress < 0 ? 0 : car->progress / TRACK_POINTS; }
