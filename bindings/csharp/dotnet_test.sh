#!/bin/sh
# Where dotnet is installed: builds and packs for netstandard2.1 and net8.0, and runs a program with it.
# Usage: dotnet_test.sh DOTNET PROJECT BUILD
dotnet=$1 project=$2 build=$3
complain() { echo "dotnet_test: $*"; exit 1; }
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
"$dotnet" pack "$project" -c Release "-p:TenonBuild=$build" -o "$work/packages" || complain "dotnet pack failed"
mkdir "$work/program" && cd "$work/program" || exit 1
cat > program.csproj << 'SOURCE'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <OutputType>Exe</OutputType>
    <TargetFramework>net8.0</TargetFramework>
    <RestoreSources>../packages</RestoreSources>
    <RestorePackagesPath>../restored</RestorePackagesPath>
  </PropertyGroup>
  <ItemGroup><PackageReference Include="TenonML" Version="0.1.0" /></ItemGroup>
</Project>
SOURCE
cat > program.cs << 'SOURCE'
using TenonML;
using (Tenon.Scope()) {
  Tensor x = Tenon.Arange(0, 5, 1);
  System.Console.WriteLine(x[^1].ItemInt64() + x[1..3].Sum().ItemInt64());
}
SOURCE
[ "$("$dotnet" run -c Release | tail -n 1)" = 7 ] || complain "a program with the package failed"
