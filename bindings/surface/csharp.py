"""Writes the C# classes: every call of the plan as a method, property or function over Native, and classes of modules and
of optimizers from their schemas.

A call without options and the one with them become two overloads, or one method where the first has defaults of its own."""
import re
from xml.sax.saxutils import escape

from surface import plan
from surface.csharp_classes import enums, module_classes, optimizer_classes
from surface.csharp_names import camel, in_namespace, pascal

# By hand in bindings/csharp/src, beside what plan.BY_HAND says: constructors, and what a host's own class may stand for.
BY_HAND = {"tn_generator_new", "tn_module_load", "tn_dataset_length", "tn_dataset_field_count", "tn_dataset_get", "tn_module_is"}
NAMESPACES = {"Module": "TenonML.NN", "Optimizer": "TenonML.Optim"}
SHAPES = ("shape", "sizes", "dims", "repeats")
# What torch.nn.functional has, and C keeps with the other operators.
FUNCTIONAL = {"relu", "softmax", "log_softmax", "sigmoid", "tanh"}


def method_name(call):
    name = call.name
    if call.in_place or name.endswith("_"):
        return pascal(name) + "_"
    return pascal(name)


def qualified_name(call):
    """What a table of names says: "Tensor.LogSoftmax", "F.Linear"."""
    return call.owner + "." + method_name(call)


def is_property(call):
    kind = next((k for k, c in plan.CLASSES.items() if c == call.owner), None)
    if call.owner == "Tree":
        return call.function.name in ("tn_tree_count", "tn_tree_class_name")
    return (call.method and not call.params and not call.options and not call.outputs
            and call.function.name.startswith("tn_%s_" % kind) and call.function.parameters[0].type == "tn_%s_t" % kind
            and call.result in ("int", "bool", "float", "text", "DType", "Device"))


# ---- parameters ----

def cs_type(kind):
    simple = {"int": "long", "float": "double", "bool": "bool", "text": "string", "char": "char", "ints": "Longs",
              "pair": "Pair", "tensors": "Tensor[]"}
    if kind in simple:
        return simple[kind]
    if kind.endswith("s[]"):
        return "IReadOnlyList<%s>" % class_name(kind[:-3])
    return class_name(kind) if kind in plan.CLASSES else kind


def class_name(kind):
    name = plan.CLASSES[kind]
    return (NAMESPACES[name] + "." + name) if name in NAMESPACES else name


def literal(value):
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else repr(value)


class Argument:
    """A parameter as C# has it: its declaration, and how it crosses."""

    def __init__(self, param, required=False, keyword=False):
        self.param, self.name, kind = param, camel(param.name), param.kind
        self.kind, default = kind, param.default
        if param.optional and not required:
            default = "None"
        if kind == "generator":
            default = None
        self.nullable = keyword or (default == "None" and kind in ("int", "DType") + tuple(
            e for e in plan.ENUMS.values() if e != "Device"))
        self.default = None
        type_ = cs_type(kind if kind != "tensors" else "tensors[]")
        if keyword and kind == "Device":
            self.nullable = False
        if keyword or (default is not None and not required):
            if self.nullable:
                self.default = "null"
            elif kind == "Device":
                self.default = "default(Device)"
            elif default == "None":
                self.default = "null"
            else:
                self.default = literal(default)
        self.type = type_ + ("?" if self.nullable else "")

    def declaration(self):
        return "%s %s%s" % (self.type, self.name, " = " + self.default if self.default else "")

    def fixed(self):
        """What has to be pinned, as (type of its elements, expression)."""
        if self.kind == "text":
            return "byte", "Text.Bytes(%s)" % self.name
        if self.kind == "ints":
            return "long", self.name + ".Counted"
        if self.kind.endswith("s[]") or self.kind == "tensors":
            return "long", "Handles.Of(%s)" % self.name
        return None

    def native(self):
        name, kind = self.name, self.kind
        if self.fixed():
            return name.strip("@") + "_"
        if kind == "bool":
            return "(%s ? 1 : 0)" % name
        if kind == "int" and self.nullable:
            return "(%s ?? long.MinValue)" % name
        if kind in ("int", "float"):
            return name
        if kind == "char":
            return "(int)" + name
        if kind == "Device":
            return name + ".Code"
        if kind in plan.CLASSES:
            return "HandleOf(%s)" % name
        return "(int)(%s ?? 0)" % name if self.nullable else "(int)" + name

    def kept(self):
        return self.kind in plan.CLASSES or self.kind.endswith("s[]") or self.kind == "tensors"

    def words(self, at):
        """Statements that set an option, whose first word is number `at`."""
        name, kind = self.name, self.kind
        if kind == "pair":
            return ["if (%s.HasValue) { o_[0] |= %dL << %d; o_[%d] = %s.Value.Height; o_[%d] = %s.Value.Width; }" % (
                name, 3, at[0], at[0] + 1, name, at[1] + 1, name)] if at[1] == at[0] + 1 else [
                "if (%s.HasValue) { o_[0] |= 1L << %d | 1L << %d; o_[%d] = %s.Value.Height; o_[%d] = %s.Value.Width; }" % (
                    name, at[0], at[1], at[0] + 1, name, at[1] + 1, name)]
        value = {"float": "BitConverter.DoubleToInt64Bits(%s.Value)", "bool": "%s.Value ? 1 : 0"}.get(
            kind, "(long)%s.Value" if kind not in ("int",) else "%s.Value") % name
        return ["if (%s.HasValue) { o_[0] |= 1L << %d; o_[%d] = %s; }" % (name, at[0], at[0] + 1, value)]


