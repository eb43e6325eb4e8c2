#!/bin/sh
# Checks docker-compose.yml against the Compose specification, with tools in .tools-check: they do not resolve beside Rasa.
set -eu
cd "$(dirname "$0")/.."

UV_VERSION=0.13.8 # as in tools/bootstrap.sh
MARK=.tools-check/.installed
WANTED=$(cat requirements/tools.txt tools/check_compose.sh | cksum)

install() {
    if uv --version >/dev/null 2>&1; then
        uv=uv
    else
        uv=.tools/bin/uv
        if ! "$uv" --version >/dev/null 2>&1; then
            python=$(command -v python3.10 || command -v python3) || { echo "Python 3 is needed to begin with" >&2; exit 1; }
            "$python" -m venv .tools
            .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
        fi
    fi
    rm -f "$MARK"
    [ -x .tools-check/bin/python ] || "$uv" venv --quiet --python 3.10 .tools-check
    "$uv" pip sync --quiet --python .tools-check/bin/python --require-hashes requirements/tools.txt
    printf '%s\n' "$WANTED" >"$MARK"
}

[ -f "$MARK" ] && [ "$(cat "$MARK")" = "$WANTED" ] || install
exec .tools-check/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
