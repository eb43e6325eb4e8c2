#!/bin/sh
# Prints a uv that works, after installing one into .tools where there is none.
set -eu
cd "$(dirname "$0")/.."

UV_VERSION=0.13.8

if uv --version >/dev/null 2>&1; then
    echo uv
    exit 0
fi
if ! .tools/bin/uv --version >/dev/null 2>&1; then
    echo "· installing uv $UV_VERSION into .tools" >&2
    python=
    for candidate in python3.10 python3 /usr/bin/python3 python; do
        if "$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1; then
            python=$candidate
            break
        fi
    done
    [ -n "$python" ] || { echo "✗ a Python 3 with venv is needed to begin with (Debian: python3-venv)" >&2; exit 1; }
    "$python" -m venv .tools
    .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
fi
echo .tools/bin/uv
