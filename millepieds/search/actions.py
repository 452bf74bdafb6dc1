"""The index follows what is written, inside the deed that writes it."""

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction

from millepieds.search.models import Indexed
from millepieds.search.queries.kinds import SEARCHABLES, Searchable
from millepieds.search.rules import rank, words_of

A_TIME = 500


@transaction.atomic
def index(kind: str, ids: Collection[int]) -> None:
    """These things are found by the words they have now, and those that are gone by none."""
    which = SEARCHABLES[kind]
    _keep(which, which.rows().filter(pk__in=ids).iterator())
    gone = set(ids) - set(which.rows().filter(pk__in=ids).values_list("pk", flat=True))
    Indexed.objects.filter(kind=kind, object_id__in=gone).delete()


@transaction.atomic
def rebuild() -> int:
    """Forget the index and write it again, whole: how many things it holds."""
    Indexed.objects.all().delete()
    many = sum(_keep(which, which.rows().iterator(A_TIME)) for which in SEARCHABLES.values())
    leave_nothing_behind()
    _count_words()
    return many


@transaction.atomic
def catch_up() -> None:
    """Each night: what was written past the deeds is found too, and what went is found no more."""
    gone = 0
    for kind, which in SEARCHABLES.items():
        indexed = Indexed.objects.filter(kind=kind)
        gone += indexed.exclude(object_id__in=which.rows().values("pk")).delete()[0]
        _keep(which, which.rows().exclude(pk__in=indexed.values("object_id")).iterator(A_TIME))
    if gone:
        leave_nothing_behind()


def leave_nothing_behind() -> None:
    """SQLite keeps the words of a row that went until its index is written afresh."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_found(search_found) VALUES ('optimize')")


def _count_words() -> None:
    """PostgreSQL chooses its way by how often each word is there: it learns it now, not in an hour."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE search_indexed")


def _keep(which: Searchable, rows: Iterator[Any]) -> int:
    many = 0
    while some := list(islice(rows, A_TIME)):
        many += len(some)
        Indexed.objects.bulk_create(
            (
                Indexed(
                    kind=which.kind,
                    object_id=row.pk,
                    depth=depth.value,
                    words=words,
                    rank=rank(row.pk, which.number, depth, which.moment(row)),
                )
                for row in some
                for depth, text in which.words(row).items()
                if (words := words_of(text))
            ),
            update_conflicts=True,
            unique_fields=["kind", "object_id", "depth"],
            update_fields=["words", "rank"],
        )
    return many
