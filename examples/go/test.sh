#!/bin/sh
# Runs the examples, and looks at what they say. Usage: test.sh BIN   (the folder with the programs)
complain() { echo "test: $*"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

"$1/custommodule" > "$work/out" || complain "custommodule failed"
cat "$work/out"
awk '/^step 600: loss/ { if ($4 < 0.01) good = 1 } END { exit !good }' "$work/out" || complain "it learnt nothing"

"$1/characters" --steps 400 --length 120 > "$work/out" || complain "characters failed"
cat "$work/out"
awk '/^step 400 of 400: loss/ { if ($6 < 0.2) good = 1 } END { exit !good }' "$work/out" || complain "it learnt nothing"
grep -q "^All mimsy were" "$work/out" || complain "it doesn't write what it has read"

"$1/loadcheckpoint" "$work/out" > /dev/null 2> "$work/error" && complain "a text is no checkpoint"
[ "$(wc -l < "$work/error")" = 1 ] || complain "not one line: $(cat "$work/error")"
"$1/digits" --data "$work" > /dev/null 2> "$work/error" && complain "there are no digits there"
[ "$(wc -l < "$work/error")" = 1 ] || complain "not one line: $(cat "$work/error")"
data=${TENON_DATA:-$(dirname "$0")/../../../shared/data}/checkpoints
for file in "$data"/Bisola*.pth; do
  [ -f "$file" ] || continue
  "$1/loadcheckpoint" "$file" > "$work/out" || complain "loadcheckpoint failed"
  cat "$work/out"
  grep -q '^109386 elements' "$work/out" || complain "another number of elements"
done
exit 0
