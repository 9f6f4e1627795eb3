"""Names in the languages' case, from those of C."""


def camel(name):
    """"zero_grad" to "zeroGrad"; "t" stays."""
    first, *rest = name.split("_")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def pascal(name):
    """"zero_grad" to "ZeroGrad"."""
    made = camel(name)
    return made[:1].upper() + made[1:]


def constants_of(enum):
    """The names and values of an enum, without the prefix that they share, and without the zero for "none given"."""
    all_ = [c for c in enum.constants if not c.name.endswith("_DEFAULT")]
    prefix = all_[0].name
    for c in all_:
        while not c.name.startswith(prefix):
            prefix = prefix[:-1]
    prefix = prefix[: prefix.rindex("_") + 1]
    return [(c.name[len(prefix):], c.value, c.doc) for c in all_]
