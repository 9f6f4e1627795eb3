#!/bin/sh
# Writes tenon_cdef.h: the public headers as plain declarations, for those that read C without a preprocessor, such
# as LuaJIT's ffi.cdef. Usage: generate.sh HEADERS OUTPUT   (HEADERS is the folder with tenon/ in it; CC the compiler)
headers=$(cd "$1" && pwd) output=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
set -e
# FFIs know the types of these; what the compiler's own headers hold besides would be noise.
: > "$work/stddef.h"
: > "$work/stdint.h"
find "$headers/tenon" -name '*.h' ! -name tenon_cdef.h | LC_ALL=C sort | sed 's|.*|#include "&"|' > "$work/all.c"
preprocess() { ${CC:-cc} -std=c99 -E "$@" -nostdinc -DTN_API= -I"$work" -I"$headers" -x c -; }

# Macros without arguments that are integers become constants. Each of the others has its reason here, so that a new
# one can't be lost unnoticed: texts and absences are told below, the values of tn_op_call are structs.
preprocess -dM < "$work/all.c" | sed -n 's/^#define \(\(TN\|DLPACK\)_[A-Z0-9_]*\) \(.*[^ ].*\)$/\1/p' |
  grep -vxE 'TN_VERSION_TEXT|TN_NONE|TN_NONE_INT|TN_V_NONE|TN_V_ELLIPSIS' | LC_ALL=C sort > "$work/names"
{ cat "$work/all.c"; sed 's/.*/constant "&" &/' "$work/names"; } | preprocess -P |
  sed -n 's/^constant "\([A-Z0-9_]*\)" /\1 /p' | sed 's/(tn_[a-z]*_t)//g; s/\([0-9]\)UL/\1/g' > "$work/constants"
[ "$(wc -l < "$work/constants")" = "$(wc -l < "$work/names")" ] || { echo "cdef: constants were lost"; exit 1; }
: > "$work/enum"
while read -r name value; do
  case $value in  # only what the shell's arithmetic can do
  *[!0-9a-fxA-F\(\)\ +*\<-]*) echo "cdef: $name is no integer; say in $0 what becomes of it" >&2; exit 1 ;;
  esac
  echo "  $name = $(($value))," >> "$work/enum"
done < "$work/constants"

{
  cat << 'END_OF_HEAD'
/*
 * tenon_cdef.h: Tenon's whole C interface without a preprocessor, made from the headers in tenon/, which say what
 * everything means. For LuaJIT, ffi.cdef takes it as it is; size_t and the types of stdint.h must be known.
 *
 * What a declaration can't say: TN_NONE, no tensor, is the pointer (tn_tensor_t)1. TN_NONE_INT, no integer, is the
 * smallest int64_t. TN_CUDA(i), the i-th GPU, is 0x200 + i.
 */
END_OF_HEAD
  echo "enum {"
  sed '$s/,$//' "$work/enum"
  echo "};"
  preprocess -P < "$work/all.c" | sed 's/^ *\([a-z][A-Za-z0-9_ *]*[ *]tn_[a-z0-9_]*(\)/\1/'
} > "$work/made"
mkdir -p "$(dirname "$output")"
cp "$work/made" "$output"
