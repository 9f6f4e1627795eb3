#!/bin/sh
# Makes the pages of all public classes; what javadoc warns of is an error. Usage: javadoc_test.sh JAVADOC SOURCES OUT
rm -rf "$3"
"$1" -quiet -Xdoclint:all,-missing -Werror -encoding UTF-8 -d "$3" -sourcepath "$2" org.tenonml.tenon org.tenonml.tenon.nn org.tenonml.tenon.optim &&
  grep -q 'torch.matmul' "$3/org/tenonml/tenon/Tensor.html" "$3/org/tenonml/tenon/TensorMethods.html"
