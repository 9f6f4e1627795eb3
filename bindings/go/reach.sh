#!/bin/sh
# Every function of the C interface is reached: by the package's Go files, or in the interface that SWIG reads; or it stands in
# unreached.txt with the reason. Usage: reach.sh SOURCE
cd "$1" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
find bindings/go -maxdepth 1 -name '*.go' ! -name '*_test.go' -exec grep -oh 'native\.Tn_[a-z0-9_]*' {} + | sed 's/native\.T/t/' > "$work/reached"
# What the C parts call, beside what they only name to leave out.
sed '/^%ignore/d; /^%rename/d' bindings/swig/go.i bindings/swig/go_values.i bindings/swig/tenon.i bindings/swig/values.i | grep -oE '\btn_[a-z0-9_]+ ?\(' |
  tr -d ' (' >> "$work/reached"
sed -n 's/^TEXT(\(tn_[a-z0-9_]*\),.*/\1/p' bindings/swig/tenon.i >> "$work/reached"
sed -n 's/^\(tn_[a-z0-9_]*\): .*/\1/p' bindings/go/unreached.txt > "$work/reasons"
sort -u "$work/reached" > "$work/sorted"
sort -u tests/abi/symbols.txt > "$work/symbols"
comm -23 "$work/symbols" "$work/sorted" | grep -v '_options_init$' | sort > "$work/lost"
sort "$work/reasons" > "$work/excused"
wrong=$(comm -23 "$work/lost" "$work/excused")
stale=$(comm -13 "$work/lost" "$work/excused")
[ -z "$wrong" ] || echo "reached by nothing in Go: $wrong"
[ -z "$stale" ] || echo "in unreached.txt, and reached or gone: $stale"
[ -z "$wrong$stale" ] && echo "reach: $(wc -l < "$work/symbols") functions, $(wc -l < "$work/excused") of them for a reason not"
