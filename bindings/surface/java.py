"""Writes Java: methods of the handles' classes, Tenon's and F's functions, options, enums, and classes of modules and optimizers."""
import re

from surface import plan
from surface.names import camel, constants_of, pascal

PACKAGE = "org.tenonml.tenon"
NOTICE = "// Written from Tenon's C headers.\n"
WORDS = {"default", "new", "int", "long", "float", "double", "boolean", "char", "class", "return", "switch", "case", "this"}

# What a kind of parameter is in Java, and what Native is given for it.
TYPES = {"tensor": "Tensor", "dict": "TensorDict", "tree": "Tree", "module": "Module", "optimizer": "Optimizer",
         "dataset": "Dataset", "loader": "DataLoader", "function": "Function", "generator": "Generator", "tensors": "Tensor[]",
         "tensors[]": "Tensor[]", "modules[]": "Module[]", "trees[]": "Tree[]", "int": "long", "float": "double",
         "bool": "boolean", "text": "String", "ints": "long[]", "char": "char"}
HANDLES = set(plan.CLASSES)
SUPER = {"Tensor": "TensorMethods", "TensorDict": "TensorDictMethods", "Tree": "TreeMethods", "Module": "ModuleMethods",
         "Optimizer": "OptimizerMethods", "Dataset": "DatasetMethods", "DataLoader": "DataLoaderMethods",
         "Generator": "GeneratorMethods", "Tenon": "Functions", "F": "F"}


def java_type(kind):
    return TYPES.get(kind, kind)


def safe(name):
    made = camel(name)
    return made + "_" if made in WORDS else made


def native(p):
    name = safe(p.name)
    if p.kind in HANDLES:
        return "use(%s)" % name
    if p.kind in ("tensors", "tensors[]", "modules[]", "trees[]"):
        return "useAll(%s)" % name
    if p.kind in ("int", "float", "bool", "ints"):
        return name
    if p.kind == "char":
        return "(byte) " + name
    if p.kind == "text":
        return "Text.utf8(%s)" % name
    return "%s.code(%s)" % (p.kind, name)


def default_text(p):
    if p.default == "None":
        return {"int": "Tenon.NONE"}.get(p.kind, "null")
    if p.kind == "bool":
        return "true" if p.default else "false"
    return repr(p.default) if p.kind != "int" else str(p.default) + "L"


def wrap(kind, call):
    """The result of a call of Native as Java has it."""
    if kind in HANDLES:
        return "%s.wrap(%s)" % (TYPES[kind], call)
    if kind == "tensors":
        return "Tensor.wrapAll(%s)" % call
    if kind == "text":
        return "Text.of(%s)" % call
    if kind in ("int", "float", "bool"):
        return call
    return "%s.of(%s)" % (kind, call)


# ---- comments

def html(text):
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("@", "&#64;").replace("*/", "*&#47;")
    return text.replace("\\", "&#92;")


def javadoc(doc, params=(), indent="  ", more=""):
    lines, paragraphs = [], [p for p in doc.text.split("\n\n") if p.strip()]
    for i, paragraph in enumerate(paragraphs):
        rows = html(paragraph).split("\n")
        if all(r.startswith("    ") for r in rows if r.strip()):
            lines += ["<pre>"] + [r[4:] for r in rows] + ["</pre>"]
        else:
            lines += (["<p>" + rows[0]] if i else [rows[0]]) + rows[1:]
    if more:
        lines.append(html(more))
    if doc.pytorch:
        lines.append(("" if not lines else "<p>") + "PyTorch: {@code %s}." % html(doc.pytorch))
    for p in params:
        text = doc.params.get(p.c_names[0]) or p.doc
        if text:
            lines.append("@param %s %s" % (safe(p.name), html(text)))
    if not lines:
        return ""
    return indent + "/**\n" + "".join("%s * %s\n" % (indent, line) if line else indent + " *\n" for line in lines) + indent + " */\n"


# ---- options

def slots(call):
    """The place of each field of the options in their words."""
    fields = [f for f in call.options.fields if f.name not in ("struct_size", "reserved")]
    return {f.name: (i, f.type) for i, f in enumerate(fields)}


def options_name(call):
    return pascal(call.plain.name if call.plain else call.name) + "Options"


