"""Safetensors written and read by hand here, and by Tenon there; by its own package as well where that is
installed."""

import json
import os
import random
import struct
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from common import main, read_safetensors

SIZES = {"F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1}


def some_tensors():
    random.seed(0)
    tensors = {}
    for dtype, size in SIZES.items():
        for shape in ([], [3], [2, 0, 4], [5, 3, 1]):
            n = size
            for d in shape:
                n *= d
            data = bytes(random.randrange(2 if dtype == "BOOL" else 256) for _ in range(n))
            tensors[f"{dtype}.{len(shape)} ä\n"] = dtype, shape, data
    return tensors


def write_safetensors(path, tensors, metadata, order, padding):
    """The bytes in another order than the names."""
    places, data = {}, b""
    for name in order:
        places[name] = [len(data), len(data) + len(tensors[name][2])]
        data += tensors[name][2]
    header = {"__metadata__": metadata} if metadata else {}
    for name, (dtype, shape, _) in tensors.items():
        header[name] = {"shape": shape, "data_offsets": places[name], "dtype": dtype}
    text = json.dumps(header).encode() + b" " * padding
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def try_copies(exchange, path, order, padding):
    tensors, metadata = some_tensors(), {"format": "pt", "note": 'häß "x" \\ \n'}
    write_safetensors(path("a"), tensors, metadata, order(tensors), padding)
    for command in ("safetensors", "safetensors-mapped"):
        exchange(command, path("a"), path("b"))
        read, texts = read_safetensors(path("b"))
        assert list(read.items()) == list(tensors.items())
        assert texts == metadata


def test_in_order(exchange, path):
    try_copies(exchange, path, lambda tensors: list(tensors), 0)


def test_unaligned(exchange, path):
    try_copies(exchange, path, lambda tensors: sorted(tensors, key=lambda name: (len(tensors[name][2]), name)), 3)


def test_shards(exchange, path):
    tensors = some_tensors()
    write_safetensors(path("a"), tensors, {"format": "pt"}, tensors, 0)
    index = path("m.safetensors.index.json")
    exchange("shards", path("a"), index, 50)
    with open(index, encoding="utf-8") as file:
        content = json.load(file)
    assert content["metadata"]["total_size"] == sum(len(data) for _, _, data in tensors.values())
    assert list(content["weight_map"]) == list(tensors)
    files, read = sorted(set(content["weight_map"].values())), {}
    assert files == [f"m-{i + 1:05}-of-{len(files):05}.safetensors" for i in range(len(files))]
    for file in files:
        part, metadata = read_safetensors(path(file))
        assert metadata == {"format": "pt"}
        assert all(content["weight_map"][name] == file for name in part)
        assert len(part) == 1 or sum(len(data) for _, _, data in part.values()) <= 50
        read.update(part)
    assert read == tensors
    for command in ("safetensors", "safetensors-mapped"):
        exchange(command, index, path("b"))
        assert list(read_safetensors(path("b"))[0].items()) == list(tensors.items())
    exchange("copy", index, path("c.pt"))
    exchange("weights", path("c.pt"), path("d"))
    assert read_safetensors(path("d"))[0] == tensors


def test_the_package(exchange, path):
    sys.path.pop(0)  # where this file has the package's name
    try:
        from safetensors import safe_open
    except ImportError:
        print("NOT TRIED: the safetensors package is not installed; files are read by hand alone")
        return
    finally:
        sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
    tensors = some_tensors()
    write_safetensors(path("a"), tensors, {"format": "np"}, tensors, 0)
    exchange("safetensors", path("a"), path("b"))
    with safe_open(path("b"), framework="np") as file:
        assert sorted(file.keys()) == sorted(tensors)
        for name, (dtype, shape, data) in tensors.items():
            if dtype != "BF16":  # which NumPy hasn't got
                t = file.get_tensor(name)
                assert list(t.shape) == shape and t.tobytes() == data, name


if __name__ == "__main__":
    main([test_in_order, test_unaligned, test_shards, test_the_package])
