#!/bin/sh
# Every source is as clang-format leaves it. Usage: format.sh check|update [source folder]
mode=$1
cd "${2:-.}" || exit 1
tool=
for name in clang-format-14 clang-format; do
  case $($name --version 2>/dev/null) in *"version 14."*) tool=$name; break ;; esac
done
if [ -z "$tool" ]; then
  echo "format: clang-format 14 is not installed (other versions format otherwise)"
  [ -z "${CI:-}" ] && [ "$mode" = check ] && exit 77
  exit 1
fi
if [ "$mode" = check ]; then options="--dry-run -Werror"; else options=-i; fi
find core capi tests examples bindings -type f 2>/dev/null | grep -E '\.(h|hpp|c|cpp|cu|cuh)$' | grep -v -e '/generated/' -e '_wrap\.c$' |
  xargs -r "$tool" $options || exit 1
[ "$mode" = update ] || echo "format: every source is as clang-format leaves it"
