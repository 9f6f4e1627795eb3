"""The markup that the generated pages share: words of comments, links to what they name, and the page around it all.

What comes out is HTML and XML at once, so that any parser of XML says whether it is well-formed."""
import os
import re
from xml.sax.saxutils import escape

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "docs")

# What is set as code in running text: text in backticks, C names, headers, torch's names, names with an underscore.
WORD = re.compile(r"`([^`]+)`|((?:tn|TN)_[\w<>]*\w)|\b((?:\w+/)*\w+\.hp?p?)(?!\w)|\b((?:torch|nn|Tensor|ctx)(?:\.\w+)+)"
                  r"|\b([A-Za-z]\w*_\w+)\b")


def attributes(given):
    return "".join(' %s="%s"' % (name.strip("_").replace("_", "-"), escape(str(value), {'"': "&quot;"})) for name, value in given.items() if value)


def tag(name, body, **given):
    return "<%s%s>%s</%s>" % (name, attributes(given), body, name)


def words(text, anchors):
    """A sentence, with links to what it names; `anchors` are the names that have a place in the page."""
    made, end = [], 0
    for found in WORD.finditer(text):
        made.append(escape(text[end:found.start()]))
        end = found.end()
        name = next(g for g in found.groups() if g)
        code = tag("code", escape(name))
        target = anchors.get(name) or anchors.get(name.removeprefix("tenon/"))
        made.append(tag("a", code, href="#" + target) if target else code)
    return "".join(made) + escape(text[end:])


def blocks(text, anchors):
    """Paragraphs; lines that are set in stay as they are."""
    made = []
    for paragraph in re.split(r"\n\s*\n", text):
        run, code = [], []
        for line in paragraph.split("\n") + [None]:
            inside = line is not None and line.startswith("  ")
            if run and (line is None or inside):
                made.append(tag("p", lead(words(" ".join(run), anchors))))
                run = []
            if code and not inside:
                made.append(tag("pre", "\n".join(escape(c[shortest(code):]) for c in code)))
                code = []
            if line is not None and line.strip():
                (code if inside else run).append(line)
    # Code that a blank line divides is one piece.
    return re.sub(r"</pre>\n<pre>", "\n\n", "\n".join(made))


def shortest(lines):
    return min(len(line) - len(line.lstrip()) for line in lines)


def lead(text):
    """"Threads: …": the word that says what a paragraph is about."""
    return re.sub(r"^([A-Z][a-z]+)([.:]) ", r"<b>\1\2</b> ", text)


def document(title, body, script="page.js", body_class=""):
    style = open(os.path.join(HERE, "page.css"), encoding="utf-8").read()
    code = open(os.path.join(HERE, script), encoding="utf-8").read()
    head = "".join(['<meta charset="utf-8"/>\n<meta name="viewport" content="width=device-width, initial-scale=1"/>\n',
                    tag("title", escape(title)), "\n", tag("style", "\n" + style), "\n"])
    return "<!DOCTYPE html>\n<html lang=\"en\">\n%s\n%s\n</html>\n" % (
        tag("head", "\n" + head), tag("body", "\n" + body + "\n" + tag("script", "\n" + code) + "\n", class_=body_class))
