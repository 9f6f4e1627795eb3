#!/bin/sh
# Unpacks the package, and uses it as a program somewhere else would. Usage: package_test.sh PACKAGE PYTHON MCS MONO
package=$1 python=$2 mcs=$3 mono=$4
complain() { echo "package_test: $*"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
unset TENON_NATIVE LD_LIBRARY_PATH MONO_PATH

"$python" -c 'import sys, zipfile; zipfile.ZipFile(sys.argv[1]).extractall("packages/TenonML")' "$package" || complain "it can't be unpacked"
for file in TenonML.nuspec '[Content_Types].xml' _rels/.rels README.md LICENSE lib/netstandard2.1/TenonML.dll \
  runtimes/linux-x64/native/libtenon_csharp.so runtimes/linux-x64/native/libtenon.so.0; do
  [ -s "packages/TenonML/$file" ] || complain "no $file in it"
done
"$python" -c 'import sys, xml.dom.minidom as d; [d.parse(f) for f in sys.argv[1:]]' packages/TenonML/TenonML.nuspec \
  'packages/TenonML/[Content_Types].xml' packages/TenonML/_rels/.rels || complain "broken XML"

cat > program.cs << 'SOURCE'
using System;
using TenonML;

static class Program {
  static int Main() {
    try {
      using (Tensor x = Tenon.Tensor(new float[] { 1, 2, 3 })) Console.WriteLine(x * 2);
      return 0;
    } catch (Exception e) {
      for (; e != null; e = e.InnerException) Console.WriteLine(e.GetType().Name + ": " + e.Message);
      return 1;
    }
  }
}
SOURCE
library=packages/TenonML/lib/netstandard2.1
"$mcs" -nologo -out:program.exe -reference:$library/TenonML.dll program.cs || complain "a program doesn't compile"
ran() {
  [ "$1" = "tensor([2., 4., 6.])" ] || complain "$2: $1"
}
ran "$(MONO_PATH=$library "$mono" program.exe 2>&1)" "from the package"

# Beside the assembly, as a publisher copies them.
mkdir beside
cp program.exe $library/TenonML.dll packages/TenonML/runtimes/linux-x64/native/* beside
ran "$("$mono" beside/program.exe 2>&1)" "beside the assembly"

# Alone, with the library elsewhere, and nowhere.
mkdir alone
cp program.exe $library/TenonML.dll alone
ran "$(LD_LIBRARY_PATH=$work/packages/TenonML/runtimes/linux-x64/native "$mono" alone/program.exe 2>&1)" "where LD_LIBRARY_PATH says"
said=$("$mono" alone/program.exe 2>&1) && complain "it runs without a library"
for words in "LD_LIBRARY_PATH" "$work/alone/libtenon_csharp.so: no such file" "DllNotFoundException"; do
  case $said in
  *"$words"*) ;;
  *) complain "the error doesn't say \"$words\": $said" ;;
  esac
done
echo broken > alone/libtenon_csharp.so
said=$("$mono" alone/program.exe 2>&1) && complain "it runs with a broken library"
case $said in
*"file too short"* | *"invalid ELF header"*) ;;
*) complain "the loader's own words are missing: $said" ;;
esac
echo "package: $(wc -c < "$package") bytes, used from three places"
