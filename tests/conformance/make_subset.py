#!/usr/bin/env python3
"""Chooses the cases of tests/conformance/subset.tar.gz from a directory of all of them.

usage: make_subset.py DIR [OUTPUT]

Operators of tier 1, the modules, optimizers and training runs of the foundation, the promotion tables and small files;
small cases before large ones until the archive is as large as it may be. Manifests and tensor files are cut down to what
was chosen. Needs Python alone; the same input gives the same bytes.
"""
import gzip
import io
import json
import os
import struct
import sys
import tarfile

LIMIT = 3_000_000  # bytes of the archive
MODULES = ["Linear", "Conv2d", "MaxPool2d", "ReLU", "Flatten", "Dropout", "Sequential"]
OPTIMIZERS = ["SGD", "Adam", "AdamW"]


def read_tensors(path):
    """name -> (entry of the header, bytes)"""
    with open(path, "rb") as f:
        data = f.read()
    n, = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + n])
    header.pop("__metadata__", None)
    cut = lambda e: data[8 + n + e["data_offsets"][0]:8 + n + e["data_offsets"][1]]
    return {name: (entry, cut(entry)) for name, entry in header.items()}


def write_tensors(tensors):
    header, body = {}, b""
    for name, (entry, data) in tensors.items():
        header[name] = dict(entry, data_offsets=[len(body), len(body) + len(data)])
        body += data
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return struct.pack("<Q", len(text)) + text + body


def strings(value):
    """every text in a case: the keys of its tensors are among them"""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for v in value.values():
            yield from strings(v)
    elif isinstance(value, list):
        for v in value:
            yield from strings(v)


class Source:
    """a manifest, and what its cases weigh"""

    def __init__(self, root, name, keep=lambda case: True):
        self.name = name
        with open(os.path.join(root, name)) as f:
            self.manifest = json.load(f)
        self.tensors = {}
        if "tensors" in self.manifest:
            self.tensors = read_tensors(os.path.join(root, os.path.dirname(name), self.manifest["tensors"]))
        self.cases = []
        for place, case in enumerate(self.manifest.get("cases", [])):
            if keep(case):
                keys = [k for k in dict.fromkeys(strings(case)) if k in self.tensors]
                weight = len(json.dumps(case)) // 8 + sum(len(self.tensors[k][1]) for k in keys)
                self.cases.append((weight, place, case, keys))

    def files(self, limit):
        """the manifest and tensor file with the cases of at most that weight"""
        chosen = [c for c in self.cases if c[0] <= limit]
        if not chosen and "cases" in self.manifest:
            return
        manifest = dict(self.manifest)
        if "cases" in manifest:
            manifest.update(cases=[c[2] for c in chosen], n_cases=len(chosen))
        yield self.name, json.dumps(manifest, separators=(",", ":")).encode()
        if "tensors" in manifest:
            tensors = {k: self.tensors[k] for c in chosen for k in c[3]}
            yield os.path.join(os.path.dirname(self.name), manifest["tensors"]), write_tensors(tensors)


class Files:
    """the manifest of files, and those of at most `most` bytes"""

    def __init__(self, root, name, most):
        self.root, self.name, self.cases = os.path.join(root, os.path.dirname(name)), name, []
        with open(os.path.join(root, name)) as f:
            self.manifest = json.load(f)
        small = [f for f in self.manifest["files"] if f["size"] <= most]
        self.manifest.update(files=small, n_files=len(small))

    def files(self, limit):
        yield self.name, json.dumps(self.manifest, separators=(",", ":")).encode()
        for case in self.manifest["files"]:
            for name in [case["file"]] + ([case["expected_data"]] if "expected_data" in case else []):
                with open(os.path.join(self.root, name), "rb") as f:
                    yield os.path.join(os.path.dirname(self.name), name), f.read()


def has_foundation_parts(model):
    inner = [a for a in model["args"] if a["t"] == "module"]
    return model["cls"] in MODULES and all(has_foundation_parts(m) for m in inner)


def module_case(case):
    return has_foundation_parts({"cls": case["module"], "args": case["ctor_args"]})


def sources(root):
    with open(os.path.join(root, "INDEX.json")) as f:
        names = [m["file"] for m in json.load(f)["manifests"]]
    for name in sorted(names):
        folder, base = os.path.split(name)
        base = base[:-len(".json")]
        if folder == "ops":
            source = Source(root, name)
            if source.manifest["tier"] == 1:
                yield source
        elif folder == "modules" and base in MODULES:
            yield Source(root, name, module_case)
        elif folder == "optim" and base in ["optim_" + o for o in OPTIMIZERS]:
            yield Source(root, name)
        elif folder == "training":
            yield Source(root, name, lambda c: c["optimizer"] in OPTIMIZERS and not c["scheduler"]
                         and has_foundation_parts(c["model"]))
    yield Source(root, "misc/type_promotion.json")
    yield Files(root, "serialization/manifest.json", 3000)


def pack(all_sources, limit):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as tar:
        for source in all_sources:
            for name, data in source.files(limit):
                entry = tarfile.TarInfo(name)
                entry.size = len(data)
                tar.addfile(entry, io.BytesIO(data))
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as f:
        f.write(raw.getvalue())
    return packed.getvalue()


def main():
    root = sys.argv[1]
    output = sys.argv[2] if len(sys.argv) > 2 else os.path.join(os.path.dirname(os.path.abspath(__file__)),
                                                               "subset.tar.gz")
    chosen = list(sources(root))
    weights = sorted({c[0] for s in chosen for c in s.cases})
    low, high, best = 0, len(weights) - 1, None
    while low <= high:  # the heaviest limit that still fits
        middle = (low + high) // 2
        data = pack(chosen, weights[middle])
        if len(data) <= LIMIT:
            low, best = middle + 1, (weights[middle], data)
        else:
            high = middle - 1
    with open(output, "wb") as f:
        f.write(best[1])
    kept = sum(c[0] <= best[0] for s in chosen for c in s.cases)
    print("%s: %d of %d cases, %d bytes" % (output, kept, sum(len(s.cases) for s in chosen), len(best[1])))


if __name__ == "__main__":
    main()
