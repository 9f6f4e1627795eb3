#include "draw.h"

#include <math.h>
#include <string.h>

typedef struct {
  double x, y;
} point_t;

enum { kMostPoints = 16, kMostStrokes = 3, kSteps = 8 };

/* A stroke is a smooth line through its points; a corner is where one stroke ends and the next begins. The
 * box is 0 to 1, y downwards. */
typedef struct {
  int count;
  point_t points[kMostPoints];
} stroke_t;

static const stroke_t kGlyphs[10][kMostStrokes] = {
    {{7, {{.5, .04}, {.8, .26}, {.8, .66}, {.5, .96}, {.2, .7}, {.2, .3}, {.5, .04}}}},
    {{2, {{.3, .26}, {.55, .05}}}, {2, {{.55, .05}, {.52, .95}}}},
    {{5, {{.2, .26}, {.45, .05}, {.78, .25}, {.6, .56}, {.2, .94}}}, {2, {{.2, .94}, {.82, .93}}}},
    {{4, {{.22, .12}, {.55, .05}, {.75, .25}, {.45, .47}}},
     {4, {{.45, .47}, {.8, .68}, {.55, .95}, {.2, .85}}}},
    {{2, {{.58, .04}, {.18, .62}}}, {2, {{.18, .62}, {.86, .62}}}, {2, {{.66, .34}, {.62, .97}}}},
    {{2, {{.77, .06}, {.3, .07}}},
     {2, {{.3, .07}, {.26, .44}}},
     {5, {{.26, .44}, {.56, .4}, {.8, .66}, {.56, .95}, {.2, .86}}}},
    {{7, {{.7, .06}, {.36, .34}, {.22, .7}, {.5, .95}, {.77, .7}, {.52, .5}, {.25, .68}}}},
    {{2, {{.2, .08}, {.8, .07}}}, {3, {{.8, .07}, {.56, .5}, {.42, .96}}}},
    {{9,
      {{.5, .04},
       {.75, .22},
       {.5, .46},
       {.22, .72},
       {.5, .96},
       {.78, .72},
       {.5, .46},
       {.25, .22},
       {.5, .04}}}},
    {{5, {{.75, .3}, {.5, .52}, {.25, .28}, {.5, .05}, {.75, .3}}}, {3, {{.75, .3}, {.71, .64}, {.56, .96}}}},
};

/* splitmix64 (Steele, Lea and Flood, 2014). */
double draw_random(uint64_t* state) {
  uint64_t z = (*state += 0x9e3779b97f4a7c15u);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static double between(uint64_t* state, double low, double high) {
  return low + (high - low) * draw_random(state);
}

/* Glyph to picture: turned, slanted, stretched and moved. */
typedef struct {
  double xx, xy, yx, yy, dx, dy;
} affine_t;

static affine_t random_affine(uint64_t* state) {
  double angle = between(state, -.25, .25), slant = between(state, -.3, .3);
  double width = between(state, 14, 20), height = between(state, 17, 22);
  affine_t a;
  a.xx = width * cos(angle);
  a.yx = width * sin(angle);
  a.xy = height * (slant * cos(angle) - sin(angle));
  a.yy = height * (slant * sin(angle) + cos(angle));
  a.dx = kSide / 2.0 + between(state, -2, 2);
  a.dy = kSide / 2.0 + between(state, -2, 2);
  return a;
}

static point_t place(const affine_t* a, point_t p) {
  double x = p.x - .5, y = p.y - .5;
  point_t q = {a->xx * x + a->xy * y + a->dx, a->yx * x + a->yy * y + a->dy};
  return q;
}

/* Catmull and Rom's curve between b and c, t from 0 to 1. */
static double blend(double a, double b, double c, double d, double t) {
  return b + .5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
}

/* Brightens what lies within `radius` of the line from a to b, with an edge one pixel soft. */
static void draw_line(double ink[kPixels], point_t a, point_t b, double radius) {
  double dx = b.x - a.x, dy = b.y - a.y, length2 = dx * dx + dy * dy;
  for (int i = 0; i < kPixels; ++i) {
    double x = i % kSide + .5 - a.x, y = i / kSide + .5 - a.y;
    double t = length2 > 0 ? fmin(1, fmax(0, (x * dx + y * dy) / length2)) : 0;
    double distance = hypot(x - t * dx, y - t * dy);
    ink[i] = fmax(ink[i], fmin(1, fmax(0, radius + .5 - distance)));
  }
}

static void draw_stroke(double ink[kPixels], const point_t* p, int count, double radius) {
  for (int i = 0; i + 1 < count; ++i) {
    point_t a = p[i ? i - 1 : 0], b = p[i], c = p[i + 1], d = p[i + 2 < count ? i + 2 : i + 1], last = b;
    for (int step = 1; step <= kSteps; ++step) {
      double t = (double)step / kSteps;
      point_t next = {blend(a.x, b.x, c.x, d.x, t), blend(a.y, b.y, c.y, d.y, t)};
      draw_line(ink, last, next, radius);
      last = next;
    }
  }
}

void draw_digit(uint8_t pixels[kPixels], int digit, uint64_t* state) {
  double ink[kPixels];
  memset(ink, 0, sizeof ink);
  affine_t affine = random_affine(state);
  double radius = between(state, .7, 1.5), wobble = between(state, 0, .05), noise = between(state, 0, .15);
  for (int s = 0; s < kMostStrokes; ++s) {
    const stroke_t* stroke = &kGlyphs[digit][s];
    point_t points[kMostPoints];
    for (int i = 0; i < stroke->count; ++i) {
      point_t p = stroke->points[i];
      p.x += between(state, -wobble, wobble);
      p.y += between(state, -wobble, wobble);
      points[i] = place(&affine, p);
    }
    draw_stroke(ink, points, stroke->count, radius);
  }
  for (int i = 0; i < kPixels; ++i) {
    double value = ink[i] * between(state, 1 - noise, 1) + between(state, 0, noise);
    pixels[i] = (uint8_t)(255 * fmin(1, value));
  }
}
