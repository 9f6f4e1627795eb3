#!/bin/sh
# The rules of the C interface that a script can see, checked against what the headers declare. The comment of each
# check is the rule. Usage: rules.sh [source folder]
cd "${1:-.}" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
headers() { find capi/include -name '*.h' ! -name dlpack.h | LC_ALL=C sort; }
headers | sed "s|.*|#include \"$PWD/&\"|" |
  ${CC:-cc} -std=c99 -E -P -DTN_API=TN_DECLARES -Icapi/include -x c - | tr '\n' ' ' | sed 's/TN_DECLARES/\n&/g; s/;/;\n/g' |
  tr -s ' ' | sed 's/^ //' > "$work/all"
# One function a line: "tn_tensor_t tn_add(tn_tensor_t self, tn_tensor_t other);"
sed -n 's/^TN_DECLARES //p' "$work/all" > "$work/functions"
sed -n 's/^.*typedef struct \(tn_[a-z0-9_]*\)[ *].*/\1/p' "$work/all" | LC_ALL=C sort -u > "$work/tags"
sed 's/^[^(]*[ *]\(tn_[a-z0-9_]*\)(.*/\1/' "$work/functions" | LC_ALL=C sort > "$work/names"
: > "$work/wrong"
wrong() { sed "s|^|$1: |" >> "$work/wrong"; }

# A name is declared once, and none is that of a struct tag.
uniq -d "$work/names" | wrong "declared twice"
LC_ALL=C comm -12 "$work/names" "$work/tags" | wrong "function and struct of one name"
# Handles are never const; no struct by value; no varargs, unsigned, long, wchar_t or _Bool.
grep -E 'const tn_[a-z_0-9]*_t [a-z]' "$work/functions" | wrong "const handle or number"
grep -E '[(,] ?(struct )?tn_[a-z0-9_]*(options|stats|value)(_t)? [a-z]' "$work/functions" | wrong "struct by value"
grep -E '\.\.\.|uint[0-9]+_t|unsigned|long|wchar_t|_Bool|[( ](int|float|bool|short) ' "$work/functions" | wrong "type"
# size_t is the size of a struct and nothing else.
grep 'size_t ' "$work/functions" | grep -vE '^void tn_[a-z0-9_]*_options_init\(tn_[a-z0-9_]*_options_t ?\* ?o, size_t size\);$' |
  grep -vE '\* ?[a-z]+, size_t size\);$' | wrong "size_t"
# In place: a status, never a handle.
grep -E '[ *]tn_[a-z0-9_]*_\(' "$work/functions" | grep -v '^tn_status_t ' | wrong "in place without a status"
# A status, a handle, a number or text: nothing else is returned.
grep -vE '^(void|void ?\*|tn_[a-z]+(_kind)?_t|int32_t|int64_t|double|const char ?\*|struct DLManagedTensorVersioned ?\*) ?tn_' "$work/functions" | wrong "result"
# An array is a pointer and a count side by side: const T *p, int64_t n.
grep -oE 'const (int64_t|double|int32_t|tn_[a-z_]+_t) ?\* ?[a-z_]+[,)][^,)]*' "$work/functions" |
  grep -vE '_options_t ?\* ?o[,)]' | grep -vE ', int64_t n(dim|_[a-z_]+)$' | wrong "array without its count"
# A kind of handle has release, keep and retain.
grep -oE 'typedef struct tn_[a-z]+ ?\* ?tn_[a-z]+_t;' "$work/all" | sed 's/.*tn_\([a-z]*\)_t;/\1/' |
  grep -vxE 'context|scope|call' > "$work/kinds"
for way in release keep retain; do
  sed "s/.*/tn_&_$way/" "$work/kinds" | LC_ALL=C sort | LC_ALL=C comm -23 - "$work/names" | wrong "missing"
done
# Options begin with struct_size and have an init; a tn_x_with takes them last, and tn_x_options_t is somebody's.
grep -oE 'typedef struct tn_[a-z0-9_]+_options \{ [^;]*' "$work/all" | grep -v '{ size_t struct_size$' | wrong "first field"
grep '_options$' "$work/tags" | sed 's/$/_init/' | LC_ALL=C comm -23 - "$work/names" | wrong "missing"
grep -E 'tn_[a-z0-9_]*_with_?\(' "$work/functions" | grep -vE '_options_t ?\* ?o(\)|, char ?\* ?buffer, int64_t capacity\));$' | wrong "options not last"
# Callbacks come as (fn, user_data, destroy).
grep -E 'tn_callback_t' "$work/functions" | grep -vE 'tn_callback_t [a-z_]+, void ?\* ?user_data, tn_destroy_t destroy' | wrong "callback"

if [ -s "$work/wrong" ]; then
  cat "$work/wrong"
  exit 1
fi
echo "rules: $(wc -l < "$work/names") functions and $(wc -l < "$work/tags") structs keep the rules"
