#!/bin/sh
# A program that leaves everything open ends all the same. Usage: exit_test.sh MONO EXIT.exe
for i in 1 2 3 4 5 6 7 8; do
  said=$(timeout 60 "$1" "$2") || { echo "exit_test: status $?, 124 is no end at all"; exit 1; }
  [ "$said" = "8
28" ] || { echo "exit_test: it says $said"; exit 1; }
done
