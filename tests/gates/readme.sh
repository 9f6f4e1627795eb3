#!/bin/sh
# The programs of the README compile and print what stands below them, but for the digits of the numbers, which
# depend on the machine's instructions. Usage: readme.sh SOURCE FOLDER-OF-THE-LIBRARY
source=$(cd "$1" && pwd) libraries=$(cd "$2" && pwd)
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
[ "$tried" -ge 2 ] || { echo "readme: its programs weren't found"; exit 1; }
echo "readme: $tried programs print what it says"
