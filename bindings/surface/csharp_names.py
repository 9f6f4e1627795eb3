"""Names in C#'s case, from those of C; and what every file of C# begins with."""
WORDS = {"dtype": "DType", "bfloat16": "BFloat16", "uint8": "UInt8"}
KEYWORDS = {"in", "out", "default", "params", "checked", "base", "object", "string", "bool", "float", "int", "is", "as"}


def pascal(name):
    return "".join(WORDS.get(w, w[:1].upper() + w[1:]) for w in name.strip("_").split("_"))


def camel(name):
    name = pascal(name)
    name = "dtype" if name == "DType" else name[0].lower() + name[1:]
    return "@" + name if name in KEYWORDS else name


HEAD = """// Written from Tenon's public headers and the library's schemas; what is written by hand stands beside it.
using System;
using System.Collections.Generic;
"""


def in_namespace(name, lines, indent="  "):
    return HEAD + "\nnamespace %s {\n" % name + "\n".join((indent + line).rstrip() for line in lines) + "\n}\n"
