#!/bin/sh
# go vet has nothing to say, and gofmt nothing to change; the C that SWIG wrote compiles without warnings.
go vet ./... || exit 1
unformatted=$(gofmt -l .)
[ -z "$unformatted" ] || { echo "not as gofmt writes it: $unformatted"; exit 1; }
${CC:-cc} -std=gnu11 -Wall -Wextra -Werror -Wno-unused-variable -fsyntax-only $(pkg-config --cflags tenon) internal/native/native_wrap.c
