#!/bin/sh
# Installs to a new prefix, then builds and runs a C99 program and a C++ one against that copy, through
# pkg-config and through find_package. Usage: check.sh SOURCE BUILD
source=$1 build=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
set -e
cmake --install "$build" --prefix "$work/first" > "$work/log" || { cat "$work/log"; exit 1; }
mv "$work/first" "$work/prefix"  # an installed copy may be moved
PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name tenon.pc)")
export PKG_CONFIG_PATH
libraries=$(pkg-config --variable=libdir tenon)
[ -e "$(pkg-config --variable=includedir tenon)/tenon/tenon_cdef.h" ] || { echo "install: no tenon_cdef.h"; exit 1; }
[ ! -e "$build/docs/tenon.html" ] || [ -e "$work/prefix/share/doc/tenon/names.html" ] || { echo "install: no pages"; exit 1; }

strict="-Wall -Wextra -pedantic -Werror"
# shellcheck disable=SC2046
${CC:-cc} -std=c99 $strict "$source/tests/install/hello.c" -o "$work/hello" $(pkg-config --cflags --libs tenon)
# shellcheck disable=SC2046
${CXX:-c++} -std=c++17 $strict "$source/tests/install/hello.cpp" -o "$work/hellopp" $(pkg-config --cflags --libs tenon)
LD_LIBRARY_PATH=$libraries "$work/hello"
LD_LIBRARY_PATH=$libraries "$work/hellopp"
echo "install: pkg-config $(pkg-config --modversion tenon) works for C and C++"

cmake -S "$source/tests/install" -B "$work/build" -DCMAKE_PREFIX_PATH="$work/prefix" > "$work/log" 2>&1 &&
  cmake --build "$work/build" >> "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
"$work/build/hello"
"$work/build/hellopp"
echo "install: find_package(tenon) works for C and C++"
