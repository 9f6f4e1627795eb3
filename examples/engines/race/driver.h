/* Who drives: a network that feels nine rays and the speed. It learns from a teacher who knows the whole
   track, on five circuits; the race is on another. */
#ifndef RACE_DRIVER_H
#define RACE_DRIVER_H

#include <tenon/tenon.h>

#include "examples/engines/race/car.h"

/* A network that knows nothing yet. */
tn_module_t driver_new(void);

/* Lets it drive, asks the teacher what would have been right wherever it got to, and teaches it that: DAgger
   (Ross, Gordon and Bagnell, 2011). Prints how it goes. */
tn_status_t driver_learn(tn_module_t driver);

/* One inference for all cars: feels, then steers. */
tn_status_t driver_drive(tn_module_t driver, car_t* cars, int count, const track_t* track);

#endif
