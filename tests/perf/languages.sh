#!/bin/sh
# What an add of 16 floats costs from each language that was built, its object and its clean-up included, beside C's own: closed
# by hand, inside a scope, and left to the collector. Medians of ROUNDS (3) turns, one thread, on one processor.
# Usage: languages.sh BUILD-FOLDER
build=$1
rounds=${ROUNDS:-3}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
pin=
command -v taskset > /dev/null && pin="taskset -c $(($(nproc) - 1))"

java=$build/bindings/java csharp=$build/bindings/csharp/bin go=$build/bindings/go/bin
round=0
while [ $round -lt "$rounds" ]; do
  $pin "$build/bin/tenon-perf" --threads 1 --filter add_16 | grep '"add_16"' | sed 's/$/ "mode":"c"/'
  [ -f "$java/programs/AddCost.class" ] &&
    $pin "${JAVA:-java}" "-Dtenon.cache=$java/cache" -cp "$java/tenon.jar:$java/programs" AddCost
  [ -f "$csharp/AddCost.exe" ] && $pin mono "$csharp/AddCost.exe"
  [ -x "$go/addcost" ] && LD_LIBRARY_PATH=$build/lib $pin "$go/addcost"
  round=$((round + 1))
done > "$work/lines" || exit 1

awk '
function text(key,   part) {
  if (!match($0, "\"" key "\": *\"[^\"]*\"")) return ""
  part = substr($0, RSTART, RLENGTH - 1)
  sub(/^"[^"]*": *"/, "", part)
  return part
}
function median(id,   n, i, j, v, sorted) {
  n = count[id]
  for (i = 1; i <= n; i++) {
    v = value[id, i]
    for (j = i; j > 1 && sorted[j - 1] > v; j--) sorted[j] = sorted[j - 1]
    sorted[j] = v
  }
  return n % 2 ? sorted[(n + 1) / 2] : (sorted[n / 2] + sorted[n / 2 + 1]) / 2
}
{
  mode = text("mode")
  id = mode == "c" ? "c" : text("impl") " " mode
  part = $0
  sub(/.*"median_us": */, "", part)
  value[id, ++count[id]] = 1000 * part
  if (id != "c" && count[id] == 1) order[++ids] = id
}
END {
  c = median("c")
  printf "\n%-10s %-12s %10s %14s\n", "add_16", "", "ns", "beyond C, ns"
  printf "%-10s %-12s %10.0f\n", "c", "", c
  for (i = 1; i <= ids; i++) {
    split(order[i], name, " ")
    printf "%-10s %-12s %10.0f %14.0f\n", name[1], name[2], median(order[i]), median(order[i]) - c
  }
}' "$work/lines"
