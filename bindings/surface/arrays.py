"""Writes arrays.i: which parameters are an array and its count, a callback, or a result, by the names that the headers give them."""
import re


def write(interface):
    pairs = {}
    for function in interface.functions:
        for p, n in zip(function.parameters, function.parameters[1:]):
            if re.fullmatch(r"const (int64_t|tn_(tensor|module|tree|value)_t)\*", p.type) and n.type == "int64_t":
                pairs.setdefault(p.type, set()).add((p.name, n.name))
    lines = ["/* Written from the headers: every array with its count. */"]
    for type_, names in sorted(pairs.items()):
        lines.append("%%apply (%s ARRAY, int64_t COUNT) {\n  %s\n};" % (
            type_, ",\n  ".join("(%s %s, int64_t %s)" % (type_, p, n) for p, n in sorted(names))))
    callbacks = {function.parameters[i].name for function in interface.functions
                 for i in range(len(function.parameters) - 2)
                 if function.parameters[i].type == "tn_callback_t" and function.parameters[i + 1].type == "void*"
                 and function.name != "tn_function_new"}
    lines.append("%%apply (tn_callback_t CALLBACK, void* user_data, tn_destroy_t destroy) {\n  %s\n};" % (
        ",\n  ".join("(tn_callback_t %s, void* user_data, tn_destroy_t destroy)" % name for name in sorted(callbacks))))
    for type_ in ("tn_tensor_t*", "int64_t*"):
        names = {p.name for function in interface.functions for p in function.parameters
                 if p.type == type_ and p.name not in ("fields", "shape", "strides", "ndim", "n")}
        lines.append("%%apply %s OUT { %s };" % (type_, ", ".join("%s %s" % (type_, name) for name in sorted(names))))
    return "\n".join(lines) + "\n"
