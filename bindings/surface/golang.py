"""Writes the Go package over SWIG's module native: methods, functions, options, constants, classes of modules and optimizers.

Go has no overloads, so an overload's suffix stays (AddScalar, SumDim), and no keyword arguments: what may be left out is an
option, a value of a type of its keyword's name, which fits only the functions that have the keyword:

    tenon.Conv2d(x, w, nil, tenon.Stride(2), tenon.PaddingSame)

An enum's value is itself the option."""
import dataclasses
import glob
import os
import re
import textwrap

from surface import options as words
from surface import plan

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "go")

# Owner and name, where the rule's own name is taken or reads badly.
NAMES = {("Tree", "none"): "NewTreeNone", ("Tree", "dict"): "NewTreeDict", ("Tree", "as_string"): "AsText",
         ("Generator", "new"): "NewGenerator", ("Generator", "default_generator"): "DefaultGenerator",
         ("Module", "unregister"): "UnregisterModule", ("Dataset", "length"): "Len", ("DataLoader", "length"): "Len",
         ("Tree", "count"): "Len"}
ACRONYMS = {"lr": "LR", "csv": "CSV", "npy": "NPY", "npz": "NPZ", "idx": "IDX", "mse": "MSE", "nll": "NLL", "cuda": "CUDA",
            "dtype": "DType"}
# Functions by hand that take options: the C struct of these.
BY_HAND = {"NewDataLoader": "tn_loader_options", "Gradcheck": "tn_gradcheck_options", "Text": "tn_print_options"}
SKIP = {"tn_module_load"}  # by hand: whose Go objects are found again

TYPES = {"tensor": "*Tensor", "dict": "*TensorDict", "tree": "*Tree", "module": "Module", "optimizer": "*Optimizer",
         "dataset": "*Dataset", "loader": "*DataLoader", "generator": "*Generator", "int": "int", "float": "float64",
         "bool": "bool", "text": "string", "char": "rune", "ints": "[]int", "floats": "[]float64", "tensors[]": "[]*Tensor",
         "tensors": "[]*Tensor", "Padding": "PaddingMode"}
ENUMS = dict(plan.ENUMS, tn_padding_t="PaddingMode")
RECEIVERS = {"Tensor": "t", "TensorDict": "d", "Tree": "t", "Module": "m", "Optimizer": "o", "Dataset": "d", "DataLoader": "l",
             "Generator": "g"}
KEYWORDS = {"range", "type", "func", "map", "len", "from", "default", "var", "string", "int", "bool", "float", "native", "options",
            "max", "min", "r"}


def camel(name):
    return "".join(ACRONYMS.get(part, part[:1].upper() + part[1:]) for part in name.split("_"))


def small(name):
    first, _, rest = name.partition("_")
    text = first + camel(rest)
    return text + "_" if text in KEYWORDS else text


def go_type(kind):
    return TYPES.get(kind, kind)


SPOKEN = {}  # what the C headers call it: what it is in Go


def spoken(text):
    """A comment of the C headers in the words of Go."""
    text = re.sub(r"\b(tn_\w+|TN_\w+)\b", lambda m: SPOKEN.get(m.group(1), m.group(1)), text)
    text = re.sub(r"\bTN_ERR_(\w+)", lambda m: "Err" + {"IO": "IO"}.get(m.group(1), m.group(1).capitalize()), text)
    return text.replace("NULL", "nil")


def merged(declared):
    """Parameters of one type, one after another, share it."""
    parts = [d.split(" ", 1) for d in declared]
    return ", ".join(name if i + 1 < len(parts) and parts[i + 1][1] == type_ else name + " " + type_
                     for i, (name, type_) in enumerate(parts))


