/*
 * Learns to read handwritten digits: a small convolutional network, trained, tested, saved, loaded and asked,
 * by <tenon/tenon.h> alone. `digits --help` says how it is used; the files in digits/ are what any program
 * would need besides: pictures, terminal, command line.
 *
 * A call that fails leaves its reason in tn_error_message; functions here do the same, and main prints it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tenon/tenon.h>

#include "digits/curve.h"
#include "digits/data.h"
#include "digits/options.h"
#include "digits/screen.h"

enum { kBatch = 50, kTestBatch = 500, kShown = 6 };
static const double kLearningRate = 2e-3;

/* ---- the network ---- */

/* 28 x 28 pixels, 16 maps of 12 x 12, 32 maps of 5 x 5, 128 numbers, 10 scores. */
static tn_module_t make_network(void) {
  return tn_nn_sequential(TN_MODULES(tn_nn_conv2d(1, 16, TN_SHAPE(5)), tn_nn_relu(),
                                     tn_nn_max_pool2d(TN_SHAPE(2)), tn_nn_conv2d(16, 32, TN_SHAPE(3)),
                                     tn_nn_relu(), tn_nn_max_pool2d(TN_SHAPE(2)), tn_nn_flatten(1, -1),
                                     tn_nn_dropout(0.25), tn_nn_linear(800, 128, 1), tn_nn_relu(),
                                     tn_nn_dropout(0.25), tn_nn_linear(128, 10, 1)));
}

/* The scores of a batch of pictures, whose bytes become numbers from 0 to 1. */
static tn_tensor_t forward(tn_module_t net, tn_tensor_t images) {
  return tn_module_forward(net, tn_div_scalar(images, 255));
}

/* ---- testing ---- */

/* Runs the network over all test pictures: writes its guesses and how certain each is. */
static tn_status_t guess(tn_module_t net, tn_tensor_t images, int64_t* guesses, float* certainties) {
  tn_scope_t all = tn_scope_begin();
  tn_set_grad_enabled(0); /* until the scope ends */
  int64_t count = tn_tensor_size(images, 0);
  tn_status_t status = tn_module_train(net, 0);
  for (int64_t i = 0; i < count && !status; i += kTestBatch) {
    tn_scope_t step = tn_scope_begin();
    int64_t n = count - i < kTestBatch ? count - i : kTestBatch;
    tn_tensor_t chances = tn_softmax(forward(net, tn_narrow(images, 0, i, n)), 1), best, which;
    status = tn_max_dim(chances, 1, 0, &best, &which);
    if (!status) status = tn_tensor_read(best, certainties + i, TN_FLOAT32, n * (int64_t)sizeof *certainties);
    if (!status) status = tn_tensor_read(which, guesses + i, TN_INT64, n * (int64_t)sizeof *guesses);
    tn_scope_end(step);
  }
  tn_scope_end(all);
  return status;
}

/* The share of the test pictures that it reads rightly; shows some of them where `show` isn't 0: the first,
 * and the first of those that it gets wrong. */
static tn_status_t test(tn_module_t net, const digits_data_t* data, int show, double* accuracy) {
  int64_t count = tn_tensor_size(data->test_images, 0), right = 0;
  int64_t* guesses = malloc((size_t)count * sizeof *guesses);
  int64_t* labels = malloc((size_t)count * sizeof *labels);
  float* certainties = malloc((size_t)count * sizeof *certainties);
  tn_status_t status = guesses && labels && certainties ? TN_OK : tn_error_set(TN_ERR_MEMORY, NULL);
  if (!status) status = guess(net, data->test_images, guesses, certainties);
  if (!status) status = tn_tensor_read(data->test_labels, labels, TN_INT64, count * (int64_t)sizeof *labels);
  screen_digit_t shown[kShown];
  int n = 0;
  for (int64_t i = 0; i < count && !status; ++i) {
    int wrong = guesses[i] != labels[i];
    right += !wrong;
    if (!show || n == kShown || (n >= kShown / 2 && !wrong)) continue;
    screen_digit_t* digit = &shown[n++];
    digit->guess = (int)guesses[i], digit->label = (int)labels[i], digit->certainty = certainties[i];
    tn_tensor_t image = tn_select(data->test_images, 0, i);
    status = tn_tensor_read(image, digit->pixels, TN_UINT8, kPixels);
    tn_tensor_release(image);
  }
  if (!status) {
    screen_digits(shown, n);
    *accuracy = (double)right / (double)count;
  }
  free(guesses), free(labels), free(certainties);
  return status;
}

/* ---- training ---- */

/* One epoch; adds the loss of each step to `losses`. */
static tn_status_t train_epoch(tn_module_t net, tn_optimizer_t optimizer, tn_loader_t loader,
                               double* losses) {
  int64_t steps = tn_loader_length(loader), images = 0;
  double begin = screen_seconds();
  if (tn_module_train(net, 1) || tn_loader_start(loader)) return tn_error_code();
  for (int64_t i = 0;; ++i) {
    tn_scope_t step = tn_scope_begin(); /* whatever this step makes goes at its end */
    tn_tensor_t batch[2];
    int32_t more = tn_loader_next(loader, batch, 2);
    tn_status_t status = more < 0 ? tn_error_code() : TN_OK;
    if (more > 0) {
      tn_tensor_t loss = tn_cross_entropy(forward(net, batch[0]), batch[1]);
      status = tn_optimizer_zero_grad(optimizer);
      if (!status) status = tn_backward(loss);
      if (!status) status = tn_optimizer_step(optimizer);
      if (!status) {
        losses[i] = tn_item(loss);
        images += tn_tensor_size(batch[1], 0);
        screen_progress(i + 1, steps, losses[i], (double)images / (screen_seconds() - begin));
      }
    }
    tn_scope_end(step);
    if (status || more <= 0) return status;
  }
}

