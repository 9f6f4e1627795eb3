"""Writes options.i: how an options struct crosses from a host language.

It comes as an array of 64-bit words: which fields are set, one bit each in their order, then their values. So a host needs to
know no layout, and a field that it doesn't set keeps the library's default."""


def fields_of(struct):
    return [f for f in struct.fields if f.name not in ("struct_size", "reserved")]


def write(interface):
    lines = ["/* Written from the headers: options of the host's as structs of the library's. */", "%{"]
    for struct in interface.structs:
        if not struct.name.endswith("_options"):
            continue
        lines.append("static void read_%s(%s_t* o, const int64_t* words) {" % (struct.name[3:], struct.name))
        lines.append("  %s_init(o, sizeof *o);" % struct.name)
        for i, field in enumerate(fields_of(struct)):
            if field.type == "double":
                lines.append("  if (words[0] >> %d & 1) memcpy(&o->%s, &words[%d], sizeof o->%s);" % (i, field.name, i + 1, field.name))
            else:
                lines.append("  if (words[0] >> %d & 1) o->%s = (%s)words[%d];" % (i, field.name, field.type, i + 1))
        lines.append("}")
    lines.append("%}")
    for struct in interface.structs:
        if struct.name.endswith("_options"):
            lines.append("TENON_OPTIONS(%s, %s, %d)" % (struct.name, struct.name[3:], len(fields_of(struct))))
    return "\n".join(lines) + "\n"
