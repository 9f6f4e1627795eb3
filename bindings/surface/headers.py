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
    doc: Doc = dataclasses.field(default_factory=Doc)


@dataclasses.dataclass
class Type:
    """A typedef of one line: a handle, the shape of a callback."""
    name: str
    text: str
    doc: Doc
    header: str


@dataclasses.dataclass
class Macro:
    name: str  # "TN_SHAPE"
    parameters: str  # "(...)", or ""
    value: str
    doc: Doc
    header: str


@dataclasses.dataclass
class Section:
    title: str


@dataclasses.dataclass
class Note:
    """A comment that belongs to no declaration."""
    text: str


@dataclasses.dataclass
class Header:
    path: str  # "tenon/ops/reduce.h"
    doc: str
    items: list = dataclasses.field(default_factory=list)  # all of the above, as they stand in the file


@dataclasses.dataclass
class Interface:
    headers: list
    functions: list
    structs: list
    enums: list
    include: str = ""  # the folder that holds tenon/

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
    # The members of a union are reached by its name.
    body = re.sub(r"union \{(.*?)\n\s*\} (\w+);", lambda u: re.sub(r"(\w+);", u.group(2) + r".\1;", u.group(1)), body, flags=re.S)
    body = re.sub(r"/\*\*<", "\0", body)
    for found in re.finditer(r"([\w ]+?[\s*]+)((?:\w+,\s*)*[\w.]+);\s*(?:\0(.*?)\*/)?", body, flags=re.S):
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
    r"|(?P<typedef>typedef [^;{]*;)(?:[ \t]*/\*\*<(?P<about>.*?)\*/)?"
    r"|#[ \t]*define[ \t]+(?P<macro>TN_\w+)(?P<formal>\([^)\n]*\))?[ \t]*(?P<value>(?:[^\n]*\\\n)*[^\n]*)"
    r"|(?P<blank>\n[ \t]*\n)", re.S)


def read_header(path, name, interface):
    text = open(path, encoding="utf-8").read()
    text = re.sub(r"^\s*#(?!\s*define TN_(?!API)).*?(?<!\\)$", "", text, flags=re.M)
    doc, section, own, header = None, "", False, None
    for found in PIECE.finditer(text):
        item = None
        if found["comment"]:
            banner = re.match(r"/\* ---- (.*?) ---- \*/", found["comment"])
            if not header:
                header = Header(name, comment_text(found["comment"]))
                interface.headers.append(header)
            elif banner:
                section, doc = banner.group(1), None
                item = Section(section)
            elif found["comment"].startswith("/**"):
                doc, own = read_doc(found["comment"]), True
            elif "clang-format" not in found["comment"]:
                item = Note(comment_text(found["comment"]))
        elif found["function"]:
            item = Function(
                found["name"], " ".join(found["result"].split()).replace(" *", "*"), read_parameters(found["parameters"]),
                doc or Doc(), name, section, own)
            interface.functions.append(item)
            own = False
        elif found["struct"]:
            item = Struct(found["tag"], read_fields(found["fields"]), doc or Doc(), name)
            interface.structs.append(item)
            doc = None
        elif found["enum"]:
            item = Enum(found["type"] or "", read_constants(found["constants"]), name, doc or Doc())
            interface.enums.append(item)
            doc = None
        elif found["typedef"]:
            about = Doc(" ".join(found["about"].split())) if found["about"] else doc or Doc()
            alias = re.search(r"\(\*(\w+)\)|(\w+);$", found["typedef"])
            item = Type(alias.group(1) or alias.group(2), " ".join(found["typedef"].split()), about, name)
        elif found["macro"]:
            value = " ".join(found["value"].replace("\\\n", " ").split())
            item = Macro(found["macro"], found["formal"] or "", value, doc or Doc(), name)
        elif found["blank"]:
            doc = None
        if item:
            header.items.append(item)


def read_interface(include):
    """`include` is the folder that holds tenon/."""
    interface = Interface([], [], [], [], include)
    paths = [p for p in glob.glob(include + "/tenon/**/*.h", recursive=True) if not p.endswith(("/tenon.h", "/dlpack.h"))]
    for path in sorted(paths):
        read_header(path, os.path.relpath(path, include), interface)
    return interface
