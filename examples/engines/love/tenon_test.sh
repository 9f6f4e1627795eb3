#!/bin/sh
# The Lua module under LuaJIT alone. Usage: tenon_test.sh SOURCE   (TENON_CDEF, TENON_LIBRARY in the environment)
here=$(cd "$(dirname "$0")" && pwd)
if ! command -v luajit > /dev/null; then
  echo "tenon_test: luajit is not installed (\`make deps\` installs it)"
  [ -z "${CI:-}" ] && exit 77
  exit 1
fi
LUA_PATH="$here/moths/?.lua" luajit "$here/tenon_test.lua" "$1/tests/abi/symbols.txt"
