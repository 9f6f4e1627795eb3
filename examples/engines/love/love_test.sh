#!/bin/sh
# The game under a screen of its own: the moths learn, the same seed gives the same network whatever the number of
# threads, nothing is left alive, and the picture shows all three: night, curve and network.
# Usage: love_test.sh PICTURE   (TENON_CDEF and TENON_LIBRARY in the environment; CI=true fails where a tool is missing)
picture=$1
here=$(dirname "$0")
complain() { echo "love_test: $*"; exit 1; }
for tool in love xvfb-run xauth convert; do
  command -v $tool > /dev/null && continue
  echo "love_test: $tool is not installed (Debian: love, xvfb, xauth, imagemagick; \`make deps\` installs them)"
  [ -z "${CI:-}" ] && exit 77
  exit 1
done
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

play() {  # threads, options…: what the game prints, in $work/THREADS
  threads=$1
  shift
  HOME=$work XDG_DATA_HOME=$work LIBGL_ALWAYS_SOFTWARE=1 TENON_NUM_THREADS=$threads \
    xvfb-run -a -s "-screen 0 1280x800x24" love "$here/moths" --seed 7 --frames 100 --pace 16 "$@" \
    > "$work/$threads" 2> "$work/error" || { cat "$work/$threads" "$work/error"; complain "the game failed"; }
}
figure() { sed -n "s/^$1: //p" "$work/1"; }

rm -f "$picture"
play 1 --screenshot "$picture"
play 2
cat "$work/1"
cmp "$work/1" "$work/2" || complain "two threads teach otherwise than one"
[ "$(figure updates)" = 200 ] || complain "it didn't learn 200 times"
awk "BEGIN { exit !($(figure 'found at last') > 5 && $(figure 'found at last') > 5 * $(figure 'found at first')) }" ||
  complain "the moths haven't learnt"
[ "$(figure alive)" = 0 ] || complain "objects are left alive"

[ "$(identify -format '%wx%h' "$picture")" = 1280x720 ] || complain "the picture has another size"
colours() { convert "$picture" -crop "$1" +repage -format '%k' info:; }
for part in 864x720+0+0 360x170+892+160 360x240+892+410; do
  [ "$(colours $part)" -ge 100 ] || complain "there is nothing in the picture's part $part"
done
