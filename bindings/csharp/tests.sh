#!/bin/sh
# Runs the tests of an assembly. Usage: tests.sh NUNIT-CONSOLE TESTS.dll DATA
#
# Mono takes whatever lies on stacks and in registers for references, so now and then an object that nobody has stays, and the
# live count after a test says so. A leak of ours is there in each run; what a conservative collector missed isn't. So where
# such counts are all that failed, the tests run again, three times at most.
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export TENON_DATA="${TENON_DATA:-$3}" TENON_TEST_WORK="$work"

run() {
  # In this process: the runner's own agent would look for another runtime.
  "$1" -nologo -noshadow -process=Single -domain=None -labels "$2" > "$work/out" 2>&1
  status=$?
  grep -v '^\*\*\*\*\* ' "$work/out"
  [ "$status" = 0 ] && grep -q '^Tests run: [1-9][0-9]*, Errors: 0, Failures: 0' "$work/out"
}

# Whether the tests came to their end, and all that failed is the live count after some.
only_counts() {
  grep -q '^Tests run: [1-9][0-9]*, Errors: 0, Failures: [1-9]' "$work/out" || return 1
  failures=$(grep -cE '^[0-9]+\) ' "$work/out")
  [ "$failures" = "$(grep -cE '^[0-9]+\) TearDown Failure' "$work/out")" ] &&
    [ "$failures" = "$(grep -c "objects of the library's that are left" "$work/out")" ]
}

for time in 1 2 3; do
  run "$1" "$2" && exit 0
  only_counts || exit 1
  echo "run $time of 3: the live count alone failed"
done
exit 1
