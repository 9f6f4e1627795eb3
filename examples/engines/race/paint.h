/* Pictures that are computed once, pixel by pixel, with soft edges. */
#ifndef RACE_PAINT_H
#define RACE_PAINT_H

#include <SDL.h>

#include "examples/engines/race/track.h"

enum { CAR_W = 30, CAR_H = 16 };

/* Grass, road, kerbs and the line. */
SDL_Texture* paint_ground(SDL_Renderer* renderer, const track_t* track);

/* A car that looks to the right, in one of the colours. */
SDL_Texture* paint_car(SDL_Renderer* renderer, int colour);

/* The colours of the cars. */
SDL_Color paint_colour(int number);

#endif
