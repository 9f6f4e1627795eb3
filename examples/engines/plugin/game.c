/* A game that knows nothing of Tenon: it loads a gunner from a file, lets it shoot, lets it learn, and lets
 * it shoot again. Then it lets go of the plugin and loads it anew, as a game does whose plugins change while
 * it runs.
 *
 *     game PLUGIN [LIBRARY-FOR-IT [TIMES]] */
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "examples/engines/plugin/gunner.h"

enum { SHOTS = 20000, TARGETS = 200 };

/* The game's own chance, the same on every machine: xorshift64*. */
static double chance(uint64_t* state, double low, double high) {
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  double unit = (double)((*state * 0x2545f4914f6cdd1dULL) >> 11) / 9007199254740992.0;
  return low + (high - low) * unit;
}

/* How far a shot at 60 m/s flies; wind pushes it by so many m/s². */
static double fly(double angle, double wind) {
  double gravity = 9.81, speed = 60, time = 2 * speed * sin(angle) / gravity;
  return speed * cos(angle) * time + 0.5 * wind * time * time;
}

/* Out of 200 targets, how many are hit to within two metres. */
static int hits(const gunner_t* gunner) {
  uint64_t state = 99;
  int hit = 0;
  for (int i = 0; i < TARGETS; i++) {
    double wind = chance(&state, -1.5, 1.5), distance = fly(chance(&state, 0.2, 0.6), wind);
    hit += fabs(fly(gunner->aim(distance, wind), wind) - distance) < 2; /* NaN is no hit */
  }
  return hit;
}

/* The gunner's exercise: shots at random, and where they came down. */
static const char* train(const gunner_t* gunner) {
  float* shots = malloc(3 * SHOTS * sizeof *shots);
  if (!shots) return "out of memory";
  uint64_t state = 7;
  for (int i = 0; i < SHOTS; i++) {
    double angle = chance(&state, 0.15, 0.65), wind = chance(&state, -1.6, 1.6);
    shots[i] = (float)angle;
    shots[SHOTS + i] = (float)wind;
    shots[2 * SHOTS + i] = (float)fly(angle, wind);
  }
  const char* why = gunner->learn(shots, shots + SHOTS, shots + 2 * SHOTS, SHOTS);
  free(shots);
  return why;
}

static const char* play(const gunner_t* gunner, const char* library) {
  const char* why = gunner->start(library, 5);
  if (why) return why;
  printf("untrained: %d of %d targets hit\n", hits(gunner), TARGETS);
  why = train(gunner);
  if (why) return why;
  printf("trained: %d of %d targets hit\n", hits(gunner), TARGETS);
  printf("left alive: %lld objects\n", (long long)gunner->stop());
  return NULL;
}

static const char* load_and_play(const char* path, const char* library) {
  void* plugin = dlopen(path, RTLD_NOW | RTLD_LOCAL);
  if (!plugin) return dlerror();
  void* symbol = dlsym(plugin, GUNNER_ENTRY);
  if (!symbol) return "no gunner is in it";
  gunner_entry_t entry;
  memcpy(&entry, &symbol, sizeof entry);
  const gunner_t* gunner = entry();
  if (gunner->version != GUNNER_VERSION) return "a gunner of another version";
  static char why[512];
  const char* said = play(gunner, library);
  if (said) snprintf(why, sizeof why, "%s", said);
  dlclose(plugin);
  return said ? why : NULL;
}

int main(int argc, char** argv) {
  int times = argc > 3 ? atoi(argv[3]) : 1;
  if (argc < 2 || times < 1) {
    fprintf(stderr, "usage: game PLUGIN [LIBRARY-FOR-IT [TIMES]]\n");
    return 2;
  }
  for (int i = 0; i < times; i++) {
    const char* why = load_and_play(argv[1], argc > 2 ? argv[2] : "libtenon.so.0");
    if (why) {
      fprintf(stderr, "game: %s\n", why);
      return 1;
    }
  }
  return 0;
}
