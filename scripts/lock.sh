#!/bin/sh
# Choose every package again, for Python 3.11 and later, with its hash and without any index address.
set -eu
for list in base dev; do
    .venv/bin/uv --no-config pip compile --quiet --upgrade --universal --python-version 3.11 \
        --generate-hashes --no-emit-index-url --no-annotate --no-header \
        "requirements/$list.in" --output-file "requirements/$list.txt"
done
