"""What the page of a decision adds to its own words: its line in the register, its round."""

from datetime import date, datetime

from django.db.models import QuerySet

from millepieds.core.actors import Actor
from millepieds.decisions.deeds import ADOPTED, TAKEN
from millepieds.decisions.models import Decision, Precedent
from millepieds.decisions.queries.consent import rounds_for
from millepieds.decisions.queries.reading import decisions_for
from millepieds.decisions.queries.rounds import RoundShown, round_shown
from millepieds.journal.models import Entry
from millepieds.journal.queries import Reader


def line_in_the_register(decision: Decision, reader: Reader) -> int | None:
    """The number under which it was written down, for whoever reads what members read."""
    if decision.taken_at is None or not reader.is_member:
        return None
    lines = Entry.objects.filter(
        deed__in=[TAKEN, ADOPTED], happened_at=decision.taken_at,
        particulars__subject_id=decision.pk,
    )  # fmt: skip
    found: int | None = lines.values_list("number", flat=True).first()
    return found


def ties_read(decision: Decision, reader: Reader) -> QuerySet[Precedent]:
    """What it does to others, of those that this reader may read: on its page and on its sheet."""
    seen = decision.earlier.filter(earlier__in=decisions_for(reader))
    return seen.select_related("earlier")


def round_behind(
    decision: Decision, reader: Reader, actor: Actor, *, now: datetime, on: date
) -> RoundShown | None:
    """The round it comes from, to whoever may read that round: who stood where, and why."""
    row = rounds_for(reader, on=on).filter(decision=decision).first()
    return round_shown(row, actor, now=now, on=on) if row else None
