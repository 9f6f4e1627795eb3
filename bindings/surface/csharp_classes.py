"""Writes what C# has besides calls: enums from the headers, classes of modules and of optimizers from their schemas."""
import re
from xml.sax.saxutils import escape

from surface import plan
from surface.csharp_names import camel, in_namespace, pascal


def enums(interface):
    lines = []
    for enum in interface.enums:
        error = enum.header.endswith("error.h")
        name = "ErrorCode" if error else plan.ENUMS.get(enum.name)
        if not name:
            continue
        names = [c.name for c in enum.constants]
        prefix = re.match(r"(TN_(?:[A-Z]+_)?)", names[-1]).group(1)
        prefix = prefix if all(n.startswith(prefix) for n in names[1:]) else "TN_"
        public = "internal" if name == "Kind" else "public"
        lines += ["/// <summary>%s</summary>" % ("Why a call failed." if error else "As in C: %s." % enum.name), "%s enum %s {" % (public, name)]
        for c in enum.constants:
            if c.doc:
                lines.append("  /// <summary>%s</summary>" % escape(c.doc))
            text = re.sub("^%s|^TN_" % prefix, "", c.name)
            text = re.sub("^%s_" % name.upper(), "", text)
            lines.append("  %s = %d," % ({"BFLOAT16": "BFloat16", "UINT8": "UInt8", "OK": "None" if error else "OK"}.get(
                text, pascal(text.lower())), c.value))
        lines += ["}", ""]
    return in_namespace("TenonML", lines)


def schema_type(argument):
    """The C# type of a constructor's argument, its default, and whether null is None there."""
    text, default = argument.type, argument.default
    optional, base = text.endswith("?"), text.rstrip("?")
    base = re.sub(r"^(int|float)\[[013-9]\]$", r"\1[]", base)
    # What no rule is for is any value that JSON can say.
    type_ = {"int": "long", "float": "double", "Scalar": "double", "bool": "bool", "str": "string", "Tensor": "Tensor",
             "int[2]": "Pair", "int[]": "Longs", "float[2]": "(double, double)", "float[]": "double[]"}.get(base, "object")
    reference = type_ in ("string", "Tensor", "double[]", "object")
    if default is None:
        return type_, None, False
    if default == "None":
        return type_ if reference else type_ + "?", "null", False
    if type_ in ("Pair", "Longs", "(double, double)", "double[]", "object"):
        return type_ if reference else type_ + "?", "null", False
    value = {"True": "true", "False": "false"}.get(default, '"%s"' % default.strip("'") if type_ == "string" else default)
    return (type_ + "?", value, True) if optional and not reference else (type_, value, False)


def constructor(name, schema, first, head, base):
    """`first` is the schema that an overload differs from: what has another type there is required here."""
    required, rest, adds = [], [], []
    for a in schema.arguments:
        type_, default, none = schema_type(a)
        argument = camel(a.name.lstrip("_"))
        adds.append('.%s("%s", %s)' % ("AddOrNull" if none else "Add", a.name, argument))
        if first is not None and any(b.name == a.name and b.type != a.type for b in first.arguments):
            default = None
        (required if default is None else rest).append("%s %s%s" % (type_, argument, "" if default is None else " = " + default))
    return ["public %s(%s)" % (name, ", ".join(head + required + rest)), "  : base(%s) {" % base("new Json()" + "".join(adds)), "}"]


# Containers, which hold objects of the host's.
BY_HAND = ("Sequential", "ModuleList")


def module_classes(schemas):
    lines = []
    for name, forms in sorted(schemas.modules.items()):
        if name in BY_HAND:
            continue
        lines += ["/// <summary>PyTorch: torch.nn.%s.</summary>" % name, "public class %s : Module {" % name]
        for form in forms:
            lines += ["  " + line for line in constructor(name, form, forms[0] if form is not forms[0] else None, [],
                                                          lambda json: '"%s", %s' % (name, json))]
        lines += ["}", ""]
    return in_namespace("TenonML.NN", lines)


def optimizer_classes(schemas):
    lines = []
    for name, forms in sorted(schemas.optimizers.items()):
        lines += ["/// <summary>PyTorch: torch.optim.%s.</summary>" % name, "public class %s : Optimizer {" % name]
        for form in forms:
            lines += ["  " + line for line in constructor(name, form, None, ["IEnumerable<Tensor> parameters"],
                                                          lambda json: '"%s", parameters, %s' % (name, json))]
        lines += ["}", ""]
    return in_namespace("TenonML.Optim", lines)
