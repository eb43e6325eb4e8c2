#!/bin/sh
# Makes .venv what requirements/dev.txt says: Python 3.10, hashed packages, this project. Does nothing when it is already.
set -eu
cd "$(dirname "$0")/.."

UV_VERSION=0.13.8
MARK=.venv/.installed
WANTED=$(cat requirements/dev.txt pyproject.toml tools/bootstrap.sh | cksum)
[ -f "$MARK" ] && [ "$(cat "$MARK")" = "$WANTED" ] && exit 0

started=$(date +%s)
if uv --version >/dev/null 2>&1; then
    uv=uv
else
    uv=.tools/bin/uv
    if ! "$uv" --version >/dev/null 2>&1; then
        echo "· installing uv $UV_VERSION into .tools"
        python=$(command -v python3.10 || command -v python3) || { echo "Python 3 is needed to begin with" >&2; exit 1; }
        "$python" -m venv .tools
        .tools/bin/python -m pip install --quiet --disable-pip-version-check "uv==$UV_VERSION"
    fi
fi

echo "· installing Python 3.10 and the locked packages into .venv (a few minutes the first time)"
rm -f "$MARK"
[ -x .venv/bin/python ] || "$uv" venv --quiet --python 3.10 .venv
"$uv" pip sync --quiet --python .venv/bin/python --require-hashes requirements/dev.txt
"$uv" pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation \
    --config-settings editable_mode=compat --editable .
# Rasa reports usage and errors to its makers unless told not to, also when called by hand.
echo 'import os; os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")' \
    >"$(.venv/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/telemetry_off.pth"
printf '%s\n' "$WANTED" >"$MARK"
echo "✓ Python environment, $(($(date +%s) - started)) s"
