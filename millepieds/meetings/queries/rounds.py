"""The rounds of consent that a room may treat: who has not said where they stand."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, Prefetch

from millepieds.decisions.models import Decision, Proposal, Stance
from millepieds.decisions.queries.consent import rounds_for, voices_in
from millepieds.decisions.queries.reading import reader_of
from millepieds.decisions.rules import consent as rules
from millepieds.decisions.rules.rounds import Stage
from millepieds.meetings.models import Meeting
from millepieds.people.models import Person

SHOWN = 6


@dataclass(frozen=True)
class InTheRoom:
    """A round of the circle: how many of its voices stand somewhere, and who does not yet."""

    proposal: Proposal
    stage: Stage
    stood: int
    voices: int
    silent: list[Person]
    asks_me: bool

    @property
    def is_held(self) -> bool:
        return self.proposal.held_at is not None


def rounds_in(meeting: Meeting, reader: Person, *, now: datetime, on: date) -> list[InTheRoom]:
    """Those treated here first; then those that close soonest. None to whoever has no voice there."""
    voices = voices_in(meeting.circle_id, on=on)
    if reader.pk not in voices:
        return []
    rows = rounds_for(reader_of(reader, on=on), on=on).filter(
        circle_id=meeting.circle_id, asked_at__isnull=False, over_at=None
    )
    treated_first = F("held_at").asc(nulls_last=True)
    rows = rows.order_by(treated_first, "closes_at", "pk").prefetch_related(
        "versions", Prefetch("stances", Stance.objects.only("proposal", "version", "person"))
    )[:SHOWN]
    found = [(one, silent_in(one, voices)) for one in rows]
    people = Person.objects.in_bulk({who for _one, silent in found for who in silent[:SHOWN]})
    return sorted(
        (
            InTheRoom(
                one, rules.stage(one, now=now), len(voices) - len(silent), len(voices),
                [people[who] for who in silent[:SHOWN]], reader.pk in silent,
            )
            for one, silent in found
        ),
        key=lambda one: not one.is_held,
    )  # fmt: skip


def is_adopted_since(meeting: Meeting, moment: datetime | None) -> bool:
    """Whether the circle adopted something since its room came to this point."""
    if moment is None:
        return False
    taken = Decision.objects.filter(proposal__circle_id=meeting.circle_id, taken_at__gte=moment)
    return taken.exists()


def silent_in(proposal: Proposal, voices: Collection[int]) -> list[int]:
    """Of the circle, those who did not answer the last words; whoever proposes consents by proposing."""
    last = max(proposal.versions.all(), key=lambda one: one.number)
    stood = {one.person_id for one in proposal.stances.all() if one.version_id == last.pk}
    return sorted(set(voices) - stood - {proposal.author_id})
