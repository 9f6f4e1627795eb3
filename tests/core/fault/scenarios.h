/* What is tried while memory fails: each a whole little program of a host's, which ends with some numbers, or
 * with an error in the context. They allocate nothing themselves, and leave nothing behind. */
#pragma once
#include <tenon/tenon.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
  double value[32];
  int count;
} numbers_t;

typedef struct {
  const char* name;
  void (*run)(numbers_t* numbers);
} scenario_t;

extern const scenario_t scenarios[];
extern const int scenario_count;

/* How often a host's user data was to be destroyed, less how often it was. */
extern int to_destroy;
/* A file that scenarios may write, an index of files, a gzip'd IDX file, and a pickle of an instance of an
 * unknown class, whose state is {"a": 7}, and a file of PyTorch's old format, a dict of all sorts of values.
 */
extern char scratch_file[256], index_file[300], idx_file[256], pickle_file[256], old_file[256];

#ifdef __cplusplus
}
#endif
