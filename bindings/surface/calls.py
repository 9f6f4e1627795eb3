"""Writes calls.i: which functions make handles, and which give a number, a truth or nothing that failure gives as well."""

import re


def write(interface):
    lines = ["/* Written from the headers: what a call brings back. */"]
    for function in interface.functions:
        if function.result != "void":
            lines.append("RETURNS(%s, %s)" % (function.result, function.name))
        makes = re.fullmatch(r"tn_(tensor|tensors|values|dict|tree|module|optimizer|dataset|loader|function|generator)_t", function.result)
        makes = makes or any(p.type in ("tn_tensor_t*",) for p in function.parameters)
        if function.name.startswith(("tn_error_", "tn_scope_", "tn_context_")) or function.name.endswith("_options_init"):
            continue
        if makes:
            lines.append("MAKES(%s)" % function.name)
        elif function.result not in ("void", "tn_status_t"):
            lines.append("ANSWERS(%s)" % function.name)
    return "\n".join(lines) + "\n"


def public_headers(interface, first):
    """The headers that tenon.i doesn't name itself, because their order doesn't matter."""
    return "".join("%%include <%s>\n" % h.path for h in interface.headers if h.path not in first)
