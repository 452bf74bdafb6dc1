"""The things that hold these words, the newest first: walked in order, and left once there are enough.

Each engine asks of each thing found whether this reader may read it, by the rows that its area gives: what
is not walked costs nothing, however common a word is. SQLite walks its index of words by `rank`. PostgreSQL
has no such index: it looks first among the newest, where a common word fills a page at once; a word that is
not there is rare, and all that holds it is soon put in order.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from millepieds.search.rules import (
    BELOW_A_THING,
    LAST_SECOND,
    MOST_THINGS,
    THING_BITS,
    Depth,
    asked,
)

# for each depth, the rows that one may find by its words: SQL that says the number of each, as `thing`
Among = Sequence[tuple[Depth, tuple[str, Sequence[Any]] | None]]
NEWEST = 3000
# the order is said: SQLite would begin by the rows
IN_SQLITE = """
    SELECT one.thing, search_found.rowid AS rank FROM search_found
    CROSS JOIN ({rows}) one ON one.thing = (search_found.rowid >> {below}) & {most}
    WHERE search_found MATCH %s AND search_found.rowid < {before}
"""
# each is asked of the rows, one after the other: the planner would read them all. Its kind and depth are
# words too, for the index of all words
AMONG_THE_NEWEST = """
    SELECT one.thing, found_in.rank FROM (
      SELECT object_id, rank, found FROM search_indexed
      WHERE kind = %s AND depth = %s AND rank < {before} ORDER BY rank DESC LIMIT {newest}
    ) found_in
    CROSS JOIN LATERAL (SELECT it.thing FROM ({rows}) it WHERE it.thing = found_in.object_id OFFSET 0) one
    WHERE found_in.found @@ %s::tsquery
"""
AMONG_ALL = """
    SELECT one.thing, found_in.rank FROM (
      WITH holding AS MATERIALIZED (
        SELECT object_id, rank FROM search_indexed
        WHERE found @@ %s::tsquery AND rank < {before}
      )
      SELECT * FROM holding ORDER BY rank DESC
    ) found_in
    CROSS JOIN LATERAL (SELECT it.thing FROM ({rows}) it WHERE it.thing = found_in.object_id OFFSET 0) one
"""
WAYS = {"sqlite": [IN_SQLITE], "postgresql": [AMONG_THE_NEWEST, AMONG_ALL]}
BEFORE = "(SELECT rank FROM search_indexed WHERE kind = %s AND object_id = %s AND depth = %s)"
ABOVE_ALL, ABOVE_WHAT_IS_DATED = str((1 << 63) - 1), str(LAST_SECOND << THING_BITS + BELOW_A_THING)


def holding(
    kind: str,
    question: str,
    among: Among,
    *,
    most: int,
    before: int | None = None,
    dated: bool = False,
) -> list[int]:
    """The numbers of the newest that hold every word asked, in one of its forms; after one of them.

    `dated`: none of these rows is without its moment, and those that are need not be walked.
    """
    words = asked(question)
    if not words:
        return []
    found: list[int] = []
    for way in WAYS[connection.vendor]:
        parts = [
            _part(way, kind, depth, words, rows, before, dated=dated)
            for depth, rows in among
            if rows
        ]
        if parts and len(found) < most:
            found = _found(parts, most)
    return found


def _found(parts: Sequence[tuple[str, list[Any]]], most: int) -> list[int]:
    sql = " UNION ALL ".join(sql for sql, _ in parts)
    given = [one for _, some in parts for one in some]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY rank DESC LIMIT %s", [*given, most])
        return [thing for thing, _rank in cursor.fetchall()]


def _part(
    way: str, kind: str, depth: Depth, words: Sequence[Sequence[str]], rows: tuple[str, Sequence[Any]],
    before: int | None, *, dated: bool,
) -> tuple[str, list[Any]]:  # fmt: skip
    these, given = rows
    after = [] if before is None else [kind, before, depth.value]
    above = ABOVE_WHAT_IS_DATED if dated else ABOVE_ALL
    edge = above if before is None else BEFORE
    sql = way.format(rows=these, before=edge, below=BELOW_A_THING, most=MOST_THINGS, newest=NEWEST)
    if way is IN_SQLITE:
        holds = [f"(words : {' OR '.join(map(_doubly_quoted, forms))})" for forms in words]
        return sql, [*given, " AND ".join([f"(place : {kind}{depth})", *holds]), *after]
    holds = [f"'{kind}:{depth}'", *(f"({' | '.join(map(_quoted, forms))})" for forms in words)]
    question = " & ".join(holds)
    if way is AMONG_THE_NEWEST:
        return sql, [kind, depth.value, *after, *given, question]
    return sql, [question, *after, *given]


def _quoted(form: str) -> str:
    return f"'{form}'"  # letters and figures only


def _doubly_quoted(form: str) -> str:
    return f'"{form}"'
