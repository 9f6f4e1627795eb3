#!/bin/sh
# Whether a language's digits trainer learns what C's does from the same seed: the same accuracy, to the last digit.
# Usage: digits_test.sh C-DIGITS MNIST-FOLDER COMMAND…   (the folder is tried where it is there)
digits=$1 mnist=$2
shift 2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
complain() { echo "digits_test: $*"; exit 1; }

"$digits" --draw "$work" --drawn 2000 --seed 3 || complain "no digits were drawn"
compare() {
  tail -n 1 "$work/c" > "$work/c.last"
  tail -n 1 "$work/other" > "$work/other.last"
  grep -q '^accuracy: 0\.[0-9][0-9][0-9][0-9]$' "$work/c.last" || complain "C's last line is $(cat "$work/c.last")"
  cmp -s "$work/c.last" "$work/other.last" || complain "C: $(cat "$work/c.last"), here: $(cat "$work/other")"
  cat "$work/other"
}
for seed in 1 2; do
  "$digits" --data "$work" --epochs 2 --seed $seed --save "$work/c.safetensors" > "$work/c" || complain "C's training failed"
  "$@" --data "$work" --epochs 2 --seed $seed > "$work/other" || complain "training failed: $(cat "$work/other")"
  compare
done
if [ -d "$mnist" ]; then
  "$digits" --data "$mnist" --epochs 1 --save "$work/c.safetensors" > "$work/c" || complain "C's training failed"
  "$@" --data "$mnist" --epochs 1 > "$work/other" || complain "training failed: $(cat "$work/other")"
  compare
fi
