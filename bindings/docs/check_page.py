#!/usr/bin/env python3
"""Whether tenon.html is whole: every function, type, field and constant has its place, once; no link leads nowhere, neither
there nor on the pages beside it; the markup is well-formed.

What there is to be found comes from other readers than the one that wrote the page: the list of exported symbols, and what
the compiler's preprocessor made of the headers (tenon_cdef.h); macros by their #define.
Usage: check_page.py PAGE SYMBOLS CDEF INCLUDE"""
import collections
import glob
import os
import re
import sys
import xml.etree.ElementTree as xml


def wanted(symbols, cdef, include):
    """Every name that must have a place: what kind it is, by name."""
    names = {line.strip(): "function" for line in open(symbols) if line.strip()}
    text = re.sub(r"/\*.*?\*/", "", open(cdef, encoding="utf-8").read(), flags=re.S)
    text = re.sub(r"//.*", "", text)
    for body in re.findall(r"\benum\s*\w*\s*\{(.*?)\}", text, re.S):
        names.update({c: "constant" for c in re.findall(r"\b(TN_\w+)\s*(?=[,=]|$)", body, re.M)})
    for type_, alias in re.findall(r"\btypedef\b[^;{]*?(?:\(\*(\w+)\)[^;]*|\b(\w+));", text):
        names[type_ or alias] = "type"
    for body, struct in re.findall(r"typedef struct tn_\w+ \{((?:[^{}]|\{[^{}]*\})*)\}\s*(tn_\w+);", text):
        names[struct] = "type"
        body = re.sub(r"union\s*\{(.*?)\}\s*(\w+);", lambda u: re.sub(r"(\w+);", u.group(2) + r".\1;", u.group(1)), body, flags=re.S)
        for declaration in filter(None, map(str.strip, body.split(";"))):
            for field in re.sub(r".*?[\s*](?=[\w.]+\s*(,|$))", "", declaration, count=1, flags=re.S).split(","):
                names["%s.%s" % (struct, field.strip(" *\n"))] = "field"
    for path in glob.glob(include + "/tenon/**/*.h", recursive=True):
        for macro in re.findall(r"^\s*#\s*define (TN_(?!API\b)\w+)", open(path, encoding="utf-8").read(), re.M):
            names[macro] = "constant"
    # Of dlpack.h, whose names are not the library's, the page shows the text.
    return {name: kind for name, kind in names.items() if not name.startswith(("DL", "kDL"))}


class Page:
    def __init__(self, path):
        self.path = path
        try:
            self.elements = list(xml.parse(path).getroot().iter())
        except xml.ParseError as error:
            sys.exit("%s isn't well-formed: %s" % (path, error))
        self.ids = collections.Counter(e.get("id") for e in self.elements if e.get("id"))
        self.links = [e.get("href") for e in self.elements if e.get("href")]

    def faults(self, pages):
        name = os.path.basename(self.path)
        faults = ["%s: two places for %s" % (name, i) for i, count in self.ids.items() if count > 1]
        faults += ["%s: something from outside: %s" % (name, e.get("src")) for e in self.elements if e.get("src")]
        for link in self.links:
            file, mark, place = link.partition("#")
            path = os.path.join(os.path.dirname(self.path), file) if file else self.path
            if not os.path.exists(path) or mark and place not in pages[path].ids:
                faults.append("%s: a link to nowhere: %s" % (name, link))
        return faults


def main():
    page, symbols, cdef, include = sys.argv[1:]
    pages = {path: Page(path) for path in glob.glob(os.path.join(os.path.dirname(page), "*.html"))}
    ids = pages[page].ids
    names = wanted(symbols, cdef, include)
    faults = ["%s %s has no place" % (kind, name) for name, kind in names.items() if name not in ids]
    faults += [fault for each in pages.values() for fault in each.faults(pages)]
    headers = [os.path.relpath(p, include + "/tenon") for p in glob.glob(include + "/tenon/**/*.h", recursive=True)]
    faults += ["header %s has no section" % h for h in headers if h not in ids and h != "tenon.h"]
    kinds = collections.Counter(names.values())
    if min(kinds[k] for k in ("function", "type", "field", "constant")) < 10:
        faults.append("the headers were not understood: " + str(dict(kinds)))
    if faults:
        sys.exit("\n".join(faults))
    print("%s: %s; %d links on %d pages" % (os.path.basename(page), ", ".join("%d %ss" % (n, k) for k, n in sorted(kinds.items())),
                                            sum(len(p.links) for p in pages.values()), len(pages)))


main()
