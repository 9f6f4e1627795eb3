#define _POSIX_C_SOURCE 200809L
#include "data.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "draw.h"

enum { kPathBytes = 4096 };

static tn_status_t fail_about(const char* path, const char* what) {
  char message[kPathBytes + 128];
  snprintf(message, sizeof message, "%s: %s", path, what);
  return tn_error_set(TN_ERR_IO, message);
}

/* ---- reading ---- */

/* Writes the path of a file of this name, or of one with .gz behind it; 0 where neither is there. */
static int find_file(char path[kPathBytes], const char* folder, const char* name) {
  const char* const endings[] = {"", ".gz"};
  for (int i = 0; i < 2; ++i) {
    int length = snprintf(path, kPathBytes, "%s/%s%s", folder, name, endings[i]);
    if (length > 0 && length < kPathBytes && access(path, F_OK) == 0) return 1;
  }
  return 0;
}

/* Reads the pair of files that begin with `part`: train or t10k. */
static tn_status_t load_pair(const char* folder, const char* part, tn_tensor_t* images, tn_tensor_t* labels) {
  char path[kPathBytes], name[64];
  snprintf(name, sizeof name, "%s-labels-idx1-ubyte", part);
  if (!find_file(path, folder, name))
    return fail_about(folder, "there are images here, but no labels for them");
  tn_tensor_t numbers = tn_load_idx(path);
  if (!numbers) return tn_error_code();
  snprintf(name, sizeof name, "%s-images-idx3-ubyte", part);
  if (!find_file(path, folder, name)) return fail_about(folder, "the images went away");
  tn_tensor_t pictures = tn_load_idx(path);
  if (!pictures) return tn_error_code();

  if (tn_tensor_ndim(pictures) != 3 || tn_tensor_size(pictures, 1) != kSide ||
      tn_tensor_size(pictures, 2) != kSide || tn_tensor_dtype(pictures) != TN_UINT8)
    return fail_about(path, "pictures of 28 by 28 bytes are wanted, as MNIST's are");
  if (tn_tensor_ndim(numbers) != 1 || tn_tensor_size(numbers, 0) != tn_tensor_size(pictures, 0))
    return fail_about(path, "there isn't one label for each picture");
  *images = tn_reshape(pictures, TN_SHAPE(-1, 1, kSide, kSide));
  *labels = tn_to(numbers, TN_DEVICE_DEFAULT, TN_INT64);
  return *images && *labels ? TN_OK : tn_error_code();
}

static int has_images(const char* folder, const char* part) {
  char path[kPathBytes], name[64];
  snprintf(name, sizeof name, "%s-images-idx3-ubyte", part);
  return find_file(path, folder, name);
}

tn_status_t data_load(digits_data_t* data, const char* folder) {
  tn_tensor_t images, labels;
  if (!has_images(folder, "t10k"))
    return fail_about(folder, "no t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz there");
  if (load_pair(folder, "t10k", &images, &labels)) return tn_error_code();
  if (has_images(folder, "train")) {
    data->test_images = images, data->test_labels = labels;
    return load_pair(folder, "train", &data->train_images, &data->train_labels);
  }
  int64_t count = tn_tensor_size(images, 0), cut = count / 5 * 4;
  if (cut < 1) return fail_about(folder, "too few pictures to train and to test");
  data->train_images = tn_narrow(images, 0, 0, cut);
  data->train_labels = tn_narrow(labels, 0, 0, cut);
  data->test_images = tn_narrow(images, 0, cut, count - cut);
  data->test_labels = tn_narrow(labels, 0, cut, count - cut);
  return data->train_images && data->train_labels && data->test_images && data->test_labels ? TN_OK
                                                                                            : tn_error_code();
}

/* ---- drawing ---- */

/* The head of an IDX file: two zero bytes, the type (8: bytes), the number of sizes; then the sizes, big end
 * first. */
static void write_head(FILE* file, int ndim, const int64_t* sizes) {
  const uint8_t magic[4] = {0, 0, 8, (uint8_t)ndim};
  fwrite(magic, 1, 4, file);
  for (int i = 0; i < ndim; ++i) {
    const uint8_t size[4] = {(uint8_t)(sizes[i] >> 24), (uint8_t)(sizes[i] >> 16), (uint8_t)(sizes[i] >> 8),
                             (uint8_t)sizes[i]};
    fwrite(size, 1, 4, file);
  }
}

/* Two files: pictures, and what they are of. */
static tn_status_t write_pair(const char* folder, const char* part, int64_t count, uint64_t* state) {
  char path[kPathBytes];
  snprintf(path, sizeof path, "%s/%s-images-idx3-ubyte", folder, part);
  FILE* images = fopen(path, "wb");
  if (!images) return fail_about(path, strerror(errno));
  snprintf(path, sizeof path, "%s/%s-labels-idx1-ubyte", folder, part);
  FILE* labels = fopen(path, "wb");
  if (!labels) {
    fclose(images);
    return fail_about(path, strerror(errno));
  }
  const int64_t sizes[3] = {count, kSide, kSide};
  write_head(images, 3, sizes);
  write_head(labels, 1, sizes);
  for (int64_t i = 0; i < count; ++i) {
    uint8_t pixels[kPixels];
    int digit = (int)(10 * draw_random(state));
    draw_digit(pixels, digit, state);
    fwrite(pixels, 1, sizeof pixels, images);
    fputc(digit, labels);
  }
  int bad = ferror(images) || ferror(labels);
  bad |= fclose(images) != 0;
  bad |= fclose(labels) != 0;
  return bad ? fail_about(folder, "the drawn digits could not be written") : TN_OK;
}

static void remove_files(const char* folder) {
  const char* const names[] = {"train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
                               "t10k-labels-idx1-ubyte"};
  char path[kPathBytes];
  for (int i = 0; i < 4; ++i) {
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    remove(path);
  }
  rmdir(folder);
}

tn_status_t data_write(const char* folder, int64_t count, int64_t seed) {
  uint64_t state = (uint64_t)seed;
  tn_status_t status = write_pair(folder, "train", count - count / 5, &state);
  return status ? status : write_pair(folder, "t10k", count / 5, &state);
}

tn_status_t data_draw(digits_data_t* data, int64_t count, int64_t seed) {
  char folder[kPathBytes - 64];
  const char* temporary = getenv("TMPDIR");
  int length =
      snprintf(folder, sizeof folder, "%s/digits-XXXXXX", temporary && *temporary ? temporary : "/tmp");
  if (length < 0 || length >= (int)sizeof folder || !mkdtemp(folder))
    return fail_about(folder, strerror(errno));
  tn_status_t status = data_write(folder, count, seed);
  if (!status) status = data_load(data, folder);
  remove_files(folder);
  return status;
}
