#!/usr/bin/env python3
"""Writes the seeds of npy_fuzz, npz_fuzz and csv_fuzz, by the formats' descriptions: usage: make_array_corpora.py"""
import io
import os
import struct
import zipfile
import zlib

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "corpus")


def write(fuzzer, name, data):
    folder = os.path.join(HERE, fuzzer)
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, name), "wb") as f:
        f.write(data)


def npy(descr, shape, data, fortran=False, version=1, header=None):
    text = header or "{'descr': %r, 'fortran_order': %r, 'shape': %r, }" % (descr, fortran, shape)
    length = len(text) + 1
    head = b"\x93NUMPY" + bytes([version, 0]) + struct.pack("<H" if version == 1 else "<I", length)
    return head + text.encode() + b"\n" + data


def archive(entries, method=zipfile.ZIP_STORED, comment=b"", wide=False):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as z:
        for name, data in entries:
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            with z.open(info, "w", force_zip64=wide) as f:
                f.write(data)
        z.comment = comment
    return file.getvalue()


class Pipe(io.RawIOBase):  # which can't go back, so that sizes follow the data
    def __init__(self):
        self.data = b""

    def writable(self):
        return True

    def write(self, data):
        self.data += bytes(data)
        return len(data)


FLOATS = struct.pack("<6f", 0, 1, -2.5, float("inf"), 1e-40, 3)
ARRAYS = {
    "floats": npy("<f4", (2, 3), FLOATS),
    "fortran": npy("<f4", (2, 3), FLOATS, fortran=True),
    "big": npy(">f8", (2,), struct.pack(">2d", 1.5, -2)),
    "half": npy("<f2", (2,), b"\0\x3c\0\xc0"),
    "bools": npy("|b1", (3,), b"\0\1\7"),
    "bytes": npy("|u1", (2, 1), b"\1\xff"),
    "signed": npy("|i1", (2,), b"\1\xff"),
    "shorts": npy(">i2", (2,), b"\0\1\xff\xff"),
    "ints": npy("<i4", (1, 1, 2), struct.pack("<2i", 5, -5)),
    "longs": npy("<i8", (), struct.pack("<q", -(2**63))),
    "empty": npy("<f4", (3, 0, 2), b""),
    "version_2": npy("<f4", (2, 3), FLOATS, version=2),
    "version_3": npy("<f4", (2, 3), FLOATS, version=3),
    "python_2": npy("", (), FLOATS, header="{'descr': '<f4', 'fortran_order': False, 'shape': (6L,), }"),
    "structured": npy([("x", "<f4"), ("y", "<i8")], (1,), bytes(12)),
    "objects": npy("|O", (1,), b"\x80\x02]."),
    "complex": npy("<c8", (3,), FLOATS),
    "huge": npy("<f4", (2**62, 4), b""),
    "short": npy("<f4", (7,), FLOATS),
    "cut": npy("<f4", (2, 3), FLOATS)[:40],
    "deep": npy("|i1", (1,) * 13, b"\0"),
}
TABLES = {
    "plain": "1,2,3\n4,5,6\n",
    "quoted": '"1", "2.5"\r\n3,"-4e-3"\r\n',
    "special": "nan,inf\n-inf,-0\n,\n",
    "header": "a,b\n1,2\n",
    "ragged": "1,2\n3\n",
    "text": "1,two\n",
    "beyond": "1e400,99999999999999999999\n",
    "open": '1,"2\n',
    "mark": "\ufeff1,2\n",
    "long": "0.1000000000000000055511151231257827021181583404541015625\n",
    "none": "",
}


def main():
    for name, data in ARRAYS.items():
        write("npy_fuzz", name, data)
        write("npz_fuzz", "stored_" + name, b"\0" + data)
    two = [("a.npy", ARRAYS["floats"]), ("b/c.npy", ARRAYS["longs"])]
    write("npz_fuzz", "archive", archive(two))
    write("npz_fuzz", "archive_deflated", archive(two, zipfile.ZIP_DEFLATED))
    write("npz_fuzz", "archive_comment", archive(two[:1], comment=b"PK\5\6 and more"))
    write("npz_fuzz", "archive_zip64", archive(two[:1], wide=True))
    write("npz_fuzz", "archive_empty", archive([]))
    write("npz_fuzz", "archive_other", archive([("a.txt", b"text")]))
    write("npz_fuzz", "archive_trick", archive([("../a.npy", ARRAYS["bytes"])]))
    write("npz_fuzz", "archive_cut", archive(two)[:-10])
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo("a.npy"), ARRAYS["floats"])
    write("npz_fuzz", "archive_streamed", pipe.data)
    end64 = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 0, 0, 0, 0)
    locator = struct.pack("<IIQI", 0x07064B50, 0, 0, 1)
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 65535, 65535, 2**32 - 1, 2**32 - 1, 0)
    write("npz_fuzz", "archive_end64", end64 + locator + end)
    write("npz_fuzz", "mapped", b"\2" + ARRAYS["floats"])
    packed = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packed.compress(ARRAYS["floats"]) + packed.flush()
    write("npz_fuzz", "deflated", b"\1" + struct.pack("<I", len(ARRAYS["floats"])) + packed)
    write("npz_fuzz", "deflated_lie", b"\1" + struct.pack("<I", 10000) + packed)
    for i, (name, text) in enumerate(TABLES.items()):
        for dtype in (0, 1, 4, 9):  # float32, float64, int64, bool
            write("csv_fuzz", "%s_%d" % (name, dtype), bytes([dtype]) + text.encode())
    write("csv_fuzz", "skipped", bytes([64]) + b"x\n1\n")
    write("csv_fuzz", "semicolons", bytes([20]) + b"1;2\n")
    write("csv_fuzz", "tabs", bytes([40]) + b"1\t2\n")
    write("csv_fuzz", "spaces", bytes([50]) + b"1 2\n")


if __name__ == "__main__":
    main()
