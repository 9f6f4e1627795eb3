/* What the game and its plugins agree on: a gunner learns by shooting where to aim. The game loads whatever
   file it is given, asks it for gunner_plugin, and knows nothing of what is inside. */
#ifndef PLUGIN_GUNNER_H
#define PLUGIN_GUNNER_H

#include <stdint.h>

enum { GUNNER_VERSION = 1 };

typedef struct gunner {
  int32_t version; /* GUNNER_VERSION */
  /* Makes an untrained gunner; `library` is what it may need besides. NULL, or why it can't. */
  const char* (*start)(const char* library, int64_t seed);
  /* Learns from `shots` shots: angles and winds, and how far each flew. NULL, or why it can't. */
  const char* (*learn)(const float* angles, const float* winds, const float* distances, int64_t shots);
  /* The angle for a target, in radians; NaN where it can't say. */
  double (*aim)(double distance, double wind);
  /* Gives everything back. The number of objects that are left alive, which is 0. */
  int64_t (*stop)(void);
} gunner_t;

/* The one name that a plugin exports. */
typedef const gunner_t* (*gunner_entry_t)(void);
#define GUNNER_ENTRY "gunner_plugin"

#endif
