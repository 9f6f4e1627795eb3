#!/bin/sh
# tenon_cdef.h is C99 without a preprocessor, and says what the headers say: LuaJIT takes it, finds every function of
# tests/abi/symbols.txt through it, and gives every constant the value, and every struct the size and offsets, that
# the compiler gives them. Usage: cdef_test.sh SOURCE CDEF LIBRARY
source=$1 cdef=$2 library=$3
here=$(dirname "$0")
complain() { echo "cdef_test: $*"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

grep -n '^ *#' "$cdef" && complain "there is a preprocessor's line in it"
strict="-std=c99 -Wall -Wextra -pedantic -Werror"
# shellcheck disable=SC2086
printf '#include <stddef.h>\n#include <stdint.h>\n#include "%s"\nint main(void) { return tn_version() == 0; }\n' "$cdef" |
  ${CC:-cc} $strict -fsyntax-only -x c - || complain "it isn't C99"

# What the compiler makes of the real headers: "constant NAME value", "size STRUCT bytes", "offset STRUCT FIELD bytes".
awk '
  /^typedef (struct|union) .*{$/ { inside = 1; fields = 0; next }
  /^enum {$|^typedef enum {$/ { listing = 1; next }
  listing && /^}/ { listing = 0 }
  listing && match($0, /[A-Za-z][A-Za-z0-9_]*/) { print "constant " substr($0, RSTART, RLENGTH) }
  inside && /^} / {
    name = $2; sub(/;/, "", name); print "size " name
    for (i = 1; i <= fields; i++) print "offset " name " " field[i]
    inside = 0
  }
  inside && /^  [^ }].*;$/ && !/\(/ {
    sub(/^  (const )?(struct )?[A-Za-z0-9_]+[ *]+/, ""); sub(/;/, "")
    count = split($0, names, /, /)
    for (i = 1; i <= count; i++) field[++fields] = names[i]
  }' "$cdef" > "$work/names"
{
  echo '#include <stddef.h>'
  echo '#include <stdio.h>'
  echo '#include <tenon/tenon.h>'
  echo 'int main(void) {'
  sed 's/^constant \(.*\)/  printf("constant \1 %lld\\n", (long long)\1);/
    s/^size \(.*\)/  printf("size \1 %d\\n", (int)sizeof(\1));/
    s/^offset \(.*\) \(.*\)/  printf("offset \1 \2 %d\\n", (int)offsetof(\1, \2));/' "$work/names"
  echo '  return 0;'
  echo '}'
} > "$work/layout.c"
${CC:-cc} -std=c99 -I"$source/capi/include" "$work/layout.c" -o "$work/layout" || complain "the headers lack a name of it"
"$work/layout" > "$work/expected"
for kind in constant size offset; do
  [ "$(grep -c "^$kind" "$work/expected")" -ge 20 ] || complain "its ${kind}s weren't found"
done

if ! command -v luajit > /dev/null; then
  echo "cdef_test: luajit is not installed: the header is C99, but LuaJIT wasn't asked"
  [ -z "${CI:-}" ] && exit 77
  exit 1
fi
luajit "$here/cdef_test.lua" "$cdef" "$library" "$source/tests/abi/symbols.txt" "$work/expected"
