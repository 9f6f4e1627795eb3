/* A circuit, drawn from a seed: a closed line with a road around it. Everything is in pixels of a 1280 x 720
 * view. */
#ifndef RACE_TRACK_H
#define RACE_TRACK_H

enum { VIEW_W = 1280, VIEW_H = 720, TRACK_POINTS = 1200 };
#define ROAD_HALF 34.0f /* from the middle of the road to its edge */
#define TRACK_FAR 64.0f /* what is further away from the middle isn't told apart */
#define SIGHT 240.0f    /* how far a ray is followed */

typedef struct track {
  float x[TRACK_POINTS], y[TRACK_POINTS]; /* the middle, at equal distances */
  float bend[TRACK_POINTS];               /* 1 / radius, positive to the right */
  float spacing;                          /* between neighbours */
  float distance[VIEW_H][VIEW_W];         /* from each pixel to the middle, TRACK_FAR at most */
  short nearest[VIEW_H][VIEW_W];          /* the point that this is to; -1 where it is far */
} track_t;

void track_make(track_t* track, int seed);

/* How far a place is from the middle of the road; TRACK_FAR outside of the view. */
float track_distance(const track_t* track, float x, float y);

/* The point of the middle that is nearest to a place; `before` where none is near. */
int track_nearest(const track_t* track, float x, float y, int before);

/* How far one sees from a place in a direction until the road ends; SIGHT at most. */
float track_see(const track_t* track, float x, float y, float angle);

#endif
