#!/bin/sh
# Runs all cases of the folder that TENON_CONFORMANCE names. Usage: whole.sh runner [options]
if [ -z "${TENON_CONFORMANCE:-}" ] || [ ! -d "$TENON_CONFORMANCE" ]; then
  echo "skipped: TENON_CONFORMANCE does not name a folder of cases"
  exit 77
fi
exec "$@" "$TENON_CONFORMANCE"
