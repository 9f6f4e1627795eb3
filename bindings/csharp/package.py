#!/usr/bin/env python3
"""Lays out a NuGet package: what `dotnet pack` would put into it, without dotnet.

Usage: package.py OUT.nupkg VERSION LIBRARIES SOURCE LICENSE   (LIBRARIES has TenonML.dll and the native libraries)"""
import os
import sys
import zipfile

CONTENT_TYPES = """<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml" />
  <Default Extension="nuspec" ContentType="application/octet" />
  <Default Extension="dll" ContentType="application/octet" />
  <Default Extension="xml" ContentType="application/octet" />
  <Default Extension="config" ContentType="application/octet" />
  <Default Extension="so" ContentType="application/octet" />
  <Default Extension="0" ContentType="application/octet" />
  <Default Extension="md" ContentType="application/octet" />
  <Override PartName="/LICENSE" ContentType="application/octet" />
</Types>
"""
RELATIONS = """<?xml version="1.0" encoding="utf-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Type="http://schemas.microsoft.com/packaging/2010/07/manifest" Target="/TenonML.nuspec" Id="R1" />
</Relationships>
"""


def main():
    out, version, libraries, source, license_ = sys.argv[1:]
    nuspec = open(os.path.join(source, "TenonML.nuspec"), encoding="utf-8").read().replace("$version$", version)
    files = {"[Content_Types].xml": CONTENT_TYPES.encode(), "_rels/.rels": RELATIONS.encode(), "TenonML.nuspec": nuspec.encode()}
    for name in sorted(os.listdir(libraries)):
        folder = "runtimes/linux-x64/native/" if name.startswith("libtenon") else "lib/netstandard2.1/"
        if name.startswith("libtenon") or name in ("TenonML.dll", "TenonML.xml"):
            files[folder + name] = open(os.path.join(libraries, name), "rb").read()
    files["lib/netstandard2.1/TenonML.dll.config"] = open(os.path.join(source, "TenonML.dll.config"), "rb").read()
    files["README.md"] = open(os.path.join(source, "README.md"), "rb").read()
    files["LICENSE"] = open(license_, "rb").read()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            # The same files make the same package, to the byte.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            package.writestr(entry, content)


main()
