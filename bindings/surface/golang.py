"""Writes the Go package over SWIG's module native: methods, functions, options, constants, classes of modules and optimizers.

Go has no overloads, so an overload's suffix stays (AddScalar, SumDim), and no keyword arguments: what may be left out is an
option, a value of a type of its keyword's name, which fits only the functions that have the keyword:

    tenon.Conv2d(x, w, nil, tenon.Stride(2), tenon.PaddingSame)

An enum's value is itself the option."""
import glob
import os
import re

from surface import golang_classes, plan
from surface.golang_functions import Function
from surface.golang_names import ENUMS, camel, constant, constants, go_name, learn, qualified_name
from surface.golang_options import Options, of_struct

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "go")
SKIP = {"tn_module_load"}  # by hand: whose Go objects are found again
# Functions by hand that take options: the C struct of these.
BY_HAND = {"NewDataLoader": "tn_loader_options", "Gradcheck": "tn_gradcheck_options", "Text": "tn_print_options"}

HEAD = "// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.\n\npackage tenon\n"

__all__ = ["BY_HAND", "SKIP", "Writer", "camel", "write"]


def enum_text(enum, type_):
    values = [c for c in enum.constants if c.value]
    text = "\ntype %s int32\n\nconst (\n" % type_
    for c in values:
        text += "\t%s %s = %d%s\n" % (constant(c), type_, c.value, " // " + c.doc if c.doc else "")
    text += ")\n"
    if type_ == "DType":  # whose names the library has
        return text
    cases = "".join('\tcase %d:\n\t\treturn "%s"\n' % (c.value, re.sub("^.*_", "", c.name).lower()) for c in values)
    return text + "\n// name is PyTorch's.\nfunc (v %s) name() string {\n\tswitch v {\n%s\t}\n\treturn \"\"\n}\n" % (type_, cases)


class Writer:
    qualified_name = staticmethod(qualified_name)

    def __init__(self, interface, schemas, calls):
        self.interface = interface
        calls = [c for c in calls if c.function.name not in SKIP]
        learn(interface, calls)
        extended = {c.plain.function.name: c for c in calls if c.plain}
        self.functions = [Function(c, extended.get(c.function.name) or (c if c.options else None)) for c in calls if not c.plain]
        self.classes = golang_classes.read(schemas)
        self.options = Options(self.package_names(calls))
        self.by_hand = {}
        for name, struct in BY_HAND.items():
            struct = interface.struct(struct)
            self.by_hand[name] = struct, of_struct(struct, plan.read_fields(struct))

    def package_names(self, calls):
        """What the package has besides options: an option of such a name is called With…"""
        names = set()
        for path in glob.glob(os.path.join(HERE, "*.go")):
            if "zz_generated" not in path and not path.endswith("_test.go"):
                text = open(path, encoding="utf-8").read()
                names |= set(re.findall(r"^(?:func|type|var|const) (\w+)", text, re.M))
                names |= set(re.findall(r"^\t(\w+) +(?:\w+ +)?=", text, re.M))
        names |= {go_name(c) for c in calls if not c.method} | {"New" + c.name for c in self.classes}
        return names | set(ENUMS.values()) | set(constants(self.interface).values())

    def files(self):
        for owner in [*self.functions, *self.classes]:
            self.options.count(owner.options)
        for _, options in self.by_hand.values():
            self.options.count(options)
        files = {}
        for f in self.functions:
            header = os.path.basename(f.call.function.header)[:-2]
            files[header] = files.get(header, "") + f.write(self.options)
        for c in self.classes:
            name = "optimizer_classes" if c.optimizer else "module_classes"
            files[name] = files.get(name, "") + golang_classes.write(c, self.options)
        for name, (struct, options) in self.by_hand.items():
            self.options.declare(name, options, struct)
        enums = [(e, ENUMS[e.name]) for e in self.interface.enums if e.name in ENUMS and ENUMS[e.name] not in ("Kind", "Device")]
        files["enums"] = "".join(enum_text(e, type_) for e, type_ in enums)
        files["options"], files["keywords"] = self.options.text, self.options.keywords()
        return files


def write(interface, schemas, calls):
    files = {}
    for name, text in Writer(interface, schemas, calls).files().items():
        imports = ['"runtime"'] if "runtime." in text else []
        imports += ["", '"github.com/tenonml/tenon/bindings/go/internal/native"'] if "native." in text else []
        wanted = "\nimport (\n\t%s\n)\n" % "\n\t".join(imports) if imports else ""
        files["zz_generated_%s.go" % name] = HEAD + wanted + text
    return files
