#!/usr/bin/env python3
"""Writes corpus/pickle_fuzz: small pickles of every protocol and opcode, and files of PyTorch's old format.

The first byte of each says how it is read (pickle_fuzz.c). Usage: make_pickle_corpus.py, in tests/fuzz."""
import collections
import os
import pickle
import struct

OUT = "corpus/pickle_fuzz"


def text(value):
    raw = value.encode()
    return b"X" + struct.pack("<I", len(raw)) + raw


def name(module, what):
    return f"c{module}\n{what}\n".encode()


def storage(kind, key, count, legacy=False):
    return (b"(" + text("storage") + name("torch", kind + "Storage") + text(key) + text("cpu") +
            b"J" + struct.pack("<i", count) + (b"N" if legacy else b"") + b"tQ")


def tensor(kind, key, count, offset, sizes, strides, legacy=False):
    numbers = [b"K" + bytes([n]) for n in (offset, *sizes, *strides)]
    end = 1 + len(sizes)
    return (name("torch._utils", "_rebuild_tensor_v2") + b"(" + storage(kind, key, count, legacy) + numbers[0] +
            b"(" + b"".join(numbers[1:end]) + b"t(" + b"".join(numbers[end:]) + b"t\x89" +
            name("collections", "OrderedDict") + b")RtR")


def parameter(inner):
    return name("torch._utils", "_rebuild_parameter") + b"(" + inner + b"\x88" + \
        name("collections", "OrderedDict") + b")RtR"


def legacy(value, storages):
    magic = b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."
    keys = b"](" + b"".join(text(k) for k, _, _ in storages) + b"e"
    data = b"".join(struct.pack("<q", n) + raw for _, n, raw in storages)
    return magic + b"\x80\x02M\xe9\x03." + b"\x80\x02}q\x00." + b"\x80\x02" + value + b"." + b"\x80\x02" + keys + b"." + data


def numpy_array():
    return (name("numpy.core.multiarray", "_reconstruct") + name("numpy", "ndarray") + b"K\x00\x85C\x01b\x87R" +
            b"(K\x01K\x02K\x02\x86" + name("numpy", "dtype") + text("f4") + b"\x89\x88\x87R(K\x03" + text("<") +
            b"NNNJ\xff\xff\xff\xffJ\xff\xff\xff\xffK\x00tb\x88C\x10" + bytes(16) + b"tb")


def main():
    os.makedirs(OUT, exist_ok=True)
    files = {}
    values = [None, True, -1, 70000, 2**40, -(2**70), 0.5, "ä\n\\", b"\xff\x00", (1, 2, 3, 4), [1, [2]], {"a": 1, 2: {}},
              {1, 2}, frozenset([3]), collections.OrderedDict(a=[1.5]), bytearray(b"x")]
    for protocol in range(6):
        files[f"values_{protocol}"] = b"\1" + pickle.dumps(values, protocol)
    weight = text("w") + tensor("Float", "0", 16, 2, (2, 3), (1, 2))
    files["archive"] = b"\4\x80\x02}(" + weight + text("b") + tensor("Bool", "1", 7, 0, (7,), (1,)) + b"u."
    files["archive_mapped"] = b"\6" + files["archive"][1:]
    files["archive_parameter"] = b"\4\x80\x02}" + text("p") + parameter(tensor("Double", "0", 8, 0, (), ())) + b"s."
    files["archive_empty"] = b"\4\x80\x02" + tensor("Long", "0", 8, 8, (0, 3), (3, 1)) + b"."
    files["archive_complex"] = b"\5\x80\x02" + tensor("ComplexFloat", "0", 8, 0, (2,), (1,)) + b"."
    files["archive_v3"] = (b"\4\x80\x02" + name("torch._utils", "_rebuild_tensor_v3") + b"(" + storage("Untyped", "0", 64) +
                           b"K\x01K\x04\x85K\x01\x85\x89N" + name("torch", "int16") + b"tR.")
    files["module"] = (b"\5\x80\x02" + name("mnist", "Net") + b")\x81}(" + text("_parameters") + b"}" + text("w") +
                       parameter(tensor("Float", "0", 16, 0, (4, 4), (4, 1))) + b"s" + text("training") + b"\x88ub.")
    files["numpy"] = b"\1\x80\x03" + numpy_array() + b"."
    files["numpy_scalar"] = (b"\0\x80\x03" + name("numpy.core.multiarray", "scalar") + name("numpy", "dtype") + text("i8") +
                             b"\x89\x88\x87RC\x08abcdefgh\x86R.")
    files["encode"] = b"\0\x80\x02" + name("_codecs", "encode") + text("\xe9\x00") + text("latin1") + b"\x86R."
    one = tensor("Float", "7", 2, 0, (2,), (1,), True)
    files["legacy"] = b"\0" + legacy(one, [("7", 2, bytes(8))])
    files["legacy_within"] = (b"\0\x80\x03" + name("torch.storage", "_load_from_bytes") +
                              (lambda b: b"B" + struct.pack("<I", len(b)) + b)(
                                  legacy(storage("Float", "7", 2, True), [("7", 2, bytes(8))])) + b"\x85R.")
    files["texts"] = b"\1I01\nI-5\nF1e5\nL99L\nS'a\\x41\\n'\nV\\u00e4\n(lp0\ng0\na(dp1\n(cbuiltins\nlist\noicollections\nOrderedDict\n."
    files["texts_2"] = b"\1(I1\nF-inf\nL-99999999999999999999999L\nS'a\\x41\\n'\nV\\u00e4\nNtp0\n."
    files["circle"] = b"\0]q\x00h\x00a."
    files["wire"] = b"\1\x80\x04\x95\x05\x00\x00\x00\x00\x00\x00\x00\x8c\x01a\x94\x8c\x01b\x93."
    files["old_class"] = b"\1(iold\nClass\n}S'x'\nI3\nsb."
    files["reconstructor"] = b"\1ccopy_reg\n_reconstructor\n(cold\nClass\nc__builtin__\nobject\nNtR}S'x'\nI3\nsb."
    for key, value in files.items():
        with open(f"{OUT}/{key}", "wb") as f:
            f.write(value)


main()
