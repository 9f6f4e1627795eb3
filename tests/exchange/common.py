"""What the scripts here share: the program, a folder for files, and what to do where something is missing."""

import json
import os
import struct
import subprocess
import sys
import tempfile


def missing(what):
    """Without it there is nothing to try: said so, and in CI a failure."""
    print(f"NOT TRIED: {what} is not installed for {sys.executable}")
    sys.exit(1 if os.environ.get("CI", "").lower() in ("1", "true") else 77)


class Program:
    def __init__(self, path):
        self.path = path

    def __call__(self, *args, **environment):
        run = subprocess.run(
            [self.path, *map(str, args)],
            capture_output=True,
            text=True,
            env={**os.environ, **environment},
        )
        if run.returncode != 0:
            raise AssertionError(f"{' '.join(map(str, args))}: {run.returncode}: {run.stderr or run.stdout}")


def read_safetensors(path):
    """By hand: {name: (dtype, shape, bytes)} in the header's order, and the metadata."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header, data = json.loads(file.read(length)), file.read()
    metadata, reached, tensors = header.pop("__metadata__", {}), 0, {}
    for entry in sorted(header.values(), key=lambda entry: entry["data_offsets"]):
        begin, end = entry["data_offsets"]
        assert begin == reached, "a hole or an overlap"
        reached = end
    assert reached == len(data), "bytes that belong to nothing"
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        tensors[name] = entry["dtype"], entry["shape"], data[begin:end]
    return tensors, metadata


def main(tests):
    """Runs each with the program that the command line names, and a folder of its own."""
    program, failed = Program(sys.argv[1]), 0
    for test in tests:
        with tempfile.TemporaryDirectory() as folder:
            try:
                test(program, lambda name: os.path.join(folder, name))
                print(f"ok      {test.__name__}")
            except Exception as error:  # an AssertionError, or what PyTorch raises
                failed += 1
                print(f"FAILED  {test.__name__}: {type(error).__name__}: {error}")
    sys.exit(1 if failed else 0)
