#!/usr/bin/env python3
"""Whether PyTorch knows the names that the table calls PyTorch's. Skips where PyTorch isn't installed; in CI that is a failure.
Usage: check_pytorch.py NAMES.tsv"""
import csv
import os
import re
import sys

try:
    import torch
    import torch.nn.functional  # noqa: F401
except ImportError:
    print("docs.pytorch: PyTorch isn't installed (python3-torch)")
    sys.exit(1 if os.environ.get("CI") == "true" else 77)

ROOTS = {"torch": torch, "nn": torch.nn, "optim": torch.optim, "Tensor": torch.Tensor, "Module": torch.nn.Module,
         "Optimizer": torch.optim.Optimizer, "Generator": torch.Generator}
# Some names are an object's and not its class's: Module.training, Tensor.grad_fn.name.
OBJECTS = {"Tensor": torch.ones(1, requires_grad=True) * 2, "Module": torch.nn.Module()}
# Names of PyTorch 2 that 1.13 hasn't got.
LATER = set()


def reached(found, parts):
    for part in parts:
        if not hasattr(found, part):
            return False
        found = getattr(found, part)
    return True


def known(name):
    root, *parts = name.split(".")
    return reached(ROOTS[root], parts) or root in OBJECTS and reached(OBJECTS[root], parts)


def main():
    faults, names = [], 0
    for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE):
        if row["PyTorch"].startswith("("):
            continue
        for name in re.findall(r"(?<![\w.])(?:%s)(?:\.\w+)+" % "|".join(ROOTS), row["PyTorch"]):
            names += 1
            if name not in LATER and not known(name):
                faults.append("%s: PyTorch has no %s" % (row["C"], name))
    if faults or names < 100:
        sys.exit("\n".join(faults) or "the table has no names of PyTorch's")
    print("docs.pytorch: PyTorch %s has all of %d names" % (torch.__version__, names))


main()
