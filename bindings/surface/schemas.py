"""Asks the library for its schemas: those of operators, of classes of modules and of optimizers.

"topk(Tensor self, int k, int dim=-1, …) -> (Tensor values, Tensor indices)" says which arguments may be left out, which
the C headers leave to their comments."""
import ctypes
import dataclasses
import re


@dataclasses.dataclass
class Argument:
    type: str  # "int[2]", "Tensor?", "str"
    name: str
    default: object  # None where there is none, else its text: "-1", "None", "'mean'", "[0.9, 0.999]"


@dataclasses.dataclass
class Schema:
    name: str  # "topk", "conv2d"
    overload: str
    arguments: list


def split_arguments(text):
    """At the commas that are in no bracket."""
    parts, depth, part = [], 0, ""
    for c in text:
        depth += (c in "([") - (c in ")]")
        if c == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += c
    return [p for p in parts + [part.strip()] if p]


def read_schema(text):
    name, _, overload = text[: text.index("(")].partition(".")
    depth, end = 0, None
    for end, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if c == ")" and depth == 0:
            break
    arguments = []
    for part in split_arguments(text[text.index("(") + 1: end]):
        if part == "*":
            continue
        declaration, _, default = part.partition("=")
        type_, argument = re.sub(r"\([^)]*\)", "", declaration).strip().rsplit(" ", 1)
        arguments.append(Argument(type_, argument, default or None))
    return Schema(name, overload, arguments)


@dataclasses.dataclass
class Schemas:
    operators: dict  # name: list of Schema
    modules: dict
    optimizers: dict


def by_name(texts):
    found = {}
    for text in texts:
        for line in text.split("\n"):
            schema = read_schema(line)
            found.setdefault(schema.name, []).append(schema)
    return found


def read_schemas(library):
    lib = ctypes.CDLL(library)

    def texts(count, text):
        count, text = getattr(lib, count), getattr(lib, text)
        count.restype, text.restype, text.argtypes = ctypes.c_int64, ctypes.c_char_p, [ctypes.c_int64]
        return [text(i).decode() for i in range(count())]

    return Schemas(by_name(texts("tn_op_count", "tn_op_schema")),
                   by_name(texts("tn_module_class_count", "tn_module_class_schema")),
                   by_name(texts("tn_optimizer_class_count", "tn_optimizer_class_schema")))
