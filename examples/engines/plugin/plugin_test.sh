#!/bin/sh
# The plugin learns to hit in a game that was never linked with Tenon, three times loaded and let go in one process;
# what is wrong with a library is said in one line. Usage: plugin_test.sh GAME PLUGIN LIBRARY
game=$1 plugin=$2 library=$3
complain() { echo "plugin_test: $*"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

for file in "$game" "$plugin"; do
  nm -D "$file" | grep -q ' tn_' && complain "$file is linked with Tenon"
  ldd "$file" | grep -q libtenon && complain "$file needs libtenon"
done

"$game" "$plugin" "$library" 3 > "$work/out" || { cat "$work/out"; complain "the game failed"; }
cat "$work/out"
first=$(sed -n 's/^untrained: \([0-9]*\) of .*/\1/p' "$work/out" | head -n 1)
last=$(sed -n 's/^trained: \([0-9]*\) of .*/\1/p' "$work/out" | head -n 1)
[ "$first" -lt 20 ] && [ "$last" -ge 150 ] || complain "$first hits, then $last: it hasn't learnt"
[ "$(grep -c '^left alive: 0 objects$' "$work/out")" = 3 ] || complain "objects are left alive"
[ "$(sort -u "$work/out" | wc -l)" = 3 ] || complain "it learns otherwise when it is loaded again"

refused() {  # the words that must be said, arguments of the game
  words=$1
  shift
  "$game" "$@" > "$work/out" 2> "$work/error"
  [ $? = 1 ] || complain "status isn't 1: $*"
  grep -q "$words" "$work/error" && [ "$(wc -l < "$work/error")" = 1 ] || complain "$*: $(cat "$work/error")"
}
refused "nowhere.so" "$plugin" "$work/nowhere.so"
refused "no Tenon" "$plugin" libm.so.6
refused "no gunner" libm.so.6
# A library that is older than the plugin, or of another major, is refused by its version.
for abi in 0 1000; do
  cat > "$work/old.c" << END_OF_CODE
#include <string.h>
static int abi(void) { return $abi; }
static const char* version(void) { return "of another time"; }
static void* nothing(void) { return 0; }
void* tn_get_proc_address(const char* name) {
  return !strcmp(name, "tn_abi_version") ? (void*)abi : !strcmp(name, "tn_version") ? (void*)version : (void*)nothing;
}
END_OF_CODE
  ${CC:-cc} -shared -fPIC -w "$work/old.c" -o "$work/old.so" || complain "the old library can't be built"
  refused "made for Tenon .* but this is of another time" "$plugin" "$work/old.so"
done
