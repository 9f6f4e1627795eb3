#!/bin/sh
# Each header compiles alone: public ones as C99 and as C++ with every warning an error, those of the core as C++20.
# Usage: headers.sh public|core [source folder]
mode=$1
cd "${2:-.}" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
strict="-fsyntax-only -Wall -Wextra -Werror"
status=0
count=0
if [ "$mode" = public ]; then
  for header in capi/include/tenon/*.h capi/include/tenon/*.hpp; do
    [ -f "$header" ] || continue
    count=$((count + 1))
    printf '#include <tenon/%s>\nint tn_header_has_a_line;\n' "$(basename "$header")" > "$work/alone.c"
    cp "$work/alone.c" "$work/alone.cpp"
    case $header in
      *.h)
        ${CC:-cc} $strict -pedantic -std=c99 -Icapi/include "$work/alone.c" || status=1
        ${CXX:-c++} $strict -pedantic -std=c++11 -Icapi/include "$work/alone.cpp" || status=1 ;;
      *) ${CXX:-c++} $strict -pedantic -std=c++17 -Icapi/include "$work/alone.cpp" || status=1 ;;
    esac
  done
else
  find core capi/src -name '*.h' | LC_ALL=C sort > "$work/list"
  count=$(wc -l < "$work/list")
  xargs -r -P 2 -I{} sh -c 'echo "#include \"{}\"" | '"${CXX:-c++} $strict"' -std=c++20 -DTENON_ISA=baseline -I. -Icapi/include -x c++ - ||
    { echo "headers: {} does not compile alone"; exit 1; }' < "$work/list" || status=1
fi
[ $status = 0 ] && echo "headers: $count $mode headers compile alone"
exit $status
