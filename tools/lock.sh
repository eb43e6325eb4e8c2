#!/bin/sh
# Writes requirements/*.txt, hashed: <extra>.txt from pyproject.toml, tools.txt and triton.txt from what is named alike;
# and those of the example.
set -eu
cd "$(dirname "$0")/.."
uv=$(sh tools/uv.sh)
"$uv" lock --quiet --upgrade
for extra in actions bot cli dev; do
    "$uv" export --quiet --frozen --no-emit-project --extra "$extra" --no-annotate --no-header \
        --output-file "requirements/$extra.txt" >/dev/null
done
"$uv" pip compile --quiet --upgrade --generate-hashes --python-version 3.10 --no-header --no-annotate \
    --output-file requirements/tools.txt requirements/tools.in
"$uv" pip compile --quiet --upgrade --generate-hashes --python-version 3.10 --no-header --no-annotate \
    --python-platform x86_64-manylinux_2_35 --output-file requirements/triton.txt requirements/triton.in
"$uv" pip compile --quiet --upgrade --generate-hashes --python-version 3.10 --no-header --no-annotate \
    --output-file examples/flask_bot/requirements.txt examples/flask_bot/requirements.in