# ---- calls ----

def result_type(call):
    if call.result == "self":
        return call.owner
    if call.result == "outputs":
        return "(%s)" % ", ".join("%s %s" % (cs_type(o.kind), pascal(o.name)) for o in call.outputs)
    return cs_type(call.result) if call.result != "void" else "void"


def native_result(call):
    if call.outputs or call.function.result == "tn_status_t":
        return "int"
    return {"float": "double", "bool": "int", "text": "byte*"}.get(
        call.result, "int" if call.result in plan.ENUMS.values() else "long")


def returning(call):
    op = call.function.name[3:]
    kind = call.result
    if call.outputs:
        lines = ['Errors.Status(r_, "%s");' % op]
        made = ["TenonML.Tensor.Made(%s_, \"%s\")" % (camel(o.name).strip("@"), op) if o.kind == "tensor" else camel(o.name).strip("@") + "_"
                for o in call.outputs]
        return lines + ["return %s;" % (made[0] if len(made) == 1 else "(%s)" % ", ".join(made))]
    if kind == "void":
        return ['Errors.Status(r_, "%s");' % op]
    if kind == "self":
        return ['Errors.Status(r_, "%s");' % op, "return this;"]
    if kind == "tensor":
        return ['return TenonML.Tensor.Made(r_, "%s");' % op]
    if kind == "tensors":
        return ['return Handles.Take(r_, "%s");' % op]
    if kind == "bool":
        return ['return Errors.Truth(r_, "%s");' % op]
    if kind == "int":
        return ['if (r_ == -1) Errors.Check("%s");' % op, "return r_;"]
    if kind == "float":
        return ['if (double.IsNaN(r_)) Errors.Check("%s");' % op, "return r_;"]
    if kind == "text":
        return ['if (r_ == null) Errors.Check("%s");' % op, "return Text.Of(r_);"]
    if kind in plan.CLASSES:
        return ['return new %s(Errors.Made(r_, "%s"));' % (class_name(kind), op)]
    return ['if (r_ == 0) Errors.Check("%s");' % op, "return new Device(r_);" if kind == "Device" else "return (%s)r_;" % kind]


def option_places(call):
    """Where the fields of the options stand among the words."""
    fields = [f.name for f in call.options.fields if f.name not in ("struct_size", "reserved")]
    return {k.name: [fields.index(n) for n in k.c_names] for k in call.keywords}, len(fields)


def native_call(call, arguments, options):
    """The statements of one call of a C function."""
    lines, depth = [], 0
    for a in arguments:
        if a.fixed():
            lines.append("fixed (%s* %s = %s)" % (a.fixed()[0], a.native(), a.fixed()[1]))
            depth += 1
    given = (["Handle"] if call.method else []) + [a.native() for a in arguments]
    if options:
        given.append("o_")
    given += ["&%s_" % camel(o.name).strip("@") for o in call.outputs]
    lines.append(("  " if depth else "") + "r_ = Native.%s(%s);" % (call.function.name, ", ".join(given)))
    return lines


