"""The numbers of what holds these words. Whoever asks puts its own wall around them."""

from django.db import connection
from django.db.models import BigIntegerField, F, Q
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from millepieds.search.rules import Depth, asked

IN_SQLITE = """
    SELECT one.object_id FROM search_found JOIN search_indexed one ON one.id = search_found.rowid
    WHERE search_found MATCH %s
"""
# its kind and depth are words too, for the index of all words; said apart, they find one thing by its key
IN_POSTGRESQL = """
    SELECT object_id FROM search_indexed WHERE kind = %s AND depth = %s AND found @@ %s::tsquery
"""


def holding(kind: str, depth: Depth, question: str) -> Q:
    """The rows that hold these words. SQLite is told, by adding nothing to the number of a row, to walk a
    list in its order and stop once a page is full; else it would read all that was found, then sort it."""
    numbers = numbers_found(kind, depth, question)
    if connection.vendor == "sqlite":
        return Q(In(F("pk") + 0, numbers))
    return Q(pk__in=numbers)


def numbers_found(kind: str, depth: Depth, question: str) -> RawSQL:
    """For `pk__in`: those of this kind that hold every word asked, in one of its forms."""
    words = asked(question)
    if connection.vendor == "postgresql":
        holds = [f"'{kind}:{depth}'", *(f"({' | '.join(map(_quoted, forms))})" for forms in words)]
        return _numbers(IN_POSTGRESQL, kind, depth, " & ".join(holds) if words else "")
    holds = [f"(words : {' OR '.join(map(_doubly_quoted, forms))})" for forms in words]
    match = " AND ".join([f"(place : {kind}{depth})", *holds])
    return _numbers(IN_SQLITE, match if words else '""')


def _numbers(sql: str, *told: str) -> RawSQL:
    return RawSQL(sql, told, output_field=BigIntegerField())  # noqa: S611 (the words are parameters)


def _quoted(form: str) -> str:
    return f"'{form}'"  # letters and figures only


def _doubly_quoted(form: str) -> str:
    return f'"{form}"'
