# Sourced by ./mvnw and ./stet. check_maven explains what to install where no Maven, or too old a one, is on PATH.

check_maven() {
  if ! command -v mvn >/dev/null 2>&1; then
    echo "stet: cannot build because Maven is not installed (looked for 'mvn' on PATH)." >&2
    echo "  next: install Maven 3.8.7 or newer: 'apt-get install maven' (Debian, Ubuntu)," >&2
    echo "        'dnf install maven' (Fedora) or 'brew install maven' (macOS)" >&2
    return 1
  fi

  local version oldest
  version=$(mvn --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
  oldest=$(printf '%s\n3.8.7\n' "$version" | sort -V | head -n 1)
  if [ "$oldest" != 3.8.7 ]; then
    echo "stet: cannot build with Maven ${version:-of unknown version}; 3.8.7 or newer is needed." >&2
    echo "  next: install a newer Maven, or put one first on PATH" >&2
    return 1
  fi
}
