#!/bin/sh
# Runs the tests of an assembly. Usage: tests.sh NUNIT-CONSOLE TESTS.dll DATA
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export TENON_DATA="${TENON_DATA:-$3}" TENON_TEST_WORK="$work"
# In this process: the runner's own agent would look for another runtime.
"$1" -nologo -noshadow -process=Single -domain=None -labels "$2" > "$work/out" 2>&1
status=$?
grep -v '^\*\*\*\*\* ' "$work/out"
[ "$status" = 0 ] || exit 1
grep -q '^Tests run: [1-9][0-9]*, Errors: 0, Failures: 0' "$work/out"
