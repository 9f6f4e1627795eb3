/* Digits drawn by the program itself, so that it needs no download. */
#ifndef DIGITS_DRAW_H
#define DIGITS_DRAW_H

#include <stdint.h>

enum { kSide = 28, kPixels = kSide * kSide };

/* Draws `digit`, 0 to 9, white on black, as an unsteady hand would. The same state gives the same picture; it
 * is changed on the way, so the next one differs. */
void draw_digit(uint8_t pixels[kPixels], int digit, uint64_t* state);

/* A number from 0 up to 1, from the same stream. */
double draw_random(uint64_t* state);

#endif
