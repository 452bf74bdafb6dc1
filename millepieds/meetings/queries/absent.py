"""Whoever has a voice in a circle and was not at its meeting: what was decided, what they can still say."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Prefetch

from millepieds.circles.queries.structure import structure
from millepieds.decisions.models import Decision, Proposal, Stance
from millepieds.decisions.queries.consent import has_a_voice, voices_in
from millepieds.decisions.queries.mailed import voice_token, words_to_answer
from millepieds.decisions.rules import consent as rules
from millepieds.decisions.rules.rounds import Stage
from millepieds.journal.queries import until_a_deed
from millepieds.meetings.models import Attendance, Meeting, Minutes, Wording
from millepieds.meetings.queries.coming import coming_to
from millepieds.meetings.queries.minutes import last_wording
from millepieds.meetings.queries.rounds import silent_in
from millepieds.meetings.rules.room import EARLY, FORGOTTEN_AFTER
from millepieds.people.models import Person


@dataclass(frozen=True)
class StillOpen:
    """A proposal that waits for someone's voice, and the link that says it from a letter, if one may."""

    proposal: Proposal
    stage: Stage
    token: str

    @property
    def consents(self) -> bool:
        return self.stage is Stage.CONSENTING


def absent_from(minutes: Minutes, *, on: date) -> list[Person]:
    """Of the circle, those who are not named as present.

    Of the agora, where everyone has a voice, those who had said that they would come: the others read it
    in the news, at the rhythm that they chose.
    """
    there = minutes.attendances.filter(present=True).values_list("person_id", flat=True)
    absent, root = voices_in(minutes.meeting.circle_id, on=on) - set(there), structure(on).root
    if root and root.pk == minutes.meeting.circle_id:
        absent &= set(coming_to(minutes.meeting).values_list("person_id", flat=True))
    return list(Person.objects.filter(pk__in=absent).order_by("pk"))


def still_open_to(
    people: Sequence[Person], circle_id: int, *, now: datetime
) -> dict[int, list[StillOpen]]:
    """What each of them may still say in this circle: a few questions, however many they are."""
    rows = Proposal.objects.filter(
        circle_id=circle_id, asked_at__isnull=False, over_at=None, called_at=None,
        closes_at__gt=now,
    ).select_related("author").order_by("closes_at", "pk").prefetch_related(
        "versions", Prefetch("stances", Stance.objects.only("proposal", "version", "person"))
    )  # fmt: skip
    found: dict[int, list[StillOpen]] = {one.pk: [] for one in people}
    for row in rows:
        silent, stage = set(silent_in(row, found)), rules.stage(row, now=now)
        words = words_to_answer(row, stage)
        for person in people:
            if person.pk in silent:
                token = voice_token(words, person) if words else ""
                found[person.pk].append(StillOpen(row, stage, token))
    return found


def adopted_in(meeting: Meeting) -> list[Decision]:
    """What its circle adopted around the hour of the meeting."""
    return list(
        Decision.objects.filter(
            proposal__circle_id=meeting.circle_id, taken_at__gte=meeting.starts_at - EARLY,
            taken_at__lt=meeting.ends_at + FORGOTTEN_AFTER,
        ).order_by("taken_at", "pk")
    )  # fmt: skip


def decided_since(minutes: Minutes, last: Wording) -> int:
    """The number of the first wording that decided this: said again, it is told once."""
    first: int = minutes.wordings.filter(decided=last.decided).earliest("number").number
    return first


@until_a_deed
def last_proposed_at() -> datetime | None:
    last: datetime | None = Minutes.objects.aggregate(last=Max("proposed_at"))["last"]
    return last


@dataclass(frozen=True)
class MetWithout:
    """A meeting of one's circle where one was not, and the decisions that its minutes note."""

    meeting: Meeting
    decided: str


def met_without(
    person: Person, circle_ids: Collection[int], *, since: datetime, most: int
) -> list[MetWithout]:
    """Those whose minutes were proposed since then, the newest first."""
    last = last_proposed_at()
    if last is None or last <= since:
        return []
    there = Attendance.objects.filter(person=person, present=True).values("minutes")
    rows = Minutes.objects.filter(proposed_at__gt=since, meeting__circle_id__in=circle_ids)
    rows = rows.exclude(pk__in=there).select_related("meeting").order_by("-proposed_at")[:most]
    words = [(one.meeting, last_wording(one)) for one in rows]
    return [MetWithout(meeting, word.decided) for meeting, word in words if word]


@dataclass(frozen=True)
class Away:
    """What someone who was not there may still say."""

    rounds: Sequence[StillOpen]


def away_from(minutes: Minutes, person: Person, *, now: datetime, on: date) -> Away | None:
    """Nothing for whoever was there, or has no voice in the circle."""
    circle_id = minutes.meeting.circle_id
    named = minutes.attendances.filter(person=person, present=True)
    if not has_a_voice(circle_id, person.pk, on=on) or named.exists():
        return None
    return Away(still_open_to([person], circle_id, now=now)[person.pk])
