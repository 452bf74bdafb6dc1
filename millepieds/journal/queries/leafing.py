"""A page of the register: the same rows as `register`, put into SQL once for each shape of the question."""

from collections.abc import Sequence
from typing import Any

from django.db.models import DateTimeField, IntegerField, QuerySet

from millepieds.core.prepared import Given, given_numbers, numbered, prepared
from millepieds.journal.models import Entry
from millepieds.journal.queries import Reader, Wanted, edges_of, register_within


def lines_of(reader: Reader, wanted: Wanted, *, most: int) -> list[Entry]:
    """The newest that this reader may read."""
    ids = None if wanted.person_ids is None else sorted(wanted.person_ids)
    first, last = edges_of(wanted)
    page = _page(
        reader.person_id is not None, reader.is_member, tuple(sorted(reader.circle_ids)),
        len(reader.merged_ids), wanted.deed, wanted.circle_id is not None,
        None if ids is None else len(ids), wanted.before is not None, bool(first), bool(last), most,
    )  # fmt: skip
    merged = {f"m{place}": pk for place, pk in enumerate(reader.merged_ids)}
    since, until = first or (None, None), last or (None, None)
    found: list[Entry] = page(
        me=reader.person_id, circle=wanted.circle_id, before=wanted.before, since=since[0],
        since_number=since[1], until=until[0], until_number=until[1], **merged, **numbered(ids or ()),
    )  # fmt: skip
    return found


@prepared
def _page(
    signed_in: bool, inside: bool, circles: Sequence[int], merged: int, deed: str, circle: bool,
    people: int | None, before: bool, since: bool, until: bool, most: int,
) -> QuerySet[Entry]:  # fmt: skip
    def number(name: str) -> Any:
        return Given(name, IntegerField())

    def moment(name: str) -> Any:
        return Given(name, DateTimeField()), Given(f"{name}_number", IntegerField())

    accounts = [number(f"m{place}") for place in range(merged)]
    reader = Reader(number("me") if signed_in else None, inside, circles, accounts)
    wanted = Wanted(
        deed, number("circle") if circle else None,
        None if people is None else given_numbers(people), number("before") if before else None,
    )  # fmt: skip
    first, last = moment("since") if since else None, moment("until") if until else None
    return register_within(reader, wanted, first, last)[:most]
