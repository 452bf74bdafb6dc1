"""Run a command beside a PostgreSQL made for it: scripts/postgres.py pytest …"""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import chown

ROOT = os.geteuid() == 0
OWNER = "postgres" if ROOT else None  # PostgreSQL refuses to be started by root
IN_A_HURRY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
MANY_GUESTS = ["max_connections=400"]  # two hundred people who act at once, beside the other tests


def newest_programs() -> Path:
    found = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(found, key=lambda initdb: int(initdb.parts[-3]), default=None)
    if not newest:
        raise SystemExit("PostgreSQL is missing. On Debian: sudo apt-get install postgresql")
    return newest.parent


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def call(program: Path, *arguments: object, cwd: Path) -> None:
    done = subprocess.run(
        [program, *map(str, arguments)],
        user=OWNER,
        group=OWNER,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{program.name} failed:\n{done.stdout}")


@contextmanager
def cluster() -> Iterator[dict[str, str]]:
    """Give the environment that reaches a private cluster, gone at the end whatever happens."""
    programs, port, password = newest_programs(), free_port(), secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="millepieds-pg-") as name:
        home = Path(name)
        data, secret = home / "data", home / "password"
        secret.write_text(password)
        if OWNER:
            for path in (home, secret):
                chown(path, OWNER, OWNER)
        access = ("--username=millepieds", f"--pwfile={secret}", "--auth=scram-sha-256")
        words = ("--encoding=UTF8", "--locale=C.UTF-8")
        call(programs / "initdb", f"--pgdata={data}", "--no-sync", *access, *words, cwd=home)
        options = [f"port={port}", "listen_addresses=127.0.0.1", f"unix_socket_directories={home}"]
        settings = " ".join(f"-c {option}" for option in options + IN_A_HURRY + MANY_GUESTS)
        control = (f"--pgdata={data}", f"--log={home / 'log'}", "--silent", "--wait")
        try:
            call(programs / "pg_ctl", *control, f"--options={settings}", "start", cwd=home)
            yield {
                "DATABASE_URL": f"postgres://millepieds:{password}@127.0.0.1:{port}/postgres",
                "PGHOST": "127.0.0.1",
                "PGPORT": str(port),
                "PGUSER": "millepieds",
                "PGPASSWORD": password,
                "PGDATABASE": "postgres",
            }
        finally:
            if (data / "postmaster.pid").exists():
                call(programs / "pg_ctl", *control, "--mode=immediate", "stop", cwd=home)


def run(command: Sequence[str]) -> int:
    with cluster() as reach:
        return subprocess.run(command, env=os.environ | reach, check=False).returncode


if __name__ == "__main__":
    if not sys.argv[1:]:
        raise SystemExit(__doc__)
    # Asked to stop, leave by the door, so that the cluster is stopped too.
    for asked in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(asked, lambda number, _frame: sys.exit(128 + number))
    sys.exit(run(sys.argv[1:]))
