/* What is seen on the terminal. */
#ifndef DIGITS_SCREEN_H
#define DIGITS_SCREEN_H

#include <stdint.h>

#include "draw.h"

/* A picture and what is to be said of it. */
typedef struct {
  uint8_t pixels[kPixels];
  int label, guess;
  double certainty; /* the probability of the guess */
} screen_digit_t;

/* Seconds since some moment. */
double screen_seconds(void);

/* Draws a bar over the last one, at most ten times a second, and only on a terminal. */
void screen_progress(int64_t done, int64_t all, double loss, double images_per_second);

/* Wipes the bar. */
void screen_progress_end(void);

/* Draws pictures side by side with their captions. */
void screen_digits(const screen_digit_t* digits, int count);

#endif
