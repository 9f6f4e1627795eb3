#!/bin/sh
# go vet has nothing to say, and gofmt nothing to change, here and in the examples; the C that SWIG wrote compiles without
# warnings.
for folder in . ../../examples/go; do
  (cd $folder && go vet ./...) || exit 1
  unformatted=$(gofmt -l $folder)
  [ -z "$unformatted" ] || { echo "not as gofmt writes it: $unformatted"; exit 1; }
done
${CC:-cc} -std=gnu11 -Wall -Wextra -Werror -Wno-unused-variable -fsyntax-only $(pkg-config --cflags tenon) internal/native/native_wrap.c
