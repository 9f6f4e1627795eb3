/* What is to be seen: the circuit from above, the cars, what one of them feels and does, and how the race
 * stands. */
#ifndef RACE_SCENE_H
#define RACE_SCENE_H

#include <SDL.h>

#include "examples/engines/race/car.h"

enum { SCENE_CARS = 16, SCENE_TRAIL = 90 };

typedef struct scene {
  SDL_Renderer* renderer;
  SDL_Texture *ground, *car[SCENE_CARS];
  float trail_x[SCENE_CARS][SCENE_TRAIL], trail_y[SCENE_CARS][SCENE_TRAIL];
  int cars, drawn;
} scene_t;

/* Paints what stays as it is. 0, or -1 with SDL's own error. */
int scene_make(scene_t* scene, SDL_Renderer* renderer, const track_t* track, int cars);
void scene_end(scene_t* scene);

/* One picture; `watched` is the car whose senses are shown. */
void scene_draw(scene_t* scene, const car_t* cars, int watched);

/* Writes what was drawn last to a BMP file. 0, or -1 with SDL's own error. */
int scene_save(scene_t* scene, const char* path);

#endif
