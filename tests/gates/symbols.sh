#!/bin/sh
# The exported symbols of libtenon.so are tests/abi/symbols.txt, all of them tn_, and the functions that the
# public headers declare. Usage: symbols.sh check|update SOURCE LIBRARY
mode=$1 source=$2 library=$3
list=$source/tests/abi/symbols.txt
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
nm -D --defined-only "$library" | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | LC_ALL=C sort -u > "$work/exported"
if [ "$mode" = update ]; then
  mkdir -p "$(dirname "$list")"
  cp "$work/exported" "$list"
  echo "symbols: $(wc -l < "$list") written to $list"
  exit 0
fi
sh "$source/tests/gates/declared.sh" "$source" > "$work/declared" || exit 1
status=0
differ() {  # title, file, file
  if ! diff "$2" "$3" > "$work/diff"; then
    echo "symbols: $1"
    grep '^[<>]' "$work/diff"
    status=1
  fi
}
if grep -v '^tn_' "$work/exported"; then
  echo "symbols: exported without the prefix tn_"
  status=1
fi
differ "declared in the headers (<) and exported (>) differ" "$work/declared" "$work/exported"
differ "tests/abi/symbols.txt (<) and exported (>) differ; \`make symbols\` writes the list anew" "$list" "$work/exported"
[ $status = 0 ] && echo "symbols: $(wc -l < "$list") exported, declared and listed"
exit $status
