#!/bin/sh
# Compiles all sources below some folders. Usage: compile.sh JAVAC OUT [OPTION…] -- FOLDER…
set -e
javac=$1 out=$2
shift 2
options=
while [ "$1" != -- ]; do
  options="$options $1"
  shift
done
shift
rm -rf "$out"
mkdir -p "$out"
find "$@" -name '*.java' > "$out.sources"
# shellcheck disable=SC2086
"$javac" $options -d "$out" @"$out.sources"
