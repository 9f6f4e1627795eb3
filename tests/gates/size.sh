#!/bin/sh
# The stripped library is small. Usage: size.sh LIBRARY LIMIT
stripped=$(mktemp) || exit 1
trap 'rm -f "$stripped"' EXIT
strip -o "$stripped" "$1" || exit 1
size=$(wc -c < "$stripped")
echo "size: $size bytes stripped, at most $2"
[ "$size" -le "$2" ]
