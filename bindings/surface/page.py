"""Writes tenon.html: the C interface on one page, header by header, in a good order to read."""
import dataclasses
import itertools
import os
import re
from xml.sax.saxutils import escape

from surface import headers, html
from surface.html import tag

# The order to read in; a header that isn't named stands at the end.
CHAPTERS = (
    ("First", ("common.h", "error.h", "scope.h")),
    ("Tensors", ("tensor.h", "dtype.h", "device.h", "random.h")),
    ("Operators", ("ops.h", "ops/pointwise.h", "ops/reduce.h", "ops/matmul.h", "ops/view.h", "ops/index.h", "ops/nn.h", "op.h")),
    ("Learning", ("autograd.h", "module.h", "optim.h", "data.h")),
    ("Files", ("io.h", "io/safetensors.h", "io/pytorch.h", "io/checkpoint.h", "io/module.h", "io/arrays.h", "tree.h", "dict.h")),
    ("The host", ("callback.h", "threads.h", "memory.h", "log.h", "dlpack.h")),
)


def short(header):
    return header.path.removeprefix("tenon/")


def in_order(interface):
    """Chapters of headers."""
    named = {short(h): h for h in interface.headers}
    chapters = [(title, [named.pop(n) for n in names if n in named]) for title, names in CHAPTERS]
    return chapters + ([("More", list(named.values()))] if named else [])


def anchors_of(interface):
    """Each name that has a place in the page, and the place's id."""
    anchors = {}
    for header in interface.headers:
        anchors[short(header)] = short(header)
        for item in header.items:
            if isinstance(item, headers.Enum):
                anchors.update({c.name: c.name for c in item.constants}, **({item.name: item.name} if item.name else {}))
            elif isinstance(item, headers.Struct):
                anchors[item.name + "_t"] = item.name + "_t"
                anchors.update({"%s_t.%s" % (item.name, f.name): "%s_t.%s" % (item.name, f.name) for f in item.fields})
            elif not isinstance(item, (headers.Section, headers.Note)):
                anchors[item.name] = item.name
    return anchors


