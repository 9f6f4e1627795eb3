#!/bin/sh
# Trains, asks a fresh process, and tries what goes wrong. Usage: digits_test.sh PROGRAM LEAST-ACCURACY OPTIONS…
program=$1 least=$2
shift 2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
complain() { echo "digits_test: $*"; exit 1; }

TMPDIR=$work "$program" "$@" --threads 1 --workers 0 --save "$work/model.safetensors" > "$work/trained" ||
  complain "training failed"
cat "$work/trained"
accuracy=$(sed -n '$s/^accuracy: \([01]\.[0-9][0-9][0-9][0-9]\)$/\1/p' "$work/trained")
[ -n "$accuracy" ] || complain "the last line isn't the accuracy"
awk "BEGIN { exit !($accuracy >= $least) }" || complain "accuracy $accuracy is below $least"
grep -q '</svg>' "$work/model.svg" || complain "no loss curve"

TMPDIR=$work "$program" "$@" --predict "$work/model.safetensors" > "$work/asked" || complain "asking failed"
[ "$(tail -n 1 "$work/asked")" = "accuracy: $accuracy" ] || complain "a fresh process reads otherwise"
[ "$(ls -d "$work"/digits-* 2> /dev/null)" = "" ] || complain "drawn digits were left behind"

# What is drawn for other programs is what it draws for itself.
mkdir "$work/drawn"
case " $* " in
*" --data "*) ;;
*)
  "$program" --draw "$work/drawn" || complain "drawing failed"
  "$program" --data "$work/drawn" --predict "$work/model.safetensors" | tail -n 1 > "$work/asked"
  [ "$(cat "$work/asked")" = "accuracy: $accuracy" ] || complain "the digits of --draw are others"
  ;;
esac

# One line and status 1 for what can't be.
refused() {
  "$program" "$@" > "$work/out" 2> "$work/error"
  [ $? = 1 ] || complain "status isn't 1: $*"
  [ "$(wc -l < "$work/error")" = 1 ] || complain "not one line: $*: $(cat "$work/error")"
}
refused --epoch 3
refused --epochs many
refused --epochs
refused --data "$work/nowhere"
refused --draw "$work/nowhere"
refused --predict "$work/nowhere"
refused --predict "$work/model.svg"
