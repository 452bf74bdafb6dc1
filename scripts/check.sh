#!/bin/sh
# All that can be said about the house in seconds. Who has nothing to say is silent; who has is heard, to the last.
set -u
PATH="$PWD/.venv/bin:$PATH"
failed=
try() {
    said=$("$@" 2>&1) && return
    printf '%s\n\n' "$said"
    failed="$failed
  $*"
}

as_in_production() {
    MILLEPIEDS_ENV=production DATABASE_URL=sqlite:///:memory: ALLOWED_HOSTS=example.org \
        MILLEPIEDS_ORIGIN=https://example.org JOURNAL_KEY=build/check.key SEALING_KEYS=1:$(python -c 'import base64, secrets; print(base64.b64encode(secrets.token_bytes(32)).decode())') SECRET_KEY=$(python -c 'import secrets; print(secrets.token_hex(40))') "$@"
}
at_a_desk() { DATABASE_URL=sqlite:///:memory: "$@"; }

try ruff check --quiet .
try ruff format --quiet --check .
try mypy --no-error-summary
try lint-imports --no-logo
try djlint --quiet --lint millepieds
try as_in_production python manage.py journal key
try as_in_production python manage.py check --deploy --fail-level WARNING
try at_a_desk python manage.py makemigrations --check --dry-run
try python scripts/words.py check

[ -z "$failed" ] || { echo "Not good yet:$failed" >&2; exit 1; }
echo "All good."
