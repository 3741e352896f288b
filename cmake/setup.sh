# Sourced by ./run, ./test and .ci/run: installs missing packages and builds a preset.
# Set before: root (the project's folder).

# packages COLUMN KIND...: the names in that column of cmake/packages.txt for these kinds.
packages() {
  local column=$1 debian needed homebrew kind
  shift
  while read -r debian needed homebrew; do
    case "$debian" in '' | '#'*) continue ;; esac
    for kind in "$@"; do
      [ "$needed" = "$kind" ] || continue
      case "$column" in
        debian) echo "$debian" ;;
        homebrew) [ "$homebrew" = - ] || echo "$homebrew" ;;
      esac
    done
  done <"$root/cmake/packages.txt"
}

# install_packages KIND...: installs what cmake/packages.txt lists for these kinds and is missing.
install_packages() {
  if command -v dpkg-query >/dev/null; then
    install_with_apt "$@"
  elif command -v brew >/dev/null; then
    install_with_brew "$@"
  else
    ask_for_packages "$@"
  fi
}

install_with_brew() {
  local name missing=()
  for name in $(packages homebrew "$@"); do
    brew list --formula "$name" >/dev/null 2>&1 || missing+=("$name")
  done
  [ ${#missing[@]} -eq 0 ] || brew install "${missing[@]}"
}

# Another system: go on if the tools are there; cmake says what else is missing.
ask_for_packages() {
  local tool
  for tool in c++ cmake ninja; do
    command -v "$tool" >/dev/null && continue
    echo "There is no $tool here, and this is no Debian, no Ubuntu and no Mac with Homebrew. Please" \
      "install a C++20 compiler, CMake 3.22 and Ninja, and what these packages of Debian contain:" >&2
    packages debian "$@" | paste -s -d ' ' - >&2
    exit 1
  done
}

install_with_apt() {
  local package missing=()
  for package in $(packages debian "$@"); do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
      missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return

  echo "Installing: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "Only root can install packages. Missing are (apt-get install): ${missing[*]}" >&2
      echo "Going on without them; a C++ compiler, cmake, ninja-build, libgtest-dev, libstb-dev and" \
        "nlohmann-json3-dev are needed, the others add something." >&2
      return
    }
    as_root=(sudo)
  fi
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "apt-get failed; the whole log is in $log" >&2
    exit 1
  fi
  rm -f "$log"
}

processors() { nproc 2>/dev/null || sysctl -n hw.ncpu; }

# build_preset NAME [TARGET...]: configures when needed (PIXELWISE_CMAKE_ARGS are added) and builds
# the targets, or everything; the binaries are in build/NAME/bin. Two builds at once in one folder
# would mix their lines in Ninja's log of dependencies, and later builds lose what they wrote there
# ("premature end of file; recovering"): the second one waits. (Where there is no flock, nobody
# waits. learn takes the same lock.)
build_preset() {
  mkdir -p "$root/build"
  (
    if command -v flock >/dev/null && ! flock -n 9; then
      echo "Another build of $1 is running; waiting for it." >&2
      flock 9
    fi
    build_preset_alone "$@"
  ) 9>"$root/build/$1.lock"
}

# Ninja's words, on a terminal its counter in one line; nothing if there is nothing to build.
show_build() {
  local line counting=
  while IFS= read -r line; do
    case "$line" in
      *'Re-checking globbed directories'* | 'ninja: no work to do.') continue ;;
    esac
    if [ -t 1 ] && [[ $line == \[*/*\]* ]]; then
      printf '\r\033[K%s' "${line:0:79}"
      counting=yes
    else
      [ -z "$counting" ] || echo
      counting=
      printf '%s\n' "$line"
    fi
  done
  [ -z "$counting" ] || echo
}

build_preset_alone() {
  local preset=$1 log
  shift
  log="$root/build/$preset.log"
  if ! { { [ -f "$root/build/$preset/build.ninja" ] && [ -z "${PIXELWISE_CMAKE_ARGS:-}" ]; } ||
    cmake -S "$root" --preset "$preset" ${PIXELWISE_CMAKE_ARGS:-}; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
  grep '^-- without ' "$log" | sed 's/^-- //' || true
  # The first build takes a few minutes: show Ninja's counter.
  # Ninja mends a damaged log by itself, and its word on that is no use to a reader.
  if ! cmake --build "$root/build/$preset" --target "${@:-all}" \
    2> >(grep -v 'premature end of file; recovering' >&2) | show_build; then
    echo "The build failed; see above." >&2
    exit 1
  fi
}
