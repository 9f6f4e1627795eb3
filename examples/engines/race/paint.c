#include "examples/engines/race/paint.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct paint {
  float r, g, b, a;
} paint_t;

static float limit(float value) { return value < 0 ? 0 : value > 1 ? 1 : value; }

/* Lays `over` on `under`, as far as it covers. */
static paint_t lay(paint_t under, paint_t over, float cover) {
  float c = limit(cover) * over.a;
  paint_t mixed = {under.r + c * (over.r - under.r), under.g + c * (over.g - under.g),
                   under.b + c * (over.b - under.b), under.a + c * (1 - under.a)};
  return mixed;
}

static uint32_t packed(paint_t p) {
  return (uint32_t)(limit(p.a) * 255) << 24 | (uint32_t)(limit(p.r) * 255) << 16 |
         (uint32_t)(limit(p.g) * 255) << 8 | (uint32_t)(limit(p.b) * 255);
}

/* A grain that is always the same, -1 to 1. */
static float grain(int x, int y) {
  uint32_t n = (uint32_t)x * 374761393u + (uint32_t)y * 668265263u;
  n = (n ^ (n >> 13)) * 1274126177u;
  return (float)(n >> 16 & 0xffff) / 32768.0f - 1;
}

static SDL_Texture* texture_of(SDL_Renderer* renderer, const uint32_t* pixels, int w, int h) {
  SDL_Texture* texture =
      SDL_CreateTexture(renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC, w, h);
  if (texture && (SDL_UpdateTexture(texture, NULL, pixels, w * 4) ||
                  SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND))) {
    SDL_DestroyTexture(texture);
    return NULL;
  }
  return texture;
}

/* ---- the ground */

static paint_t grass(int x, int y) {
  float stripe = sinf((float)(x + y) * 0.035f) > 0 ? 0.012f : 0, noise = 0.016f * grain(x, y);
  paint_t p = {0.155f + stripe + noise, 0.270f + 1.4f * stripe + noise, 0.165f + stripe + noise, 1};
  return p;
}

static paint_t road(const track_t* track, int x, int y, paint_t under) {
  const paint_t shade = {0, 0, 0, 0.35f}, line = {0.90f, 0.90f, 0.88f, 1}, red = {0.80f, 0.20f, 0.18f, 1};
  float distance = track->distance[y][x], noise = 0.014f * grain(x, y);
  int point = track->nearest[y][x];
  if (point < 0) return under;
  const paint_t asphalt = {0.225f + noise, 0.230f + noise, 0.250f + noise, 1};
  float along = (float)point * track->spacing;
  int bent = fabsf(track->bend[point]) > 1 / 190.0f;
  under = lay(under, shade, 1 - (distance - ROAD_HALF - 4) / 12);
  if (bent) under = lay(under, (int)(along / 11) % 2 ? red : line, ROAD_HALF + 5.5f - distance);
  under = lay(under, line, ROAD_HALF + 1 - distance);
  under = lay(under, asphalt, ROAD_HALF - 1 - distance);
  const paint_t dash = {0.90f, 0.90f, 0.88f, 0.22f};
  if ((int)(along / 18) % 2) under = lay(under, dash, 1.6f - distance);
  return under;
}

/* The line: two rows of squares across the road, at the first point. */
static void paint_line(const track_t* track, uint32_t* pixels) {
  float dx = track->x[1] - track->x[0], dy = track->y[1] - track->y[0], length = hypotf(dx, dy);
  dx /= length;
  dy /= length;
  for (float across = -ROAD_HALF + 2; across < ROAD_HALF - 2; across += 0.4f)
    for (float along = 0; along < 10; along += 0.4f) {
      int x = (int)(track->x[0] + along * dx - across * dy),
          y = (int)(track->y[0] + along * dy + across * dx);
      int light = ((int)(along / 5) + (int)((across + ROAD_HALF) / 5)) % 2;
      if (x >= 0 && y >= 0 && x < VIEW_W && y < VIEW_H)
        pixels[y * VIEW_W + x] = light ? 0xffe8e8e4 : 0xff202024;
    }
}

SDL_Texture* paint_ground(SDL_Renderer* renderer, const track_t* track) {
  uint32_t* pixels = malloc((size_t)VIEW_W * VIEW_H * sizeof *pixels);
  if (!pixels) {
    SDL_OutOfMemory();
    return NULL;
  }
  for (int y = 0; y < VIEW_H; y++)
    for (int x = 0; x < VIEW_W; x++) pixels[y * VIEW_W + x] = packed(road(track, x, y, grass(x, y)));
  paint_line(track, pixels);
  SDL_Texture* texture = texture_of(renderer, pixels, VIEW_W, VIEW_H);
  free(pixels);
  return texture;
}

/* ---- cars */

SDL_Color paint_colour(int number) {
  static const SDL_Color colours[] = {{255, 190, 70, 255},  {90, 170, 255, 255},  {240, 90, 90, 255},
                                      {120, 220, 150, 255}, {200, 130, 240, 255}, {235, 235, 235, 255}};
  return colours[number % (int)(sizeof colours / sizeof *colours)];
}

/* How far inside of a rounded box a place is, in pixels. */
static float in_box(float x, float y, float half_w, float half_h, float corner) {
  float dx = fabsf(x) - half_w + corner, dy = fabsf(y) - half_h + corner;
  return corner - hypotf(fmaxf(dx, 0), fmaxf(dy, 0)) - fminf(fmaxf(dx, dy), 0) + 0.5f;
}

SDL_Texture* paint_car(SDL_Renderer* renderer, int colour) {
  uint32_t pixels[CAR_W * CAR_H];
  SDL_Color c = paint_colour(colour);
  const paint_t body = {c.r / 255.0f, c.g / 255.0f, c.b / 255.0f, 1}, tyre = {0.05f, 0.05f, 0.06f, 1},
                glass = {0.08f, 0.10f, 0.14f, 0.9f}, light = {1, 1, 0.85f, 1};
  for (int row = 0; row < CAR_H; row++)
    for (int column = 0; column < CAR_W; column++) {
      float x = (float)column - (CAR_W - 1) / 2.0f, y = (float)row - (CAR_H - 1) / 2.0f;
      paint_t p = {body.r, body.g, body.b, 0};
      for (int side = -1; side <= 1; side += 2) {
        p = lay(p, tyre, in_box(x - 7.5f, y - 5.6f * (float)side, 3, 1.6f, 1));
        p = lay(p, tyre, in_box(x + 7.5f, y - 5.6f * (float)side, 3, 1.6f, 1));
      }
      p = lay(p, body, in_box(x, y, 12.5f, 5.2f, 3.5f));
      p = lay(p, glass, in_box(x - 2.5f, y, 2.6f, 3.9f, 1.5f));
      p = lay(p, glass, in_box(x + 6.5f, y, 1.4f, 3.6f, 1));
      for (int side = -1; side <= 1; side += 2)
        p = lay(p, light, in_box(x - 11, y - 3.4f * (float)side, 1.2f, 1, 0.6f));
      pixels[row * CAR_W + column] = packed(p);
    }
  return texture_of(renderer, pixels, CAR_W, CAR_H);
}
