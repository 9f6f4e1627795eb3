#!/bin/sh
# Makes the jar with Maven, offline, from Debian's repository, with its tests; then runs a program on it.
# Usage: maven_test.sh MVN PROJECT WORK JAVA PROGRAMS
mvn=$1 project=$2 work=$3 java=$4 programs=$5
rm -rf "$work"
mkdir -p "$work"
cp -r "$project" "$work/project"
"$mvn" -o -q -B -Dmaven.repo.local=/usr/share/maven-repo -f "$work/project/pom.xml" package > "$work/log" 2>&1 || {
  cat "$work/log"
  exit 1
}
ls "$work"/project/target/surefire-reports/*.txt > /dev/null || exit 1
"$java" "-Dtenon.cache=$work/cache" -cp "$work/project/target/tenon-0.1.0.jar:$programs" CustomModule