class Page:
    def __init__(self, interface):
        self.interface, self.anchors = interface, anchors_of(interface)
        self.inits = {f.name: f for f in interface.functions if f.name.endswith("_init") and not f.doc.text}

    # ---- signatures

    def type(self, text):
        """A type, its name a link."""
        return re.sub(r"\w+", lambda m: tag("a", m.group(), class_="type", href="#" + self.anchors[m.group()])
                      if m.group() in self.anchors else m.group(), escape(text))

    def signature(self, function, pytorch=""):
        parameters = ", ".join(self.type(p.type) + " " + escape(p.name) for p in function.parameters) or "void"
        return tag("span", "%s %s(%s)" % (self.type(function.result), tag("span", function.name, class_="name"), parameters),
                   class_="sig", id=function.name, data_name=function.name, data_pytorch=pytorch)

    def declared(self, name, text):
        """Another declaration than a function's."""
        rest = self.type(text).replace(">%s<" % name, ">%s<" % name)
        linked = tag("a", name, class_="type", href="#" + self.anchors[name]) if name in self.anchors else name
        return tag("span", rest.replace(linked, tag("span", name, class_="name"), 1), class_="sig", id=name,
                   data_name=name)

    # ---- what stands below them

    def details(self, doc):
        rows = [tag("dt", escape(name)) + tag("dd", html.words(text, self.anchors)) for name, text in doc.params.items()]
        if doc.returns:
            rows.append(tag("dt", "returns", class_="result") + tag("dd", html.words(doc.returns, self.anchors)))
        return tag("dl", "\n".join(rows)) + "\n" if rows else ""

    @staticmethod
    def meta(doc, name):
        """PyTorch's name; and where the other languages' stand."""
        if not doc.pytorch:
            return ""
        names = tag("a", "other languages", href="names.html#" + name) if name else ""
        return tag("p", tag("span", "PyTorch: " + tag("code", escape(doc.pytorch))) + names, class_="meta")

    def article(self, header, doc, parts, class_=None, name=""):
        found = re.search(r"\bSince (\d+\.\d+)\.", doc.text) or re.search(r"\bSince (\d+\.\d+)\.", header.doc)
        since = tag("span", "since " + (found.group(1) if found else "0.1"), class_="since")
        return tag("article", "\n" + since + "\n" + "\n".join(p.rstrip() for p in parts + [self.meta(doc, name)] if p) + "\n", class_=class_)

    def text_of(self, group):
        """The words of a group of functions; the form with options of a function needs none of its own."""
        doc, first = group[0].doc, group[0].name
        if doc.text:
            return html.blocks(re.sub(r"\s*\bSince \d+\.\d+\.", "", doc.text), self.anchors) + "\n"
        plain = re.sub(r"_with(_?)$", r"\1", first)
        if plain != first and not doc.pytorch:
            return tag("p", html.words("%s, with options." % plain, self.anchors)) + "\n"
        return ""

    # ---- items

    def functions(self, group, header):
        doc = group[0].doc
        return self.article(header, doc, [self.signature(f, doc.pytorch) for f in group] + [self.text_of(group), self.details(doc)],
                            name=group[0].name)

    def rows(self, head, rows):
        return tag("table", tag("thead", tag("tr", "".join(tag("th", h) for h in head))) + "\n" + tag("tbody", "\n" + "\n".join(rows) + "\n"))

    def name_cell(self, anchor, shown):
        # What every struct has is nothing to search for.
        searched = None if shown in ("struct_size", "reserved") else anchor
        return tag("code", shown, id=anchor, data_name=searched)

    def field_doc(self, field, struct):
        if field.name == "struct_size" and struct.name + "_init" in self.inits:
            return html.words("sizeof of this struct, set by %s_init" % struct.name, self.anchors)
        return html.words("0" if field.name == "reserved" and not field.doc else field.doc, self.anchors)

    def struct(self, struct, header):
        name, rows = struct.name + "_t", []
        for (type_, doc), fields in itertools.groupby(struct.fields, lambda f: (f.type, f.doc or f.name)):
            fields = list(fields)
            cells = ", ".join(self.name_cell("%s.%s" % (name, f.name), f.name) for f in fields)
            rows.append(tag("tr", tag("td", cells) + tag("td", tag("code", self.type(type_))) + tag("td", self.field_doc(fields[0], struct))))
        init = self.inits.get(struct.name + "_init")
        head = ("field", "type", "default, and what it does" if init else "what it is")
        signature = self.declared(name, "typedef struct %s %s" % (struct.name, name))
        return self.article(header, struct.doc, [signature, self.text(struct.doc), self.rows(head, rows),
                                                 self.signature(init) if init else ""], "data")

    def text(self, doc):
        return html.blocks(doc.text, self.anchors) if doc.text else ""

    def enum(self, enum, header):
        rows = [tag("tr", tag("td", self.name_cell(c.name, c.name)) + tag("td", str(c.value), class_="number")
                    + tag("td", html.words(c.doc, self.anchors))) for c in enum.constants]
        signature = self.declared(enum.name, "typedef int32_t " + enum.name) if enum.name else ""
        return self.article(header, enum.doc, [signature, self.text(enum.doc), self.rows(("constant", "value", ""), rows)], "data")

    def types(self, group, header):
        if len(group) > 1 and not any("(" in t.text for t in group):
            rows = [tag("tr", tag("td", self.name_cell(t.name, t.name)) + tag("td", tag("code", self.type(
                t.text[8:-1].rsplit(" ", 1)[0]))) + tag("td", html.words(t.doc.text, self.anchors))) for t in group]
            return self.article(header, headers.Doc(), [self.rows(("type", "is", ""), rows)], "data")
        return "\n".join(self.article(header, t.doc, [self.declared(t.name, t.text[:-1]), self.text(t.doc)], "data") for t in group)

    def macros(self, group, header):
        lines = []
        for m in group:
            value = m.value if not m.parameters and len(m.value) < 50 else ""
            lines.append(tag("span", "#define %s%s %s" % (tag("span", m.name, class_="name"), escape(m.parameters), tag(
                "span", escape(value), class_="value")), class_="sig", id=m.name, data_name=m.name))
        return self.article(header, group[0].doc, lines + [self.text(group[0].doc)], "data")

    # ---- headers

    def header(self, header):
        name, _, rest = header.doc.partition(": ")
        summary, _, text = rest.partition("\n\n")
        summary, _, more = " ".join(summary.split()).partition(". ")
        summary = summary[:1].upper() + summary[1:]
        text = (more + "\n\n" if more else "") + re.sub(r"(^|\n)Since \d+\.\d+\.", "", text)
        parts = [tag("h2", short(header)), tag("p", html.words(summary.rstrip(".") + ".", self.anchors), class_="lead"),
                 html.blocks(text.strip(), self.anchors)]
        items = [i for i in header.items if getattr(i, "name", "") not in self.inits]
        parts += [self.item(list(group), header) for _, group in itertools.groupby(items, self.together)]
        return tag("section", "\n" + "\n".join(p for p in parts if p) + "\n", id=short(header))

    @staticmethod
    def together(item):
        """What stands in one box: functions and macros of one comment, and those without any, one after the other."""
        if isinstance(item, headers.Type):
            return headers.Type
        if not isinstance(item, (headers.Function, headers.Macro)):
            return id(item)
        if item.doc.text or item.doc.pytorch:
            return id(item.doc)
        return item.name if re.search("_with_?$", item.name) else type(item)

    def item(self, group, header):
        first = group[0]
        if isinstance(first, headers.Section):
            title, mark, rest = re.match(r"(.*?)(?:([:;]) (.*))?$", first.title).groups()
            title = tag("h3", html.words(title[:1].upper() + title[1:], self.anchors))
            return title + ("\n" + tag("p", html.words(rest[:1].upper() + rest[1:] + ".", self.anchors), class_="lead") if mark else "")
        if isinstance(first, headers.Note):
            return html.blocks(first.text, self.anchors)
        if isinstance(first, headers.Function):
            return self.functions(group, header)
        if isinstance(first, headers.Struct):
            return self.struct(first, header)
        if isinstance(first, headers.Enum):
            return self.enum(first, header)
        return self.types(group, header) if isinstance(first, headers.Type) else self.macros(group, header)

    # ---- the page

    def contents(self, chapters, version):
        parts = [tag("a", "Tenon", class_="title", href="#top"), tag("span", version, class_="version"),
                 '<input id="search" type="search" placeholder="Search: add, torch.cat, lr …" aria-label="Search"/>', '<ol id="found"></ol>']
        lists = []
        for title, list_ in chapters:
            rows = "\n".join(tag("li", tag("a", short(h), href="#" + short(h))) for h in list_)
            lists.append(tag("h2", title) + "\n" + tag("ul", "\n" + rows + "\n"))
        lists.append(tag("h2", "Found by name") + "\n" + tag("ul", tag("li", tag("a", "Index", href="#index")) + tag(
            "li", tag("a", "Names in PyTorch and in other languages", href="names.html"))))
        return tag("nav", "\n" + "\n".join(parts) + "\n" + tag("div", "\n" + "\n".join(lists) + "\n", class_="contents") + "\n")

    def index(self):
        names = sorted({a for a in self.anchors.values() if "." not in a}, key=lambda n: (self.letter(n), n.lower()))
        rows = []
        for letter, group in itertools.groupby(names, self.letter):
            rows.append(tag("li", letter, class_="letter"))
            rows += [tag("li", tag("a", n, href="#" + n)) for n in group]
        return tag("section", "\n" + tag("h2", "Index") + "\n" + tag("ul", "\n" + "\n".join(rows) + "\n", class_="index") + "\n", id="index")

    @staticmethod
    def letter(name):
        return re.sub(r"^(tn|TN)_", "", name)[0].upper()

    def write(self, version):
        chapters = in_order(self.interface)
        count = "%d functions from %d headers." % (len(self.interface.functions), len(self.interface.headers))
        intro = tag("header", "\n" + tag("h1", "The C interface of Tenon") + "\n" + tag("p", (
            "All that <code>&lt;tenon/tenon.h&gt;</code> declares, in a good order to read: begin with " + tag(
                "a", "common.h", href="#common.h") + ". " + count)) + "\n" + tag("p", tag(
                    "a", "What is called how in PyTorch, C, C++, Java, C# and Go", href="names.html") + " is a table of its own.") + "\n",
            id="top")
        sections = [self.header(h) for _, list_ in chapters for h in list_]
        main = tag("main", "\n" + "\n".join([intro] + sections + [self.index()]) + "\n")
        return html.document("Tenon %s: the C interface" % version, self.contents(chapters, version) + "\n" + main)


def dlpack(include):
    """dlpack.h has the specification's own names and types, which the reader of headers leaves out: it is shown as it stands."""
    text = open(os.path.join(include, "tenon", "dlpack.h"), encoding="utf-8").read()
    header = headers.Header("tenon/dlpack.h", headers.comment_text(re.match(r"/\*.*?\*/", text, re.S).group()))
    body = text[text.index("typedef struct"):text.rindex("#  ifdef __cplusplus")]
    body = re.sub(r"#  ifdef __cplusplus\n.*?#  else\n(.*?)#  endif\n", r"\1", body, flags=re.S)
    header.items.append(headers.Note("\n".join("    " + line for line in body.strip().split("\n"))))
    return header


def version(interface):
    return next(i.value for h in interface.headers for i in h.items if getattr(i, "name", "") == "TN_VERSION_TEXT").strip('"')


def write(interface):
    whole = dataclasses.replace(interface, headers=interface.headers + [dlpack(interface.include)])
    return Page(whole).write(version(interface))
