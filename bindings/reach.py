#!/usr/bin/env python3
"""Whether every public C function is reached from a language: called in what is written from the headers, or by hand.

A function that a mechanism of the language's own takes the place of stands below, with that mechanism.
Usage: reach.py SYMBOLS FOLDER…   (the folders with the language's sources)"""
import os
import re
import sys

# Handles of the host's own belong to no native scope, and a list of tensors is an array there.
REPLACED = {
    r"tn_scope_(begin|end|pause|resume)": "a scope of proxies; every call that makes handles pauses the native one (tenon.i)",
    r"tn_\w+_keep": "a proxy's own way out of a scope",
    r"tn_(tensors|values|dict|tree|module|optimizer|dataset|function|generator)_retain": "a proxy is shared by references to it",
    r"tn_tensors_(new|count|get|release)": "arrays (the typemaps of tn_tensors_t)",
    r"tn_error_(code|message|clear|set)": "exceptions (raised in the typemaps)",
    r"tn_\w+_options_init": "the words of options.i",
    r"tn_(abi_version|get_memory_stats|tensor_shape|tensor_strides|call_level|build_info|tree_bytes|tree_from_bytes)":
        "functions of tenon.i and of the languages' interfaces",
    r"tn_tensor_(new|read|write)|tn_from_blob": "the languages' own arrays and buffers",
    r"tn_nn_\w+|tn_sgd|tn_adam|tn_adamw": "classes made from the schemas, by tn_module_new and tn_optimizer_new",
    r"tn_module_apply|tn_call_module": "a walk over the children in the language itself",
}


def main():
    symbols = [line.strip() for line in open(sys.argv[1]) if line.strip()]
    text = ""
    for folder in sys.argv[2:]:
        for root, _, files in os.walk(folder):
            for name in files:
                text += open(os.path.join(root, name), encoding="utf-8", errors="replace").read()
    # Go's names begin with a capital letter.
    called = {name.lower() for name in re.findall(r"\b[tT]n_\w+", text)}
    lost = [s for s in symbols if s not in called and not any(re.fullmatch(p, s) for p in REPLACED)]
    idle = [p for p in REPLACED if not any(re.fullmatch(p, s) for s in symbols)]
    if lost or idle:
        print("not reached:", ", ".join(lost) or "none", "\nrules for nothing:", ", ".join(idle) or "none")
        sys.exit(1)
    print("reach: all of %d functions are reached, %d of them by name" % (len(symbols), sum(s in called for s in symbols)))


main()
