# Sourced by ./run, ./test and .ci/run: installs missing packages and builds a preset.
# Set before: root (the project's folder).

# install_packages KIND...: installs what cmake/packages.txt lists for these kinds and is missing.
install_packages() {
  local kind package needed missing=()
  if ! command -v dpkg-query >/dev/null; then
    local tool
    for tool in c++ cmake ninja; do
      command -v "$tool" >/dev/null && continue
      echo "This is no Debian or Ubuntu. Please install with your package manager: a C++20 compiler," \
        "CMake 3.22, Ninja, GoogleTest, stb, nlohmann-json 3, libpng, libtiff, libjpeg, libwebp, libexif, libzip, protozero, CLI11 2, gnuplot." >&2
      exit 1
    done
    return
  fi
  while read -r package needed; do
    case "$package" in ''|'#'*) continue ;; esac
    for kind in "$@"; do
      [ "$needed" = "$kind" ] || continue
      dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed' ||
        missing+=("$package")
    done
  done <"$root/cmake/packages.txt"
  [ ${#missing[@]} -eq 0 ] && return

  echo "Installing: ${missing[*]}"
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || {
      echo "Please install these packages as root: apt-get install ${missing[*]}" >&2
      exit 1
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

# build_preset NAME [TARGET...]: configures when needed (PIXELWISE_CMAKE_ARGS are added) and builds
# the targets, or everything; the binaries are in build/NAME/bin.
build_preset() {
  local preset=$1 log
  shift
  log="$root/build/$preset.log"
  mkdir -p "$root/build"
  if ! { { [ -f "$root/build/$preset/build.ninja" ] && [ -z "${PIXELWISE_CMAKE_ARGS:-}" ]; } ||
    cmake -S "$root" --preset "$preset" ${PIXELWISE_CMAKE_ARGS:-}; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
  fi
  # The first build takes a few minutes: show Ninja's counter.
  if ! cmake --build "$root/build/$preset" --target "${@:-all}"; then
    echo "The build failed; see above." >&2
    exit 1
  fi
}