def extras(call):
    """Parameters that the form without options doesn't have: they are set like options."""
    if not call.plain:
        return []
    known = {p.name for p in call.plain.params}
    return [p for p in call.params if p.name not in known]


def set_word(place, type_, name):
    value = "Double.doubleToRawLongBits(%s)" % name if type_ == "double" else name
    return "set(%d, %s);" % (place, value)


# Options of functions that are written by hand, and the classes that they are in Java.
HAND_OPTIONS = {"tn_print_options": ("PrintOptions", "Tensor#toString(PrintOptions)"),
                "tn_gradcheck_options": ("GradcheckOptions", "Tenon#gradcheck"), "tn_loader_options": ("DataLoaderOptions", "DataLoader")}


def write_hand_options(struct):
    name, where = HAND_OPTIONS[struct.name]
    call = plan.Call(None, "", "", "", False, False, [], struct, plan.read_fields(struct))
    return options_class(call, name, where, "")


def write_options(call):
    name = options_name(call)
    own = ""
    for p in extras(call):
        type_ = java_type(p.kind)
        spread = type_.replace("[]", "...") if type_.endswith("[]") else type_
        own += "  %s %s;\n\n%s" % (type_, safe(p.name), javadoc(DocText(call.function.doc.params.get(p.c_names[0], "")), []))
        own += "  public %s %s(%s %s) {\n    this.%s = %s;\n    return this;\n  }\n\n" % (
            name, safe(p.name), spread, safe(p.name), safe(p.name), safe(p.name))
    return name, options_class(call, name, "%s#%s" % (call.owner, method_name(call)), own)


def options_class(call, name, where, own):
    at = slots(call)
    body, seen = [own], {p.name for p in extras(call)}
    places = "".join("  static final int %s = %d;\n" % (f.upper(), i) for f, (i, _) in at.items())
    for k in call.keywords:
        if k.name in seen:
            continue
        words = [at[c] for c in k.c_names]
        doc = javadoc(DocText(k.doc and "Default: " + k.doc), [])
        if k.kind == "pair":
            body.append("%s  public %s %s(long height, long width) {\n    set(%d, height);\n    set(%d, width);\n    return this;\n  }\n\n" % (
                doc, name, safe(k.name), words[0][0], words[1][0]))
            body.append("%s  public %s %s(long both) {\n    return %s(both, both);\n  }\n\n" % (doc, name, safe(k.name), safe(k.name)))
            continue
        value = {"bool": "%s ? 1 : 0", "int": "%s", "float": "%s", "char": "%s"}.get(k.kind, k.kind + ".code(%s)") % safe(k.name)
        body.append("%s  public %s %s(%s %s) {\n    %s\n    return this;\n  }\n\n" % (
            doc, name, safe(k.name), java_type(k.kind), safe(k.name), set_word(words[0][0], words[0][1], value)))
    return ("%spackage %s;\n\n/** What {@link %s} takes beside its arguments; what isn't set has PyTorch's default. */\n"
            "public final class %s extends Options {\n%s\n  public %s() {\n    super(%d);\n  }\n\n%s}\n") % (
        NOTICE, PACKAGE, where, name, places, name, len(at), "".join(body).rstrip() + "\n")


class DocText:
    """A comment of one sentence."""

    def __init__(self, text):
        self.text, self.params, self.returns, self.pytorch = text or "", {}, "", ""


# ---- calls

def method_name(call):
    return safe(call.name) + ("_" if call.in_place else "")


def qualified_name(call):
    """What a table of names says: "Tensor.add_", "F.linear"."""
    return call.owner + "." + method_name(call)


def result_type(call):
    if call.result == "self":
        return call.owner
    if call.result == "outputs":
        return "".join(pascal(o.name) for o in call.outputs)
    return {"void": "void"}.get(call.result, java_type(call.result))


def fences(call, params):
    names = (["this"] if call.method else []) + [safe(p.name) for p in params if p.kind in HANDLES or p.kind.endswith("[]") or p.kind == "tensors"]
    return "".join("    Reference.reachabilityFence(%s);\n" % n for n in names)


