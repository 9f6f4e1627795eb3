#include "examples/engines/race/scene.h"

#include <math.h>
#include <string.h>

#include "examples/engines/race/paint.h"

int scene_make(scene_t* scene, SDL_Renderer* renderer, const track_t* track, int cars) {
  memset(scene, 0, sizeof *scene);
  scene->renderer = renderer;
  scene->cars = cars;
  SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "linear");
  SDL_SetRenderDrawBlendMode(renderer, SDL_BLENDMODE_BLEND);
  scene->ground = paint_ground(renderer, track);
  int ready = scene->ground != NULL;
  for (int i = 0; i < cars && ready; i++) ready = (scene->car[i] = paint_car(renderer, i)) != NULL;
  if (ready) return 0;
  scene_end(scene);
  return -1;
}

void scene_end(scene_t* scene) {
  for (int i = 0; i < scene->cars; i++)
    if (scene->car[i]) SDL_DestroyTexture(scene->car[i]);
  if (scene->ground) SDL_DestroyTexture(scene->ground);
  memset(scene, 0, sizeof *scene);
}

static void colour(scene_t* scene, SDL_Color c, int alpha) {
  SDL_SetRenderDrawColor(scene->renderer, c.r, c.g, c.b, (Uint8)alpha);
}

static void box(scene_t* scene, float x, float y, float w, float h) {
  SDL_FRect r = {x, y, w, h};
  SDL_RenderFillRectF(scene->renderer, &r);
}

/* ---- on the road */

static void draw_trails(scene_t* scene, const car_t* cars) {
  int now = scene->drawn % SCENE_TRAIL;
  for (int i = 0; i < scene->cars; i++) {
    scene->trail_x[i][now] = cars[i].x;
    scene->trail_y[i][now] = cars[i].y;
    int known = scene->drawn < SCENE_TRAIL - 1 ? scene->drawn : SCENE_TRAIL - 1;
    for (int age = 0; age < known; age++) {
      int to = (now - age + SCENE_TRAIL) % SCENE_TRAIL, from = (to - 1 + SCENE_TRAIL) % SCENE_TRAIL;
      colour(scene, paint_colour(i), 110 - 110 * age / SCENE_TRAIL);
      SDL_RenderDrawLineF(scene->renderer, scene->trail_x[i][from], scene->trail_y[i][from],
                          scene->trail_x[i][to], scene->trail_y[i][to]);
    }
  }
}

static void draw_rays(scene_t* scene, const car_t* car, int number) {
  for (int i = 0; i < RAYS; i++) {
    float angle = car_ray(car, i), x = car->x + cosf(angle) * car->seen[i],
          y = car->y + sinf(angle) * car->seen[i];
    colour(scene, paint_colour(number), 120);
    SDL_RenderDrawLineF(scene->renderer, car->x, car->y, x, y);
    colour(scene, paint_colour(number), 230);
    box(scene, x - 2, y - 2, 5, 5);
  }
}

static void draw_car(scene_t* scene, const car_t* car, int number) {
  double degrees = car->heading * 57.29578;
  SDL_FRect shadow = {car->x - CAR_W / 2.0f + 2, car->y - CAR_H / 2.0f + 3, CAR_W, CAR_H};
  SDL_SetTextureColorMod(scene->car[number], 0, 0, 0);
  SDL_SetTextureAlphaMod(scene->car[number], 90);
  SDL_RenderCopyExF(scene->renderer, scene->car[number], NULL, &shadow, degrees, NULL, SDL_FLIP_NONE);
  SDL_FRect place = {car->x - CAR_W / 2.0f, car->y - CAR_H / 2.0f, CAR_W, CAR_H};
  SDL_SetTextureColorMod(scene->car[number], 255, 255, 255);
  SDL_SetTextureAlphaMod(scene->car[number], 255);
  SDL_RenderCopyExF(scene->renderer, scene->car[number], NULL, &place, degrees, NULL, SDL_FLIP_NONE);
}

/* ---- beside it: seven-segment digits, standings, controls */

static void draw_digit(scene_t* scene, int digit, float x, float y, float size) {
  static const unsigned char lit[10] = {0x77, 0x24, 0x5d, 0x6d, 0x2e, 0x6b, 0x7b, 0x25, 0x7f, 0x6f};
  float w = size, h = 2 * size, t = 2;
  const SDL_FRect segment[7] = {{x, y, w, t},
                                {x, y, t, h / 2},
                                {x + w - t, y, t, h / 2},
                                {x, y + h / 2 - t / 2, w, t},
                                {x, y + h / 2, t, h / 2},
                                {x + w - t, y + h / 2, t, h / 2},
                                {x, y + h - t, w, t}};
  for (int i = 0; i < 7; i++)
    if (lit[digit] >> i & 1) SDL_RenderFillRectF(scene->renderer, &segment[i]);
}

