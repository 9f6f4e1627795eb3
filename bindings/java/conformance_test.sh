#!/bin/sh
# Runs PyTorch's own cases, from TENON_CONFORMANCE or the folder given, where they are there.
# Usage: conformance_test.sh FOLDER COMMAND…
folder=${TENON_CONFORMANCE:-$1}
shift
if [ ! -d "$folder/ops" ]; then
  echo "skipped: no operator cases at $folder"
  exit 77
fi
"$@" "$folder"
