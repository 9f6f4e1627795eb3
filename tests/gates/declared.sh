#!/bin/sh
# Prints the functions that the public headers declare with TN_API, sorted. Usage: declared.sh [source folder]
cd "${1:-.}" || exit 1
find capi/include -name '*.h' | LC_ALL=C sort | sed "s|.*|#include \"$PWD/&\"|" |
  ${CC:-cc} -std=c99 -E -P -DTN_API=TN_DECLARES -Icapi/include -x c - | tr '\n' ' ' |
  awk 'BEGIN { RS = "TN_DECLARES" }
    NR > 1 && match($0, /tn_[A-Za-z0-9_]* *\(/) { name = substr($0, RSTART, RLENGTH - 1); sub(/ *$/, "", name); print name }' |
  LC_ALL=C sort -u
