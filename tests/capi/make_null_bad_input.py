#!/usr/bin/env python3
"""Writes null_bad_input_test.c: every public function, called with nothing.

Where the first parameter is a handle, the NULL of an earlier failure must come out as TN_ERR_NULL and the function's
own name in the message, or leave an unread error alone. Others must merely answer. Nothing may crash or leak.
Usage: make_null_bad_input.py [--check], from the top of the source tree."""
import glob
import re
import subprocess
import sys

HANDLES = {"tn_tensor_t", "tn_tensors_t", "tn_values_t", "tn_dict_t", "tn_tree_t", "tn_module_t", "tn_optimizer_t",
           "tn_dataset_t", "tn_loader_t", "tn_function_t", "tn_generator_t"}
FAILURE = {"tn_status_t": "!= TN_OK", "int64_t": "== -1", "int32_t": "<= 0", "double": "is NaN"}
OUT = "tests/capi/null_bad_input_test.c"
# Their NULL has a meaning of its own.
QUIET = {"tn_scope_resume", "tn_context_swap", "tn_context_release", "tn_error_clear"}


def declarations():
    files = sorted(glob.glob("capi/include/tenon/*.h") + glob.glob("capi/include/tenon/*/*.h"))
    text = "".join(open(f).read() for f in files)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"^#.*?(?<!\\)$", "", text, flags=re.M)
    for result, name, arguments in re.findall(r"TN_API\s+([^;(]*?)\b(tn_\w+)\s*\(([^;]*?)\)\s*;", text, flags=re.S):
        arguments = " ".join(arguments.split())
        types = []
        for argument in [] if arguments in ("", "void") else arguments.split(","):
            argument = argument.strip()
            types.append(argument[: argument.rfind("*") + 1] if "*" in argument else argument.rsplit(" ", 1)[0])
        yield " ".join(result.split()), name, types


def zero(type_):
    if "*" in type_ or type_ in HANDLES or type_ in ("tn_scope_t", "tn_context_t", "tn_call_t") or \
            type_ in ("tn_callback_t", "tn_destroy_t", "tn_deleter_t", "tn_allocate_t", "tn_deallocate_t"):
        return "NULL"
    return "0"


def call(result, name, types):
    expression = "%s(%s)" % (name, ", ".join(zero(t) for t in types))
    takes_handle = bool(types) and (types[0] in HANDLES or types[0] == "tn_call_t")
    if result == "void" or name in QUIET:
        return "  (void)(%s, 0);" % expression if result != "void" else "  %s;" % expression
    if not takes_handle:
        if result in HANDLES:
            kind = result[3:-2]
            return "  tn_%s_release(%s);" % (kind, expression)
        if result == "tn_context_t":
            return "  tn_context_release(%s);" % expression
        return "  (void)%s;" % expression
    if result == "double":
        return "  says_no(isnan(%s), \"%s\");" % (expression, name)
    if result in FAILURE:
        return "  says_no(%s %s, \"%s\");" % (expression, FAILURE[result], name)
    if "*" in result or result in HANDLES or result == "tn_proc_t":
        return "  says_no(%s == NULL, \"%s\");" % (expression, name)
    return "  says_no(%s == 0, \"%s\");" % (expression, name)


def main():
    body = []
    for result, name, types in sorted(set((r, n, tuple(t)) for r, n, t in declarations()), key=lambda d: d[1]):
        line = call(result, name, list(types))
        body.append(line if "says_no" in line else line + "\n  tn_error_clear();")
    text = """/* Written by make_null_bad_input.py: every public function, called with nothing. */
// labels: hostile
#include "tests/capi/fixture.h"

/* The call before this said no, and why: TN_ERR_NULL with the function's name. */
static void says_no(int failed, const char* function) {
  if (!failed) fail_msg("%%s(NULL) did not fail", function);
  if (tn_error_code() != TN_ERR_NULL) fail_msg("%%s(NULL): %%s", function, tn_error_message());
  if (!strstr(tn_error_message(), "NULL")) fail_msg("%%s(NULL): %%s", function, tn_error_message());
  tn_error_clear();
}

static void test_nothing_is_given(void** state) {
  (void)state;
%s
  tn_error_clear();
}

int main(void) {
  const struct CMUnitTest tests[] = {scoped(test_nothing_is_given)};
  return cmocka_run_group_tests(tests, NULL, NULL);
}
""" % "\n".join(body)
    text = text.replace("#include \"tests/capi/fixture.h\"", "#include <string.h>\n\n#include \"tests/capi/fixture.h\"")
    text = subprocess.run(["clang-format", "--assume-filename=" + OUT], input=text, capture_output=True, text=True,
                          check=True).stdout
    if "--check" in sys.argv:
        if open(OUT).read() != text:
            sys.exit("%s is not current: run tests/capi/make_null_bad_input.py" % OUT)
        return
    open(OUT, "w").write(text)


main()
