"""Does time tell whether an address is known? Each step of signing in, joining and adding an address.

    python bench/enumeration.py [how many of each]

Prints the medians, their ratio, and how likely such a difference is by chance (Mann-Whitney).
A ratio far from 1 with a small p would mean that patience can tell who is in the movement.
"""

import os
import sys
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path
from random import Random
from statistics import NormalDist, median
from tempfile import TemporaryDirectory
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

HOW_MANY = int(sys.argv[1]) if len(sys.argv) > 1 else 200
WARM_UP = 20
MEMORY = Path("/dev/shm")  # noqa: S108 (where there is one: the moods of a disk are noise)
Step = Callable[[Any, str], object]
KNOCK = {"name": "Someone", "consent": "on"}
ADDRESSES = "/moi/adresses/"


def likely_by_chance(ours: list[float], theirs: list[float]) -> float:
    """The p of Mann and Whitney's test, by its normal approximation: 1 is no difference at all."""
    ranks = {moment: rank for rank, moment in enumerate(sorted([*ours, *theirs]), start=1)}
    n, m = len(ours), len(theirs)
    u = sum(ranks[moment] for moment in ours) - n * (n + 1) / 2
    z = (u - n * m / 2) / (n * m * (n + m + 1) / 12) ** 0.5
    return 2 * (1 - NormalDist().cdf(abs(z)))


def main() -> None:
    import django

    django.setup()
    from allauth.account.internal.flows.login import (
        _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE_PROOF,
    )
    from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
    from django.core.cache import cache
    from django.core.management import call_command
    from django.test import Client

    from millepieds.core import actors
    from millepieds.people.actions import meet

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    known = [f"known{number:04}@exemple.test" for number in range(HOW_MANY + WARM_UP)]
    unknown = [f"other{number:04}@exemple.test" for number in range(HOW_MANY + WARM_UP)]
    for address in known:
        meet("Someone", address, by=actors.OUTSIDER)

    amina = meet("Amina", "amina@exemple.test", by=actors.OUTSIDER)

    def bring_in(client: Client) -> None:
        """Someone who entered lately, and adds an address."""
        client.force_login(amina)
        session = client.session
        session[PROOFS] = [{"method": "code", "at": time.time()}]
        session[WHOSE_PROOF] = str(amina.pk)
        session.save()

    steps: dict[str, Step] = {
        "asking for a code": lambda client, address: client.post("/entrer/", {"address": address}),
        "typing a wrong one": lambda client, _: client.post("/entrer/code/", {"digits": "x"}),
        "asking for another": lambda client, _: client.post("/entrer/code/", {"another": "1"}),
        "knocking": lambda client, address: client.post(
            "/rejoindre/", {**KNOCK, "address": address}
        ),
        "a wrong one there": lambda client, _: client.post("/rejoindre/code/", {"digits": "x"}),
        "back to the form": lambda client, _: client.get("/rejoindre/"),
    }
    once_in: dict[str, Step] = {
        "adding an address": lambda client, address: client.post(ADDRESSES, {"address": address}),
        "a wrong one to add": lambda client, _: client.post(f"{ADDRESSES}code/", {"digits": "x"}),
    }
    times: dict[tuple[str, bool], list[float]] = {}
    pairs = [[(one, True), (other, False)] for one, other in zip(known, unknown, strict=True)]
    for pair in pairs:
        Random(pair[0][0]).shuffle(pair)  # noqa: S311 (an order, not a secret)
    for turn, (address, is_known) in enumerate(chain.from_iterable(pairs)):
        client = Client(REMOTE_ADDR=f"10.{turn >> 8}.{turn & 255}.1", HTTP_HOST="localhost")
        for name, step in (steps | once_in).items():
            cache.clear()  # the brake on mails would stop the later steps
            if name == next(iter(once_in)):
                bring_in(client)
            began = time.perf_counter()
            step(client, address)
            took = time.perf_counter() - began
            if turn >= 2 * WARM_UP:
                times.setdefault((name, is_known), []).append(took)

    said = [
        f"{HOW_MANY} addresses of each kind",
        "",
        f"{'':20}{'known':>10}{'unknown':>10}{'ratio':>8}{'p':>7}",
    ]
    for name in steps | once_in:
        ours, theirs = times[name, True], times[name, False]
        a, b = median(ours) * 1000, median(theirs) * 1000
        chance = likely_by_chance(ours, theirs)
        said.append(f"{name:20}{a:8.2f}ms{b:8.2f}ms{a / b:8.3f}{chance:7.2f}")
    sys.stdout.write("\n".join([*said, ""]))


if __name__ == "__main__":
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        main()
