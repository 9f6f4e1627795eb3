"""Writes what is made from the public headers and the library's schemas.

Usage: python3 -m surface WHAT INCLUDE LIBRARY OUT   (from bindings/; WHAT is swig, java, csharp, golang or docs)"""
import importlib
import os
import sys

from surface import arrays, calls, headers, options, plan, schemas


def write(folder, files):
    """Only what has changed, so that nothing is built again for nothing."""
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        if not os.path.exists(path) or open(path, encoding="utf-8").read() != text:
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)


def swig_lists(interface, here):
    named = open(os.path.join(here, "..", "swig", "tenon.i"), encoding="utf-8").read()
    return {"arrays.i": arrays.write(interface), "calls.i": calls.write(interface), "options.i": options.write(interface),
            "public_headers.i": calls.public_headers(interface, named)}


def main():
    what, include, library, out = sys.argv[1:]
    interface = headers.read_interface(include)
    if what == "swig":
        write(out, swig_lists(interface, os.path.dirname(os.path.abspath(__file__))))
        return
    known = schemas.read_schemas(library)
    calls_, left = plan.read_plan(interface, known)
    lost = [f.name for f in left if not plan.by_hand(f.name)]
    if lost:
        sys.exit("no rule finds a place for: " + ", ".join(lost))
    write(out, importlib.import_module("surface." + what).write(interface, known, calls_))


main()
