#!/bin/sh
# libtenon.so against the committed tests/abi/tenon.abi: what was there must be as it was, additions pass.
# Usage: abi.sh check|update SOURCE LIBRARY
mode=$1 source=$2 library=$3
saved=$source/tests/abi/tenon.abi
if ! command -v abidiff > /dev/null; then
  echo "abi: abidiff is not installed (Debian: abigail-tools)"
  [ -z "${CI:-}" ] && exit 77
  exit 1
fi
if [ "$mode" = update ]; then
  exec abidw --headers-dir "$source/capi/include" --drop-private-types --no-comp-dir-path --no-corpus-path \
    --no-show-locs --no-elf-needed --out-file "$saved" "$library"
fi
abidiff --headers-dir2 "$source/capi/include" --drop-private-types --no-added-syms \
  --suppressions "$source/tests/abi/additions.suppr" "$saved" "$library"
status=$?
if [ $status != 0 ]; then
  echo "abi: the ABI has changed (abidiff: $status); before 1.0 \`make abi\` accepts it, with the reason in the commit"
  exit 1
fi
echo "abi: nothing that was there has changed"
