#!/bin/sh
# After the warm-up no frame allocates, on the host's job system, the library's threads or none; the networks give the
# same bits on all of them; the host's threads do take part; nothing is left alive. Without a warm-up the counters see
# the library. Usage: frame_budget_test.sh PROGRAM
program=$1
complain() { echo "frame_budget_test: $*"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

run() {  # name, options…
  name=$1
  shift
  "$program" --frames 200 "$@" > "$work/$name" || { cat "$work/$name"; complain "$name failed"; }
  [ "$(tail -n 1 "$work/$name")" = "left alive: 0 objects" ] || complain "$name: $(tail -n 1 "$work/$name")"
}
run alone --host-threads 0
run threads --host-threads 0 --threads 4
for n in 1 3; do run host$n --host-threads $n; done
cat "$work/host3"
for name in alone threads host1 host3; do
  grep -q '^allocated in 200 frames: 0 by the process, 0 by the library from its host; freed: 0$' "$work/$name" ||
    complain "$name: $(head -n 1 "$work/$name")"
  grep -q '^alive: 0 bytes and 0 objects more than before$' "$work/$name" || complain "$name: $(sed -n 2p "$work/$name")"
  [ "$(grep '^decided' "$work/$name")" = "$(grep '^decided' "$work/alone")" ] || complain "$name decides otherwise"
done
grep -qE '^tasks on the host.s job system: [0-9]{3,}, of these 0 ' "$work/host3" && complain "the host's threads slept"
grep -qE '^tasks on the host.s job system: [0-9]{3,}, ' "$work/host1" || complain "the job system got no work"

run cold --host-threads 1 --warm-up 0
grep -qE '^allocated in 200 frames: [1-9][0-9]* by the process, [1-9][0-9]* by the library' "$work/cold" ||
  complain "the counters don't see what the first frame allocates"
"$program" --frames many 2> "$work/error" && complain "it takes any option"
grep -q '^usage: ' "$work/error" || complain "no word about usage"
