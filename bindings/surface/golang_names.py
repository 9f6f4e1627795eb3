"""What things are called in Go: functions, constants, types, parameters; and comments of the C headers in the words of Go."""
import re
import textwrap

from surface import plan

# Owner and name, where the rule's own name is taken or reads badly.
NAMES = {("Tree", "none"): "NewTreeNone", ("Tree", "dict"): "NewTreeDict", ("Tree", "as_string"): "AsText",
         ("Generator", "new"): "NewGenerator", ("Generator", "default_generator"): "DefaultGenerator",
         ("Module", "unregister"): "UnregisterModule", ("Dataset", "length"): "Len", ("DataLoader", "length"): "Len",
         ("Tree", "count"): "Len"}
ACRONYMS = {"lr": "LR", "csv": "CSV", "npy": "NPY", "npz": "NPZ", "idx": "IDX", "mse": "MSE", "nll": "NLL", "cuda": "CUDA",
            "dtype": "DType"}
TYPES = {"tensor": "*Tensor", "dict": "*TensorDict", "tree": "*Tree", "module": "Module", "optimizer": "*Optimizer",
         "dataset": "*Dataset", "loader": "*DataLoader", "generator": "*Generator", "int": "int", "float": "float64",
         "bool": "bool", "text": "string", "char": "rune", "ints": "[]int", "floats": "[]float64", "tensors[]": "[]*Tensor",
         "tensors": "[]*Tensor", "Padding": "PaddingMode"}
ENUMS = dict(plan.ENUMS, tn_padding_t="PaddingMode")
RECEIVERS = {"Tensor": "t", "TensorDict": "d", "Tree": "t", "Module": "m", "Optimizer": "o", "Dataset": "d", "DataLoader": "l",
             "Generator": "g"}
TAKEN = {"range", "type", "func", "map", "len", "from", "default", "var", "string", "int", "bool", "float", "native", "options",
         "max", "min", "r"}  # by Go, and in the functions that are written

# What the C headers call it: what it is in Go.
SPOKEN = {"TN_NONE": "nil", "TN_NONE_INT": "None", "TN_CPU": "CPU", "tn_tensor_grad": "Grad", "tn_index": "Index",
          "tn_op_call": "Op", "tn_tensor_shape": "Shape", "tn_tensor_strides": "Strides", "tn_item_int64": "ItemInt",
          "tn_dataset_tensors": "NewTensorDataset", "tn_loader_start": "Start", "tn_loader_next": "Next",
          "tn_module_new": "NewModule", "tn_module_register": "RegisterModule", "tn_optimizer_new": "NewOptimizer",
          "tn_tensor_write": "Write", "tn_tensor_is": "Is", "tn_tree_kind": "Kind", "tn_module_forward": "Forward"}


def camel(name):
    return "".join(ACRONYMS.get(part, part[:1].upper() + part[1:]) for part in name.split("_"))


def small(name):
    first, _, rest = name.partition("_")
    text = first + camel(rest)
    return text + "_" if text in TAKEN else text


def go_type(kind):
    return TYPES.get(kind, kind)


def struct_of(owner):
    return "ModuleBase" if owner == "Module" else owner


def go_name(call):
    name = NAMES.get((call.owner, call.full_name))
    if not name:
        name = camel(call.full_name)
        if not call.method and call.owner not in ("Tenon", "F", "Tensor"):
            name = call.owner + name
    return name + "_" if call.in_place else name


def qualified_name(call):
    """What a table of names says: "Tensor.Add_", "tenon.Linear"."""
    return (struct_of(call.owner) if call.method else "tenon") + "." + go_name(call)


def constant(c):
    name = re.sub(r"^tree_", "tree_kind_", c.name[3:].lower())
    return camel(name).replace("Bfloat", "BFloat")


def constants(interface):
    return {c.name: constant(c) for e in interface.enums if e.name in ENUMS for c in e.constants}


def merged(declared):
    """Parameters of one type, one after another, share it."""
    parts = [d.split(" ", 1) for d in declared]
    return ", ".join(name if i + 1 < len(parts) and parts[i + 1][1] == type_ else name + " " + type_
                     for i, (name, type_) in enumerate(parts))


# ---- comments


def learn(interface, calls):
    """The words of Go for what these calls and constants are in C."""
    SPOKEN.update({c.function.name: go_name(c.plain or c) for c in calls})
    SPOKEN.update({name: word for name, word in constants(interface).items() if name not in SPOKEN})


def spoken(text):
    text = re.sub(r"\b(tn_\w+|TN_\w+)\b", lambda m: SPOKEN.get(m.group(1), m.group(1)), text)
    text = re.sub(r"\bTN_ERR_(\w+)", lambda m: "Err" + {"IO": "IO"}.get(m.group(1), m.group(1).capitalize()), text)
    return text.replace("NULL", "nil")


def comment(head, text):
    """A comment that begins with `head`, the text's paragraphs behind it."""
    paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n", spoken(text)) if p.strip()] or [""]
    paragraphs[0] = (head + " " + paragraphs[0]).rstrip(": ")
    wrapped = [textwrap.wrap(p, 116, initial_indent="// ", subsequent_indent="// ", break_on_hyphens=False) for p in paragraphs]
    return "\n//\n".join("\n".join(lines) for lines in wrapped) + "\n"


def doc_of(name, call):
    doc = plan.merged(call) if call.plain else call.function.doc
    text = doc.text
    for p, words in doc.params.items():
        text += "\n\n%s: %s" % (small(p[:-8] if p.endswith("_or_none") else p), words)
    if doc.returns:
        text += "\n\nReturns " + doc.returns
    if doc.pytorch:
        text += "\n\nPyTorch: " + doc.pytorch + "."
    return comment(name + ":", text)
