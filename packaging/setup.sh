# shellcheck shell=sh
# The set-up that ./run and ./test share. Both set ROOT (the folder of the project) and source this file.
# Everything it prints goes to stderr: stdout belongs to the program's results.

VENV="$ROOT/.venv"
PY="$VENV/bin/python"
LOCK="$ROOT/.venv.lock"
SUPPORTED='3.11 3.12 3.13 3.14'
FAILED=2

say() { printf '==> %s\n    %s\n' "$1" "$2" >&2; }

die() {
  printf 'ERROR: %s\nLỖI: %s\n' "$1" "$2" >&2
  exit "$FAILED"
}

may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; }

apt_refresh() {
  [ -z "${APT_REFRESHED:-}" ] || return 0
  apt-get update -qq >&2 || say 'apt-get update failed; trying with the old lists' \
    'Không cập nhật được danh mục gói; thử với danh mục cũ'
  APT_REFRESHED=1
}

apt_install() {
  apt_refresh
  say "Installing system packages: $*" "Đang cài các gói hệ thống: $*"
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o DPkg::Lock::Timeout=300 --no-install-recommends "$@" >/dev/null ||
    die "apt-get install $* failed" "Không cài được các gói: $*"
}

# --- Python -----------------------------------------------------------------------------------------------

is_supported() {
  case " $SUPPORTED " in *" $1 "*) return 0 ;; *) return 1 ;; esac
}

python_version() { "$1" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null; }

python_candidates() {
  for name in "${PYTHON:-}" python3.11 python3.12 python3.13 python3.14 python3; do
    [ -n "$name" ] || continue
    # A version manager leaves a launcher on PATH that runs nothing: only an answer counts.
    version=$(python_version "$name") && is_supported "$version" && printf '%s\n' "$name"
  done
  return 0
}

# The first Python that can make an environment, by its versioned real name: after an upgrade of the
# system that name dangles, which is noticed, where "python3" would silently be another version.
find_python() {
  for name in $(python_candidates); do
    "$name" -c 'import ctypes, ensurepip, os, sqlite3, ssl, sys, venv
print(os.path.realpath(sys.executable))' 2>/dev/null && return 0
  done
  return 1
}

apt_candidate() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | sed -n 's/^ *Candidate: *\([0-9].*\)/\1/p'; }

# The apt packages that give a fitting Python here. Ubuntu 22.04 calls 3.10 "python3" and has 3.11 beside it.
python_packages() {
  for name in $(python_candidates); do
    printf 'python%s-venv' "$(python_version "$name")"
    return 0
  done
  offered=$(apt_candidate python3 | sed -n 's/^\([0-9]*\.[0-9]*\).*/\1/p')
  if is_supported "${offered:-none}"; then
    printf 'python3 python3-venv'
    return 0
  fi
  for version in $SUPPORTED; do
    if [ -n "$(apt_candidate "python$version-venv")" ]; then
      printf 'python%s python%s-venv' "$version" "$version"
      return 0
    fi
  done
  if [ -n "$offered" ] || python_version python3 >/dev/null; then
    printf 'python3.11 python3.11-venv'
  else
    printf 'python3 python3-venv'
  fi
}

ensure_python() {
  BASE=$(find_python) && return 0
  if command -v uv >/dev/null 2>&1 && uv --version >/dev/null 2>&1; then
    BASE=uv
    return 0
  fi
  if ! may_install; then
    packages=$(python_packages)
    die "Python 3.11-3.14 with venv is needed. Debian/Ubuntu: sudo apt install $packages" \
      "Cần Python 3.11-3.14 có venv. Debian/Ubuntu: sudo apt install $packages"
  fi
  apt_refresh
  packages=$(python_packages)
  [ -e /etc/ssl/certs/ca-certificates.crt ] || packages="$packages ca-certificates"
  # shellcheck disable=SC2086 # a list of names
  apt_install $packages
  BASE=$(find_python) || die 'No Python 3.11-3.14 even after installing packages; set PYTHON=/path/to/python' \
    'Vẫn chưa có Python 3.11-3.14; hãy đặt PYTHON=/đường/dẫn/tới/python'
}

