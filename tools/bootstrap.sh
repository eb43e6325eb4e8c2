#!/bin/sh
# Makes .venv what requirements/dev.txt says: Python 3.10, hashed packages, this project. Does nothing when it is already.
set -eu
cd "$(dirname "$0")/.."

MARK=.venv/.installed
WANTED=$(cat requirements/dev.txt pyproject.toml tools/bootstrap.sh | cksum)
[ -f "$MARK" ] && [ "$(cat "$MARK")" = "$WANTED" ] && exit 0

started=$(date +%s)
uv=$(sh tools/uv.sh)
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
