#!/bin/sh
# A network learns to drive, the same to the byte whatever the number of threads; a fresh process races with it on a
# circuit that it never saw, and stays on the road; one that has learnt nothing gets nowhere. SDL draws into memory:
# the picture has a road, five cars and the standings in it. Usage: race_test.sh [PROGRAM PICTURE]
complain() { echo "race_test: $*"; exit 1; }
missing=
[ -n "$1" ] || missing="SDL2 (Debian: libsdl2-dev)"
command -v convert > /dev/null || missing="$missing imagemagick"
if [ -n "$missing" ]; then
  echo "race_test: not installed: $missing; \`make deps\` installs it"
  [ -z "${CI:-}" ] && exit 77
  exit 1
fi
program=$1 picture=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export SDL_VIDEODRIVER=dummy

for threads in 1 3; do
  TENON_NUM_THREADS=$threads "$program" --learn "$work/$threads.safetensors" > "$work/lessons" || complain "it can't learn"
done
cat "$work/lessons"
cmp "$work/1.safetensors" "$work/3.safetensors" || complain "three threads teach otherwise than one"

race() {  # name, options…
  name=$1
  shift
  "$program" "$@" --demo --frames 1800 > "$work/$name" || { cat "$work/$name"; complain "no race: $*"; }
  [ "$(tail -n 1 "$work/$name")" = "left alive: 0 objects" ] || complain "$(tail -n 1 "$work/$name")"
}
rm -f "$picture"
race learnt "$work/1.safetensors" --picture "$picture"
race other "$work/1.safetensors" --circuit 11
race none none
cat "$work/learnt"
for name in learnt other; do
  [ "$(awk '/^car/ && $3 >= 2 && $10 < 36' "$work/$name" | wc -l)" = 5 ] || { cat "$work/$name"; complain "they don't drive"; }
done
[ "$(awk '/^car/ && $3 == 0' "$work/none" | wc -l)" = 5 ] || complain "an untrained network drives"

[ "$(identify -format '%wx%h' "$picture")" = 1280x720 ] || complain "the picture has another size"
has() {  # how many pixels at least, of which colour, where, in which picture
  count=$(convert "$4" -crop "$3" +repage -fuzz 6% -fill black +opaque "$2" -fill white -opaque "$2" \
    -format '%[fx:int(mean*w*h+0.5)]' info:)
  [ "$count" -ge "$1" ] || complain "the picture has $count pixels of $2 in $3"
}
# The road and the cars, without what stands beside them.
convert "$picture" -fill black -draw 'rectangle 16,16 248,154' -draw 'rectangle 16,608 248,704' "$work/road.bmp"
has 20000 'rgb(57,59,64)' 1280x720+0+0 "$work/road.bmp"
for colour in 'rgb(255,190,70)' 'rgb(90,170,255)' 'rgb(240,90,90)' 'rgb(120,220,150)' 'rgb(200,130,240)'; do
  has 40 "$colour" 1280x720+0+0 "$work/road.bmp"
done
has 200 'rgb(240,240,240)' 232x140+16+16 "$picture"

"$program" "$work/nowhere" 2> "$work/error" && complain "it races without a network"
grep -q nowhere "$work/error" || complain "no word about the file that isn't there"