# --- The environment --------------------------------------------------------------------------------------

lock_file() {
  case "$1" in test) printf '%s/requirements-test.lock' "$ROOT" ;; *) printf '%s/requirements.lock' "$ROOT" ;; esac
}

stamp_of() { cksum <"$(lock_file "$1")"; }

is_ready() { [ -x "$PY" ] && [ "$(cat "$VENV/bang-giao.$1" 2>/dev/null)" = "$(stamp_of "$1")" ]; }

take_lock() {
  waited=0
  until mkdir "$LOCK" 2>/dev/null; do
    [ -d "$LOCK" ] || [ -w "$ROOT" ] || die "Cannot write in $ROOT" "Không ghi được vào thư mục $ROOT"
    holder=$(cat "$LOCK/pid" 2>/dev/null) || holder=
    # A lock without a number is one being made, unless it stays so.
    if { [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null && ! [ -d "/proc/$holder" ]; } ||
      { [ -z "$holder" ] && [ "$waited" -ge 5 ]; }; then
      rm -rf "$LOCK"
      continue
    fi
    [ "$waited" != 0 ] || say 'Another start is preparing the environment; waiting for it' \
      'Một lần khởi động khác đang chuẩn bị; xin chờ'
    waited=$((waited + 1))
    sleep 1
  done
  trap 'release_lock' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  printf '%s\n' "$$" >"$LOCK/pid"
}

release_lock() {
  # An environment without any stamp is half made: nobody may take it for a whole one.
  [ -e "$VENV/bang-giao.run" ] || rm -rf "$VENV"
  rm -rf "$LOCK"
  trap - EXIT INT TERM HUP
}

make_venv() {
  ensure_python
  say "Creating .venv with $BASE" 'Đang tạo môi trường chạy chương trình (.venv)'
  rm -rf "$VENV"
  if [ "$BASE" = uv ]; then
    uv venv -q --seed --python '>=3.11,<3.15' "$VENV" >&2 || die 'uv venv failed' 'Không tạo được .venv bằng uv'
  else
    "$BASE" -m venv "$VENV" >&2 || die "$BASE -m venv failed" 'Không tạo được .venv'
  fi
  # Relative to site-packages, so that it is plain ASCII whatever the folder is called.
  "$PY" -c 'import os, sys, sysconfig
site = sysconfig.get_paths()["purelib"]
with open(os.path.join(site, "bang_giao.pth"), "w", encoding="ascii") as file:
    file.write(os.path.relpath(os.path.dirname(sys.prefix), site) + "\n")' >&2
}

install_packages() {
  say 'Installing the Python packages of the lock file (about 100 MB once; a few minutes)' \
    'Đang tải và cài các thành phần (khoảng 100 MB, chỉ lần đầu; mất vài phút)'
  PIP_USER=0 "$PY" -m pip install -qq --disable-pip-version-check --only-binary :all: --require-hashes \
    -r "$(lock_file "$1")" >&2 ||
    die 'The packages could not be installed: is the network there? Start again to try once more' \
      'Chưa cài được các thành phần: hãy kiểm tra mạng rồi chạy lại'
  stamp_of run >"$VENV/bang-giao.run"
  [ "$1" = run ] || stamp_of "$1" >"$VENV/bang-giao.$1"
}

# ensure_environment run|test: afterwards $PY has the packages of that lock file.
ensure_environment() {
  unset PYTHONHOME
  is_ready "$1" && return 0
  take_lock
  if ! is_ready "$1"; then
    if ! [ -e "$VENV/bang-giao.run" ] || ! "$PY" -c '' 2>/dev/null; then
      make_venv
    fi
    install_packages "$1"
  fi
  release_lock
}

# ensure_compat: afterwards the packages that tests/compat compares with are in a folder that nothing else
# imports from. Without the network those tests say so themselves.
ensure_compat() {
  wanted="$ROOT/tests/compat/requirements.lock"
  place="$VENV/compat"
  [ "$(cat "$VENV/bang-giao.compat" 2>/dev/null)" != "$(cksum <"$wanted")" ] || return 0
  take_lock
  rm -rf "$place"
  if PIP_USER=0 "$PY" -m pip install -qq --disable-pip-version-check --only-binary :all: --no-deps \
    --require-hashes --target "$place" -r "$wanted" >&2; then
    cksum <"$wanted" >"$VENV/bang-giao.compat"
  else
    say 'The packages for comparing could not be installed; going on without them' \
      'Chưa cài được các thành phần để đối chiếu; vẫn chạy tiếp'
  fi
  release_lock
}

# --- Qt's system libraries --------------------------------------------------------------------------------

# wants_window ARGS...: is this a call without a subcommand, which opens the window?
wants_window() {
  while [ $# -gt 0 ]; do
    case "$1" in
      --library | --screenshot) [ $# -gt 1 ] || return 1; shift ;;
      --library=* | --screenshot=* | --json | --smoke) ;;
      *) return 1 ;;
    esac
    shift
  done
  return 0
}

