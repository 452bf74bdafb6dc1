"""Real threads, each with its own connection: all at once, or around the moment at which something ends."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Event, Lock
from time import sleep
from typing import TypeVar

from django.contrib.auth.hashers import make_password
from django.db import connection, connections, transaction

from millepieds.charter.models import CharterVersion, Signature
from millepieds.core.clock import now
from millepieds.core.refusals import Refused
from millepieds.members.models import Membership
from millepieds.people.models import Person

Thing = TypeVar("Thing")
DONE = "done"
IN_HAND = 20  # connections of PostgreSQL that are left to the others
BEFORE = 60  # done, and known to be, when the end comes
FIRST, LAST = 9 / 20, 2 / 20  # who goes before the end is near, and who once it is past


def room_for(many: int) -> int:
    """How many may be inside the database at once: PostgreSQL takes so many guests at a time."""
    if connection.vendor != "postgresql":
        return many
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('max_connections')::int")
        return min(many, int(cursor.fetchone()[0]) - IN_HAND)


def a_little_apart(rank: int, many: int) -> None:
    """On SQLite, those who wait look again every tenth of a second: at the same instants, one of them
    passes each time, and two hundred take twenty seconds. Spread over one tenth, they take one second."""
    if connection.vendor == "sqlite":
        sleep(rank / many / 10)


def all_at_once(deeds: Sequence[Callable[[], Thing]]) -> list[Thing]:
    """Everyone waits for the others, connected already, then all act."""
    guests = room_for(len(deeds))
    barrier = Barrier(guests)

    def act(rank: int) -> Thing:
        try:
            if rank < guests:
                connection.ensure_connection()
                barrier.wait(timeout=60)
                a_little_apart(rank, guests)
            return deeds[rank]()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(guests) as pool:
        return list(pool.map(act, range(len(deeds))))


def all_around(end: Callable[[], object], deeds: Sequence[Callable[[], str]]) -> list[str]:
    """All at once, and an end that comes in the midst of them: `end` is called by one more thread.

    A good half is on its way when the end is near, most of the others leave at the same instant as it
    does, and a few come once it is past: some fall before and some after, on a slow machine too.
    """
    first, last = int(len(deeds) * FIRST), int(len(deeds) * (1 - LAST))
    near, past, lock = Event(), Event(), Lock()
    done: list[int] = []

    def held_back(rank: int) -> Callable[[], str]:
        gate = near if first <= rank < last else past if rank >= last else None

        def act() -> str:
            if gate:
                assert gate.wait(timeout=60)
                a_little_apart(rank, len(deeds))
            answer = deeds[rank]()
            with lock:
                done.append(rank)
                if len(done) == BEFORE:
                    near.set()
            return answer

        return act

    def at_the_end() -> None:
        try:
            connection.ensure_connection()
            assert near.wait(timeout=60)
            end()
        finally:
            past.set()
            connections.close_all()

    with ThreadPoolExecutor(1) as alone:
        ended = alone.submit(at_the_end)
        answers = all_at_once([held_back(rank) for rank in range(len(deeds))])
        ended.result()
    return answers


def said(deed: Callable[[], object], *, why: bool = False) -> Callable[[], str]:
    """Done, or the article of its refusal, or why; anything else fails the test."""

    def act() -> str:
        try:
            deed()
        except Refused as refused:
            return refused.refusal.because if why else refused.refusal.article
        return DONE

    return act


def make_crowd(many: int, *, welcomed_by: Person) -> list[Person]:
    """Members who joined yesterday, in bulk: by their own deeds, two hundred would take ten seconds.

    The same rows that these deeds leave, under the same constraints, as in `bench/crowd.py`.
    """
    day = timedelta(days=1)
    met, nobody, charter = now() - 3 * day, make_password(None), CharterVersion.objects.get()
    with transaction.atomic():
        people = Person.objects.bulk_create(
            Person(name=f"Membre {n}", password=nobody, met_at=met, visited_before_at=met)
            for n in range(many)
        )
        Membership.objects.bulk_create(
            Membership(
                person=one, asked_at=met, welcomed_at=met + day, welcomed_by=welcomed_by,
                signed_at=met + 2 * day,
            )
            for one in people
        )  # fmt: skip
        Signature.objects.bulk_create(
            Signature(person=one, version=charter, signed_at=met + 2 * day) for one in people
        )
    return people
