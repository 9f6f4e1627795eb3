#include "options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char kHelp[] =
    "Trains a small network to read digits, and shows what it has learnt.\n"
    "usage: digits [options]\n"
    "  --data DIR      MNIST's IDX files, gzip or not; without it digits are drawn\n"
    "  --drawn N       how many, of which a fifth are for testing; 10000\n"
    "  --draw DIR      writes them there as MNIST's files, for other programs, and stops\n"
    "  --epochs N      how often all pictures are seen; 5\n"
    "  --seed N        of weights, dropout, order and drawing; 1\n"
    "  --save FILE     where the network goes, with the loss curve as SVG beside them; digits.safetensors\n"
    "  --predict FILE  reads the network from there instead of training\n"
    "  --threads N     threads that compute; 0, as many as there are processors\n"
    "  --workers N     threads that make batches ahead; 2\n";

/* A whole number from `low` to `high`; 0 after a line about it. */
static int read_number(const char* option, const char* text, int64_t low, int64_t high, int64_t* value) {
  char* end;
  errno = 0;
  long long number = strtoll(text, &end, 10);
  if (errno || end == text || *end || number < low || number > high) {
    fprintf(stderr, "digits: %s wants a whole number from %lld to %lld, not \"%s\"\n", option, (long long)low,
            (long long)high, text);
    return 0;
  }
  *value = number;
  return 1;
}

int options_read(options_t* o, int argc, char** argv) {
  o->data = o->draw = o->predict = NULL;
  o->save = "digits.safetensors";
  o->epochs = 5, o->seed = 1, o->threads = 0, o->workers = 2, o->drawn = 10000;
  const struct {
    const char* name;
    const char** text;
    int64_t *number, low, high;
  } known[] = {
      {"--data", &o->data, NULL, 0, 0},          {"--save", &o->save, NULL, 0, 0},
      {"--predict", &o->predict, NULL, 0, 0},    {"--epochs", NULL, &o->epochs, 1, 10000},
      {"--seed", NULL, &o->seed, 0, INT64_MAX},  {"--threads", NULL, &o->threads, 0, 1024},
      {"--workers", NULL, &o->workers, 0, 1024}, {"--drawn", NULL, &o->drawn, 5, 1000000},
      {"--draw", &o->draw, NULL, 0, 0},
  };
  const int count = (int)(sizeof known / sizeof *known);
  for (int i = 1; i < argc; i += 2) {
    if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h")) {
      fputs(kHelp, stdout);
      return 0;
    }
    int k = 0;
    while (k < count && strcmp(argv[i], known[k].name)) ++k;
    if (k == count) {
      fprintf(stderr, "digits: there is no option \"%s\" (digits --help lists them)\n", argv[i]);
      return -1;
    }
    if (i + 1 == argc) {
      fprintf(stderr, "digits: %s wants a value behind it\n", argv[i]);
      return -1;
    }
    if (known[k].text) {
      *known[k].text = argv[i + 1];
    } else if (!read_number(argv[i], argv[i + 1], known[k].low, known[k].high, known[k].number)) {
      return -1;
    }
  }
  return 1;
}
