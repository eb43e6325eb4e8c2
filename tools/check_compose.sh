#!/bin/sh
# Checks docker-compose.yml against the Compose specification, with tools in .tools-check: they do not resolve beside Rasa.
set -eu
cd "$(dirname "$0")/.."

MARK=.tools-check/.installed
WANTED=$(cat requirements/tools.txt tools/check_compose.sh | cksum)

if [ ! -f "$MARK" ] || [ "$(cat "$MARK")" != "$WANTED" ]; then
    uv=$(sh tools/uv.sh)
    rm -f "$MARK"
    [ -x .tools-check/bin/python ] || "$uv" venv --quiet --python 3.10 .tools-check
    "$uv" pip sync --quiet --python .tools-check/bin/python --require-hashes requirements/tools.txt
    printf '%s\n' "$WANTED" >"$MARK"
fi
exec .tools-check/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