static tn_status_t train(const options_t* o, tn_module_t net, const digits_data_t* data, double* losses,
                         double* accuracies) {
  tn_loader_options_t lo;
  tn_loader_options_init(&lo, sizeof lo);
  lo.batch_size = kBatch, lo.shuffle = 1, lo.workers = o->workers, lo.seed = o->seed;
  tn_loader_t loader =
      tn_loader_new(tn_dataset_tensors(TN_TENSORS(data->train_images, data->train_labels)), &lo);
  tn_adam_options_t ao;
  tn_adam_options_init(&ao, sizeof ao);
  tn_optimizer_t adam = tn_adam(tn_module_parameters(net), &ao);
  if (!loader || !adam) return tn_error_code();

  int64_t steps = tn_loader_length(loader), count = tn_tensor_size(data->train_images, 0);
  for (int64_t epoch = 0; epoch < o->epochs; ++epoch) {
    double begin = screen_seconds(), mean = 0;
    double rate = kLearningRate * (1 - (double)epoch / (double)o->epochs);
    double* part = losses + epoch * steps;
    tn_status_t status = tn_optimizer_set(adam, -1, "lr", rate);
    if (!status) status = train_epoch(net, adam, loader, part);
    screen_progress_end();
    double seconds = screen_seconds() - begin;
    if (!status) status = test(net, data, 0, &accuracies[epoch]);
    if (status) return status;
    for (int64_t i = 0; i < steps; ++i) mean += part[i] / (double)steps;
    printf("epoch %lld of %lld: loss %.4f, test accuracy %.4f, %.1f s, %.0f images/s\n", (long long)epoch + 1,
           (long long)o->epochs, mean, accuracies[epoch], seconds, (double)count / seconds);
    fflush(stdout);
  }
  return TN_OK;
}

/* ---- files ---- */

/* The loss curve goes beside the network: digits.safetensors, digits.svg. */
static tn_status_t write_curve(const options_t* o, const double* losses, int64_t steps,
                               const double* accuracies) {
  const char ending[] = ".safetensors";
  size_t length = strlen(o->save), cut = sizeof ending - 1;
  if (length > cut && !strcmp(o->save + length - cut, ending)) length -= cut;
  char* path = malloc(length + sizeof ".svg");
  if (!path) return tn_error_set(TN_ERR_MEMORY, NULL);
  memcpy(path, o->save, length);
  memcpy(path + length, ".svg", sizeof ".svg");
  int error = curve_write(path, losses, steps, accuracies, o->epochs);
  if (!error) printf("network in %s, loss curve in %s\n", o->save, path);
  free(path);
  return error ? tn_error_set(TN_ERR_IO, strerror(error)) : TN_OK;
}

static tn_status_t train_and_save(const options_t* o, tn_module_t net, const digits_data_t* data) {
  int64_t steps = o->epochs * ((tn_tensor_size(data->train_images, 0) + kBatch - 1) / kBatch);
  double* losses = malloc((size_t)steps * sizeof *losses);
  double* accuracies = malloc((size_t)o->epochs * sizeof *accuracies);
  tn_status_t status = losses && accuracies ? TN_OK : tn_error_set(TN_ERR_MEMORY, NULL);
  if (!status) status = train(o, net, data, losses, accuracies);
  if (!status) status = tn_module_save(net, o->save);
  if (!status) status = write_curve(o, losses, steps, accuracies);
  free(losses), free(accuracies);
  return status;
}

/* ---- the program ---- */

static tn_status_t run(const options_t* o) {
  digits_data_t data;
  double accuracy = 0;
  if (o->draw) return data_write(o->draw, o->drawn, o->seed);
  if (tn_manual_seed(o->seed) || (o->threads && tn_set_num_threads(o->threads))) return tn_error_code();
  tn_module_t net = o->predict ? tn_module_load(o->predict) : make_network();
  tn_status_t status = net ? TN_OK : tn_error_code();
  if (!status) status = o->data ? data_load(&data, o->data) : data_draw(&data, o->drawn, o->seed);
  if (!status && !o->predict) status = train_and_save(o, net, &data);
  if (!status) status = test(net, &data, 1, &accuracy);
  if (status) return status;
  printf("accuracy: %.4f\n", accuracy);
  return TN_OK;
}

int main(int argc, char** argv) {
  options_t options;
  int go_on = options_read(&options, argc, argv);
  if (go_on <= 0) return go_on < 0;
  tn_scope_t all = tn_scope_begin();
  tn_status_t status = run(&options);
  if (status) fprintf(stderr, "digits: %s\n", tn_error_message());
  tn_scope_end(all);
  return status != TN_OK;
}