# The Qt platform that will be used: what was asked for, else what the desktop offers, else none (offscreen).
qt_platform() {
  if [ -n "${QT_QPA_PLATFORM:-}" ]; then
    printf '%s' "$QT_QPA_PLATFORM"
  elif [ -n "${WAYLAND_DISPLAY:-}" ] && { [ -z "${DISPLAY:-}" ] || [ "${XDG_SESSION_TYPE:-}" = wayland ]; }; then
    printf 'wayland'
  elif [ -n "${DISPLAY:-}" ]; then
    printf 'xcb'
  else
    printf 'offscreen'
  fi
}

# Asks the real loader for each library and prints the Debian packages of those it does not find.
missing_qt_packages() {
  "$PY" - "$1" <<'EOF_PY'
import ctypes
import sys

NEEDED = {
    "base": "glib-2.0.so.0=libglib2.0-0 GL.so.1=libgl1 EGL.so.1=libegl1 xkbcommon.so.0=libxkbcommon0 "
    "fontconfig.so.1=libfontconfig1 freetype.so.6=libfreetype6 dbus-1.so.3=libdbus-1-3",
    "xcb": "xcb-cursor.so.0=libxcb-cursor0 xcb-icccm.so.4=libxcb-icccm4 xcb-keysyms.so.1=libxcb-keysyms1 "
    "xcb-shape.so.0=libxcb-shape0 xcb-xkb.so.1=libxcb-xkb1 xkbcommon-x11.so.0=libxkbcommon-x11-0",
    "wayland": "wayland-client.so.0=libwayland-client0 wayland-cursor.so.0=libwayland-cursor0 "
    "wayland-egl.so.1=libwayland-egl1",
}


def is_missing(name: str) -> bool:
    try:
        ctypes.CDLL(f"lib{name}")
    except OSError:
        return True
    return False


platform = sys.argv[1].split(";")[0].split(":")[0].split("-")[0]
pairs = (NEEDED["base"] + " " + NEEDED.get(platform, "")).split()
print(" ".join(sorted({pair.split("=")[1] for pair in pairs if is_missing(pair.split("=")[0])})))
EOF_PY
}

# ensure_qt: afterwards QT_QPA_PLATFORM is set where needed and Qt's libraries for it can be loaded.
ensure_qt() {
  [ "$(uname -s)" = Linux ] || return 0
  platform=$(qt_platform)
  [ "$platform" != offscreen ] || export QT_QPA_PLATFORM=offscreen
  stamp="$VENV/bang-giao.qt-$(printf '%s' "$platform" | tr -c 'a-z\n' _)"
  [ ! -e "$stamp" ] || return 0
  missing=$(missing_qt_packages "$platform")
  if [ -n "$missing" ]; then
    may_install || die "Qt needs system libraries. Debian/Ubuntu: sudo apt install $missing" \
      "Thiếu thư viện hệ thống để mở cửa sổ. Debian/Ubuntu: sudo apt install $missing"
    # shellcheck disable=SC2086 # a list of names
    apt_install $missing
  fi
  : 2>/dev/null >"$stamp" || true
}