def body_of(call, arguments, params, suffix=""):
    """The statements of a method: the call, what keeps its objects alive through it, and its result."""
    function = call.function.name
    outputs = []
    text = ""
    for o in call.outputs:
        text += "    long[] %s = new long[1];\n" % safe(o.name + "_word")
        outputs.append(safe(o.name + "_word"))
    invoke = "Native.%s(%s)" % (function, ", ".join((["use(this)"] if call.method else []) + arguments + outputs))
    fence = fences(call, params)
    if call.result in ("void", "self"):
        text += "    %s;\n%s" % (invoke, fence)
        return text + ("    return (%s) this;\n" % call.owner if call.result == "self" else "")
    if call.outputs:
        text += "    %s;\n%s" % (invoke, fence)
        made = [wrap(o.kind, n + "[0]") for o, n in zip(call.outputs, outputs)]
        return text + "    return %s;\n" % ("new %s(%s)" % (result_type(call), ", ".join(made)) if len(made) > 1 else made[0])
    raw = {"tensors": "long[]", "text": "byte[]", "int": "long", "float": "double", "bool": "boolean"}.get(
        call.result, "long" if call.result in HANDLES else "int")
    return text + "    %s made = %s;\n%s    return %s;\n" % (raw, invoke, fence, wrap(call.result, "made"))


def signature(params, spread):
    parts = []
    for i, p in enumerate(params):
        type_ = java_type(p.kind)
        if spread and i == len(params) - 1 and type_.endswith("[]"):
            type_ = type_[:-2] + "..."
        parts.append("%s %s" % (type_, safe(p.name)))
    return ", ".join(parts)


def write_call(call, seen):
    """The method, and those that leave arguments with a default away."""
    text = ""
    static = "" if call.method else "static "
    final = "final " if call.method else ""
    forms = []
    if call.options:
        name = options_name(call)
        base = [p for p in call.params if p not in extras(call)]
        params = base + [plan.Param("options", "options", ["o"])]
        own = {p.name for p in extras(call)}
        key = (method_name(call), tuple(java_type(p.kind) for p in base) + (name,))
        if key not in seen:
            seen.add(key)
            arguments = []
            for p in call.params:
                if p.name in own:
                    held = plan.Param(p.kind, p.name, p.c_names)
                    arguments.append("options == null ? %s : %s" % (
                        "0" if p.kind == "tensor" else "null", native(held).replace(safe(p.name), "options." + safe(p.name))))
                else:
                    arguments.append(native(p))
            arguments.append("Options.words(options)")
            declared = ", ".join(["%s %s" % (java_type(p.kind), safe(p.name)) for p in base] + ["%s options" % name])
            text += javadoc(call.function.doc, base)
            text += "  public %s%s%s %s(%s) {\n%s  }\n\n" % (static, final, result_type(call), method_name(call), declared, body_of(
                call, arguments, base + [plan.Param("tensor", "options", [])]))
        if call.plain:
            return text
        forms.append((base, ["options"]))
    params = [p for p in call.params if not (call.options and p in extras(call))]
    count = len(params)
    while True:
        given, left = params[:count], params[count:]
        spread = bool(given) and java_type(given[-1].kind).endswith("[]") and not call.options
        key = (method_name(call), tuple(java_type(p.kind) for p in given))
        if key not in seen:
            seen.add(key)
            text += javadoc(call.function.doc, given)
            head = "  public %s%s%s %s(%s) {\n" % (static, final, result_type(call), method_name(call), signature(given, spread))
            if left or call.options:
                rest = [safe(p.name) for p in given] + [default_text(p) if not (p.kind == "int" and p.default == "None") else "Tenon.NONE"
                                                        for p in left] + (["null"] if call.options else [])
                # A null has to say which overload it means.
                casts = [("(%s) null" % java_type(p.kind)) if r == "null" else r for p, r in
                         zip(given + left + ([plan.Param(options_name(call), "options", [])] if call.options else []), rest)]
                text += head + "    %s%s(%s);\n  }\n\n" % ("" if result_type(call) == "void" else "return ", method_name(call), ", ".join(casts))
            else:
                text += head + body_of(call, [native(p) for p in given], given) + "  }\n\n"
        if not left and call.options:
            return text
        if not given or given[-1].default is None:
            return text
        count -= 1


