#!/bin/sh
# Builds the examples, which are a module of their own as a user's is, and the benchmark. Usage: build.sh BIN   (from examples/go)
set -e
go build -o "$1/" ./...
cd ../../bindings/go
go build -o "$1/addcost" ./internal/addcost
