#define _POSIX_C_SOURCE 200809L
#include "screen.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

enum { kBarCells = 30, kMargin = 2, kCells = kSide - 2 * kMargin, kAcross = 3, kInk = 100 };

double screen_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

void screen_progress(int64_t done, int64_t all, double loss, double images_per_second) {
  static double last = -1;
  double now = screen_seconds();
  if (!isatty(STDOUT_FILENO) || (done < all && now - last < 0.1)) return;
  last = now;
  int filled = (int)(kBarCells * done / all);
  fputs("\r[", stdout);
  for (int i = 0; i < kBarCells; ++i) fputs(i < filled ? "█" : "·", stdout);
  printf("] %3d %%  loss %.4f  %.0f images/s \033[K", (int)(100 * done / all), loss, images_per_second);
  fflush(stdout);
}

void screen_progress_end(void) {
  if (isatty(STDOUT_FILENO)) fputs("\r\033[K", stdout);
}

/* Two rows of pixels make one row of characters. */
static const char* cell(const uint8_t* pixels, int row, int column) {
  int upper = pixels[row * kSide + column] > kInk, lower = pixels[(row + 1) * kSide + column] > kInk;
  return upper ? (lower ? "█" : "▀") : (lower ? "▄" : " ");
}

static void draw_row(const screen_digit_t* digits, int count) {
  for (int row = kMargin; row < kSide - kMargin; row += 2) {
    for (int i = 0; i < count; ++i) {
      for (int column = kMargin; column < kSide - kMargin; ++column)
        fputs(cell(digits[i].pixels, row, column), stdout);
      fputs(i + 1 < count ? "  " : "\n", stdout);
    }
  }
  for (int i = 0; i < count; ++i) {
    char caption[64];
    int length =
        snprintf(caption, sizeof caption, "%d (%.1f %%)", digits[i].guess, 100 * digits[i].certainty);
    if (digits[i].guess != digits[i].label)
      snprintf(caption + length, sizeof caption - (size_t)length, ", but is %d", digits[i].label);
    printf("%-*s%s", kCells, caption, i + 1 < count ? "  " : "\n\n");
  }
}

void screen_digits(const screen_digit_t* digits, int count) {
  for (int i = 0; i < count; i += kAcross) draw_row(digits + i, count - i < kAcross ? count - i : kAcross);
}
