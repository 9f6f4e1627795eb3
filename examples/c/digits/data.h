/* Where the pictures come from: MNIST's files in a folder, or the same files filled with drawn digits. */
#ifndef DIGITS_DATA_H
#define DIGITS_DATA_H

#include <tenon/tenon.h>

/* Images are uint8, (n, 1, 28, 28); labels int64, (n). */
typedef struct {
  tn_tensor_t train_images, train_labels, test_images, test_labels;
} digits_data_t;

/* Reads MNIST's IDX files, gzip or not, from a folder. Where it has only the t10k files, the first four
 * fifths of them train and the rest test. The tensors belong to the caller's scope. */
tn_status_t data_load(digits_data_t* data, const char* folder);

/* Draws so many digits, of which a fifth are for testing, and writes them as MNIST's files into a folder. */
tn_status_t data_write(const char* folder, int64_t count, int64_t seed);

/* Draws so many digits, of which a fifth are for testing: writes them as MNIST's files into a temporary
 * folder, and reads them back from there. */
tn_status_t data_draw(digits_data_t* data, int64_t count, int64_t seed);

#endif
