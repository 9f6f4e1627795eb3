#!/bin/sh
# Writes what is generated of the Go package: SWIG's module native, and the package over it. Usage: generate.sh SOURCE LIBRARY
# write|check   (check compares with what is committed)
source=$(cd "$1" && pwd) what=$3
library=$(cd "$(dirname "$2")" && pwd)/$(basename "$2")
package=$source/bindings/go
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export PYTHONDONTWRITEBYTECODE=1
version=$(swig -version | sed -n 's/^SWIG Version //p')
written=$(sed -n 's/^ \* Version \([0-9.]*\).*/\1/p' "$package/internal/native/native.go")
if [ "$what" = check ] && [ "$version" != "$written" ]; then
  echo "skipped: the committed code is of SWIG $written, and here is $version"
  exit 77
fi
python=python3
[ -x /usr/bin/python3 ] && python=/usr/bin/python3
(cd "$source/bindings" && $python -m surface swig "$source/capi/include" - "$work/lists" &&
  $python -m surface golang "$source/capi/include" "$library" "$work/go") || exit 1
mkdir -p "$work/go/internal/native"
swig -Wall -Werror -go -cgo -intgosize 64 -DSWIGWORDSIZE64 -I"$source/capi/include" -I"$source/bindings/swig" -I"$work/lists" \
  -outdir "$work/go/internal/native" -o "$work/go/internal/native/native_wrap.c" "$source/bindings/swig/tenon.i" || exit 1
find "$work/go" -name '*.go' -exec gofmt -w {} + || exit 1
# SWIG names the interface file as it was given.
sed -i "s|$source/||" "$work/go/internal/native/native.go" "$work/go/internal/native/native_wrap.c"

cd "$package" || exit 1
committed=$(find . -name 'zz_generated_*.go' -o -path './internal/native/native*')
if [ "$what" = write ]; then
  rm -f $committed
  cp -r "$work/go/." .
  exit
fi
wrong=0
for file in $( (echo "$committed"; cd "$work/go" && find . -type f) | sort -u); do
  cmp -s "$file" "$work/go/$file" || { echo "not current: bindings/go/$file"; wrong=1; }
done
[ $wrong = 0 ] || echo "write it anew: cmake --build BUILD --target golang_generate"
exit $wrong
