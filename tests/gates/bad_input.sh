#!/bin/sh
# Each public function is given bad input by a test: fails where a name of symbols.txt stands in none. A function
# that takes arrays, dtypes, devices, options or texts is given wrong ones, too: being called with nothing
# (null_bad_input_test.c) isn't enough for it. Usage: bad_input.sh [source folder]
cd "${1:-.}" || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export LC_ALL=C
words() { tr -cs 'A-Za-z0-9_' '\n' | sort -u; }

# Tests of bad input have it in their name, or the label hostile.
find tests/capi -name '*_test.c' > "$work/tests"
while read -r file; do
  case $file in
    *null_bad_input_test.c) cat "$file" >> "$work/nothing" ;;
    *bad_input*) cat "$file" >> "$work/wrong" ;;
    *) if sed 10q "$file" | grep -q '^// *labels:.*hostile'; then cat "$file" >> "$work/wrong"; fi ;;
  esac
done < "$work/tests"
words < "$work/wrong" > "$work/given_wrong"
cat "$work/wrong" "$work/nothing" | words > "$work/given_any"

# The functions with such parameters: declarations without comments, one a line.
cat capi/include/tenon/*.h capi/include/tenon/ops/*.h capi/include/tenon/io/*.h | tr '\n' ' ' | sed 's,/\*[^*]*\**\([^/*][^*]*\*\**\)*/, ,g' |
  tr ';' '\n' | grep TN_API |
  grep -E 'const (int64_t|tn_tensor_t|tn_value_t|char|tn_[a-z0-9_]*_options_t) *\*|tn_dtype_t|tn_device_t' |
  sed -n 's/.*TN_API [^(]*\<\(tn_[a-z0-9_]*\) *(.*\(const \|tn_dtype_t\|tn_device_t\).*/\1/p' | sort -u > "$work/demanding"

comm -23 tests/abi/symbols.txt "$work/given_any" > "$work/untested"
comm -23 "$work/demanding" "$work/given_wrong" >> "$work/untested"
if [ -s "$work/untested" ]; then
  echo "bad_input: no test gives bad input to:"
  sort -u "$work/untested" | sed 's/^/    /'
  exit 1
fi
echo "bad_input: $(wc -l < tests/abi/symbols.txt) functions are given bad input," \
  "$(wc -l < "$work/demanding") of them wrong arrays, dtypes, devices, options or texts"
