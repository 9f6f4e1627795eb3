#!/bin/sh
# The programs of the README compile and print what stands below them, but for the digits of the numbers, which
# depend on the machine's instructions; what it has in Lua runs. Those of the bindings' languages have tests of their own.
# Usage: readme.sh SOURCE FOLDER-OF-THE-LIBRARY TENON_CDEF
source=$(cd "$1" && pwd) libraries=$(cd "$2" && pwd) cdef=$3
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
set -e
# Each block of code, and the block that follows it: 1.c, 1.out; 2.cpp, 2.out.
awk -v work="$work" '
/^```./ { language = substr($0, 4); if (language == "c" || language == "cpp") file = work "/" ++n "." language; next }
/^```$/ { if (file) { close(file); wanted = file ~ /out$/ ? "" : work "/" n ".out"; file = "" }
          else if (wanted) { file = wanted; wanted = "" }
          else skipping = !skipping
          next }
file { print > file }' "$source/README.md"

tried=0
for program in "$work"/*.c "$work"/*.cpp; do
  expected=${program%.*}.out
  [ -e "$expected" ] || { echo "readme: $(basename "$program") has no output below it"; exit 1; }
  case $program in
  *.c) ${CC:-cc} -std=c99 -Wall -Wextra -pedantic -Werror -I"$source/capi/include" "$program" -o "$work/run" -L"$libraries" -ltenon ;;
  *) ${CXX:-c++} -std=c++17 -Wall -Wextra -pedantic -Werror -I"$source/capi/include" "$program" -o "$work/run" -L"$libraries" -ltenon ;;
  esac
  (cd "$work" && LD_LIBRARY_PATH=$libraries ./run > printed)
  for text in "$expected" "$work/printed"; do sed 's/[0-9][0-9]*/#/g' "$text" > "$text.words"; done
  diff "$expected.words" "$work/printed.words" || { echo "readme: $(basename "$program") prints something else"; exit 1; }
  tried=$((tried + 1))
done
awk '/^```lua$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$source/README.md" > "$work/program.lua"
[ -s "$work/program.lua" ] || { echo "readme: there is nothing in Lua"; exit 1; }
if command -v luajit > /dev/null; then
  TENON_CDEF=$cdef TENON_LIBRARY=$libraries/libtenon.so LUA_PATH="$source/examples/engines/love/moths/?.lua" \
    luajit "$work/program.lua" || { echo "readme: what it has in Lua fails"; exit 1; }
  tried=$((tried + 1))
elif [ "${CI:-}" = true ]; then
  echo "readme: luajit is missing"
  exit 1
fi
[ "$tried" -ge 2 ] || { echo "readme: its programs weren't found"; exit 1; }
echo "readme: $tried programs do what it says"
