#!/bin/sh
# Who may include whom (the order of the house, leftward only):
#   base <- backend <- tensor <- ops <- autograd <- nn <- optim; data and io on tensor and nn;
#   cpu and cuda on base and backend; these and backend itself on the lists and formulas of ops that reach no tensor;
#   capi on all of the core; tests, examples and bindings on capi alone, but tests/core on the core;
#   system calls in core/base/os alone.
# Prints each include that breaks it, and fails. Usage: layering.sh [source folder]
cd "${1:-.}" || exit 1
files=$(find core capi tests examples bindings -type f 2>/dev/null |
  grep -E '\.(h|hpp|c|cpp|cu|cuh|def|inc)$' | LC_ALL=C sort)
[ -n "$files" ] || { echo "layering: no sources found in $PWD"; exit 1; }
# shellcheck disable=SC2086
awk '
function room_of(path) { return path ~ /^core\// ? substr(path, 6, index(substr(path, 6), "/") - 1) : "" }
function complain(why) { printf "%s:%d: %s\n    %s\n", FILENAME, FNR, why, $0; broken++ }
BEGIN {
  n = split("base backend tensor ops autograd nn optim", chain, " ")
  for (i = 1; i <= n; i++) for (j = 1; j <= i; j++) may[chain[i], chain[j]] = 1
  split("base backend tensor ops autograd nn", below, " ")
  for (i in below) { may["data", below[i]] = 1; may["io", below[i]] = 1 }
  split("data io cpu cuda", rooms, " ")
  for (i in rooms) may[rooms[i], rooms[i]] = 1
  split("cpu cuda", devices, " ")
  for (i in devices) { may[devices[i], "base"] = 1; may[devices[i], "backend"] = 1 }
  system_headers = "^(unistd|fcntl|pthread|sched|dlfcn|dirent|signal|poll|semaphore|sys/.*|linux/.*|windows)[.]h$"
}
/^[ \t]*#[ \t]*include[ \t]*[<"]/ {
  quoted = $0 ~ /include[ \t]*"/
  target = $0
  sub(/^[^<"]*[<"]/, "", target)
  sub(/[>"].*/, "", target)
  from = room_of(FILENAME)
  to = room_of(target)
  if (from != "") {
    reach[FILENAME] = reach[FILENAME] " " target
    if (target ~ /^(capi|tests|examples|bindings|tenon)\//) complain("the core includes nothing of " target)
    else if (quoted && to == "") complain("includes are written from the root of the repository")
    else if (!quoted && target ~ system_headers && FILENAME !~ /^core\/base\/os/ && from != "cuda")
      complain("system calls live in core/base/os")
    else if (to == "ops" && (from == "cpu" || from == "cuda" || from == "backend")) {
      pending[++waiting] = target
      place[waiting] = FILENAME ":" FNR
      line[waiting] = $0
    } else if (to != "" && !((from, to) in may)) complain(from " may not include " to)
  } else if (FILENAME ~ /^capi\/include\//) {
    if (quoted) complain("a public header includes <tenon/...> and standard headers")
    else if (target ~ /\// && target !~ /^tenon\//) complain("a public header includes <tenon/...> and standard headers")
  } else if (FILENAME !~ /^(capi\/|tests\/core\/)/) {
    if (to != "" || target ~ /^capi\//) complain("only the public headers are to be seen from here")
  }
}
function impure(path,   parts, count, i, room) {  # does a header of ops reach a tensor?
  if (path in judged) return judged[path]
  judged[path] = 0
  count = split(reach[path], parts, " ")
  for (i = 1; i <= count; i++) {
    room = room_of(parts[i])
    if (room == "ops" ? impure(parts[i]) : room != "" && room != "base" && room != "backend")
      return judged[path] = 1
  }
  return 0
}
END {
  for (w = 1; w <= waiting; w++)
    if (impure(pending[w])) {
      printf "%s: only lists and pure formulas of ops are to be seen from here, and this one reaches a tensor\n    %s\n", place[w], line[w]
      broken++
    }
  if (broken) { printf "layering: %d includes run against the order of the house\n", broken; exit 1 }
}' $files && echo "layering: $(echo "$files" | wc -l) files keep the order of the house"
