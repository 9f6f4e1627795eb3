#!/bin/sh
# A program of its own, outside of the source, on an installed library: as a user has it. Usage: install_test.sh SOURCE BUILD
source=$1 build=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cmake --install "$build" --prefix "$work/prefix" > "$work/log" 2>&1 || { cat "$work/log"; exit 1; }
PKG_CONFIG_PATH=$(dirname "$(find "$work/prefix" -name tenon.pc)")
LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH")
export PKG_CONFIG_PATH LD_LIBRARY_PATH
mkdir "$work/user"
cp "$source/examples/go/custommodule/main.go" "$work/user"
cp -r "$source/bindings/go" "$work/module"  # as the module's cache would have it: without SWIG, read-only
chmod -R a-w "$work/module"
cd "$work/user" || exit 1
cat > go.mod <<END
module user

go 1.19

require github.com/tenonml/tenon/bindings/go v0.1.0

replace github.com/tenonml/tenon/bindings/go => $work/module
END
go build -o user . && ./user > printed
status=$?
chmod -R u+w "$work/module"
[ $status = 0 ] && grep -q '^step 600: loss' printed || { echo "install: the program failed"; cat printed; exit 1; }
echo "install: a program outside of the source works with tenon $(pkg-config --modversion tenon)"
