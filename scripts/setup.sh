#!/usr/bin/env bash
# Sets up this folder: system programs, virtual environment, locked packages.
#
#   scripts/setup.sh run            what running needs
#   scripts/setup.sh cluster        what a machine of a cluster needs (deploy/README.md)
#   scripts/setup.sh cluster-demo   the servers of a cluster as well: PostgreSQL and Redis
#   scripts/setup.sh dev            what tests and lint need as well
#
# May be run again and again; once done, it ends at once. Installs system packages
# only as root or with a sudo that asks no password, and only those that are missing;
# otherwise it says which to install, and stops.
set -euo pipefail
cd "$(dirname "$0")/.."

mode=${1:-run}
case $mode in
  run) lock=requirements.lock ;;
  cluster | cluster-demo) lock=requirements-cluster.lock ;;
  dev) lock=requirements-dev.lock ;;
  *) echo "usage: scripts/setup.sh run|cluster|cluster-demo|dev" >&2; exit 2 ;;
esac

say() { printf 'setup: %s\n' "$*"; }
fail() { printf 'setup: %s\n' "$@" >&2; exit 1; }

# --- system packages -------------------------------------------------------------------

# Debian package names, each asked for by what it brings, so that a machine
# that has the thing from elsewhere is left alone.
missing_packages() {
  has_program tesseract || echo tesseract-ocr
  has_file /usr/share/tesseract-ocr/*/tessdata/chi_sim.traineddata \
    /usr/share/tessdata/chi_sim.traineddata \
    "${TESSDATA_PREFIX:-/nonexistent}"/chi_sim.traineddata || echo tesseract-ocr-chi-sim
  # The same folders as FONT_FOLDERS in review/rosters/fonts.py.
  has_file /usr/share/fonts/opentype/noto/NotoS*CJK* /usr/share/fonts/noto-cjk/* \
    /usr/share/fonts/google-noto-*cjk*/* /usr/local/share/fonts/noto-cjk/* || echo fonts-noto-cjk
  case $mode in run | cluster) return 0 ;; esac
  # The same folder as in benchmarks/postgres.py.
  has_file /usr/lib/postgresql/*/bin/initdb || echo postgresql
  has_program redis-server || echo redis-server
  has_program ip || echo iproute2
  [ "$mode" = dev ] || return 0
  has_program chromium || echo chromium
  has_program pdftoppm || echo poppler-utils
  has_file /usr/share/fonts/truetype/arphic/ukai.ttc || echo fonts-arphic-ukai
  has_file /usr/share/fonts/truetype/arphic/uming.ttc || echo fonts-arphic-uming
  has_file /usr/share/fonts/truetype/wqy/wqy-zenhei.ttc || echo fonts-wqy-zenhei
  has_file /usr/share/fonts/truetype/wqy/wqy-microhei.ttc || echo fonts-wqy-microhei
}

has_program() { command -v "$1" >/dev/null 2>&1; }

has_file() {
  local file
  for file in "$@"; do [ -e "$file" ] && return 0; done
  return 1
}

install_packages() {
  local root=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! { has_program sudo && sudo -n true 2>/dev/null; }; then
      fail "these system packages are missing; as root, run:" \
        "  apt-get install $*" \
        "then run this again."
    fi
    root=(sudo -n)
  fi
  has_program apt-get || fail "no apt-get here; install what these Debian packages hold: $*"
  say "installing system packages: $*"
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -y)
  "${apt[@]}" update >/dev/null || say "apt-get update failed; going on with the lists at hand"
  "${apt[@]}" install --no-install-recommends "$@" >/dev/null ||
    fail "apt-get could not install: $*"
}

# --- Python ----------------------------------------------------------------------------

find_python() {
  local name
  # The locks are made with 3.11; a newer one is taken where there is no 3.11.
  for name in python3.11 python3 python3.12 python3.13; do
    if has_program "$name" &&
      "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return 0
    fi
  done
  return 1
}

make_environment() {
  local python
  python=$(find_python) || {
    install_packages python3 python3-venv
    python=$(find_python) || fail "Python 3.11 or newer is needed, and this machine's is older"
  }
  "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages python3-venv
  say "making .venv with $("$python" --version)"
  "$python" -m venv --clear .venv
  pwd >.venv/.setup-folder
}

# Its programs name the folder they were made in: a folder that was moved needs new ones.
environment_works() {
  [ "$(cat .venv/.setup-folder 2>/dev/null)" = "$PWD" ] &&
    .venv/bin/python -c 'import pip' 2>/dev/null
}

# What .venv was made from.
fingerprint() {
  { cat "$lock" pyproject.toml; ls -d ./*/__init__.py; } | sha256sum | cut -d' ' -f1
}

packages=$(missing_packages | tr '\n' ' ')
# shellcheck disable=SC2086  # one word each
[ -z "$packages" ] || install_packages $packages

stamp=.venv/.setup-$mode
want=$(fingerprint)
if [ "$(cat .venv/.setup-folder "$stamp" 2>/dev/null)" = "$PWD"$'\n'"$want" ] &&
  [ -x .venv/bin/python ]; then
  exit 0
fi

started=$SECONDS
environment_works || make_environment
say "installing $lock (every package by its hash)"
pip=(.venv/bin/python -m pip -qq --disable-pip-version-check)
# The lock names every package, so pip need not resolve anything; `pip check` proves it.
"${pip[@]}" install --no-deps --require-hashes -r "$lock"
"${pip[@]}" install --no-deps --no-build-isolation --editable .
problems=$(.venv/bin/python -m pip check 2>&1) || fail "$lock does not fit together:" "$problems"
echo "$want" >"$stamp"
say "done in $((SECONDS - started)) s"
