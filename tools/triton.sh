#!/bin/sh
# Prints the Python that can run tests/support/triton_encoder.py, after making its environment, .tools-triton, where there
# is none: a real Triton does not resolve beside Rasa. Exits with 3 where there is no Triton for this kind of machine.
set -eu
cd "$(dirname "$0")/.."

[ "$(uname -s) $(uname -m)" = "Linux x86_64" ] || { echo "there is no Triton for $(uname -s) $(uname -m)" >&2; exit 3; }

MARK=.tools-triton/.installed
WANTED=$(cat requirements/triton.txt tools/triton.sh | cksum)

if [ ! -f "$MARK" ] || [ "$(cat "$MARK")" != "$WANTED" ]; then
    uv=$(sh tools/uv.sh)
    rm -f "$MARK"
    [ -x .tools-triton/bin/python ] || "$uv" venv --quiet --python 3.10 .tools-triton
    "$uv" pip sync --quiet --python .tools-triton/bin/python --require-hashes requirements/triton.txt
    printf '%s\n' "$WANTED" >"$MARK"
fi
echo .tools-triton/bin/python
