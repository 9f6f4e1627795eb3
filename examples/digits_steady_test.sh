#!/bin/sh
# What is learnt doesn't depend on how many threads compute and how many make batches: the same network, losses
# and accuracy. Usage: digits_steady_test.sh PROGRAM OPTIONS…
program=$1
shift
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
complain() { echo "digits_steady_test: $*"; exit 1; }

for threads in 1 2 4; do
  for workers in 0 1 4; do
    run=$threads-$workers
    TMPDIR=$work "$program" "$@" --threads $threads --workers $workers --save "$work/$run.safetensors" \
      > "$work/$run" || complain "training with $threads threads and $workers workers failed"
    # Without the network's name and what depends on the time.
    sed -n 's/^\(epoch .* accuracy [0-9.]*\),.*/\1/p; /^accuracy: /p' "$work/$run" > "$work/$run.figures"
    for what in figures svg safetensors; do
      [ -s "$work/$run.$what" ] || complain "there is no $what"
      cmp "$work/1-0.$what" "$work/$run.$what" ||
        complain "$threads threads and $workers workers give another $what than one thread alone"
    done
  done
done
cat "$work/1-0.figures"
