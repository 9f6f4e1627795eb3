/* The command line. */
#ifndef DIGITS_OPTIONS_H
#define DIGITS_OPTIONS_H

#include <stdint.h>

typedef struct {
  const char *data, *draw, *save, *predict; /* all but save: NULL where they aren't given */
  int64_t epochs, seed, threads, workers, drawn;
} options_t;

/* 1 to go on, 0 where help was asked for, -1 after a line about what is wrong. */
int options_read(options_t* o, int argc, char** argv);

#endif
