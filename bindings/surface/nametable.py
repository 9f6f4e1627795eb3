"""Writes names.html and names.tsv: what PyTorch, C, C++, Java, C# and Go call the same thing.

PyTorch's names come from the headers' comments and the schemas, the languages' from their writers; docs/by_hand.tsv has those
of what is written by hand."""
import collections
import dataclasses
import os
import re
from xml.sax.saxutils import escape

from surface import csharp, golang, headers, hpp, html, java, page, plan
from surface.html import tag

LANGUAGES = (("Java", java.qualified_name, set()), ("C#", csharp.qualified_name, csharp.BY_HAND),
             ("Go", golang.Writer.qualified_name, golang.SKIP))
COLUMNS = ("PyTorch", "C", "C++", "Java", "C#", "Go")

# Operators that C has by name alone, where PyTorch has them elsewhere than in torch.
OF_TENSOR = {"T", "mT", "__matmul__", "__rmatmul__", "bfloat16", "bool", "byte", "char", "double", "expand_as", "float", "half", "int",
             "long", "reshape_as", "short", "sum_to_size", "view_as"}
FUNCTIONAL = {"dropout_": "dropout(inplace=True)", "huber_loss": "huber_loss", "log_sigmoid": "logsigmoid",
              "max_pool2d_with_indices": "max_pool2d_with_indices", "pad": "pad", "smooth_l1_loss": "smooth_l1_loss",
              "softmin": "softmin"}
# In place in Tenon alone.
OURS = {"fmax_", "fmin_", "gelu_", "hardshrink_", "log_sigmoid_", "logaddexp_", "maximum_", "minimum_", "softplus_", "softsign_",
        "tanhshrink_"}

# What owns a handle in C++, where the calls are not what one looks for.
CPP = {r"tn_context_\w+": "(as in C)", r"tn_scope_(begin|end)": "Scope", r"tn_\w+_release": "(destructors)",
       r"tn_\w+_keep": "(returning it)", r"tn_\w+_retain": "(copying it)", r"tn_error_code": "error::code",
       r"tn_error_message": "error::what", r"tn_error_clear": "(catch)", r"tn_error_set": "(throw, in a callback)"}


@dataclasses.dataclass
class Row:
    part: str  # the header, or what the rows have in common
    pytorch: str
    c: list
    cpp: list
    names: list  # of Java, C# and Go: lists


def read_by_hand():
    lines = open(os.path.join(html.HERE, "by_hand.tsv"), encoding="utf-8").read().split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


class Table:
    def __init__(self, interface, schemas, calls):
        self.interface, self.schemas = interface, schemas
        self.functions = {f.name: f for f in interface.functions}
        self.calls = {c.function.name: c for c in calls}
        self.by_hand, self.cpp = read_by_hand(), hpp.callers(interface.include)
        self.rows = collections.OrderedDict()

    # ---- one function

    def pytorch(self, name):
        """PyTorch's name of a C function, by the comment."""
        doc = self.functions[name].doc.pytorch
        plain = re.sub(r"_with(_?)$", r"\1", name)
        if not doc and plain != name and plain in self.functions:
            return self.pytorch(plain)
        call = self.calls.get(name)
        # "torch.max, torch.min" is the comment of two functions.
        parts = doc.split(", ")
        for part in parts:
            if call and len(parts) > 1 and part.split(".")[-1] == call.name:
                doc = part
        if call and call.in_place and re.fullmatch(r"[\w.]+", doc) and not doc.endswith("_"):
            return doc + "(inplace=True)" if doc.startswith("nn.functional.") else "Tensor.%s_" % doc.split(".")[-1]
        return doc

    def row_of(self, name):
        """PyTorch's name, and those of the languages."""
        fits = next((r for r in self.by_hand if re.fullmatch(r[0], name)), None) or [name, "=", "=", "=", "="]
        kind = name.split("_")[1]
        cells = [cell.replace("{}", plan.CLASSES.get(kind, "")) for cell in fits[1:]]
        pytorch = self.pytorch(name) or "" if cells[0] == "=" else cells[0]
        call, names = self.calls.get(name), []
        for cell, (_, qualified, _) in zip(cells[1:], LANGUAGES):
            if cell == "=":
                cell = qualified(call.plain or call) if call else ""
            names.append(cell)
        return pytorch, names

    def is_made(self, name):
        """Whether it is a row of a class: tn_nn_linear, tn_adam."""
        return re.fullmatch(r"tn_nn_\w+|tn_sgd|tn_adamw?", name) and not name.endswith("_init")

    def cpp_of(self, name):
        return next(([given] for pattern, given in CPP.items() if re.fullmatch(pattern, name)), None) or self.cpp.get(name, [])

    def add(self, part, key, pytorch, c, cpp, names):
        row = self.rows.setdefault((part, key), Row(part, pytorch, [], [], [[], [], []]))
        row.c.append(c)
        for own, new in [(row.cpp, cpp)] + list(zip(row.names, [re.split(r", (?![^(]*\))", n) if not n.startswith("(") else [n]
                                                                for n in names])):
            own += [n for n in new if n not in own]

    # ---- all of them

    def read(self):
        for _, list_ in page.in_order(self.interface):
            for header in list_:
                for item in header.items:
                    if isinstance(item, headers.Function) and not item.name.endswith("_options_init") and not self.is_made(item.name):
                        pytorch, names = self.row_of(item.name)
                        key = (pytorch,) if not pytorch.startswith("(") else (pytorch,) + tuple(names)
                        self.add(page.short(header), key, pytorch, item.name, self.cpp_of(item.name), names)
        self.classes("torch.nn", "tn_module_new", self.schemas.modules, "nn", "NN", "Module")
        self.classes("torch.optim", "tn_optimizer_new", self.schemas.optimizers, "optim", "Optim", "optimizer")
        self.by_name()
        for cells_ in self.by_hand:
            if cells_[0] == "-":
                where = "(tn_optimizer_set of lr)" if "lr_scheduler" in cells_[1] else "(tn_module_add of each)"
                self.add("languages", cells_[1], cells_[1], where, [], cells_[2:])
        self.initialisers()
        return list(self.rows.values())

    def classes(self, module, maker, table, java_name, csharp_name, cpp):
        for name in table:
            own = [f for f in self.functions if self.is_made(f) and self.pytorch(f) == "%s.%s" % (java_name, name)]
            names = ["%s.%s" % (java_name, name), "%s.%s" % (csharp_name, name), "tenon.New" + golang.camel(name)]
            for c in own + ['%s("%s")' % (maker, name)]:
                hpp_names = self.cpp.get(c, []) if c in own else [n for n in self.cpp.get(maker, []) if not own]
                self.add(module, name, "%s.%s" % (module, name), c, hpp_names, names)

    def by_name(self):
        """Operators that have no function of their own."""
        typed = {f[3:] for f in self.functions} | {c.name + "_" * c.in_place for c in self.calls.values()}
        for op in self.schemas.operators:
            if op in typed:
                continue
            said = '%s("' + op + '")'
            pytorch = "torch." + op
            if op in OURS:
                pytorch = "(%s, in place)" % op.rstrip("_")
            elif op in FUNCTIONAL:
                pytorch = "nn.functional." + FUNCTIONAL[op]
            elif op.startswith("special_"):
                pytorch = "torch.special." + op[8:]
            elif op in OF_TENSOR or op.endswith("_"):
                pytorch = "Tensor." + op
            self.add("by name", op, pytorch, said % "tn_op_call", [said % n for n in self.cpp["tn_op_call"][:1]],
                     [said % "Tenon.op", said % "Tenon.Op", said % "tenon.Op"])

    def initialisers(self):
        """Those of options stand with the functions that take them."""
        for struct in self.interface.structs:
            init = struct.name + "_init"
            if init not in self.functions:
                continue
            users = {f.name for f in self.functions.values() if any(p.type == "const %s_t*" % struct.name for p in f.parameters)}
            next(row for row in self.rows.values() if users & set(row.c)).c.append(init)


