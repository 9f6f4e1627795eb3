"""One function of Go's: its parameters, the call of the module native, what it gives back."""
from surface import golang_options as opt
from surface.golang_names import RECEIVERS, doc_of, go_name, go_type, merged, small, struct_of

MAKERS = {"tensor": "tensorOf(r)", "tensors": "tensorsOf(r)", "int": "integer(r)", "bool": "truth(r)", "float": "float(r)",
          "text": "text(r)", "dict": "dictOf(r)", "tree": "treeOf(r)", "dataset": "datasetOf(r)", "generator": "generatorOf(r)",
          "module": "layerOf(r)", "optimizer": "optimizerOf(r)"}
OBJECTS = ("dict", "tree", "optimizer", "generator", "dataset", "loader")


def is_option(p):
    """Whether a parameter may be left out: a default, but of what stands well where it is."""
    return p.default is not None and p.kind not in ("tensor", "generator", "dict") and p.name not in ("on", "grad")


def native_name(call):
    return "native.T" + call.function.name[1:]


def default(p):
    if p.kind in ("DType", "Device"):
        return "0"
    if p.kind == "int" and p.default == "None":
        return "noInt"
    return str(p.default).lower() if p.kind == "bool" else repr(p.default)


def passed(kind, name):
    """What the module native takes for a value of this name."""
    if kind == "tensor" or kind in OBJECTS:
        return name + ".in()"
    if kind in ("tensors[]", "tensors"):
        return "handlesOf(%s)" % name
    if kind == "module":
        return "moduleIn(%s)" % name
    return "int32(%s)" % name if kind[0].isupper() else name


def is_kept_alive(kind):
    return kind in ("tensor", "tensors[]", "tensors", "module") or kind in OBJECTS


class Function:
    """`more` is the call with options that this one is merged with, or itself."""

    def __init__(self, call, more):
        self.call, self.more, self.name = call, more, go_name(call)
        self.positional = [p for p in call.params if not is_option(p)]
        self.options = self.read_options()
        self.letter = RECEIVERS[call.owner] if call.method else ""

    def read_options(self):
        optional = [p for p in self.call.params if is_option(p)]
        if not self.more:
            return [opt.Option(p.kind, p.name, ("field", p)) for p in optional]
        keywords = {k.name for k in self.more.keywords}
        plain = {p.name for p in self.call.params}
        found = [opt.Option(p.kind, p.name, ("field", p)) for p in optional if p.name not in keywords]
        found += [opt.Option(p.kind, p.name, ("extra", p)) for p in self.more.params if p.name not in plain]
        return found + opt.of_struct(self.more.options, self.more.keywords)

    def stored(self, where):
        return {o.store[1].name: o.store[1] for o in self.options if o.store[0] == where}

    def name_of(self, p):
        locals_ = {self.letter} | ({"a", "o"} if self.options else set())
        return small(p.name) + ("_" if small(p.name) in locals_ else "")

    # ---- the head

    def declared(self):
        declared = ["%s %s" % (self.name_of(p), go_type(p.kind)) for p in self.positional]
        if self.options:
            return declared + ["options ...%sOption" % self.group]
        if declared and self.positional[-1].kind == "ints":
            declared[-1] = declared[-1].replace("[]int", "...int")
        return declared

    def head(self):
        receiver = "(%s *%s) " % (self.letter, struct_of(self.call.owner)) if self.letter else ""
        return "func %s%s(%s)" % (receiver, self.name, merged(self.declared()))

    # ---- the call

    def arguments(self, of, with_options):
        """What the module native's function of this call is given."""
        fields, extras, found = self.stored("field"), self.stored("extra"), []
        mine = {p.name: p for p in self.positional}
        for p in of.params:
            if p.name in mine:
                found.append(passed(p.kind, self.name_of(p)))
            elif with_options and (p.name in fields or p.name in extras):
                found.append(passed(p.kind, "a." + small(p.name)))
            else:
                found.append(default(p))
        if of.options:
            found.append("a.words[:]" if with_options else "nil")
        return ", ".join(([self.letter + ".in()"] if self.letter else []) + found + ["&out%d" % i for i in range(len(of.outputs))])

    def calls(self):
        if not self.options:
            value = "" if self.call.function.result == "void" else "r := "
            return ["%s%s(%s)" % (value, native_name(self.call), self.arguments(self.call, False))]
        # Without options nothing is allocated for them.
        of, extras = self.more or self.call, self.stored("extra")
        start = ", ".join("%s: %s" % (small(n), default(p)) for n, p in self.stored("field").items())
        if extras:
            start = "words: new([%d]int)" % opt.word_count(self.more.options)
        return ["var r native.%s" % ("List" if self.call.result in ("tensors", "text") else "Result"),
                "if len(options) == 0 {",
                "\tr = %s(%s)" % (native_name(self.call), self.arguments(self.call, False)),
                "} else {",
                "\ta := for%sOptions{%s}" % (self.group, start),
                "\tfor _, o := range options {", "\t\to.for%s(&a)" % self.group, "\t}",
                "\tr = %s(%s)" % (native_name(of), self.arguments(of, True)),
                *["\truntime.KeepAlive(a.%s)" % small(n) for n in extras], "}"]

    # ---- what comes back

    def result(self):
        """Its type, and the lines that give it."""
        call, kind = self.call, self.call.result
        if call.function.result == "void":
            return "", []
        if kind == "void":
            return "", ["done(r)"]
        if kind == "self":
            return "*" + struct_of(call.owner), ["done(r)", "return " + self.letter]
        if call.outputs:
            values = ["newTensor(out%d, r.N)" % i if o.kind == "tensor" else "out%d" % i for i, o in enumerate(call.outputs)]
            types = merged(["%s %s" % (small(o.name), go_type(o.kind)) for o in call.outputs])
            return "(%s)" % types if len(values) > 1 else go_type(call.outputs[0].kind), ["done(r)", "return " + ", ".join(values)]
        return go_type(kind), ["return " + MAKERS.get(kind, "%s(integer(r))" % go_type(kind))]

    def is_file(self):
        """What reads or writes a file returns an error in place of panicking."""
        named = any(p.kind == "text" and p.name in ("path", "index_path") for p in self.call.params)
        return named and self.call.owner != "Module" or self.call.function.name == "tn_module_save"

    def write(self, options):
        self.group = options.set_name(self.call, self.name, self.options)
        if self.options:
            options.declare(self.group, self.options, self.more.options if self.more else None)
        lines = ["var out%d %s" % (i, "uintptr" if o.kind == "tensor" else "int") for i, o in enumerate(self.call.outputs)]
        lines += self.calls()
        kept = ([self.letter] if self.letter else []) + [self.name_of(p) for p in self.positional if is_kept_alive(p.kind)]
        result, last = self.result()
        lines += ["runtime.KeepAlive(%s)" % name for name in kept] + last
        body, result = "\n\t".join(lines), " " + result if result else ""
        if self.is_file():
            deeper = body.replace("\n", "\n\t")
            if result:
                body, result = "return try(func()%s {\n\t\t%s\n\t})" % (result, deeper), " (%s, error)" % result.strip()
            else:
                body, result = "return Try(func() {\n\t\t%s\n\t})" % deeper, " error"
        return "\n%s%s%s {\n\t%s\n}\n" % (doc_of(self.name, self.more or self.call), self.head(), result, body)
