#!/bin/sh
# The library needs libc, libm and the loader, and bears its SONAME. Usage: needed.sh LIBRARY SONAME
needed=$(readelf -d "$1" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p')
for name in $needed; do
  case $name in
    libc.so.* | libm.so.* | ld-linux*.so.*) ;;
    *) echo "needed: $1 needs $name"; exit 1 ;;
  esac
done
readelf -d "$1" | grep -q "(SONAME).*\[$2\]" || { echo "needed: the SONAME is not $2"; exit 1; }
echo "needed: $2 needs" $needed
