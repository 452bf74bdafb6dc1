"""To whom an invitation is, whether it still holds, and what whoever was invited did of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from millepieds.care.models import Report, Stage
from millepieds.care.queries.reading import kept_by
from millepieds.care.queries.sealed import Noted, named_in, noted, noted_if_it_opens
from millepieds.care.rules.fairness import still_reading
from millepieds.care.rules.hearing import is_over
from millepieds.care.rules.terms import BY_WHOEVER_IS_INVITED, REPLIES, Taken
from millepieds.core.clock import day_of, midnight_of
from millepieds.journal.queries import until_a_deed
from millepieds.people.models import Person
from millepieds.people.queries import accounts_behind, own_ids

REPLY_VALUES = [one.value for one in REPLIES]


@dataclass(frozen=True)
class Hearing:
    """An invitation, for whoever it is to."""

    stage: Stage
    said: Noted
    at: datetime
    over: bool
    opened: bool  # once at least
    is_open: bool  # now
    reply: Stage | None
    reply_words: str


def may_be_heard(report: Report) -> set[int]:
    """Every account of whoever reported, and of those who are named."""
    return {*accounts_behind(report.author_id), *named_in(report)}


def invitations_in(report: Report) -> list[tuple[Stage, Noted]]:
    """For those who have the report open: the last first."""
    rows = report.stages.filter(kind=Taken.INVITED.value).order_by("-pk")
    return [(one, noted(one, report)) for one in rows]


def the_invitation(pk: int, person: Person, *, now: datetime) -> Hearing | None:
    """For whoever it is to; for anyone else, it does not exist."""
    rows = Stage.objects.select_related("report", "person")
    stage = rows.filter(pk=pk, kind=Taken.INVITED.value).first()
    said = noted(stage, stage.report) if stage else None
    if stage is None or said is None or said.about_id not in own_ids(person):
        return None
    return _hearing(stage, said, person, now=now)


def _hearing(stage: Stage, said: Noted, person: Person, *, now: datetime) -> Hearing:
    report, mine = stage.report, own_ids(person)
    since = report.stages.filter(kind=Taken.INVITED.value, pk__gt=stage.pk)
    done = stage.followed.filter(kind__in=[one.value for one in BY_WHOEVER_IS_INVITED])
    followed = [(one, noted(one, report)) for one in done]
    openings = [one.moment for step, one in followed if step.kind == Taken.INVITE_OPENED]
    last = max((moment for moment in openings if moment), default=None)
    replies = [(step, one) for step, one in followed if step.kind in REPLY_VALUES]
    reply, words = (replies[-1][0], replies[-1][1].words) if replies else (None, "")
    at = said.moment or stage.taken_at
    over = is_over(
        closed=report.closed_at is not None, now=now, until=midnight_of(day_of(at) + timedelta(1)),
        replaced=any(noted(one, report).about_id in mine for one in since),
    )  # fmt: skip
    is_open = not over and still_reading(last, now=now)
    return Hearing(stage, said, at, over, bool(openings), is_open, reply, words if is_open else "")


@until_a_deed
def invitations_wait() -> bool:
    return Stage.objects.filter(kind=Taken.INVITED.value, report__closed_at=None).exists()


def invited_to(person: Person, *, on: date) -> list[Stage]:
    """What invites this person, that still holds. The seals are opened each time: no table says whom."""
    if not invitations_wait():
        return []
    rows = Stage.objects.filter(kind=Taken.INVITED.value, report__closed_at=None)
    mine, last = own_ids(person), {}
    for stage in rows.select_related("report"):
        said = noted_if_it_opens(stage, stage.report)
        if said and said.about_id in mine:
            last[stage.report_id] = (stage, said)
    return [stage for stage, said in last.values() if said.moment and day_of(said.moment) >= on]


def done_when_invited(ids: Collection[int]) -> list[dict[str, object]]:
    """For the file of whoever was invited: when they opened it, what they answered. Never of which report.

    Neither the words of the invitation, which are not theirs. Here too, no table says whose a seal is.
    """
    kinds = [one.value for one in BY_WHOEVER_IS_INVITED]
    rows = Stage.objects.filter(kind__in=kinds).select_related("report")
    said = [(one, noted_if_it_opens(one, one.report)) for one in rows]
    return [
        {
            "id": one.pk, "kind": one.kind, "invitation": one.invitation_id,
            "day": words.moment, "words": words.words,
        }
        for one, words in said
        if words and words.about_id in ids
    ]  # fmt: skip


@until_a_deed
def replies_wait() -> bool:
    return Stage.objects.filter(kind__in=REPLY_VALUES, report__closed_at=None).exists()


def replies_to_read(person: Person, *, on: date) -> Sequence[Stage]:
    """The last answer to an invitation this person wrote, until they open the report again."""
    if not replies_wait():
        return []
    kept = {one.report_id for one in kept_by(person, on=on)}
    rows = Stage.objects.filter(
        kind__in=REPLY_VALUES, report__closed_at=None, report__in=kept,
        invitation__person__in=own_ids(person),
    )  # fmt: skip
    last = {one.report_id: one for one in rows.select_related("report")}
    return [one for one in last.values() if not _read_since(one, person)]


def _read_since(reply: Stage, person: Person) -> bool:
    said = noted(reply, reply.report).moment or reply.taken_at
    return reply.report.readings.filter(person=person, read_at__gte=said).exists()
