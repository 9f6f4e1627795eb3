"""Go's constructors of classes of modules and optimizers, from their schemas: NewLinear, NewAdam."""
import dataclasses
import re

from surface.golang_names import camel, comment, go_type, merged, small
from surface.golang_options import Option

# Arguments that are a text in PyTorch, and an enum here.
ENUMS = {"reduction": "Reduction", "padding": "Padding", "approximate": "GeluApproximate"}
KINDS = {"int[]": "ints", "int?[]": "ints", "float[]": "floats", "int": "int", "float": "float", "Scalar": "float", "bool": "bool",
         "Tensor": "tensor"}


@dataclasses.dataclass
class Class:
    name: str
    forms: list      # of schemas.Schema
    optimizer: bool

    @property
    def go_name(self):
        return "New" + camel(self.name)

    @property
    def required(self):
        return [a for a in self.forms[0].arguments if a.default is None]

    @property
    def options(self):
        """Those of all forms, each once."""
        found = {}
        for a in (a for form in self.forms for a in form.arguments if a.default is not None):
            found[kind_of(a), a.name.strip("_")] = Option(kind_of(a), a.name.strip("_"), ("json", a.name))
        return list(found.values())


def kind_of(argument):
    base = re.sub(r"\[\d*\]", "[]", argument.type.rstrip("?"))
    return ENUMS.get(argument.name, "text") if base == "str" else KINDS.get(base, "any")


def read(schemas):
    classes = [Class(name, forms, False) for name, forms in schemas.modules.items() if name != "Sequential"]
    return classes + [Class(name, forms, True) for name, forms in schemas.optimizers.items()]


def written(form):
    """A schema as PyTorch writes it."""
    return "%s(%s)" % (form.name, ", ".join(
        "%s %s%s" % (a.type, a.name, "" if a.default is None else "=" + a.default) for a in form.arguments))


def write(c, options):
    """The constructor, and its options where it has any."""
    declared = ["params []*Tensor"] if c.optimizer else []
    declared += ["%s %s" % (small(a.name), go_type(kind_of(a))) for a in c.required]
    lines = ["var a for%sOptions" % c.go_name if c.options else "var a arguments"]
    lines += ['a.set("%s", %s)' % (a.name, small(a.name)) for a in c.required]
    if c.options:
        options.declare_class(c.go_name, c.options)
        declared.append("options ...%sOption" % c.go_name)
        lines += ["for _, o := range options {", "\to.for%s(&a)" % c.go_name, "}"]
    make = 'newOptimizer("%s", params, &a%s)' if c.optimizer else 'newLayer("%s", &a%s)'
    lines.append("return " + make % (c.name, ".arguments" if c.options else ""))
    about = "makes torch.%s.%s: %s" % ("optim" if c.optimizer else "nn", c.name, "\n\n".join(map(written, c.forms)))
    return "\n%sfunc %s(%s) %s {\n\t%s\n}\n" % (comment(c.go_name, about), c.go_name, merged(declared),
                                                "*Optimizer" if c.optimizer else "*Layer", "\n\t".join(lines))