def write_class(owner, calls):
    seen, body = set(), ""
    for call in calls:
        body += write_call(call, seen)
    name = SUPER[owner]
    if owner in ("Tenon", "F"):
        what = "The functions of torch.nn.functional that aren't methods of Tensor." if owner == "F" else "Functions of torch: {@link Tenon}."
        public = "public final class F" if owner == "F" else "public abstract class Functions"
        head = "/** %s */\n%s {\n" % (what, public) + ("  private F() {}\n\n" if owner == "F" else "  Functions() {}\n\n")
    else:
        head = "/** Methods of {@link %s} that are its C functions. */\npublic abstract class %s extends Handle {\n  %s(long pointer, int kind) {\n    super(pointer, kind);\n  }\n\n" % (
            owner, name, name)
    imports = "import static %s.Handle.use;\nimport static %s.Handle.useAll;\n\nimport java.lang.ref.Reference;\n" % (PACKAGE, PACKAGE)
    return "%spackage %s;\n\n%s\n%s%s}\n" % (NOTICE, PACKAGE, imports, head, body)


# ---- enums

def write_enum(enum, cls):
    rows = ["  %s%s(%d)" % ("/** %s */\n  " % html(doc) if doc else "", name, value) for name, value, doc in constants_of(enum)]
    return ("%spackage %s;\n\n/** {@code %s}. */\npublic enum %s {\n%s;\n\n  final int code;\n\n  %s(int code) {\n    this.code = code;\n  }\n\n"
            "  static int code(%s value) {\n    return value == null ? 0 : value.code;\n  }\n\n"
            "  private static final %s[] ALL = values();\n\n"
            "  static %s of(int code) {\n    for (%s one : ALL) if (one.code == code) return one;\n    return null;\n  }\n}\n") % (
        NOTICE, PACKAGE, enum.name, cls, ",\n".join(rows), cls, cls, cls, cls, cls)


# ---- classes of modules and optimizers

JSON_TYPES = {"int": "long", "float": "double", "Scalar": "double", "bool": "boolean", "str": "String", "int[]": "long...",
              "Tensor": "Tensor"}


def setters(cls, a):
    """The methods of a class's options that set this argument."""
    base, nullable = a.type.rstrip("?"), a.type.endswith("?")
    sized = re.fullmatch(r"(int|float)\[(\d)\]", base)
    name, text = safe(a.name.lstrip("_")), "  /** Default: {@code %s}. */\n" % html(a.default)
    if sized:
        one = JSON_TYPES[sized.group(1)]
        names = ["%s%d" % (name, i + 1) for i in range(int(sized.group(2)))] if sized.group(1) == "float" else ["height", "width"]
        made = "%s  public Options %s(%s) {\n    put(\"%s\", new %s[] {%s});\n    return this;\n  }\n\n" % (
            text, name, ", ".join("%s %s" % (one, n) for n in names), a.name, one, ", ".join(names))
        if sized.group(1) == "int":
            made += "%s  public Options %s(long all) {\n    put(\"%s\", all);\n    return this;\n  }\n\n" % (text, name, a.name)
        return made
    type_ = JSON_TYPES[base]
    if nullable:
        type_ = {"long": "Long", "double": "Double", "boolean": "Boolean"}.get(type_, type_)
    return "%s  public Options %s(%s %s) {\n    put(\"%s\", %s);\n    return this;\n  }\n\n" % (text, name, type_, name, a.name, name)


def required_forms(arguments):
    """A size of height and width may be one number."""
    forms = [[]]
    for a in arguments:
        sized = re.fullmatch(r"int\[\d\]", a.type)
        types = ["long", "long[]"] if sized or a.type == "int[]" else [JSON_TYPES[a.type]]
        forms = [f + [(t, a)] for f in forms for t in types]
    return forms


