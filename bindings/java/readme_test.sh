#!/bin/sh
# The Java program of the README prints what stands below it, but for the digits of the numbers.
# Usage: readme_test.sh README JAVA OPTION… (those that say where the jar is)
readme=$1
shift
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
awk -v work="$work" '
/^```java$/ { file = work "/Sign.java"; next }
/^```$/ { if (file) { wanted = file ~ /java$/; file = "" } else if (wanted) { file = work "/wanted"; wanted = 0 } next }
file { print > file }' "$readme"
[ -s "$work/Sign.java" ] && [ -s "$work/wanted" ] || { echo "readme: there is no program in Java, or no output below it"; exit 1; }
"$@" "$work/Sign.java" > "$work/printed" || exit 1
for text in "$work/wanted" "$work/printed"; do sed 's/[0-9][0-9]*/#/g' "$text" > "$text.words"; done
diff "$work/wanted.words" "$work/printed.words" || { echo "readme: the program prints something else"; exit 1; }
echo "readme: its program prints what it says"
