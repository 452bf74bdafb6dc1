#!/bin/sh
# scripts/need.sh <command> <Debian package…>: see to it that a program of the system is there.
set -eu
command=$1; shift
command -v "$command" >/dev/null && exit

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "« $command » is missing. On Debian or Ubuntu: sudo apt-get install $*" >&2
    exit 1
fi
echo "Installing $* …"
log=$(mktemp); trap 'rm -f "$log"' EXIT
export DEBIAN_FRONTEND=noninteractive
apt="apt-get -qq -o DPkg::Lock::Timeout=300"
if ! { $apt update && $apt install -y --no-install-recommends "$@"; } >"$log" 2>&1; then
    cat "$log" >&2
    exit 1
fi
