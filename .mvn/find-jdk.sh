# Sourced by ./mvnw and ./stet. find_jdk prints the home of the first JDK of release 25 or newer among
# JAVA_HOME, the java on PATH, the usual JVM folders and SDKMAN; where there is none it explains what to install.

# The feature release of the JDK in folder $1, from its release file; nothing where it is no JDK.
jdk_release() {
  [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

find_jdk() {
  local wanted=25 candidate release seen=""
  local on_path=""
  if command -v java >/dev/null 2>&1; then
    on_path=$(readlink -f "$(command -v java)" 2>/dev/null || true)
    on_path=${on_path%/bin/java}
  fi
  for candidate in "${JAVA_HOME:-}" "$on_path" \
    /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* "$HOME"/.jdks/*; do
    [ -n "$candidate" ] || continue
    release=$(jdk_release "$candidate")
    [ -n "$release" ] || continue
    if [ "$release" -ge "$wanted" ]; then
      printf '%s\n' "$candidate"
      return 0
    fi
    seen="$seen $release"
  done
  {
    echo "stet: cannot run because no JDK $wanted was found (found:${seen:- none})."
    echo "  looked at JAVA_HOME, java on PATH, /usr/lib/jvm, the other usual JVM folders and SDKMAN"
    echo "  next: install one, e.g. 'apt-get install openjdk-25-jdk-headless', 'brew install openjdk@25'"
    echo "        or 'sdk install java 25-tem', or set JAVA_HOME to one"
  } >&2
  return 1
}
