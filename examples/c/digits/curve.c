#include "curve.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>

/* The picture and the frame of the plot in it, in pixels. */
enum { kWidth = 720, kHeight = 400, kLeft = 60, kRight = 700, kTop = 40, kBottom = 350 };

static double at_x(double step, int64_t steps) { return kLeft + (kRight - kLeft) * step / (double)steps; }

static double at_y(double loss, double top) { return kBottom - (kBottom - kTop) * fmin(loss / top, 1); }

/* A round number a little above the largest loss. */
static double scale_top(const double* losses, int64_t steps) {
  double most = 0.01;
  for (int64_t i = 0; i < steps; ++i) most = fmax(most, losses[i]);
  double unit = pow(10, floor(log10(most)));
  return unit * ceil(most / unit * 2) / 2;
}

static void write_axes(FILE* file, double top, int64_t steps, const double* accuracies, int64_t epochs) {
  for (int i = 0; i <= 4; ++i) {
    double value = top * i / 4, y = at_y(value, top);
    fprintf(file, "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>", kLeft, y, kRight);
    fprintf(file, "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.3g</text>\n", kLeft - 8, y + 4, value);
  }
  for (int64_t epoch = 1; epoch <= epochs; ++epoch) {
    double x = at_x((double)(epoch * steps) / (double)epochs, steps);
    fprintf(file, "<path d=\"M%.1f %dV%d\" stroke=\"#ddd\"/>", x, kTop, kBottom);
    fprintf(file, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"end\">%.2f %%</text>\n", x, kBottom + 20,
            100 * accuracies[epoch - 1]);
  }
  fprintf(file,
          "<text x=\"%d\" y=\"24\" font-size=\"15\">Loss of %lld steps; below, the test accuracy after each "
          "epoch</text>\n",
          kLeft, (long long)steps);
}

static void write_line(FILE* file, const double* losses, int64_t steps, double top, double keep,
                       const char* style) {
  double mean = losses[0];
  fprintf(file, "<polyline fill=\"none\" %s points=\"", style);
  for (int64_t i = 0; i < steps; ++i) {
    mean = keep * mean + (1 - keep) * losses[i];
    fprintf(file, "%.1f,%.1f ", at_x((double)(i + 1), steps), at_y(mean, top));
  }
  fprintf(file, "\"/>\n");
}

int curve_write(const char* path, const double* losses, int64_t steps, const double* accuracies,
                int64_t epochs) {
  FILE* file = fopen(path, "w");
  if (!file) return errno;
  double top = scale_top(losses, steps);
  fprintf(file,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
          "font-family=\"sans-serif\" font-size=\"12\" fill=\"#444\">\n<rect width=\"%d\" height=\"%d\" "
          "fill=\"#fff\"/>\n",
          kWidth, kHeight, kWidth, kHeight, kWidth, kHeight);
  write_axes(file, top, steps, accuracies, epochs);
  write_line(file, losses, steps, top, 0, "stroke=\"#b9d3ee\"");
  write_line(file, losses, steps, top, 0.95, "stroke=\"#1f5fa8\" stroke-width=\"2\"");
  fprintf(file, "</svg>\n");
  int bad = ferror(file);
  bad |= fclose(file) != 0;
  return bad ? EIO : 0;
}
