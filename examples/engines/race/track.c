#include "examples/engines/race/track.h"

#include <math.h>
#include <stdint.h>

#define PI 3.14159265f
enum { FINE = 4800, WAVES = 4 };

/* Numbers from 0 to 1, the same on every machine. */
static float chance(uint32_t* state) {
  *state = *state * 1664525u + 1013904223u;
  return (float)(*state >> 8) / 16777216.0f;
}

/* The outline: an ellipse with waves on it, stretched to fill the view. */
static void outline(float* x, float* y, int seed) {
  uint32_t state = (uint32_t)seed * 2654435761u + 12345u;
  float height[WAVES], phase[WAVES];
  for (int k = 0; k < WAVES; k++) {
    height[k] = (0.10f + 0.16f * chance(&state)) / (1 + 0.35f * (float)k);
    phase[k] = 2 * PI * chance(&state);
  }
  float left = 0, right = 0, top = 0, bottom = 0;
  for (int i = 0; i < FINE; i++) {
    float angle = 2 * PI * (float)i / FINE, radius = 1;
    for (int k = 0; k < WAVES; k++) radius += height[k] * cosf((float)(k + 2) * angle + phase[k]);
    x[i] = 1.7f * radius * cosf(angle);
    y[i] = radius * sinf(angle);
    left = fminf(left, x[i]);
    right = fmaxf(right, x[i]);
    top = fminf(top, y[i]);
    bottom = fmaxf(bottom, y[i]);
  }
  for (int i = 0; i < FINE; i++) {
    x[i] = 70 + (x[i] - left) / (right - left) * (VIEW_W - 140);
    y[i] = 70 + (y[i] - top) / (bottom - top) * (VIEW_H - 140);
  }
}

/* The middle: points of the outline at equal distances along it. */
static void space_evenly(track_t* track, const float* x, const float* y) {
  static float along[FINE + 1];
  along[0] = 0;
  for (int i = 0; i < FINE; i++) {
    int next = (i + 1) % FINE;
    along[i + 1] = along[i] + hypotf(x[next] - x[i], y[next] - y[i]);
  }
  track->spacing = along[FINE] / TRACK_POINTS;
  int at = 0;
  for (int i = 0; i < TRACK_POINTS; i++) {
    float wanted = track->spacing * (float)i;
    while (at < FINE - 1 && along[at + 1] < wanted) at++;
    float part = (wanted - along[at]) / (along[at + 1] - along[at]);
    int next = (at + 1) % FINE;
    track->x[i] = x[at] + part * (x[next] - x[at]);
    track->y[i] = y[at] + part * (y[next] - y[at]);
  }
}

static float turn_between(float from, float to) {
  float turn = to - from;
  if (turn > PI) turn -= 2 * PI;
  if (turn < -PI) turn += 2 * PI;
  return turn;
}

static void measure_bends(track_t* track) {
  enum { REACH = 8 };
  for (int i = 0; i < TRACK_POINTS; i++) {
    int back = (i + TRACK_POINTS - REACH) % TRACK_POINTS, ahead = (i + REACH) % TRACK_POINTS;
    float in = atan2f(track->y[i] - track->y[back], track->x[i] - track->x[back]);
    float out = atan2f(track->y[ahead] - track->y[i], track->x[ahead] - track->x[i]);
    track->bend[i] = turn_between(in, out) / (track->spacing * REACH);
  }
}

/* Each point tells the pixels around it how near it is. */
static void measure_distances(track_t* track) {
  for (int row = 0; row < VIEW_H; row++)
    for (int column = 0; column < VIEW_W; column++) {
      track->distance[row][column] = TRACK_FAR;
      track->nearest[row][column] = -1;
    }
  for (int i = 0; i < TRACK_POINTS; i++) {
    int x = (int)track->x[i], y = (int)track->y[i], reach = (int)TRACK_FAR;
    for (int row = y - reach < 0 ? 0 : y - reach; row < VIEW_H && row <= y + reach; row++)
      for (int column = x - reach < 0 ? 0 : x - reach; column < VIEW_W && column <= x + reach; column++) {
        float dx = (float)column - track->x[i], dy = (float)row - track->y[i];
        float distance = sqrtf(dx * dx + dy * dy);
        if (distance >= track->distance[row][column]) continue;
        track->distance[row][column] = distance;
        track->nearest[row][column] = (short)i;
      }
  }
}

void track_make(track_t* track, int seed) {
  static float x[FINE], y[FINE];
  outline(x, y, seed);
  space_evenly(track, x, y);
  measure_bends(track);
  measure_distances(track);
}

static int inside(float x, float y) { return x >= 0 && y >= 0 && x < VIEW_W && y < VIEW_H; }

float track_distance(const track_t* track, float x, float y) {
  return inside(x, y) ? track->distance[(int)y][(int)x] : TRACK_FAR;
}

int track_nearest(const track_t* track, float x, float y, int before) {
  int found = inside(x, y) ? track->nearest[(int)y][(int)x] : -1;
  return found < 0 ? before : found;
}

float track_see(const track_t* track, float x, float y, float angle) {
  float dx = cosf(angle), dy = sinf(angle), far = 0;
  /* As far as the edge is away in any direction, it is in this one: mostly a few long steps. */
  while (far < SIGHT) {
    float room = ROAD_HALF - track_distance(track, x + dx * far, y + dy * far);
    if (room <= 0) return far;
    far += room > 1 ? room : 1;
  }
  return SIGHT;
}