static void draw_number(scene_t* scene, int number, int digits, float x, float y, float size) {
  for (int i = digits - 1; i >= 0; i--, number /= 10)
    draw_digit(scene, number % 10, x + (float)i * size * 1.6f, y, size);
}

/* A row for each car: its laps, how far it is round, and the seconds of its last lap. */
static void draw_standings(scene_t* scene, const car_t* cars) {
  const SDL_Color white = {255, 255, 255, 255}, black = {8, 10, 14, 255};
  colour(scene, black, 170);
  box(scene, 16, 16, 232, 18 + 24 * (float)scene->cars);
  for (int i = 0; i < scene->cars; i++) {
    const car_t* car = &cars[i];
    float y = 28 + 24 * (float)i,
          round = (float)(car->progress < 0 ? 0 : car->progress % TRACK_POINTS) / TRACK_POINTS;
    colour(scene, paint_colour(i), 255);
    box(scene, 28, y, 14, 14);
    colour(scene, white, 235);
    draw_number(scene, car_laps(car) % 100, 2, 54, y - 1, 8);
    colour(scene, white, 40);
    box(scene, 86, y + 5, 84, 4);
    colour(scene, paint_colour(i), 255);
    box(scene, 86, y + 5, 84 * round, 4);
    if (!car->last_lap) continue;
    colour(scene, white, 200);
    draw_number(scene, car->last_lap / 60, 2, 182, y - 1, 8);
    box(scene, 207, y + 13, 2, 2);
    draw_number(scene, car->last_lap % 60 * 100 / 60, 2, 212, y - 1, 8);
  }
}

/* The senses of one car as bars, and what its network makes of them. */
static void draw_controls(scene_t* scene, const car_t* car, int number) {
  const SDL_Color white = {255, 255, 255, 255}, black = {8, 10, 14, 255}, brake = {240, 80, 70, 255};
  float x = 16, y = VIEW_H - 112;
  colour(scene, black, 170);
  box(scene, x, y, 232, 96);
  for (int i = 0; i < RAYS; i++) {
    float high = 70 * car->seen[i] / SIGHT;
    colour(scene, white, 30);
    box(scene, x + 12 + 12 * (float)i, y + 13, 8, 70);
    colour(scene, paint_colour(number), 230);
    box(scene, x + 12 + 12 * (float)i, y + 83 - high, 8, high);
  }
  colour(scene, white, 30);
  box(scene, x + 132, y + 22, 88, 8);
  box(scene, x + 132, y + 46, 88, 8);
  box(scene, x + 132, y + 70, 88, 8);
  colour(scene, white, 230);
  box(scene, x + 132 + 44 + 40 * car->steer - 3, y + 19, 6, 14);
  colour(scene, car->throttle < 0 ? brake : paint_colour(3), 230);
  box(scene, x + 176 + (car->throttle < 0 ? 44 * car->throttle : 0), y + 46, 44 * fabsf(car->throttle), 8);
  colour(scene, paint_colour(number), 230);
  box(scene, x + 132, y + 70, 88 * car->speed / TOP_SPEED, 8);
}

void scene_draw(scene_t* scene, const car_t* cars, int watched) {
  SDL_RenderCopy(scene->renderer, scene->ground, NULL, NULL);
  draw_trails(scene, cars);
  draw_rays(scene, &cars[watched], watched);
  for (int i = scene->cars - 1; i >= 0; i--) draw_car(scene, &cars[i], i);
  draw_standings(scene, cars);
  draw_controls(scene, &cars[watched], watched);
  scene->drawn++;
}

int scene_save(scene_t* scene, const char* path) {
  SDL_Surface* picture = SDL_CreateRGBSurfaceWithFormat(0, VIEW_W, VIEW_H, 24, SDL_PIXELFORMAT_BGR24);
  if (!picture) return -1;
  int status =
      SDL_RenderReadPixels(scene->renderer, NULL, SDL_PIXELFORMAT_BGR24, picture->pixels, picture->pitch);
  if (!status) status = SDL_SaveBMP(picture, path);
  SDL_FreeSurface(picture);
  return status;
}
