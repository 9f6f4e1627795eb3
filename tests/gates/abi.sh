#!/bin/sh
# libtenon.so against the committed tests/abi/tenon.abi: what was there must be as it was. Functions may be added, and
# fields at the end of an options struct. Usage: abi.sh check|update SOURCE LIBRARY
mode=$1 source=$2 library=$3
saved=$source/tests/abi/tenon.abi
if ! command -v abidiff > /dev/null; then
  echo "abi: abidiff is not installed (Debian: abigail-tools)"
  [ -z "${CI:-}" ] && exit 77
  exit 1
fi
if [ "$mode" = update ]; then
  exec abidw --headers-dir "$source/capi/include" --drop-private-types --no-comp-dir-path --no-corpus-path \
    --short-locs --no-parameter-names --no-elf-needed --type-id-style hash --out-file "$saved" "$library"
fi
compare() {
  abidiff --headers-dir2 "$source/capi/include" --drop-private-types --no-added-syms "$@" "$saved" "$library"
}
report=$(compare) && { echo "abi: nothing that was there has changed"; exit 0; }
# The suppression forgives appended fields, but with them every change of the same struct that inserts none.
if ! echo "$report" | grep -qE 'data member (change|deletion)' &&
  compare --suppressions "$source/tests/abi/additions.suppr" > /dev/null; then
  echo "abi: fields were appended to options structs, nothing else"
  exit 0
fi
echo "$report"
echo "abi: the ABI has changed; before 1.0 \`make abi\` accepts it, with the reason in the commit"
exit 1
