/* The course of the training, as a picture. */
#ifndef DIGITS_CURVE_H
#define DIGITS_CURVE_H

#include <stdint.h>

/* Writes the losses of all steps as an SVG, with a running mean over them and the test accuracy behind each
 * epoch. 0 for success, else errno's number. */
int curve_write(const char* path, const double* losses, int64_t steps, const double* accuracies,
                int64_t epochs);

#endif
