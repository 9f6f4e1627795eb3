#!/bin/sh
# Godot without a screen runs the script: the pole stays up in the end, a second run learns the same, nothing is left
# alive, and a wrong call is an error in Godot's log. Usage: godot_test.sh BRAIN
brain=$1
here=$(cd "$(dirname "$0")" && pwd)
complain() { echo "godot_test: $*"; exit 1; }
if ! command -v godot3-server > /dev/null; then
  echo "godot_test: godot3-server is not installed (\`make deps\` installs it)"
  [ -z "${CI:-}" ] && exit 77
  exit 1
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/home/.config" "$work/home/.cache" "$work/home/.local/share"
cp -R "$here/project" "$work/project"
cp "$brain" "$work/project/brain.so"

for run in 1 2; do
  HOME=$work/home XDG_CONFIG_HOME= XDG_DATA_HOME= XDG_CACHE_HOME= TENON_NUM_THREADS=$run \
    godot3-server --path "$work/project" -s main.gd > "$work/$run" 2> "$work/error" ||
    { cat "$work/$run" "$work/error"; complain "Godot failed"; }
done
cat "$work/1"
cmp "$work/1" "$work/2" || complain "it learns otherwise with two threads"
figure() { sed -n "s/^$1: //p" "$work/1"; }
[ -n "$(figure 'at last')" ] || { cat "$work/error"; complain "the script broke off"; }
awk "BEGIN { exit !($(figure 'at first') < 60 && $(figure 'at last') > 150) }" || complain "the pole falls"
[ "$(figure 'left alive')" = "0 objects" ] || complain "objects are left alive"
grep -q '^ERROR: choose: wants four senses' "$work/error" || { cat "$work/error"; complain "a wrong call passes"; }
