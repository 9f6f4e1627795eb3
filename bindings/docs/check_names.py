#!/usr/bin/env python3
"""Whether the table of names is whole and true: every public C function stands in one row, every operator, class of modules and
class of optimizers in the registries has one, no cell is empty, and every name of a language is declared in its sources: those
written by hand, or what surface/ writes.

Usage: check_names.py NAMES.tsv NAMES.html SYMBOLS INCLUDE LIBRARY"""
import collections
import csv
import glob
import os
import re
import sys
import xml.etree.ElementTree as xml

BINDINGS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..")
sys.path.insert(0, BINDINGS)
from surface import csharp, golang, headers, java, plan, schemas  # noqa: E402


def sources(pattern, written):
    """The texts by their files' names."""
    texts = {}
    for path in glob.glob(os.path.join(BINDINGS, pattern), recursive=True):
        if "zz_generated" not in path and not path.endswith("_test.go"):
            texts[path] = open(path, encoding="utf-8").read()
    return list(texts.values()) + list(written.values())


def classes_of(texts, first):
    """The declaration of each class, with what stands between its braces; a base class's as well."""
    found, seen, wanted = [], set(), [first]
    while wanted:
        name = wanted.pop()
        if name in seen:
            continue
        seen.add(name)
        for text in texts:
            for head in re.finditer(r"\b(?:class|struct|interface|record)\s+%s\b([^{;]*)\{" % name, text):
                depth = 0
                for i in range(head.end() - 1, len(text)):
                    depth += (text[i] == "{") - (text[i] == "}")
                    if depth == 0:
                        break
                found.append(text[head.end():i])
                wanted += re.findall(r"[A-Z]\w+", head.group(1))
    return found


def members_of(body):
    """What a class's body declares: the last word before arguments, a body or a value."""
    words = r"public|protected|abstract|static|final|virtual|override|readonly|unsafe"
    for head in re.findall(r"^[ \t]*(?:(?:%s)\s+)+(?:\([^)]*\)\s*)?([^=;({\n]*)" % words, body, re.M):
        if re.search(r"\bthis\s*\[", head):
            yield "this[]"
        for part in re.sub(r"<[^<>]*>", "", head).split(","):
            yield from re.findall(r"(\w+)\s*$", part)


class Declared:
    """What the languages declare."""

    def __init__(self, interface, known):
        calls, _ = plan.read_plan(interface, known)
        self.java = sources("java/src/main/**/*.java", java.write(interface, known, calls))
        self.csharp = sources("csharp/src/*.cs", csharp.write(interface, known, calls))
        self.go = "\n".join(sources("go/*.go", golang.write(interface, known, calls)))
        self.known = {}

    def members(self, language, texts, name):
        """The names that a class declares; None where there is no such class."""
        key = language, name
        if key not in self.known:
            bodies = classes_of(texts, name)
            self.known[key] = {m for body in bodies for m in members_of(body)} if bodies else None
        return self.known[key]

    def in_class(self, language, texts, name):
        name = re.sub(r"^(nn|optim|NN|Optim)\.", "", name)
        first, _, member = name.partition(".")
        members = self.members(language, texts, first)
        return members is not None and (not member or member in members)

    def has(self, language, name):
        name = re.sub(r'\(".*"\)$', "", name)
        if language == "Java":
            return self.in_class(language, self.java, name)
        if language == "C#":
            return self.in_class(language, self.csharp, name)
        owner, _, member = name.partition(".")
        if owner == "tenon":
            return bool(re.search(r"^(?:func|type) %s\b" % member, self.go, re.M))
        fields = re.search(r"^type %s struct \{(.*?)^\}" % owner, self.go, re.M | re.S)
        return bool(re.search(r"^func \(\w+ \*?%s\) %s\(" % (owner, member), self.go, re.M)
                    or fields and re.search(r"^\t%s\b" % member, fields.group(1), re.M))


def main():
    table, page, symbols, include, library = sys.argv[1:]
    rows = list(csv.DictReader(open(table, encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE))
    interface, known = headers.read_interface(include), schemas.read_schemas(library)
    declared, faults = Declared(interface, known), []
    functions = collections.Counter(c for row in rows for c in row["C"].split(", "))
    for symbol in filter(None, map(str.strip, open(symbols))):
        if functions[symbol] != 1:
            faults.append("%s stands in %d rows" % (symbol, functions[symbol]))
    names = 0
    for row in rows:
        for column, cell in row.items():
            if not cell or cell == "()":
                faults.append("%s: nothing under %s" % (row["C"], column))
            elif column in ("Java", "C#", "Go") and not cell.startswith("("):
                for name in cell.split(", "):
                    names += 1
                    if not declared.has(column, name):
                        faults.append("%s: %s declares no %s" % (row["C"], column, name))
    typed = {c[3:] for c in functions}
    calls, _ = plan.read_plan(interface, known)
    typed |= {c.name + "_" * c.in_place for c in calls}
    faults += ["no row for the operator " + op for op in known.operators if op not in typed and 'tn_op_call("%s")' % op not in functions]
    pytorch = {row["PyTorch"] for row in rows}
    for module, classes in (("torch.nn.", known.modules), ("torch.optim.", known.optimizers)):
        faults += ["no row for the class " + module + name for name in classes if module + name not in pytorch]
    root = xml.parse(page).getroot()
    shown = sum(e.tag == "tr" and any(c.tag == "td" for c in e) for e in root.iter())
    if shown != len(rows):
        faults.append("%d rows in %s, %d in %s" % (shown, page, len(rows), table))
    if faults:
        sys.exit("\n".join(faults))
    print("names: %d rows, %d C functions, %d operators, %d classes; %d names are declared" % (
        len(rows), len(interface.functions), len(known.operators), len(known.modules) + len(known.optimizers), names))


main()
