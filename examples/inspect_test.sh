#!/bin/sh
# tenon-inspect tells what is in files, and refuses what isn't one with one line. Usage: inspect_test.sh tenon-inspect
# digits [folder of checkpoints with a manifest.json]
set -e
inspect=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "inspect: $*"; exit 1; }

printf '1,2\n3,4.5\n' > "$work/table.csv"
[ "$("$inspect" --json "$work/table.csv" | tr -d '\n ')" = \
  '{"tensors":[{"name":"","dtype":"float32","shape":[2,2],"sum":10.5,"abs_sum":10.5}],"metadata":{}}' ] ||
  fail "table.csv: $("$inspect" --json "$work/table.csv")"

# A model that a program saved, with its metadata.
"$2" --drawn 100 --epochs 1 --save "$work/net.safetensors" > "$work/log" || { cat "$work/log"; fail "digits"; }
"$inspect" "$work/net.safetensors" | grep -q '^0.weight  *float32 .* \[16, 1, 5, 5\]$' || fail "no 0.weight"
"$inspect" --json "$work/net.safetensors" | grep -q '"tenon.module": "{' || fail "no metadata"

# What can't be read: status 1, nothing on stdout, one line on stderr.
head -c 300 "$work/net.safetensors" > "$work/cut.safetensors"
printf 'PK\3\4nothing' > "$work/broken.pt"
: > "$work/empty.pt"
for file in "$work/cut.safetensors" "$work/broken.pt" "$work/empty.pt" "$work" "$work/absent.pt"; do
  status=0
  "$inspect" --json "$file" > "$work/out" 2> "$work/err" || status=$?
  [ "$status" = 1 ] || fail "$file: status $status"
  [ ! -s "$work/out" ] && [ "$(wc -l < "$work/err")" = 1 ] || fail "$file: $(cat "$work/out" "$work/err")"
done
status=0
"$inspect" --nonsense 2> /dev/null || status=$?
[ "$status" = 2 ] || fail "a wrong option: status $status"

[ -f "$3/manifest.json" ] || { echo "inspect: passed, without the checkpoints, which are not in '$3'"; exit 0; }
python3 - "$inspect" "$3" <<'END'
import json, math, os, subprocess, sys
inspect, folder = sys.argv[1:]
count = 0
for file in json.load(open(os.path.join(folder, "manifest.json")))["files"]:
    path = os.path.join(folder, file["file"])
    run = subprocess.run([inspect, "--json", "--inert", path], capture_output=True, text=True)
    if "tensors" not in file:
        assert run.returncode == 1 and run.stderr.count("\n") == 1 and not run.stdout, path
        continue
    assert run.returncode == 0, run.stderr
    read = {t["name"]: t for t in json.loads(run.stdout)["tensors"]}
    assert sorted(read) == sorted(t["name"] for t in file["tensors"]), path
    for t in file["tensors"]:
        got = read[t["name"]]
        assert got["dtype"] == t["dtype"] and got["shape"] == t["shape"], (path, got)
        for key in ("sum", "abs_sum"):
            assert math.isclose(got[key], t[key], rel_tol=1e-9, abs_tol=1e-9), (path, got, t)
        count += 1
print("inspect: %d tensors of strangers' checkpoints as their manifest says" % count)
END
