/* A race on SDL2: five cars that one network drives, frame by frame, and one that you drive with the arrow
 * keys.
 *
 *     race --learn FILE [--seed N]      teaches a network on five circuits, and saves it
 *     race FILE [options]               races with it on a sixth
 *
 * --circuit N: another one (6 and on; 1 to 5 are where it learnt). --demo: nobody drives but the network.
 * --frames N: ends after so many, as fast as they go, and tells how each car did. --picture FILE: saves the
 * last one. FILE may be "none": a network that has learnt nothing. Tab: whose senses are shown; Escape: quit.
 */
#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/tenon.h>

#include "examples/engines/race/driver.h"
#include "examples/engines/race/scene.h"

enum { RIVALS = 5 };

typedef struct options {
  const char *learn, *model, *picture;
  int seed, circuit, frames, demo;
} options_t;

typedef struct race {
  SDL_Window* window;
  SDL_Renderer* renderer;
  scene_t scene;
  track_t track;
  car_t cars[RIVALS + 1]; /* yours is the last, where you take part */
  tn_module_t driver;
  int count, watched, over;
} race_t;

static int complain(const char* what, const char* why) {
  fprintf(stderr, "race: %s%s\n", what, why);
  return 1;
}

static int read_options(int argc, char** argv, options_t* o) {
  for (int i = 1; i < argc; i++) {
    const char* next = i + 1 < argc ? argv[i + 1] : NULL;
    if (!strcmp(argv[i], "--demo")) o->demo = 1;
    else if (argv[i][0] != '-') o->model = argv[i];
    else if (!next) return 0;
    else if (!strcmp(argv[i], "--learn")) o->learn = argv[++i];
    else if (!strcmp(argv[i], "--picture")) o->picture = argv[++i];
    else if (!strcmp(argv[i], "--seed")) o->seed = atoi(argv[++i]);
    else if (!strcmp(argv[i], "--circuit")) o->circuit = atoi(argv[++i]);
    else if (!strcmp(argv[i], "--frames")) o->frames = atoi(argv[++i]);
    else return 0;
  }
  return (o->learn == NULL) != (o->model == NULL);
}

/* ---- learning */

static int learn(const options_t* o) {
  tn_manual_seed(o->seed);
  tn_module_t driver = driver_new();
  tn_status_t status = driver ? driver_learn(driver) : tn_error_code();
  if (!status) status = tn_module_save(driver, o->learn);
  tn_module_release(driver);
  return status ? complain("", tn_error_message()) : 0;
}

/* ---- racing */

static void line_up(race_t* race) {
  for (int i = 0; i < race->count; i++) {
    int point = TRACK_POINTS - 1 - 16 * (i + 1);
    car_place(&race->cars[i], &race->track, point, i % 2 ? 13.0f : -13.0f,
              i < RIVALS ? 1 - 0.05f * (float)i : 1);
  }
}

static int open_window(race_t* race) {
  if (SDL_Init(SDL_INIT_VIDEO)) return -1;
  race->window = SDL_CreateWindow("Race", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, VIEW_W, VIEW_H, 0);
  if (!race->window) return -1;
  race->renderer = SDL_CreateRenderer(race->window, -1, SDL_RENDERER_PRESENTVSYNC);
  if (!race->renderer) race->renderer = SDL_CreateRenderer(race->window, -1, SDL_RENDERER_SOFTWARE);
  if (!race->renderer || SDL_RenderSetLogicalSize(race->renderer, VIEW_W, VIEW_H)) return -1;
  return scene_make(&race->scene, race->renderer, &race->track, race->count);
}

static void close_window(race_t* race) {
  scene_end(&race->scene);
  if (race->renderer) SDL_DestroyRenderer(race->renderer);
  if (race->window) SDL_DestroyWindow(race->window);
  SDL_Quit();
}

static void heed_keys(race_t* race) {
  SDL_Event event;
  while (SDL_PollEvent(&event)) {
    if (event.type == SDL_QUIT) race->over = 1;
    if (event.type != SDL_KEYDOWN) continue;
    if (event.key.keysym.sym == SDLK_ESCAPE) race->over = 1;
    if (event.key.keysym.sym == SDLK_TAB) race->watched = (race->watched + 1) % RIVALS;
  }
  if (race->count == RIVALS) return;
  const Uint8* down = SDL_GetKeyboardState(NULL);
  car_t* mine = &race->cars[RIVALS];
  mine->steer += 0.2f * ((float)(down[SDL_SCANCODE_RIGHT] - down[SDL_SCANCODE_LEFT]) - mine->steer);
  mine->throttle = (float)(down[SDL_SCANCODE_UP] - down[SDL_SCANCODE_DOWN]);
  if (track_distance(&race->track, mine->x, mine->y) >= TRACK_FAR) car_put_back(mine, &race->track);
}

/* Sixty times a second, however often the screen is drawn; with --frames as fast as it goes. */
static tn_status_t drive(race_t* race, const options_t* o) {
  Uint64 began = SDL_GetTicks64();
  for (int frame = 0; !race->over; frame++) {
    heed_keys(race);
    if (driver_drive(race->driver, race->cars, RIVALS, &race->track)) return tn_error_code();
    for (int i = 0; i < race->count; i++) car_move(&race->cars[i], &race->track);
    int last = o->frames && frame + 1 == o->frames;
    if (last) race->over = 1;
    Uint64 due = began + (Uint64)frame * 1000 / 60, now = SDL_GetTicks64();
    if (o->frames ? frame % 4 && !last : now > due + 50) continue; /* late: think and move, but don't draw */
    scene_draw(&race->scene, race->cars, race->watched);
    if (last && o->picture && scene_save(&race->scene, o->picture))
      return tn_error_set(TN_ERR_IO, SDL_GetError());
    SDL_RenderPresent(race->renderer);
    if (!o->frames && now < due) SDL_Delay((Uint32)(due - now));
  }
  return TN_OK;
}

static int run(race_t* race, const options_t* o) {
  track_make(&race->track, o->circuit);
  race->count = o->demo ? RIVALS : RIVALS + 1;
  line_up(race);
  tn_manual_seed(o->seed);
  race->driver = strcmp(o->model, "none") ? tn_module_load(o->model) : driver_new();
  if (!race->driver) return complain("", tn_error_message());
  if (open_window(race)) return complain("SDL: ", SDL_GetError());
  if (drive(race, o)) return complain("", tn_error_message());
  for (int i = 0; i < race->count; i++)
    printf("car %d: %d laps, the last in %.2f s, %d of %d frames beside the road\n", i + 1,
           car_laps(&race->cars[i]), (double)race->cars[i].last_lap / 60, race->cars[i].off_road,
           race->cars[i].frames);
  return 0;
}

int main(int argc, char** argv) {
  options_t o = {NULL, NULL, NULL, 1, 6, 0, 0};
  if (!read_options(argc, argv, &o)) {
    fprintf(stderr,
            "usage: race --learn FILE [--seed N] | race FILE [--circuit N] [--demo] [--frames N] [--picture "
            "FILE]\n");
    return 2;
  }
  if (o.learn) return learn(&o);
  race_t* race = calloc(1, sizeof *race);
  if (!race) return complain("", "out of memory");
  int status = run(race, &o);
  close_window(race);
  tn_module_release(race->driver);
  free(race);
  printf("left alive: %lld objects\n", (long long)tn_live_count());
  return status;
}
