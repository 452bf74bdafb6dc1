"""Does a page wait because the movement is large? A hundred thousand members, a million lines of journal.

    python bench/pages.py [--members 2000 --roles 300 --entries 20000] [--database kept.sqlite3]

The server of the house (granian, two workers, SQLite) answers a few connections that never rest. The
throughput of each list is said as a share of a signed-in page that lists nothing, in the same run, so that
two machines may be compared. Each page is also drawn alone, and its processor time counted: others who use
the machine do not change it. A second movement, of 300 roles, says whether a page asks its database more
often when there is more, and how long « Qui décide quoi » takes. Rows made in bulk meet the invariant
checker of the house. Figures go to `pages.json`, and to the screen.
"""

import gzip
import json
import os
import re
import socket
import subprocess
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from io import StringIO
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import monotonic, perf_counter, process_time, sleep
from typing import Any

HOUSE = Path(__file__).parents[1]
sys.path.insert(0, str(HOUSE))

from bench.crowd import READER, Size, fill  # noqa: E402 (found once the path is set)

CONNECTIONS, WORKERS, MOST_QUERIES, SHARE, WEIGHT, WAIT = 4, 2, 8, 0.6, 60_000, 150
NOTHING, A_TURN = "/tout/", 0.5  # seconds
# the lists of the house, and whether a member reads them
LISTS = {
    "/registre/": True, "/registre/?circle=3": True, "/registre/?person=9": True,
    "/registre/?deed=circles.mandate_accepted&since=2026-01-01": True, "/roles-libres/": True,
    "/personnes/": True, "/accueil/": True, "/pouvoirs/circles.open/": True, "/actualites/": True,
    "/histoire/": True, "/pour-moi/": True, "/registre/ (visitor)": False, "/personnes/ (visitor)": False,
}  # fmt: skip
OTHERS = {"/qui-decide/": True, "/repartition/": True, "/cercles/2/": True, "/": False}
HEADERS = {"Host": "localhost", "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
FEW = Size(members=300, roles=300, entries=2000)


def main(wanted: Namespace) -> None:
    with TemporaryDirectory() as folder:
        few, many = Path(folder) / "few.sqlite3", wanted.database or Path(folder) / "many.sqlite3"
        prepare(few, key=many.with_suffix(".key"))
        figures: dict[str, Any] = {
            "members": wanted.members,
            "roles": wanted.roles,
            "entries": wanted.entries,
        }
        fill(FEW)
        little, _, work = alone()
        figures["300 roles, ms"] = work["/qui-decide/"]
        new = not many.exists()
        move_to(many)
        if new:
            began = perf_counter()
            fill(Size(wanted.members, wanted.roles, wanted.entries))
            figures["seconds to write the rows"] = round(perf_counter() - began)
        figures |= checked()
        large, after_a_deed, work = alone()
        figures["a page that lists nothing, ms of processor"] = work[NOTHING]
        with server(many) as port:
            figures["first visit, bytes"] = weight(port)
            figures["pages"] = {
                path: page
                | {
                    "ms of processor": work[path],
                    "queries": large[path],
                    "queries when few": little[path],
                    "queries after a deed": after_a_deed[path],
                }
                for path, page in speeds(port, wanted.seconds).items()
            }
    report(figures)


def prepare(database: Path, *, key: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": f"sqlite:///{database}",
        "MILLEPIEDS_ENV": "production", "SECRET_KEY": "only-for-a-bench-" + "0" * 50,
        "JOURNAL_KEY": str(key),
    }  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", verbosity=0, interactive=False)
    move_to(database)
    if not key.exists():
        call_command("journal", "key", stdout=StringIO())


def move_to(database: Path) -> None:
    from django.core.management import call_command
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(database)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)


def checked() -> dict[str, object]:
    """Rows made in bulk keep the same promises as rows made by deeds."""
    from millepieds.core.triggers import missing
    from millepieds.home.queries.integrity import broken_promises
    from millepieds.journal.queries import verify

    verdict = verify()
    return {
        "promises broken": [*(one.promise for one in broken_promises()), *missing()],
        "journal holds": verdict.holds, "lines verified": verdict.entries,
    }  # fmt: skip


def _reader() -> Any:
    from django.test import Client

    from millepieds.people.models import Person

    client = Client(HTTP_HOST="localhost")
    client.force_login(Person.objects.get(name=READER))
    return client


def cookie() -> str:
    return "; ".join(f"{key}={one.value}" for key, one in _reader().cookies.items())


def alone() -> tuple[dict[str, int], dict[str, int], dict[str, float]]:
    """How often each page asks, as usual and just after a deed, and the processor time it takes."""
    from django.test import Client

    from millepieds.journal.queries import forget_what_was_kept

    member, visitor = _reader(), Client(HTTP_HOST="localhost")
    usual, after_a_deed, work = {}, {}, {}
    for path, inside in {NOTHING: True, **LISTS, **OTHERS}.items():
        client, at = member if inside else visitor, path.split(" ")[0]
        client.get(at, secure=True)
        forget_what_was_kept()
        after_a_deed[path] = _asked(client, at)
        usual[path] = _asked(client, at)
        work[path] = round(median(_work(client, at) for _ in range(20)) * 1000, 1)
    return usual, after_a_deed, work


