#!/bin/sh
# The README's programs in Go print what stands below them, but for the digits of the numbers. Usage: readme.sh README
# (from examples/go, whose module they become a part of)
readme=$1
work=$(mktemp -d "$PWD/_readme.XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
awk -v work="$work" '
/^```go$/ { file = work "/main.go"; next }
/^```$/ { if (file) { if (file ~ /main.go$/) wanted = 1; file = "" } else if (wanted) { file = work "/wanted"; wanted = 0 } next }
file { print > file }' "$readme"
[ -s "$work/main.go" ] && [ -s "$work/wanted" ] || { echo "readme: there is no program in Go, or no output below it"; exit 1; }
unformatted=$(gofmt -l "$work")
[ -z "$unformatted" ] || { echo "readme: not as gofmt writes it"; exit 1; }
go run "$work/main.go" > "$work/printed" || exit 1
for text in "$work/wanted" "$work/printed"; do sed 's/[0-9][0-9]*/#/g' "$text" > "$text.words"; done
diff "$work/wanted.words" "$work/printed.words" || { echo "readme: the program prints something else"; exit 1; }
