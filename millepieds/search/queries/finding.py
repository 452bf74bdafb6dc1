"""The things that hold these words, the newest first: walked in order, and left once there are enough.

Each engine walks its index of words by `rank`, and asks of each thing found whether this reader may read
it, by the rows that its area gives: what is not walked costs nothing, however common a word is.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from millepieds.search.rules import BELOW_A_THING, MOST_THINGS, Depth, asked

# for each depth, the rows that one may find by its words: SQL that says the number of each, as `thing`
Among = Sequence[tuple[Depth, tuple[str, Sequence[Any]] | None]]
# the order is said: SQLite would begin by the rows
IN_SQLITE = """
    SELECT one.thing, search_found.rowid AS rank FROM search_found
    CROSS JOIN ({rows}) one ON one.thing = (search_found.rowid >> {below}) & {most}
    WHERE search_found MATCH %s AND search_found.rowid < {before}
"""
# its kind and depth are words too, for the index of all words
IN_POSTGRESQL = """
    SELECT one.thing, found_in.rank FROM search_indexed found_in
    JOIN ({rows}) one ON one.thing = found_in.object_id
    WHERE found_in.kind = %s AND found_in.depth = %s AND found_in.found @@ %s::tsquery
    AND found_in.rank < {before}
"""
BEFORE = "(SELECT rank FROM search_indexed WHERE kind = %s AND object_id = %s AND depth = %s)"
ABOVE_ALL = str((1 << 63) - 1)


def holding(
    kind: str, question: str, among: Among, *, most: int, before: int | None = None
) -> list[int]:
    """The numbers of the newest that hold every word asked, in one of its forms; after one of them."""
    words = asked(question)
    if not words:
        return []
    parts = [_part(kind, depth, words, rows, before) for depth, rows in among if rows]
    if not parts:
        return []
    sql = " UNION ALL ".join(sql for sql, _ in parts)
    given = [one for _, some in parts for one in some]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY rank DESC LIMIT %s", [*given, most])
        return [thing for thing, _rank in cursor.fetchall()]


def _part(
    kind: str, depth: Depth, words: Sequence[Sequence[str]], rows: tuple[str, Sequence[Any]],
    before: int | None,
) -> tuple[str, list[Any]]:  # fmt: skip
    these, given = rows
    after = [] if before is None else [kind, before, depth.value]
    edge = ABOVE_ALL if before is None else BEFORE
    if connection.vendor == "postgresql":
        holds = [f"'{kind}:{depth}'", *(f"({' | '.join(map(_quoted, forms))})" for forms in words)]
        asks = [kind, depth.value, " & ".join(holds)]
        return IN_POSTGRESQL.format(rows=these, before=edge), [*given, *asks, *after]
    holds = [f"(words : {' OR '.join(map(_doubly_quoted, forms))})" for forms in words]
    asks = [" AND ".join([f"(place : {kind}{depth})", *holds])]
    sql = IN_SQLITE.format(rows=these, before=edge, below=BELOW_A_THING, most=MOST_THINGS)
    return sql, [*given, *asks, *after]


def _quoted(form: str) -> str:
    return f"'{form}'"  # letters and figures only


def _doubly_quoted(form: str) -> str:
    return f'"{form}"'
