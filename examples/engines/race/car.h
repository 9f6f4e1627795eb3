/* A car, what it feels, and how it moves. */
#ifndef RACE_CAR_H
#define RACE_CAR_H

#include "examples/engines/race/track.h"

enum { RAYS = 9, SENSES = RAYS + 1, CONTROLS = 2 };
#define TOP_SPEED 270.0f /* pixels a second */
#define GRIP 380.0f      /* what a bend may ask for sideways, pixels a second squared */
#define BRAKES 260.0f

typedef struct car {
  float x, y, heading, speed;
  float steer, throttle;   /* -1 to 1, to the right and forward */
  float power;             /* 1, or less for a weaker engine */
  int at, progress;        /* the nearest point of the track; points passed since the start */
  int lap_began, last_lap; /* in frames; the last lap's is 0 before there was one */
  int frames, off_road;
  float seen[RAYS];
} car_t;

/* Puts it on the road, at a point of the track and so far right of the middle. */
void car_place(car_t* car, const track_t* track, int point, float aside, float power);

/* Puts one that has lost its way back on the road, at rest, where it left it. */
void car_put_back(car_t* car, const track_t* track);

/* What it feels: how far the road goes in nine directions, and its speed, each about 0 to 1. */
void car_feel(car_t* car, const track_t* track, float senses[SENSES]);

/* A sixtieth of a second. */
void car_move(car_t* car, const track_t* track);

int car_laps(const car_t* car);

/* The direction of a ray. */
float car_ray(const car_t* car, int ray);

#endif