def in_words_of_csharp(text):
    """A comment of C's, where it speaks of C's ways."""
    text = re.sub(r"TN_ERR_([A-Z]+)", lambda m: "ErrorCode." + pascal(m.group(1).lower()), text)
    text = re.sub(r"TN_(REDUCTION|PADDING|ROUNDING|GELU|SCI)_([A-Z]+)", lambda m: pascal(m.group(1).lower()) + "." + pascal(m.group(2).lower()), text)
    return escape(re.sub(r"\bTN_NONE(_INT)?\b|\bNULL\b", "null", text))


def documentation(call, arguments):
    doc = call.function.doc
    text = " ".join(doc.text.split("\n\n")[0].split())
    if call.options and call.plain:
        text = " ".join(call.plain.function.doc.text.split("\n\n")[0].split()) or text
    pytorch = doc.pytorch or (call.plain.function.doc.pytorch if call.plain else "")
    lines = ["/// <summary>%s%s</summary>" % (in_words_of_csharp(text), escape(" PyTorch: %s." % pytorch) if pytorch else "")]
    for a in arguments:
        if a.param.doc:
            lines.append('/// <param name="%s">%s</param>' % (a.name.strip("@"), in_words_of_csharp(a.param.doc)))
    return lines


def write_property(call):
    body = native_call(call, [], False) + ["GC.KeepAlive(this);"] + returning(call)
    return documentation(call, []) + ["public %s %s {" % (result_type(call), method_name(call)), "  get {",
            "    %s r_;" % native_result(call)] + ["    " + line for line in body] + ["  }", "}"]


def arguments_of(call):
    """The arguments, of which those that may be left out stand behind the others."""
    arguments = [Argument(p) for p in call.params]
    plain = {p.name for p in call.plain.params} if call.plain else None
    left_out = bool(call.options)
    for a in reversed(arguments):
        if a.default is None:
            # An array that only the form with options has.
            left_out = left_out and a.kind == "tensors[]" and plain is not None and a.param.name not in plain
            a.default = "null" if left_out else None
        else:
            left_out = True
    last_required = max([i for i, a in enumerate(arguments) if a.default is None], default=0)
    for a in arguments[:last_required]:
        a.default = None
    return arguments


def options_and_call(call, arguments, keywords):
    """The words of the options, and the call with them."""
    places, count = option_places(call)
    lines = ["long* o_ = stackalloc long[%d];" % (count + 1), "o_[0] = 0;"]
    for k in keywords:
        lines += k.words(places[k.param.name])
    return lines + native_call(call, arguments, True)


def either_call(call, everything, body):
    """Where no option is given, the C function without them; else `body`."""
    plain = call.plain
    inherited = {p.name for p in plain.params}
    given = []
    for p in plain.params:
        own = next(a for a in everything if a.param.name == p.name)
        argument = Argument(p, required=not p.optional)
        if own.nullable and not argument.nullable:
            argument.name = "(%s ?? %s)" % (own.name, literal(p.default))
        given.append(argument)
    none = " && ".join(a.name + " == null" for a in everything if a.param.name not in inherited)
    return ["if (%s) {" % none] + ["  " + line for line in native_call(plain, given, False)] + ["} else {"] + [
        "  " + line for line in body] + ["}"]


def write_call(call):
    if is_property(call):
        return write_property(call)
    arguments, keywords = arguments_of(call), [Argument(k, keyword=True) for k in call.keywords]
    everything = arguments + keywords
    body = options_and_call(call, arguments, keywords) if call.options else native_call(call, arguments, False)
    if call.options and call.plain and has_defaults(call.plain):
        body = either_call(call, everything, body)
    body += ["GC.KeepAlive(%s);" % name for name in (["this"] if call.method else []) + [a.name for a in arguments if a.kept()]]
    lines = documentation(call, everything)
    lines.append("public %s%s %s(%s) {" % ("" if call.method else "static ", result_type(call), method_name(call),
                                           ", ".join(a.declaration() for a in everything)))
    lines.append("  %s r_;" % native_result(call))
    lines += ["  long %s_ = 0;" % camel(o.name).strip("@") for o in call.outputs]
    lines += ["  " + line for line in body + returning(call)] + ["}"]
    return lines + also(call, arguments, keywords)


