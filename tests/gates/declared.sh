#!/bin/sh
# Prints the functions that the public headers declare with TN_API, sorted. Usage: declared.sh [source folder]
cd "${1:-.}" || exit 1
[ -f capi/include/tenon/tenon.h ] || exit 0
for header in capi/include/tenon/*.h; do printf '#include "%s"\n' "$PWD/$header"; done |
  ${CC:-cc} -std=c99 -E -P -DTN_API=TN_DECLARES -Icapi/include -x c - | tr '\n' ' ' | sed 's/TN_DECLARES/\n/g' |
  sed -n '2,$s/^[^;]*[^A-Za-z0-9_;]\(tn_[A-Za-z0-9_]*\) *(.*/\1/p' | LC_ALL=C sort -u
