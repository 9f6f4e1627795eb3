"""Finds what a C function is called in tenon.hpp: the functions and methods that call it, after the preprocessor, since most are
written by its macros."""
import os
import re
import shlex
import subprocess


def preprocessed(include):
    """The text of tenon/hpp alone."""
    command = shlex.split(os.environ.get("CXX", "c++")) + ["-std=c++20", "-E", "-I", include, os.path.join(include, "tenon", "tenon.hpp")]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    kept, mine = [], False
    for line in text.split("\n"):
        marker = re.match(r'# \d+ "(.*?)"', line)
        if marker:
            mine = "/hpp/" in marker.group(1)
        elif mine and not line.startswith("#"):
            kept.append(line)
    return "\n".join(kept)


def heading(text):
    """What an opening brace opens: ("namespace", name), ("class", name), ("function", name), or ("block", "")."""
    text = re.sub(r"^\s*(public|private|protected)\s*:", "", text.strip())
    while re.match(r"template\s*<", text):
        depth = 0
        for i in range(text.index("<"), len(text)):
            depth += (text[i] == "<") - (text[i] == ">" and text[i - 1] != "-")
            if depth == 0:
                break
        text = text[i + 1:].strip()
    found = re.match(r"(?:inline\s+)?namespace\s*(\w*)", text)
    if found:
        return "namespace", found.group(1)
    found = re.match(r"(?:class|struct)\s+(\w+)[^()=]*(?::|$)", text)
    if found:
        return "class", found.group(1)
    found = re.search(r"((?:\w+::)*(?:operator\s*(?:\(\)|\[\]|[^\s\w(]+|[\w ]+?)|~?\w+))\s*\(", text)
    if found and found.group(1) not in ("if", "for", "while", "switch", "catch"):
        return "function", re.sub(r"\s+", " ", found.group(1))
    return "block", ""


def callers(include):
    """Names such as "nn::linear" and "Tensor::exp", by the C function that they call."""
    text = re.sub(r'"(?:\\.|[^"\\])*"', '""', preprocessed(include))
    found, stack, begin = {}, [], 0
    for token in re.finditer(r"[{};]|\btn_\w+\b", text):
        word = token.group()
        if word == "{":
            head = text[begin:token.start()]
            if head.count("(") != head.count(")"):
                stack.append(("value", ""))  # among arguments: {} as a default
                continue
            # Inside a function nothing has a name.
            inside = any(kind == "function" for kind, _ in stack)
            stack.append(("block", "") if inside else heading(head))
            begin = token.end()
        elif word == "}":
            kind, _ = stack.pop()
            begin = begin if kind == "value" else token.end()
        elif word == ";":
            begin = token.end()
        else:
            named = [name for kind, name in stack if name not in ("", "tenon")]
            if any(kind == "function" for kind, _ in stack) and "detail" not in named:
                names = found.setdefault(word, [])
                if "::".join(named) not in names:
                    names.append("::".join(named))
    return found
