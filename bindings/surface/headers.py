"""Reads the public C headers: functions, options, constants, and what their comments say.

The headers are regular, and rules.sh of tests/abi keeps them so; this reads their text as it stands, comments included,
which a compiler's front end would drop."""
import dataclasses
import glob
import os
import re

HANDLES = ("tensor", "tensors", "values", "dict", "tree", "module", "optimizer", "dataset", "loader", "function",
           "generator")


@dataclasses.dataclass
class Doc:
    """A comment, taken apart: text, @param and @return, and the name that PyTorch has for it."""
    text: str = ""
    params: dict = dataclasses.field(default_factory=dict)
    returns: str = ""
    pytorch: str = ""


@dataclasses.dataclass
class Parameter:
    type: str
    name: str


@dataclasses.dataclass
class Function:
    name: str
    result: str
    parameters: list
    doc: Doc
    header: str
    section: str
    own_doc: bool  # whether the comment stands right before it, or before a function of its group


@dataclasses.dataclass
class Field:
    type: str
    name: str
    doc: str


@dataclasses.dataclass
class Struct:
    name: str  # "tn_add_options"
    fields: list
    doc: Doc
    header: str


@dataclasses.dataclass
class Constant:
    name: str
    value: int
    doc: str


@dataclasses.dataclass
class Enum:
    name: str  # "tn_dtype_t", or "" for a list of codes
    constants: list
    header: str


@dataclasses.dataclass
class Header:
    path: str  # "tenon/ops/reduce.h"
    doc: str


@dataclasses.dataclass
class Interface:
    headers: list
    functions: list
    structs: list
    enums: list

    def struct(self, name):
        return next(s for s in self.structs if s.name == name)


def comment_text(comment):
    """The words of a comment, a blank line between paragraphs; lines that are set in stay lines of their own."""
    body = re.sub(r"^/\*\*?<?|\*/$", "", comment.strip())
    lines = [re.sub(r"^\s*\* ?", "", line).rstrip() for line in body.split("\n")]
    return "\n".join(lines).strip()


def read_doc(comment):
    text = comment_text(comment)
    doc = Doc()
    # "PyTorch: torch.add." ends the comment, or a paragraph of it.
    found = re.search(r"(?:^|(?<=[.\s:]))\s*(?:PyTorch|NumPy):\s+((?:[^.]|\.(?=\S))+)\.(?=\s|$)", text)
    if found:
        doc.pytorch = " ".join(found.group(1).split())
        text = (text[:found.start()].rstrip() + "\n\n" + text[found.end():].strip()).strip()
    tags = re.split(r"^@(param|return)\b", text, flags=re.M)
    doc.text = tags[0].strip()
    for tag, body in zip(tags[1::2], tags[2::2]):
        body = body.strip()
        # A paragraph that follows the last @param belongs to the whole.
        body, _, rest = body.partition("\n\n")
        if rest.strip():
            doc.text += "\n\n" + rest.strip()
        words = " ".join(body.split())
        if tag == "return":
            doc.returns = words
            continue
        names = re.match(r"((?:\w+,\s*)*\w+)\s+(.*)", words)
        for name in names.group(1).replace(" ", "").split(","):
            doc.params[name] = names.group(2)
    return doc


def read_parameters(text):
    text = " ".join(text.split())
    if text in ("", "void"):
        return []
    parameters = []
    for part in text.split(","):
        found = re.match(r"(.*?[\s*])(\w+)$", part.strip())
        type_ = found.group(1).strip().replace(" *", "*")
        parameters.append(Parameter(type_, found.group(2)))
    return parameters


def read_fields(body):
    fields = []
    body = re.sub(r"/\*\*<", "\0", body)
    for found in re.finditer(r"([\w ]+?[\s*]+)((?:\w+,\s*)*\w+);\s*(?:\0(.*?)\*/)?", body, flags=re.S):
        words = " ".join(re.sub(r"\n\s*\*?", " ", found.group(3) or "").split())
        for name in found.group(2).replace(" ", "").split(","):
            fields.append(Field(found.group(1).strip(), name, words))
    return fields


def read_constants(body):
    constants, value = [], -1
    for found in re.finditer(r"(TN_\w+)\s*(?:=\s*(-?\w+))?\s*,?\s*(?:/\*\*<(.*?)\*/)?", body, flags=re.S):
        value = int(found.group(2), 0) if found.group(2) else value + 1
        doc = " ".join(re.sub(r"\n\s*\*", " ", found.group(3) or "").split())
        constants.append(Constant(found.group(1), value, doc))
    return constants


PIECE = re.compile(
    r"(?P<comment>/\*.*?\*/)"
    r"|(?P<function>TN_API\s+(?P<result>[^;({]*?)\b(?P<name>tn_\w+)\s*\((?P<parameters>[^;{]*?)\)\s*;)"
    r"|(?P<struct>typedef struct (?P<tag>tn_\w+) \{(?P<fields>.*?)\n\}\s*\w+;)"
    r"|(?P<enum>(?:typedef int32_t (?P<type>tn_\w+);\s*)?\benum \{(?P<constants>.*?)\n\};)"
    r"|(?P<blank>\n[ \t]*\n)", re.S)


def read_header(path, name, interface):
    text = open(path, encoding="utf-8").read()
    text = re.sub(r"^\s*#.*?(?<!\\)$", "", text, flags=re.M)
    doc, section, own, first = None, "", False, True
    for found in PIECE.finditer(text):
        if found["comment"]:
            if first:
                interface.headers.append(Header(name, comment_text(found["comment"])))
                first = False
            elif re.match(r"/\* ---- (.*?) ---- \*/", found["comment"]):
                section, doc = re.match(r"/\* ---- (.*?) ---- \*/", found["comment"]).group(1), None
            elif found["comment"].startswith("/**"):
                doc, own = read_doc(found["comment"]), True
        elif found["function"]:
            interface.functions.append(Function(
                found["name"], " ".join(found["result"].split()).replace(" *", "*"), read_parameters(found["parameters"]),
                doc or Doc(), name, section, own))
            own = False
        elif found["struct"]:
            interface.structs.append(Struct(found["tag"], read_fields(found["fields"]), doc or Doc(), name))
            doc = None
        elif found["enum"]:
            interface.enums.append(Enum(found["type"] or "", read_constants(found["constants"]), name))
            doc = None
        elif found["blank"]:
            doc = None


def read_interface(include):
    """`include` is the folder that holds tenon/."""
    interface = Interface([], [], [], [])
    paths = [p for p in glob.glob(include + "/tenon/**/*.h", recursive=True) if not p.endswith(("/tenon.h", "/dlpack.h"))]
    for path in sorted(paths):
        read_header(path, os.path.relpath(path, include), interface)
    return interface
