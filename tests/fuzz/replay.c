/* Where there is no libFuzzer: gives a fuzzer each file of the folders and files named on the command line,
 * once. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

static int replay_file(const char* path) {
  FILE* file = fopen(path, "rb");
  if (!file) return 0;
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  uint8_t* data = size >= 0 ? malloc((size_t)size + 1) : NULL;
  int whole = data && fread(data, 1, (size_t)size, file) == (size_t)size;
  fclose(file);
  if (whole) LLVMFuzzerTestOneInput(data, (size_t)size);
  free(data);
  return whole;
}

static int replay(const char* path) {
  DIR* folder = opendir(path);
  if (!folder) return replay_file(path);
  int count = 0;
  for (struct dirent* entry; (entry = readdir(folder));) {
    char inner[4096];
    if (entry->d_name[0] == '.') continue;
    snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
    count += replay_file(inner);
  }
  closedir(folder);
  return count;
}

int main(int argc, char** argv) {
  int count = 0;
  for (int i = 1; i < argc; i++) count += replay(argv[i]);
  printf("%d inputs replayed\n", count);
  return count > 0 ? 0 : 1;
}
