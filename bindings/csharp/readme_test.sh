#!/bin/sh
# The C# program of the README compiles, and prints what stands below it. Usage: readme_test.sh README BIN MCS MONO
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
awk -v work="$work" '
/^```csharp$/ { file = work "/program.cs"; next }
/^```$/ { if (file ~ /cs$/) { file = ""; next_is_output = 1 }
          else if (next_is_output) { file = work "/expected"; next_is_output = 0 }
          else file = ""
          next }
file { print > file }' "$1"
[ -s "$work/expected" ] || { echo "readme_test: no program with its output in $1"; exit 1; }
"$3" -nologo -warnaserror+ -out:"$work/program.exe" -reference:"$2/TenonML.dll" "$work/program.cs" || exit 1
MONO_PATH=$2 "$4" "$work/program.exe" > "$work/printed" || exit 1
diff "$work/expected" "$work/printed" && echo "readme: its program prints what it says"
