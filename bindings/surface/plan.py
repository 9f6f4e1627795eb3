"""Says what every C function is in a language with classes: whose method, under which name, with which arguments.

The rules are few, so that a new function finds its place by its own declaration:
  tn_<kind>_<what>(handle, …)     a method of the handle's class
  tn_<op>(tn_tensor_t self, …)    a method of Tensor
  what PyTorch has in nn.functional   a function of F
  anything else                   a function of Tenon
An overload's suffix (_dim, _scalar, _with) is dropped by languages that overload. What the writers of the languages do
by hand instead stands in BY_HAND, with the place where it is."""
import dataclasses
import re

# Handles with a class of their own in the languages. Lists of tensors are arrays there, and values are the language's own.
CLASSES = {"tensor": "Tensor", "dict": "TensorDict", "tree": "Tree", "module": "Module", "optimizer": "Optimizer",
           "dataset": "Dataset", "loader": "DataLoader", "function": "Function", "generator": "Generator"}

SUFFIXES = ("_with_sizes", "_with", "_scalar", "_int64", "_int", "_dim", "_value", "_generator", "_tensor", "_sharded")
KEEP = {"tn_dataset_tensors", "tn_tree_tensor", "tn_tree_from_int", "tn_tree_from_tensor", "tn_tree_int", "tn_optimizer_step",
        "tn_safetensors_save_sharded", "tn_item_int64", "tn_split_with_sizes"}

# What is written by hand in every language, since it is where the languages differ: memory, errors, callbacks, values in and out.
BY_HAND = {
    "Scope": r"tn_scope_\w+|tn_\w+_(keep|retain|release)|tn_context_\w+",
    "errors": r"tn_error_\w+|tn_status_name",
    "callbacks": r"tn_call_\w+|tn_set_(log|executor|memory_pressure|allocator)|tn_tensor_register_hook|tn_module_(custom|apply|register)"
                 r"|tn_function_\w+|tn_gradcheck|tn_dataset_(custom|tensors)",
    "arrays": r"tn_tensors_\w+|tn_values_\w+|tn_op_call|tn_index|tn_index_put_",
    "data": r"tn_tensor_(new|data|read|write|shape|strides|is|text|text_with|grad)|tn_from_blob|tn_(to|from)_dlpack|tn_item_int64",
    "grad modes": r"tn_set_(grad_enabled|inference_mode)",
    "classes of modules": r"tn_module_new|tn_nn_\w+|tn_module_(add|add_parameter|add_buffer|forward|call|child|child_name|child_count)"
                          r"|tn_module_class(_count|_schema)?",
    "classes of optimizers": r"tn_optimizer_new|tn_sgd|tn_adam|tn_adamw|tn_optimizer_class(_count|_schema)?",
    "registry": r"tn_op_(count|name|schema)",
    "containers": r"tn_dict_(new|count|name|metadata\w*|set_metadata)|tn_tree_(bytes|from_bytes|list|tuple|kind)",
    "loader": r"tn_loader_(new|next|work|start)",
    "text": r"tn_module_(arguments|text)",
    "library": r"tn_get_proc_address|tn_get_memory_stats|tn_version|tn_abi_version|tn_build_info",
    "initialisers of options": r"tn_\w+_options_init",
}

# Names that are a word of the languages' own.
RENAMED = {("Generator", "default"): "default_generator", **{("Tree", w): "as_" + w for w in (
    "bool", "int", "float", "string", "dtype", "tensor")}}

ENUMS = {"tn_dtype_t": "DType", "tn_device_t": "Device", "tn_reduction_t": "Reduction", "tn_padding_t": "Padding",
         "tn_rounding_t": "Rounding", "tn_gelu_approximate_t": "GeluApproximate", "tn_sci_mode_t": "SciMode",
         "tn_tree_kind_t": "TreeKind", "tn_log_level_t": "LogLevel", "tn_kind_t": "Kind"}


@dataclasses.dataclass
class Param:
    kind: str      # see kind_of; "pair" for the two numbers of a height and a width
    name: str      # snake_case
    c_names: list  # of the parameter, or of the fields of the options
    optional: bool = False  # a tensor that may be left out
    default: object = None  # what stands for it when it is left out: an int, a float, a bool, or a text as in schemas
    doc: str = ""


