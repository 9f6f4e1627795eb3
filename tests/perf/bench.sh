#!/bin/sh
# Runs tenon-perf and, where it was built, tenon-perf-torch in turns, and prints a table of the medians and of their
# ratio (lower is better): with one thread, with two, and with two beside a busy process.
# Usage: bench.sh FOLDER-OF-PROGRAMS [text that the names of cases contain]; ROUNDS=3 turns each.
programs=$1 filter=${2:-}
rounds=${ROUNDS:-3}
work=$(mktemp -d) || exit 1
busy=
trap '[ -n "$busy" ] && kill $busy 2> /dev/null; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM

turn() {  # setting, threads
  for program in tenon-perf tenon-perf-torch; do
    [ -x "$programs/$program" ] || continue
    "$programs/$program" --threads "$2" --filter "$filter" > "$work/lines" || exit 1
    sed "s/^/$1 /" "$work/lines" >> "$work/all"
  done
}

[ -x "$programs/tenon-perf" ] || { echo "bench: $programs/tenon-perf isn't built" >&2; exit 1; }
[ -x "$programs/tenon-perf-torch" ] || echo "bench: no libtorch here (Debian: libtorch-dev), so no ratios" >&2
: > "$work/all"
for setting in 1 2 2+busy; do
  if [ $setting = 2+busy ]; then
    sh -c 'while :; do :; done' &
    busy=$!
  fi
  round=0
  while [ $round -lt "$rounds" ]; do
    echo "bench: threads $setting, round $((round + 1)) of $rounds" >&2
    turn $setting ${setting%+busy}
    round=$((round + 1))
  done
done

awk '
function text(key,   part) {
  if (!match($0, "\"" key "\": *\"[^\"]*\"")) return ""
  part = substr($0, RSTART, RLENGTH - 1)
  sub(/^"[^"]*": *"/, "", part)
  return part
}
function number(key,   part) { part = $0; return sub(".*\"" key "\": *", "", part) ? part + 0 : -1 }
function median(id,   n, i, j, v, sorted) {
  n = count[id]
  if (!n) return -1
  for (i = 1; i <= n; i++) {
    v = value[id, i]
    for (j = i; j > 1 && sorted[j - 1] > v; j--) sorted[j] = sorted[j - 1]
    sorted[j] = v
  }
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}
function shown(us) { return us < 0 ? "-" : us < 10 ? sprintf("%.3f", us) : sprintf("%.1f", us) }
{
  name = text("case") " " $1
  id = name " " text("impl")
  value[id, ++count[id]] = number("median_us")
  if (!(name in seen)) { seen[name] = 1; order[++cases] = name }
}
END {
  printf "%-40s %8s %12s %12s %8s\n", "case", "threads", "tenon us", "libtorch us", "ratio"
  for (c = 1; c <= cases; c++) {
    ours = median(order[c] " tenon")
    theirs = median(order[c] " libtorch")
    split(order[c], part, " ")
    printf "%-40s %8s %12s %12s %8s\n", part[1], part[2], shown(ours), shown(theirs),
      (ours > 0 && theirs > 0 ? sprintf("%.2f", ours / theirs) : "-")
  }
}' "$work/all"

if [ -x "$programs/tenon-perf-start" ] && [ -z "$filter" ]; then
  "$programs/tenon-perf-start"
fi
[ -z "$filter" ] && sh "$(dirname "$0")/languages.sh" "$programs/.."
exit 0