def also(call, arguments, keywords):
    """Zeros(2, 3) beside Zeros((2, 3)), and the functions of F that are methods of tensors, too."""
    lines = []
    static = "" if call.method else "static "
    at = next((i for i, a in enumerate(arguments) if a.kind == "ints" and a.name in SHAPES), None)
    if at is not None and all(a.default for a in arguments[at + 1:]) and not keywords:
        before = "".join(a.type + " " + a.name + ", " for a in arguments[:at])
        given = "".join(a.name + ", " for a in arguments[:at])
        lines += documentation(call, arguments[:at + 1])[:1]
        lines.append("public %s%s %s(%slong first, long second, params long[] more) {" % (static, result_type(call), method_name(call), before))
        lines.append("  return %s(%sLongs.Joined(first, second, more));" % (method_name(call), given))
        lines.append("}")
    return lines


def pytorch_name(call):
    return call.function.doc.pytorch or (call.plain.function.doc.pytorch if call.plain else "")


def has_defaults(call):
    return any(p.default is not None or p.optional for p in call.params)


def merged_away(call, calls):
    """Whether the form with options stands for it, too."""
    return has_defaults(call) and any(c.options and c.plain is call for c in calls)


def forwarded(calls, names):
    """Methods of tensors as functions: x.Exp() as Exp(x), for the operators of these names."""
    lines = []
    for call in calls:
        if call.owner != "Tensor" or not call.method or call.in_place or call.name not in names or call.result in ("void", "self") \
                or call.name.endswith("_") or is_property(call) or merged_away(call, calls):
            continue
        arguments = [Argument(p) for p in call.params] + [Argument(k, keyword=True) for k in call.keywords]
        lines += documentation(call, arguments)
        lines.append("public static %s %s(%s) {" % (result_type(call), method_name(call), ", ".join(
            ["Tensor input"] + [a.declaration() for a in arguments])))
        lines.append("  if (input == null) throw new ArgumentNullException(\"input\");")
        lines.append("  return input.%s(%s);" % (method_name(call), ", ".join(a.name for a in arguments)))
        lines += ["}", ""]
    return lines


def functional(calls):
    """Those that torch.nn.functional has, for F."""
    own = {c.name for c in calls if c.owner == "F"}
    return forwarded(calls, ({c.name for c in calls if "nn.functional" in pytorch_name(c)} | FUNCTIONAL) - own)


def of_torch(calls):
    """Those that torch itself has, for Tenon: torch.exp(x) is Tenon.Exp(x)."""
    own = {c.name for c in calls if c.owner == "Tenon"}
    return forwarded(calls, {c.name for c in calls if c.owner == "Tensor" and re.search(r"\btorch\.[a-z]", pytorch_name(c))} - own)


# ---- files ----

def class_file(owner, lines):
    kinds = {"Tenon": "public static unsafe partial class Tenon", "F": "public static unsafe partial class F",
             "Tensor": "public sealed unsafe partial class Tensor"}
    head = kinds.get(owner, "public unsafe partial class " + owner) + " {"
    if owner in ("Tenon", "F"):
        lines = ["static long HandleOf(NativeObject o) { return NativeObject.HandleOf(o); }", ""] + lines
    return in_namespace(NAMESPACES.get(owner, "TenonML"), [head] + ["  " + line for line in lines] + ["}"])


def write(interface, schemas, calls):
    owners = {}
    for call in calls:
        if call.function.name in BY_HAND:
            continue
        if merged_away(call, calls):
            continue
        owners.setdefault(call.owner, []).append(write_call(call))
    files = {}
    for owner, bodies in owners.items():
        lines = [line for body in bodies for line in body + [""]]
        lines += functional(calls) if owner == "F" else of_torch(calls) if owner == "Tenon" else []
        files[owner + ".g.cs"] = class_file(owner, lines)
    files["Enums.g.cs"] = enums(interface)
    files["Modules.g.cs"] = module_classes(schemas)
    files["Optimizers.g.cs"] = optimizer_classes(schemas)
    return files
