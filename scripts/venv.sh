#!/bin/sh
# scripts/venv.sh base|dev: make .venv and put the locked packages in it.
set -eu
fits='import ensurepip, sqlite3, sys, venv; sys.exit(sys.version_info < (3, 11))'

if ! .venv/bin/python -c "$fits" 2>/dev/null; then
    for python in python3.13 python3.12 python3.11 python3 none; do
        "$python" -c "$fits" 2>/dev/null && break
    done
    if [ "$python" = none ]; then
        echo "Il faut Python 3.11 ou plus récent, avec venv. Sur Debian : sudo apt-get install python3-venv" >&2
        exit 1
    fi
    "$python" -m venv --clear .venv
fi

echo "Installation dans .venv (une seule fois, moins d'une minute) …"
.venv/bin/python -m pip install -qq --no-input --disable-pip-version-check \
    --require-hashes -r "requirements/$1.txt"
touch .venv/base ".venv/$1"
