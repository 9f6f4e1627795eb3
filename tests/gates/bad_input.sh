#!/bin/sh
# Each public function is given bad input by a test: fails where a name of symbols.txt stands in no
# tests/capi/*bad_input*_test.c. Usage: bad_input.sh [source folder]
cd "${1:-.}" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
find tests/capi -name '*bad_input*_test.c' -exec cat {} + 2>/dev/null | tr -cs 'A-Za-z0-9_' '\n' | LC_ALL=C sort -u > "$work/named"
LC_ALL=C comm -23 tests/abi/symbols.txt "$work/named" > "$work/untested"
if [ -s "$work/untested" ]; then
  echo "bad_input: no test gives bad input to:"
  sed 's/^/    /' "$work/untested"
  exit 1
fi
echo "bad_input: $(wc -l < tests/abi/symbols.txt) functions are given bad input"