def _asked(client: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path, secure=True)
    if answer.status_code != 200:
        sys.exit(f"{path} answers {answer.status_code}")
    return len(asked)


def _work(client: Any, path: str) -> float:
    began = process_time()
    client.get(path, secure=True)
    return process_time() - began


@contextmanager
def server(database: Path) -> Iterator[int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    serve = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "8", "--no-access-log", "--log-level", "error",
        "config.wsgi:application",
    ]  # fmt: skip
    env = os.environ | {"DATABASE_URL": f"sqlite:///{database}"}
    with subprocess.Popen(serve, cwd=HOUSE, env=env) as running:  # noqa: S603 (our own server)
        try:
            patience = monotonic() + 30
            while monotonic() < patience:
                try:
                    ask(port, "/charte/", "")
                    break
                except OSError:
                    sleep(0.2)
            yield port
        finally:
            running.terminate()


def ask(port: int, path: str, cookies: str) -> tuple[float, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    began = perf_counter()
    body = _get(connection, path, cookies)
    connection.close()
    return perf_counter() - began, body


def _get(connection: HTTPConnection, path: str, cookies: str) -> bytes:
    connection.request("GET", path, headers=HEADERS | ({"Cookie": cookies} if cookies else {}))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        sys.exit(f"{path} answers {answer.status}")
    return body


def speeds(port: int, seconds: float) -> dict[str, dict[str, float]]:
    """Each list and the page that lists nothing take short turns, and the share is the median of theirs:
    the moods of a machine, which last for seconds, touch both."""
    mine, said, turns = cookie(), {}, max(2, round(seconds / A_TURN))
    for path, inside in {**LISTS, **OTHERS}.items():
        at, cookies = path.split(" ")[0], mine if inside else ""
        shares, took = [], []
        for _ in range(turns):
            nothing = load(port, NOTHING, mine, seconds / turns)
            here = load(port, at, cookies, seconds / turns)
            shares.append(len(here) / max(1, len(nothing)))
            took += here
        said[path] = {
            "share": round(median(shares), 2),
            "per second": round(len(took) / seconds),
            "p95, ms": round(quantiles(took, n=20)[-1] * 1000, 1) if len(took) > 1 else -1,
        }
    return said


def load(port: int, path: str, cookies: str, seconds: float) -> list[float]:
    """How long each answer took, over a few connections kept alive."""

    def one(_: int) -> list[float]:
        connection, took = HTTPConnection("127.0.0.1", port, timeout=60), []
        _get(connection, path, cookies)  # the worker warms up
        ends = monotonic() + seconds
        while monotonic() < ends:
            began = perf_counter()
            _get(connection, path, cookies)
            took.append(perf_counter() - began)
        connection.close()
        return took

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        return [each for some in pool.map(one, range(CONNECTIONS)) for each in some]


def weight(port: int) -> int:
    """What a phone receives the first time: the home page and all that it asks for, as served."""
    page = ask(port, "/", "")[1]
    text = (gzip.decompress(page) if page[:2] == b"\x1f\x8b" else page).decode()
    parts = set(re.findall(r'(?:src|href)="(/static/[^"]+|/[^"]+\.(?:jpg|png|svg))"', text))
    return len(page) + sum(len(ask(port, part, "")[1]) for part in parts)


def report(figures: dict[str, Any]) -> None:
    pages = figures["pages"]
    figures["not met"] = [
        *(path for path in LISTS if pages[path]["share"] < SHARE),
        *(f"{path}: queries" for path in LISTS if pages[path]["queries"] > MOST_QUERIES),
        *(f"{path}: grows" for path in pages if pages[path]["queries"] > pages[path]["queries when few"]),
        *(["300 roles"] if figures["300 roles, ms"] > WAIT else []),
        *(["first visit"] if figures["first visit, bytes"] > WEIGHT else []),
        *figures["promises broken"], *([] if figures["journal holds"] else ["journal"]),
    ]  # fmt: skip
    text = json.dumps(figures, indent=2, ensure_ascii=False)
    (HOUSE / "bench" / "pages.json").write_text(f"{text}\n", "utf-8")
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    options = ArgumentParser(description=__doc__)
    options.add_argument("--members", type=int, default=100_000)
    options.add_argument("--roles", type=int, default=5_000)
    options.add_argument("--entries", type=int, default=1_000_000)
    options.add_argument("--seconds", type=float, default=4.0)
    options.add_argument(
        "--database", type=Path, help="keep the large movement here, or use it again"
    )
    main(options.parse_args())