def comment(name, text, indent=""):
    text = spoken(text)
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", text) if p.strip()] or [""]
    paragraphs[0] = (name + ": " + paragraphs[0]).rstrip(": ") if paragraphs[0] else name
    lines = []
    for i, paragraph in enumerate(paragraphs):
        lines += ([indent + "//"] if i else []) + textwrap.wrap(paragraph, 116, initial_indent=indent + "// ",
                                                                subsequent_indent=indent + "// ", break_on_hyphens=False)
    return "\n".join(lines) + "\n"


def doc_of(name, call):
    doc = call.function.doc if not call.plain else plan.merged(call)
    text = doc.text
    for p, words_ in doc.params.items():
        text += "\n\n%s: %s" % (small(p[:-8] if p.endswith("_or_none") else p), words_)
    if doc.returns:
        text += "\n\nReturns " + doc.returns
    if doc.pytorch:
        text += "\n\nPyTorch: " + doc.pytorch + "."
    return comment(name, text)


class Option:
    """One that a function takes: the keyword, and how it is stored."""

    def __init__(self, kind, name, store, doc=""):
        self.kind, self.name, self.store, self.doc = kind, name, store, doc


# ---- the keywords of all functions: each a type


class Keywords:
    """Every keyword is a type or, where its value is a list or a tensor, a function and a type."""

    def __init__(self, taken):
        self.taken, self.kinds, self.methods = taken, {}, []

    def count(self, option):
        self.kinds.setdefault(option.name, []).append(self.shape(option.kind))

    @staticmethod
    def shape(kind):
        return {"pair": "ints", "char": "int", "tensors[]": "tensors"}.get(kind, kind)

    def type_of(self, option):
        kind = self.shape(option.kind)
        if kind[0].isupper():
            return go_type(kind)
        name = self.name_of(option)
        return name + "Value" if kind in ("ints", "floats", "tensor", "tensors", "any") else name

    def name_of(self, option):
        kind, kinds = self.shape(option.kind), [k for k in self.kinds[option.name] if not k[0].isupper()]
        first = max(sorted(set(kinds)), key=kinds.count)
        name = camel(option.name) + ("" if kind == first else camel(kind))
        return "With" + name if name in self.taken else name

    def method(self, option, function, target):
        self.methods.append((self.type_of(option), self.shape(option.kind), option, function, target))

    def write(self):
        done, text = {}, ""
        for type_, kind, option, function, target in self.methods:
            done.setdefault(type_, (kind, option, []))[2].append((function, target))
        for type_ in sorted(done):
            kind, option, methods = done[type_]
            name = self.name_of(option) if not kind[0].isupper() else type_
            users = sorted({f[3:] for f, _ in methods})
            about = "is an option of %s." % ", ".join(users)
            if kind in ("ints", "floats"):
                go = {"ints": "int", "floats": "float64"}[kind]
                text += "\n// %s %s\ntype %s []%s\n" % (type_, about, type_, go)
                text += "\n// %s gives one number, or one for each dimension.\nfunc %s(values ...%s) %s { return values }\n" % (
                    name, name, go, type_)
            elif kind in ("tensor", "any"):
                go = {"tensor": "*Tensor", "any": "any"}[kind]
                text += "\n// %s %s\ntype %s struct{ value %s }\n" % (type_, about, type_, go)
                text += "\n// %s gives it.\nfunc %s(value %s) %s { return %s{value} }\n" % (name, name, go, type_, type_)
            elif kind == "tensors":
                text += "\n// %s %s\ntype %s []*Tensor\n" % (type_, about, type_)
                text += "\n// %s gives them.\nfunc %s(values ...*Tensor) %s { return values }\n" % (name, name, type_)
            elif not kind[0].isupper():
                text += "\n// %s %s\ntype %s %s\n" % (type_, about, type_, go_type(kind))
            for function, target in methods:
                text += "func (o %s) %s(a *%sOptions) { %s }\n" % (type_, function, function, target)
        return text


def value_of(kind):
    """The option o as a word."""
    return {"int": "int(o)", "char": "int(o)", "bool": "word(bool(o))", "float": "floatWord(float64(o))"}.get(kind, "int(o)")


