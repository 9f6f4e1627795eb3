#!/bin/sh
# What must compile against the public headers, with gcc and with clang where they are: each header alone, the sizes
# and offsets of structs, programs in C99 and in C++17. Usage: compile.sh [source folder]
cd "${1:-.}" || exit 1
strict="-fsyntax-only -Wall -Wextra -pedantic -Werror -Icapi/include"
status=0
for pair in gcc:g++ clang:clang++; do
  cc=${pair%:*} cxx=${pair#*:}
  command -v "$cc" > /dev/null && command -v "$cxx" > /dev/null || continue
  CC=$cc CXX=$cxx sh tests/gates/headers.sh public . || status=1
  for source in tests/abi/*.c tests/abi/programs/*.c; do
    "$cc" -std=c99 $strict "$source" || status=1
  done
  for source in tests/abi/programs/*.cpp; do
    [ -e "$source" ] || continue
    "$cxx" -std=c++17 $strict "$source" || status=1
    "$cxx" -std=c++17 -fno-exceptions -fno-rtti $strict "$source" || status=1
  done
  [ $status = 0 ] && echo "compile: $cc and $cxx take the headers, the layout and the programs"
done
exit $status
