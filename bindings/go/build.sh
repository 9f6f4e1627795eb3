#!/bin/sh
# Builds the examples, which are a module of their own as a user's is, and the benchmark. Usage: build.sh BIN   (from examples/go)
set -e
go vet ./...
unformatted=$(gofmt -l .)
[ -z "$unformatted" ] || { echo "not as gofmt writes it: $unformatted"; exit 1; }
go build -o "$1/" ./...
cd ../../bindings/go
go build -o "$1/addcost" ./internal/addcost
"$1/addcost" 2000
