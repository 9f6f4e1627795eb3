#!/bin/sh
# Each header compiles alone: public ones as C99 and as C++ with every warning an error, those of the core as C++20.
# Usage: headers.sh public|core [source folder]
mode=$1
cd "${2:-.}" || exit 1
strict="-fsyntax-only -Wall -Wextra -Werror -I. -Icapi/include"
c99="${CC:-cc} $strict -pedantic -std=c99 -x c"
cxx11="${CXX:-c++} $strict -pedantic -std=c++11 -x c++"
cxx17="${CXX:-c++} $strict -pedantic -std=c++17 -x c++"
cxx20="${CXX:-c++} $strict -std=c++20 -DTENON_ISA=baseline -x c++"
alone() {  # reads names of headers; each is included on its own, by each compiler given
  for compiler in "$@"; do printf '%s\n' "$compiler"; done > "$work/compilers"
  while read -r header; do
    while read -r compiler; do printf '%s\t%s\n' "$compiler" "$header"; done < "$work/compilers"
  done | xargs -r -d '\n' -n 1 -P 2 sh -c '
    compiler=${1%%	*} header=${1##*	}
    printf "#include \"%s\"\nint tn_a_file_has_a_line;\n" "$header" | $compiler - && exit 0
    echo "headers: $header does not compile alone: $compiler"
    exit 1' -
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
if [ "$mode" = public ]; then
  find capi/include -name '*.h' | LC_ALL=C sort > "$work/c"
  find capi/include -name '*.hpp' | LC_ALL=C sort > "$work/cpp"
  alone "$c99" "$cxx11" < "$work/c" && alone "$cxx17" < "$work/cpp" || exit 1
  cat "$work/cpp" >> "$work/c"
else
  # formulas.h is text for whoever has mathematics for it in scope.
  find core capi/src -name '*.h' ! -path core/ops/formulas.h 2> /dev/null | LC_ALL=C sort > "$work/c"
  alone "$cxx20" < "$work/c" || exit 1
fi
echo "headers: $(wc -l < "$work/c") $mode headers compile alone"