# ---- what it looks like

def cells(row):
    return [[row.pytorch], row.c, row.cpp or ["(as in C)"]] + row.names


def write_tsv(rows):
    lines = ["\t".join(COLUMNS)]
    return "\n".join(lines + ["\t".join(", ".join(cell) for cell in cells(row)) for row in rows]) + "\n"


def write_cell(cell, linked):
    if cell[0].startswith("("):
        return tag("td", escape(cell[0].strip("()") if cell[0].count("(") == 1 else cell[0][1:-1]), class_="why")
    made = []
    for name in cell:
        code = tag("code", re.sub(r"([._])(?=\w)", r"\1<wbr/>", escape(name)))
        # tn_module_new("Linear") is of many rows.
        made.append(tag("a", code, href="tenon.html#" + name.split("(")[0], id=name if "(" not in name else None) if linked else code)
    return tag("td", ", ".join(made))


TITLES = {"torch.nn": "Classes of modules", "torch.optim": "Classes of optimizers", "by name": "Operators by name alone",
          "languages": "What the languages have besides"}


def write_html(rows, version):
    body, part = [], None
    for row in rows:
        if row.part != part:
            part = row.part
            title = TITLES.get(part) or tag("a", part, href="tenon.html#" + part)
            body.append(tag("tr", tag("th", title, class_="part", colspan=len(COLUMNS))))
        body.append(tag("tr", "".join(write_cell(cell, i == 1) for i, cell in enumerate(cells(row)))))
    head = tag("thead", tag("tr", "".join(tag("th", c) for c in COLUMNS)))
    intro = [tag("h1", "Names in PyTorch, C, C++, Java, C# and Go"), tag("p", "What each of them calls the same thing, in the order of " + tag(
        "a", "the page of the C interface", href="tenon.html") + "; the same as plain text is " + tag("a", "names.tsv", href="names.tsv")
        + ". Java's names are in <code>org.tenonml.tenon</code>, C#'s in <code>TenonML</code>, C++'s in <code>tenon::</code>, "
        "Go's in the package <code>tenon</code>. Upright is a name, slanted what takes its place."),
        '<p><input id="search" type="search" placeholder="Show only: cross_entropy, keep …" aria-label="Search"/></p>']
    main = tag("main", "\n" + "\n".join([tag("header", "\n".join(intro)), tag("table", head + "\n" + tag("tbody", "\n" + "\n".join(body) + "\n"))])
               + "\n")
    return html.document("Tenon %s: names" % version, main, "names.js", "names")


def write(interface, schemas, calls):
    rows = Table(interface, schemas, calls).read()
    return {"names.tsv": write_tsv(rows), "names.html": write_html(rows, page.version(interface))}