# ---- functions


class Writer:
    def __init__(self, interface, schemas, calls):
        self.interface, self.schemas = interface, schemas
        self.calls = [c for c in calls if c.function.name not in SKIP]
        self.extended = {c.plain.function.name: c for c in self.calls if c.plain}
        self.interfaces, self.files = {}, {}
        self.keywords = Keywords(self.package_names())
        SPOKEN.update({c.function.name: self.go_name(c.plain or c) for c in self.calls})
        SPOKEN.update({c.name: self.constant(e, c) for e in interface.enums if e.name in ENUMS for c in e.constants})
        SPOKEN.update({"TN_NONE": "nil", "TN_NONE_INT": "None", "TN_CPU": "CPU", "tn_tensor_grad": "Grad", "tn_index": "Index",
                       "tn_op_call": "Op", "tn_tensor_shape": "Shape", "tn_tensor_strides": "Strides", "tn_dataset_tensors":
                       "NewTensorDataset", "tn_loader_start": "Start", "tn_loader_next": "Next", "tn_item_int64": "ItemInt",
                       "tn_module_new": "NewModule", "tn_module_register": "RegisterModule", "tn_optimizer_new": "NewOptimizer",
                       "tn_tensor_write": "Write", "tn_tensor_is": "Is", "tn_tree_kind": "Kind", "tn_module_forward": "Forward"})

    def package_names(self):
        names = set()
        for path in glob.glob(os.path.join(HERE, "*.go")):
            if "zz_generated" not in path and not path.endswith("_test.go"):
                text = open(path, encoding="utf-8").read()
                names |= set(re.findall(r"^(?:func|type|var|const) (\w+)", text, re.M))
                names |= set(re.findall(r"^\t(\w+) +(?:\w+ +)?=", text, re.M))
        names |= {self.go_name(c) for c in self.calls if not c.method} | {"New" + c for c in self.schemas.modules}
        return names | set(ENUMS.values()) | {self.constant(e, c) for e in self.interface.enums if e.name in ENUMS for c in e.constants}

    @staticmethod
    def constant(enum, constant):
        name = constant.name[3:].lower()
        name = re.sub(r"^tree_", "tree_kind_", name)
        return camel(name).replace("Bfloat", "BFloat")

    @staticmethod
    def go_name(call):
        name = NAMES.get((call.owner, call.full_name))
        if not name:
            name = camel(call.full_name)
            if not call.method and call.owner not in ("Tenon", "F", "Tensor"):
                name = call.owner + name
        return name + "_" if call.in_place else name

    @classmethod
    def qualified_name(cls, call):
        """What a table of names says: "Tensor.Add_", "tenon.Linear"."""
        owner = "ModuleBase" if call.owner == "Module" else call.owner
        return (owner if call.method else "tenon") + "." + cls.go_name(call)

    # What is positional, and what an option.
    def parts(self, call):
        positional, optional = [], []
        for p in call.params:
            left_out = p.default is not None and p.kind not in ("tensor", "generator", "dict") and p.name not in ("on", "grad")
            (optional if left_out else positional).append(p)
        return positional, optional

    def options_of(self, call, more):
        """The options of a function, and of its form with options."""
        _, optional = self.parts(call)
        found = []
        if more:
            names = {k.name for k in more.keywords}
            fields = [f.name for f in words.fields_of(more.options)]
            plain = {p.name for p in call.params} if more is not call else {p.name for p in call.params}
            for p in optional:
                if p.name not in names:
                    found.append(Option(p.kind, p.name, ("field", p), p.doc))
            for p in more.params:
                if p.name not in plain:
                    found.append(Option(p.kind, p.name, ("extra", p), p.doc))
            for k in more.keywords:
                found.append(Option(k.kind, k.name, ("words", [fields.index(n) for n in k.c_names]), k.doc))
        else:
            found = [Option(p.kind, p.name, ("field", p), p.doc) for p in optional]
        return found

    def option_set(self, call, name):
        """The interface of a function's options is named for it; forms in place share it."""
        base = name.rstrip("_")
        return base if call.owner in ("Tensor", "F", "Tenon") else call.owner + base

    def run(self):
        self.plans = []
        for call in self.calls:
            if call.plain:
                continue
            more = self.extended.get(call.function.name) or (call if call.options else None)
            name = self.go_name(call)
            options = self.options_of(call, more)
            self.plans.append((call, more, name, options))
            for o in options:
                self.keywords.count(o)
        self.count_classes()
        self.count_by_hand()
        for call, more, name, options in self.plans:
            self.function(call, more, name, options)
        self.write_classes()
        self.write_by_hand()

    # ---- functions by hand

    def by_hand(self):
        for name, struct in BY_HAND.items():
            struct = self.interface.struct(struct)
            fields = [f.name for f in words.fields_of(struct)]
            yield name, struct, [Option(k.kind, k.name, ("words", [fields.index(n) for n in k.c_names]), k.doc)
                                 for k in plan.read_fields(struct)]

    def count_by_hand(self):
        for _, _, options in self.by_hand():
            for o in options:
                self.keywords.count(o)

    def write_by_hand(self):
        for name, struct, options in self.by_hand():
            self.declare_options(name, "for" + name, options, dataclasses.replace(self.calls[0], options=struct))

    # ---- arguments

    def argument(self, p, locals_):
        """The Go parameter, what the native call takes, and what is kept alive."""
        name = small(p.name)
        name += "_" if name in locals_ else ""
        if p.kind == "tensor":
            return "%s *Tensor" % name, "%s.in()" % name, name
        if p.kind in ("tensors[]", "tensors"):
            return "%s []*Tensor" % name, "handlesOf(%s)" % name, name
        if p.kind == "module":
            return "%s Module" % name, "moduleIn(%s)" % name, name
        if p.kind in ("dict", "tree", "optimizer", "generator", "dataset", "loader"):
            return "%s %s" % (name, go_type(p.kind)), "%s.in()" % name, name
        if p.kind[0].isupper():
            return "%s %s" % (name, go_type(p.kind)), "int32(%s)" % name, None
        return "%s %s" % (name, go_type(p.kind)), name, None

    def default(self, p):
        if p.kind in ("DType", "Device"):
            return "0"
        if p.kind == "int" and p.default == "None":
            return "noInt"
        return str(p.default).lower() if p.kind == "bool" else repr(p.default)

    def default_of_kind(self, kind):
        return {"tensor": "*Tensor", "tensors[]": "[]*Tensor"}[kind]

    # ---- one function

    def function(self, call, more, name, options):
        group = self.option_set(call, name)
        small_group = "for" + group
        key = [(o.kind, o.name) for o in options]
        # Where two functions of one name have other options, the second one's are named for its owner, or for being in place.
        for other in (group, call.owner + group, call.owner + group + "InPlace"):
            group, small_group = other, "for" + other
            if self.interfaces.get(group, key) == key:
                break
        if options and group not in self.interfaces:
            self.interfaces[group] = key
            self.declare_options(group, small_group, options, more)
        positional, _ = self.parts(call)
        locals_ = {RECEIVERS[call.owner]} if call.method else set()
        locals_ |= {"a", "o"} if options else set()
        arguments = [self.argument(p, locals_) for p in positional]
        declared = [a[0] for a in arguments]
        if declared and not options and positional[-1].kind == "ints":
            declared[-1] = declared[-1].replace("[]int", "...int")
        if options:
            declared.append("options ...%sOption" % group)
        receiver, mine, keep = "", [], [a[2] for a in arguments if a[2]]
        if call.method:
            letter = RECEIVERS[call.owner]
            type_ = "ModuleBase" if call.owner == "Module" else call.owner
            receiver, mine = "(%s *%s) " % (letter, type_), ["%s.in()" % letter]
            keep.insert(0, letter)
        fields = {o.store[1].name: o for o in options if o.store[0] == "field"}
        extras = [o for o in options if o.store[0] == "extra"]
        taken = {p.name: a[1] for p, a in zip(positional, arguments)}

        def given(of):
            found = []
            for p in of.params:
                if p.name in taken:
                    found.append(taken[p.name])
                elif p.name in fields:
                    field = "a." + small(p.name)
                    found.append("int32(%s)" % field if p.kind[0].isupper() else field)
                elif any(p.name == e.name for e in extras):
                    found.append({"tensor": "a.%s.in()", "tensors[]": "handlesOf(a.%s)"}[p.kind] % small(p.name))
                else:
                    found.append(self.default(p))
            return found

        outputs = ["&out%d" % i for i in range(len(call.outputs))]
        lines = []
        for i, out in enumerate(call.outputs):
            lines.append("var out%d %s" % (i, "uintptr" if out.kind == "tensor" else "int"))
        native = "native.T" + call.function.name[1:]
        if options:
            # Without options nothing is allocated for them.
            defaults = {n: self.default(o.store[1]) for n, o in fields.items()}
            plain = [taken.get(p.name) or self.default(p) for p in call.params]
            start = ", ".join("%s: %s" % (small(n), d) for n, d in defaults.items())
            if extras and more:
                start = "words: new([%d]int)" % (len(words.fields_of(more.options)) + 1)
            with_ = "native.T" + more.function.name[1:] if more else native
            lines += ["var r native.%s" % ("List" if call.result in ("tensors", "text") else "Result"), "if len(options) == 0 {",
                      "\tr = %s(%s)" % (native, ", ".join(mine + plain + (["nil"] if more is call else []) + outputs)), "} else {",
                      "\ta := %sOptions{%s}" % (small_group, start), "\tfor _, o := range options {", "\t\to.%s(&a)" % small_group,
                      "\t}", "\tr = %s(%s)" % (with_, ", ".join(mine + given(more or call) + (["a.words[:]"] if more else []) + outputs))]
            lines += ["\truntime.KeepAlive(a.%s)" % small(e.name) for e in extras] + ["}"]
        else:
            value = "" if call.function.result == "void" else "r := "
            lines.append("%s%s(%s)" % (value, native, ", ".join(mine + given(call) + outputs)))
        lines += ["runtime.KeepAlive(%s)" % k for k in keep]
        result, tail = self.result(call)
        lines += tail
        path = any(p.kind == "text" and p.name in ("path", "index_path") for p in call.params) and call.owner != "Module" or \
            call.function.name == "tn_module_save"
        text = "\n" + doc_of(name, more or call)
        head = "func %s%s(%s)" % (receiver, name, merged(declared))
        if path:
            text += self.with_error(head, result, lines)
        else:
            text += "%s%s {\n\t%s\n}\n" % (head, (" " + result) if result else "", "\n\t".join(lines))
        self.add(call, text)

    @staticmethod
    def with_error(head, result, lines):
        """What reads or writes a file returns an error in place of panicking."""
        body = "\n\t\t".join(lines)
        if result:
            return "%s (%s, error) {\n\treturn try(func() %s {\n\t\t%s\n\t})\n}\n" % (head, result, result, body)
        return "%s error {\n\treturn Try(func() {\n\t\t%s\n\t})\n}\n" % (head, body)

    def result(self, call):
        kind = call.result
        if call.function.result == "void":
            return "", []
        if kind == "void":
            return "", ["done(r)"]
        if kind == "self":
            letter = RECEIVERS[call.owner]
            return "*" + ("ModuleBase" if call.owner == "Module" else call.owner), ["done(r)", "return " + letter]
        if call.outputs:
            values = ["newTensor(out%d, r.N)" % i if o.kind == "tensor" else "out%d" % i for i, o in enumerate(call.outputs)]
            types = merged(["%s %s" % (small(o.name), go_type(o.kind)) for o in call.outputs])
            return ("(%s)" % types if len(values) > 1 else go_type(call.outputs[0].kind)), ["done(r)", "return " + ", ".join(values)]
        makers = {"tensor": "tensorOf(r)", "tensors": "tensorsOf(r)", "int": "integer(r)", "bool": "truth(r)", "float": "float(r)",
                  "text": "text(r)", "dict": "dictOf(r)", "tree": "treeOf(r)", "dataset": "datasetOf(r)",
                  "generator": "generatorOf(r)", "module": "layerOf(r)", "optimizer": "optimizerOf(r)"}
        if kind in makers:
            return go_type(kind), ["return " + makers[kind]]
        return go_type(kind), ["return %s(integer(r))" % go_type(kind)]

    def declare_options(self, group, small_group, options, more):
        fields, about = [], []
        for o in options:
            about.append(re.sub(r"(?<=.)Value$", "", self.keywords.type_of(o)))
            method, target = small_group, None
            if o.store[0] == "field":
                fields.append("%s %s" % (small(o.name), go_type(o.kind)))
                kind = Keywords.shape(o.kind)
                target = "a.%s = %s" % (small(o.name), "o" if kind[0].isupper() else "%s(o)" % go_type(kind))
            elif o.store[0] == "extra":
                fields.append("%s %s" % (small(o.name), go_type(o.kind)))
                target = "a.%s = %s" % (small(o.name), "o.value" if o.kind == "tensor" else "o")
            elif o.kind == "pair":
                target = "setPair(a.words[:], %d, %d, o)" % tuple(o.store[1])
            else:
                target = "setWord(a.words[:], %d, %s)" % (o.store[1][0], value_of(o.kind))
            self.keywords.method(o, method, target)
        if more:
            # C is given no memory that has pointers in it beside the words.
            pointer = "*" if any(o.store[0] == "extra" for o in options) else ""
            fields.append("words %s[%d]int" % (pointer, len(words.fields_of(more.options)) + 1))
        self.options_text = getattr(self, "options_text", "") + (
            "\n// %sOption is one of %s.\ntype %sOption interface{ %s(*%sOptions) }\n\ntype %sOptions struct {\n\t%s\n}\n" % (
                group, ", ".join(about), group, small_group, small_group, small_group, "\n\t".join(fields)))

    def add(self, call, text):
        header = os.path.basename(call.function.header)[:-2]
        self.files[header] = self.files.get(header, "") + text

    # ---- classes of modules and optimizers

    def class_options(self):
        for what, table in (("New", self.schemas.modules), ("New", self.schemas.optimizers)):
            for name, forms in table.items():
                if name == "Sequential":
                    continue
                required, optional = [], {}
                for a in forms[0].arguments:
                    if a.default is None:
                        required.append(a)
                for form in forms:
                    for a in form.arguments:
                        if a.default is not None:
                            o = Option(self.class_kind(a), a.name.strip("_"), ("json", a.name))
                            optional[(o.kind, o.name)] = o
                yield name, forms, required, list(optional.values()), table is self.schemas.optimizers

    @staticmethod
    def class_kind(a):
        base = a.type.rstrip("?")
        base = re.sub(r"\[\d*\]", "[]", base)
        if base == "str":
            return {"reduction": "Reduction", "padding": "Padding", "approximate": "GeluApproximate"}.get(a.name, "text")
        return {"int[]": "ints", "int?[]": "ints", "float[]": "floats", "int": "int", "float": "float", "Scalar": "float",
                "bool": "bool", "Tensor": "tensor"}.get(base, "any")

    def count_classes(self):
        for _, _, _, optional, _ in self.class_options():
            for o in optional:
                self.keywords.count(o)

    def write_classes(self):
        text = {True: "", False: ""}
        for name, forms, required, optional, optimizer in self.class_options():
            go, group = "New" + camel(name), "forNew" + camel(name)
            declared = ["params []*Tensor"] if optimizer else []
            lines = ["var a %sOptions" % group if optional else "var a arguments"]
            for a in required:
                kind = self.class_kind(a)
                declared.append("%s %s" % (small(a.name), go_type(kind)))
                lines.append('a.set("%s", %s)' % (a.name, small(a.name)))
            if optional:
                declared.append("options ...%sOption" % go)
                lines += ["for _, o := range options {", "\to.%s(&a)" % group, "}"]
                self.options_text += "\n// %sOption is one of %s.\ntype %sOption interface{ %s(*%sOptions) }\n\ntype %sOptions struct{ arguments }\n" % (
                    go, ", ".join(re.sub(r"(?<=.)Value$", "", self.keywords.type_of(o)) for o in optional), go, group, group, group)
                for o in optional:
                    kind = Keywords.shape(o.kind)
                    value = {"tensor": "o.value", "any": "o.value", "ints": "[]int(o)", "floats": "[]float64(o)"}.get(kind)
                    value = value or ("o.name()" if kind[0].isupper() else "%s(o)" % go_type(kind))
                    self.keywords.method(o, group, 'a.set("%s", %s)' % (o.store[1], value))
            about = "\n\n".join(f.name + "(" + ", ".join(
                "%s %s%s" % (a.type, a.name, "" if a.default is None else "=" + a.default) for a in f.arguments) + ")" for f in forms)
            where = "optim" if optimizer else "nn"
            text[optimizer] += "\n" + comment(go, "makes torch.%s.%s: %s" % (where, name, about)).replace(go + ": makes", go + " makes", 1)
            last = 'newOptimizer("%s", params, &a%s)' if optimizer else 'newLayer("%s", &a%s)'
            lines.append("return " + last % (name, ".arguments" if optional else ""))
            text[optimizer] += "func %s(%s) %s {\n\t%s\n}\n" % (go, merged(declared), "*Optimizer" if optimizer else "*Layer",
                                                            "\n\t".join(lines))
        self.files["module_classes"], self.files["optimizer_classes"] = text[False], text[True]

    # ---- constants

    def enums(self):
        text = ""
        for enum in self.interface.enums:
            type_ = ENUMS.get(enum.name)
            if type_ in (None, "Kind", "Device"):
                continue
            text += "\ntype %s int32\n\nconst (\n" % type_
            for c in enum.constants:
                if c.value:
                    text += "\t%s %s = %d%s\n" % (self.constant(enum, c), type_, c.value, " // " + c.doc if c.doc else "")
            text += ")\n"
            names = {c.value: c.name.split("_", 1)[1].split("_", 1)[-1].lower() for c in enum.constants if c.value}
            if type_ != "DType":
                text += "\n// name is PyTorch's.\nfunc (v %s) name() string {\n\tswitch v {\n%s\t}\n\treturn \"\"\n}\n" % (
                    type_, "".join('\tcase %d:\n\t\treturn "%s"\n' % (v, re.sub("^.*_", "", n)) for v, n in names.items()))
        return text


def write(interface, schemas, calls):
    writer = Writer(interface, schemas, calls)
    writer.run()
    parts = dict(writer.files)
    parts["options"] = writer.options_text
    parts["keywords"] = writer.keywords.write()
    parts["enums"] = writer.enums()
    files = {}
    for name, text in parts.items():
        imports = ['"runtime"'] if "runtime." in text else []
        imports += ["", '"github.com/tenonml/tenon/bindings/go/internal/native"'] if "native." in text else []
        head = "// Code generated from the C headers and the library's schemas by surface/golang.py. DO NOT EDIT.\n\npackage tenon\n"
        if imports:
            head += "\nimport (\n\t%s\n)\n" % "\n\t".join(imports)
        files["zz_generated_%s.go" % name] = head + text
    return files