@dataclasses.dataclass
class Call:
    function: object       # headers.Function
    owner: str             # "Tensor", …, "F", "Tenon"
    name: str              # snake_case, without suffix and without the underscore of in-place forms
    full_name: str         # with its suffix, for languages that don't overload
    in_place: bool
    method: bool           # whether the first parameter is the object itself
    params: list           # of Param, without the object and without options
    options: object = None       # headers.Struct
    keywords: list = dataclasses.field(default_factory=list)  # of Param: the fields of the options
    outputs: list = dataclasses.field(default_factory=list)   # of Param: what pointers bring back
    result: str = "void"   # a kind, "void", "self", or "outputs"
    plain: object = None   # the Call without options that this one extends


def by_hand(name):
    return next((place for place, pattern in BY_HAND.items() if re.fullmatch(pattern, name)), None)


def kind_of(type_, name, function):
    found = re.fullmatch(r"tn_(\w+)_t", type_)
    if type_ in ENUMS:
        return ENUMS[type_]
    if found and (found.group(1) in CLASSES or found.group(1) in ("tensors", "values")):
        return found.group(1)
    if type_ == "int32_t":
        return "char" if name == "delimiter" else "bool"
    return {"int64_t": "int", "double": "float", "const char*": "text"}.get(type_)


def read_default(text, kind):
    if kind == "bool":
        return {"True": True, "False": False, "1": True, "0": False}[text]
    if kind in ("int", "float") and text != "None":
        return int(text) if kind == "int" else float(text)
    if kind in ("DType", "Device", "tensor", "generator"):
        return "None"
    if kind == "int" and text == "None":
        return "None"
    return text


def schema_default(schemas, call, name):
    """The default that an overload of the operator has for this argument."""
    for schema in schemas.operators.get(call.name, []):
        for argument in schema.arguments:
            if argument.name == name and argument.default is not None:
                return argument.default
    return None


# Arguments at the end of C functions that PyTorch has defaults for, where no schema is.
DEFAULTS = {"keepdim": "False", "non_blocking": "False", "create_graph": "False", "allow_unused": "False", "strict": "True",
            "persistent": "True", "unbiased": "True", "accumulate": "False", "on": "True", "training": None, "compressed": "False",
            "dtype": "None", "device": "None"}
NEVER = {("Tensor", "to"), ("Module", "to"), ("Tenon", "set_default_dtype"), ("Tenon", "promote_types"), ("Tenon", "can_cast"),
         ("Tenon", "dtype_name"), ("Tenon", "dtype_itemsize"), ("Tenon", "dtype_is_floating_point"), ("Tree", "from_dtype"),
         ("Tenon", "memory_trim"), ("Tensor", "clamp")}


def read_fields(struct):
    """The fields of an options struct, those of a height and a width together."""
    fields = [f for f in struct.fields if f.name not in ("struct_size", "reserved")]
    names = {f.name for f in fields}
    keywords = []
    for field in fields:
        if field.name.endswith("_w") and field.name[:-2] + "_h" in names:
            continue
        kind = kind_of(field.type, field.name, None)
        if field.name.endswith("_h") and field.name[:-2] + "_w" in names:
            base = field.name[:-2]
            # conv2d has a padding that is a mode beside the numbers
            other = next((f for f in fields if f.name == base), None)
            keywords.append(Param("pair", base, [base + "_h", base + "_w"], doc=next(
                f.doc for f in fields if f.name == base + "_w") if not other else ""))
        else:
            name = field.name + "_mode" if field.name + "_h" in names else field.name
            keywords.append(Param(kind, name, [field.name], doc=field.doc))
    return keywords


