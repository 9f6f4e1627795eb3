#!/bin/sh
# Runs the examples, and looks at what they say. Usage: test.sh MONO FOLDER DIGITS   (FOLDER has the programs, DIGITS is C's)
mono=$1 programs=$2 digits=$3
complain() { echo "test: $*"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
run() { program=$1 && shift && "$mono" "$programs/$program.exe" "$@"; }

run CustomModule > "$work/out" || complain "CustomModule failed"
cat "$work/out"
awk '/^step 600: loss/ { if ($4 < 0.005) good = 1 } END { exit !good }' "$work/out" || complain "it learnt nothing"

run Characters --steps 300 --length 120 > "$work/out" || complain "Characters failed"
cat "$work/out"
awk '/^step 300 of 300: loss/ { if ($6 < 0.5) good = 1 } END { exit !good }' "$work/out" || complain "it learnt nothing"

run Game > "$work/out" || complain "Game failed"
cat "$work/out"
awk '/^the first 50:/ { if ($9 >= 36 && $9 >= $4 + 15) good = 1 } END { exit !good }' "$work/out" || complain "the paddle didn't learn"
grep -q '^objects left: 0$' "$work/out" || complain "it left objects behind"

# What it saves, C reads.
"$digits" --draw "$work" --drawn 2000 > /dev/null || complain "no digits"
run Digits --data "$work" --epochs 2 --seed 3 --workers 2 --save "$work/net.safetensors" > "$work/out" || complain "Digits failed"
cat "$work/out"
"$digits" --data "$work" --predict "$work/net.safetensors" | tail -n 1 > "$work/asked"
[ "$(tail -n 1 "$work/out")" = "$(cat "$work/asked")" ] || complain "C reads otherwise with the saved network"
run Digits --epochs 1 2> "$work/error" && complain "there is no data"
[ "$(wc -l < "$work/error")" = 1 ] || complain "not one line: $(cat "$work/error")"

run LoadCheckpoint "$work/out" > /dev/null 2> "$work/error" && complain "a text is no checkpoint"
[ "$(wc -l < "$work/error")" = 1 ] || complain "not one line: $(cat "$work/error")"
data=${TENON_DATA:-$(dirname "$0")/../../../shared/data}
for file in "$data"/checkpoints/1653109*model.pth; do
  [ -f "$file" ] || continue
  run LoadCheckpoint "$file" --data "$data/mnist" > "$work/out" || complain "LoadCheckpoint failed"
  cat "$work/out"
  awk '/^accuracy:/ { if ($2 > 0.95) good = 1 } END { exit !good }' "$work/out" || complain "PyTorch's network reads badly"
done
exit 0
