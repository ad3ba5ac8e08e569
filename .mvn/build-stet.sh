# Sourced by ./stet. build_if_changed FOLDER builds the server and the command if their sources changed since the last
# build, and records an AOT cache for each, which is what makes them start fast.

common_flags=(-XX:+UseSerialGC -XX:+UseCompactObjectHeaders --sun-misc-unsafe-memory-access=allow
  --enable-native-access=ALL-UNNAMED -Xlog:disable -Xlog:all=error:stderr)
auditor_flags=("${common_flags[@]}" -Xmx512m)
server_flags=("${common_flags[@]}" -Xmx384m)
cli_flags=("${common_flags[@]}" -XX:TieredStopAtLevel=1)

# The jar of module $2 in folder $1; the libraries lie beside it.
jar() {
  echo "$1/$2/target/dist/stet-$2.jar"
}

# Whether anything that goes into the build of folder $1 is newer than the last build.
changed() {
  [ -f "$1/target/built" ] || return 0
  [ -n "$(cd "$1" && find pom.xml .mvn {log,oci,http,store,api,auditor,registry,server,cli}/{pom.xml,src/main} \
    -newer target/built -print -quit)" ]
}

build_if_changed() {
  changed "$1" || return 0
  check_maven || exit 1
  mkdir -p "$1/target"
  echo "stet: building (first use, or the sources changed; a minute or two)" >&2
  rm -rf "$1/server/target/dist" "$1/auditor/target/dist" "$1/cli/target/dist" "$1/target/built"
  touch "$1/target/building" # a change from here on is one after this build
  if ! "$1/mvnw" -DskipTests -Dspotless.check.skip=true -pl auditor,server,cli -am package 2>&1 |
    tee "$1/target/build.log" | sed -un 's/^\[INFO\] Building Stet \([a-z]*\) .*/stet:   \1/p' >&2; then
    grep -m 20 '^\[ERROR\]' "$1/target/build.log" >&2 || true
    echo "stet: the build failed; all of its output is in $1/target/build.log" >&2
    exit 1
  fi
  echo "stet:   start-up caches" >&2
  record "$1" server "${server_flags[@]}" -jar "$(jar "$1" server)" --warm-up --listen 127.0.0.1:0
  record "$1" cli "${cli_flags[@]}" -jar "$(jar "$1" cli)" __warm-up
  mv "$1/target/building" "$1/target/built"
}

# Runs module $2 of folder $1 once and keeps what it loaded. Without the cache it starts slower, so a failure is told
# and no more.
record() {
  local folder=$1 module=$2 data
  shift 2
  data=$(mktemp -d)
  if ! env -u STET_CONFIG -u STET_TLS_CERTIFICATE -u STET_TLS_KEY STET_DATA="$data/stet" "$JAVA_HOME/bin/java" -XX:AOTCacheOutput="$folder/target/$module.aot" "$@" \
    >"$folder/target/$module-aot.log" 2>&1; then
    echo "stet:   no start-up cache for $module; see $folder/target/$module-aot.log" >&2
  fi
  rm -rf "$data"
}