def read_call(function, interface, schemas, functions):
    name = function.name[3:]
    parameters = list(function.parameters)
    first = parameters[0] if parameters else None
    owner, method = "Tenon", False
    kind = re.fullmatch(r"tn_(\w+)_t", first.type) if first else None
    kind = kind.group(1) if kind else None
    functional = "nn.functional" in function.doc.pytorch and name not in ("softmax", "log_softmax", "relu", "sigmoid", "tanh")
    if first and kind in CLASSES and name.startswith(kind + "_"):
        owner, method, name = CLASSES[kind], True, name[len(kind) + 1:]
    elif first and kind == "tensor" and first.name in ("self", "t", "condition") and function.header != "tenon/io/arrays.h" \
            and not name.startswith("tree_") and (not functional or first.name == "self"):
        owner, method = "Tensor", first.name != "condition"
        if not method:
            owner = "Tenon"
    elif functional:
        owner = "F"
    else:
        for handle, cls in CLASSES.items():
            if name.startswith(handle + "_") and handle not in ("tensor",):
                owner, name = cls, name[len(handle) + 1:]
                break
    in_place = name.endswith("_")
    name = name.rstrip("_") if in_place else name
    full_name = name
    if function.name.rstrip("_") not in KEEP:
        for suffix in SUFFIXES:
            base = function.name.rstrip("_")[: -len(suffix)]
            siblings = [base + other for other in ("", "_", "_scalar", "_int") if other != suffix]
            if name.endswith(suffix) and any(s in functions for s in siblings):
                name = name[: -len(suffix)]
                break
    if (owner, name) in RENAMED:
        name = full_name = RENAMED[owner, name]
    call = Call(function, owner, name, full_name, in_place, method, [])
    parameters = parameters[1:] if method else parameters
    place = 0
    while place < len(parameters):
        p, place = parameters[place], place + 1
        optional = p.name.endswith("_or_none")
        plain = p.name[: -len("_or_none")] if optional else p.name
        doc = function.doc.params.get(p.name, "")
        array = re.fullmatch(r"const (int64_t|tn_(?:tensor|module|tree)_t)\*", p.type)
        struct = re.fullmatch(r"const (tn_\w+_options)_t\*", p.type)
        if array:
            place += 1  # its count
            call.params.append(Param({"int64_t": "ints"}.get(array.group(1), array.group(1)[3:-2] + "s[]"), plain,
                                     [p.name, parameters[place - 1].name], doc=doc))
        elif struct:
            call.options = interface.struct(struct.group(1))
            call.keywords = read_fields(call.options)
        elif p.type in ("tn_tensor_t*", "int64_t*"):
            call.outputs.append(Param("tensor" if p.type.startswith("tn") else "int", plain, [p.name], doc=doc))
        else:
            k = kind_of(p.type, p.name, function)
            if k is None:
                return None
            call.params.append(Param(k, plain, [p.name], optional=optional, doc=doc))
    # Arguments at the end that PyTorch has a default for may be left out.
    if (owner, name) not in NEVER and not by_hand(function.name):
        for p in reversed(call.params):
            default = schema_default(schemas, call, p.name)
            if default is None:
                default = "None" if p.optional or (call.name, p.name) == ("eye", "m") else DEFAULTS.get(p.name)
            if default is None or p.kind in ("ints", "text", "tensors[]"):
                break
            try:
                p.default = read_default(default, p.kind)
            except (ValueError, KeyError):
                break
            if p.default == "None" and p.kind not in ("DType", "Device", "tensor", "int", "generator"):
                p.default = None
                break
    result = function.result
    if call.outputs:
        call.result = "outputs" if len(call.outputs) > 1 else call.outputs[0].kind
    elif result in ("tn_status_t", "void"):
        call.result = "self" if in_place and method else "void"
    else:
        call.result = kind_of(result, "", function)
        if call.result is None:
            return None
    return call


def merged(call):
    """The comment of the form without options, with what this one's says of further arguments."""
    plain, own = call.plain.function.doc, call.function.doc
    return dataclasses.replace(plain, params={**plain.params, **own.params})


def read_plan(interface, schemas):
    """All calls, and the names of the functions that are in none."""
    functions = {f.name: f for f in interface.functions}
    calls, left = [], []
    for function in interface.functions:
        call = None if by_hand(function.name) else read_call(function, interface, schemas, functions)
        if call:
            calls.append(call)
        else:
            left.append(function)
    named = {c.function.name: c for c in calls}
    for call in calls:
        if call.options:
            plain = re.sub(r"_with(_?)$", r"\1", call.function.name)
            call.plain = named.get(plain) if plain != call.function.name else None
            if call.plain:
                call.owner, call.function.doc = call.plain.owner, call.function.doc if call.function.doc.text else merged(call)
    return calls, left
