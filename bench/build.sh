# Sourced by bench/compare and bench/jmh with the project's folder in $root: finds the JDK and builds
# the module if a source is newer than what was built.
. "$root/.mvn/find-jdk.sh"
JAVA_HOME=$(find_jdk) || exit 1
export JAVA_HOME

built="$root/bench/target/built"
if [ ! -e "$built" ] || [ -n "$(find "$root/pom.xml" "$root"/{log,oci,http,store,api,auditor,registry,server,bench}/{pom.xml,src/main} -newer "$built" -print -quit)" ]; then
  echo "building the benchmarks …" >&2
  rm -rf "$root/bench/target/dist"
  "$root/mvnw" -q -DskipTests -pl bench -am package >&2
  touch "$built"
fi
