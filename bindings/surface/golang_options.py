"""The options of Go's functions: for each function an interface and a struct that its options fill; for each keyword a type
with a method for every function that has the keyword."""
import dataclasses
import re

from surface import options as words
from surface.golang_names import camel, go_type, small


@dataclasses.dataclass
class Option:
    """One that a function takes: its keyword, and where it goes: ("field", Param) for a parameter of the C function, ("extra",
    Param) for one that only the form with options has, ("words", fields) for fields of the options, ("json", name) for an
    argument of a constructor."""
    kind: str
    name: str
    store: tuple

    @property
    def shape(self):
        """The kind as it is in Go."""
        return {"pair": "ints", "char": "int", "tensors[]": "tensors"}.get(self.kind, self.kind)

    @property
    def is_enum(self):
        return self.kind[0].isupper()


def of_struct(struct, keywords):
    fields = [f.name for f in words.fields_of(struct)]
    return [Option(k.kind, k.name, ("words", [fields.index(n) for n in k.c_names])) for k in keywords]


def word_count(struct):
    return len(words.fields_of(struct)) + 1


LISTS = {"ints": "int", "floats": "float64", "tensors": "*Tensor"}
BOXES = {"tensor": "*Tensor", "any": "any"}


class Options:
    def __init__(self, taken):
        self.taken = taken    # names that the package has otherwise
        self.kinds = {}       # of each keyword
        self.methods = {}     # of each keyword's type: its option, and pairs of a method and what it does
        self.interfaces = {}  # of each set of options: what is in it
        self.text = ""

    # ---- names

    def count(self, options):
        for o in options:
            self.kinds.setdefault(o.name, []).append(o.shape)

    def name_of(self, o):
        """A keyword that is of several kinds has its name for the most frequent one."""
        kinds = [k for k in self.kinds[o.name] if not k[0].isupper()]
        first = max(sorted(set(kinds)), key=kinds.count)
        name = camel(o.name) + ("" if o.shape == first else camel(o.shape))
        return "With" + name if name in self.taken else name

    def type_of(self, o):
        if o.is_enum:
            return go_type(o.kind)
        return self.name_of(o) + ("Value" if o.shape in LISTS or o.shape in BOXES else "")

    def set_name(self, call, name, options):
        """The interface of a function's options is named for it, and forms in place share it. Where two functions of one name have
        other options, the second one's are named for its owner, or for being in place."""
        base = name.rstrip("_")
        if call.owner not in ("Tensor", "F", "Tenon"):
            base = call.owner + base
        key = [(o.kind, o.name) for o in options]
        tries = (base, call.owner + base, call.owner + base + "InPlace")
        return next((t for t in tries if self.interfaces.get(t, key) == key), tries[-1])

    # ---- declarations

    def declare(self, name, options, struct):
        """The options of a function; `struct` is the C options of its form with options, or None."""
        key = [(o.kind, o.name) for o in options]
        if self.interfaces.setdefault(name, key) is not key:
            return
        fields = ["%s %s" % (small(o.name), go_type(o.kind)) for o in options if o.store[0] in ("field", "extra")]
        if struct:
            # C is given no memory that has pointers in it beside the words.
            pointer = "*" if any(o.store[0] == "extra" for o in options) else ""
            fields.append("words %s[%d]int" % (pointer, word_count(struct)))
        self.interface(name, options, "{\n\t%s\n}" % "\n\t".join(fields))
        for o in options:
            self.method(o, "for" + name, self.target(o))

    def declare_class(self, name, options):
        """The options of a constructor, which are arguments in JSON."""
        self.interface(name, options, "{ arguments }")
        for o in options:
            value = "o.value" if o.shape in BOXES else "o.name()" if o.is_enum else "%s(o)" % go_type(o.shape)
            self.method(o, "for" + name, 'a.set("%s", %s)' % (o.store[1], value))

    def interface(self, name, options, fields):
        names = ", ".join(re.sub(r"(?<=.)Value$", "", self.type_of(o)) for o in options)
        self.text += "\n// %sOption is one of %s.\ntype %sOption interface{ for%s(*for%sOptions) }\n" % (name, names, name, name, name)
        self.text += "\ntype for%sOptions struct %s\n" % (name, fields)

    def method(self, o, name, target):
        self.methods.setdefault(self.type_of(o), (o, []))[1].append((name, target))

    @staticmethod
    def target(o):
        """What the method of an option does."""
        where, place = o.store
        if where == "words" and o.kind == "pair":
            return "setPair(a.words[:], %d, %d, o)" % tuple(place)
        if where == "words":
            value = {"bool": "word(bool(o))", "float": "floatWord(float64(o))"}.get(o.kind, "int(o)")
            return "setWord(a.words[:], %d, %s)" % (place[0], value)
        value = "o.value" if o.shape in BOXES else "o" if o.is_enum or o.shape in LISTS else "%s(o)" % go_type(o.shape)
        return "a.%s = %s" % (small(o.name), value)

    def keywords(self):
        """The types of all keywords, with their methods."""
        text = ""
        for type_, (o, methods) in sorted(self.methods.items()):
            if not o.is_enum:
                users = ", ".join(sorted({name[len("for"):] for name, _ in methods}))
                text += "\n// %s is an option of %s.\n" % (type_, users) + self.keyword(type_, o)
            for name, target in methods:
                text += "func (o %s) %s(a *%sOptions) { %s }\n" % (type_, name, name, target)
        return text

    def keyword(self, type_, o):
        name = self.name_of(o)
        if o.shape in LISTS:
            what = "them" if o.shape == "tensors" else "one number, or one for each dimension"
            return "type %s []%s\n\n// %s gives %s.\nfunc %s(values ...%s) %s { return values }\n" % (
                type_, LISTS[o.shape], name, what, name, LISTS[o.shape], type_)
        if o.shape in BOXES:
            return "type %s struct{ value %s }\n\n// %s gives it.\nfunc %s(value %s) %s { return %s{value} }\n" % (
                type_, BOXES[o.shape], name, name, BOXES[o.shape], type_, type_)
        return "type %s %s\n" % (type_, go_type(o.shape))