def write_made(kind, name, schemas):
    """A class of modules or optimizers, from the forms of its constructor."""
    package = PACKAGE + (".nn" if kind == "module" else ".optim")
    parent = "Module" if kind == "module" else "Optimizer"
    required = [a for a in schemas[0].arguments if a.default is None]
    keywords = {}
    for schema in schemas:
        for a in schema.arguments:
            if a.default is not None and a.default != "None" or a.default == "None":
                keywords.setdefault((a.name, a.type), a)
    for a in required:
        keywords.pop((a.name, a.type), None)
    body = ""
    for form in required_forms(required):
        declared = ["%s %s" % (t, safe(a.name)) for t, a in form]
        puts = "".join(".put(\"%s\", %s)" % (a.name, safe(a.name)) for t, a in form)
        first = ["Tensor[] params"] if kind == "optimizer" else []
        given = "params, " if kind == "optimizer" else ""
        one_list = len(form) == 1 and form[0][0] == "long[]"
        plain = ["long... " + safe(form[0][1].name)] if one_list else declared
        if keywords:
            body += "  public %s(%s) {\n    super(\"%s\", %snew Arguments()%s);\n  }\n\n" % (name, ", ".join(first + plain), name, given, puts)
            body += "  public %s(%s) {\n    super(\"%s\", %snew Arguments(options)%s);\n  }\n\n" % (
                name, ", ".join(first + declared + ["Options options"]), name, given, puts)
        else:
            body += "  public %s(%s) {\n    super(\"%s\", %snew Arguments()%s);\n  }\n\n" % (name, ", ".join(first + plain), name, given, puts)
    if keywords:
        body += "  /** Its options, all at their defaults. */\n  public static Options options() {\n    return new Options();\n  }\n\n"
        body += "  /** The constructor's arguments that have a default. */\n  public static final class Options extends Arguments {\n"
        for a in keywords.values():
            body += "  " + setters(name, a).replace("\n", "\n  ").rstrip() + "\n\n"
        body = body.rstrip() + "\n  }\n"
    imports = sorted({PACKAGE + "." + c for c in (parent, "Arguments", "Tensor") if re.search(r"\b%s\b" % c, body + parent)})
    pytorch = "torch.%s.%s" % ("nn" if kind == "module" else "optim", name)
    return "%spackage %s;\n\n%s\n\n/** {@code %s}: {@code %s}. */\npublic class %s extends %s {\n%s}\n" % (
        NOTICE, package, "\n".join("import %s;" % i for i in imports), pytorch,
        "; ".join(html("%s(%s)" % (s.name, ", ".join("%s %s%s" % (a.type, a.name, "=" + a.default if a.default else "") for a in s.arguments))) for s in schemas),
        name, parent, body.rstrip() + "\n")


def write(interface, schemas, calls):
    folder = PACKAGE.replace(".", "/") + "/"
    files = {}
    owners = {}
    for call in calls:
        owners.setdefault(call.owner, []).append(call)
    for owner, own in owners.items():
        files[folder + SUPER[owner] + ".java"] = write_class(owner, own)
    for call in calls:
        if call.options and not call.in_place:
            name, text = write_options(call)
            files[folder + name + ".java"] = text
    for struct in HAND_OPTIONS:
        files[folder + HAND_OPTIONS[struct][0] + ".java"] = write_hand_options(interface.struct(struct))
    for call in calls:
        if call.result == "outputs":
            name = result_type(call)
            files[folder + name + ".java"] = "%spackage %s;\n\n/** %s, as PyTorch's named tuples have them. */\npublic record %s(%s) {}\n" % (
                NOTICE, PACKAGE, " and ".join(o.name for o in call.outputs).capitalize(), name,
                ", ".join("%s %s" % (java_type(o.kind), safe(o.name)) for o in call.outputs))
    for enum in interface.enums:
        cls = plan.ENUMS.get(enum.name)
        if cls and cls not in ("Device", "Kind"):
            files[folder + cls + ".java"] = write_enum(enum, cls)
    codes = next(e for e in interface.enums if not e.name and e.constants[0].name == "TN_OK")
    files[folder + "Status.java"] = "%spackage %s;\n\n/** Why a call failed: {@link TenonException#code}. */\npublic final class Status {\n  private Status() {}\n\n%s}\n" % (
        NOTICE, PACKAGE, "".join("  /** %s */\n  public static final int %s = %d;\n" % (html(c.doc) or "Nothing failed.", c.name[3:], c.value) for c in codes.constants))
    for name, own in schemas.modules.items():
        if name != "Sequential":
            files[folder + "nn/" + name + ".java"] = write_made("module", name, own)
    for name, own in schemas.optimizers.items():
        files[folder + "optim/" + name + ".java"] = write_made("optimizer", name, own)
    return files
