#!/usr/bin/env bash
# Makes the project's Python environment from nothing but Python, and says in one line what it lacks.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$1
python=${PYTHON:-python3}

fail() { echo "errata: $1" >&2; exit 2; }

command -v "$python" >/dev/null ||
  fail "Python 3.11 or newer is needed: install it, or name it with make PYTHON=/path/to/python"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
  fail "$("$python" --version) is too old: Python 3.11 or newer is needed (make PYTHON=python3.13)"

# Debian ships the venv module without ensurepip; the package that completes it is named after the version.
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  package=$("$python" -c 'import sys; print("python3.%d-venv" % sys.version_info[1])')
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing $package" >&2
    apt-get update -qq && apt-get install -y -qq "$package" >/dev/null ||
      fail "could not install $package: install it by hand"
  else
    fail "the venv module is incomplete: install $package (Debian, Ubuntu) and try again"
  fi
fi

[ -x "$venv/bin/python" ] || { echo "Making the Python environment in $venv" >&2; "$python" -m venv "$venv"; }
"$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes \
  -r infra/requirements/bootstrap.txt
# Bytecode once here, rather than in every box that imports numpy.
"$venv/bin/uv" pip install -q --compile-bytecode --python "$venv/bin/python" --require-hashes \
  -r infra/requirements/dev.txt
"$venv/bin/uv" pip install -q --python "$venv/bin/python" --no-deps --no-build-isolation -e .
