#!/bin/sh
# Writes requirements/<extra>.txt, hashed, from pyproject.toml.
set -eu
cd "$(dirname "$0")/.."
uv=uv
uv --version >/dev/null 2>&1 || uv=.tools/bin/uv
"$uv" lock --quiet --upgrade
for extra in actions bot cli dev; do
    "$uv" export --quiet --frozen --no-emit-project --extra "$extra" --no-annotate --no-header \
        --output-file "requirements/$extra.txt" >/dev/null
done
