"""What is new for one member since the last time: decisions, what one can still say, meetings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing

from millepieds.charter.queries import rule
from millepieds.circles.queries.structure import structure
from millepieds.core import actors
from millepieds.decisions.models import Decision, Proposal, Solicitation
from millepieds.decisions.queries.consent import rounds_that_wait_for
from millepieds.decisions.queries.mailed import token_to_stand
from millepieds.decisions.queries.making import advice_asked_of, token_of
from millepieds.decisions.queries.reading import decided_without
from millepieds.home.models import Digest
from millepieds.home.queries.register import reader_of
from millepieds.home.rules.news import EARLIEST, NEWS_EVERY, days_between, first_sentence, is_due
from millepieds.meetings.queries.absent import MetWithout, met_without
from millepieds.meetings.queries.coming import Shown
from millepieds.meetings.queries.upcoming import next_meetings
from millepieds.members.queries import people_in_the_movement
from millepieds.people.models import Person
from millepieds.people.queries import addresses_by_person
from millepieds.people.rules import Way

MOST = 20
STOP = "home.news"


@dataclass(frozen=True)
class Told:
    """A decision in two sentences: what, and why."""

    decision: Decision
    what: str
    why: str


@dataclass(frozen=True)
class Asked:
    """A question that waits for this person, and the link that answers it from the letter."""

    solicitation: Solicitation
    token: str


@dataclass(frozen=True)
class Round:
    """A proposal that waits for this person's voice, and the link that says it from the letter."""

    proposal: Proposal
    token: str  # none while it listens, or when it is about someone: that is read inside


@dataclass(frozen=True)
class WhatIsNew:
    since: datetime
    decisions: Sequence[Told]
    asked: Sequence[Asked]
    rounds: Sequence[Round]
    meetings: Sequence[Shown]
    met: Sequence[MetWithout]  # of the agora: whoever has a voice in a circle had a letter

    @property
    def is_empty(self) -> bool:
        """What waits already is no news by itself: one is not reminded of it every day."""
        fresh = (
            any(one.solicitation.asked_at > self.since for one in self.asked)
            or any(
                one.proposal.asked_at and one.proposal.asked_at > self.since for one in self.rounds
            )
            or any(one.meeting.called_at > self.since for one in self.meetings)
        )
        return not (self.decisions or self.met or fresh)


def told(decision: Decision) -> Told:
    return Told(decision, first_sentence(decision.text), first_sentence(decision.reasons))


def what_is_new(person: Person, *, since: datetime, now: datetime, on: date) -> WhatIsNew:
    reader, root = reader_of(person, on=on), structure(on).root
    own = {*reader.circle_ids, *({root.pk} if root else ())}
    found = decided_without(reader, since=since, most=MOST)
    waiting = rounds_that_wait_for(person.pk, own, now=now)
    return WhatIsNew(
        since,
        [told(one) for one in found if one.taken_at and one.taken_at <= now],
        [Asked(one, token_of(one)) for one in advice_asked_of(person.pk, now=now)],
        [
            Round(one, token_to_stand(one, stage, person))
            for one, stage in waiting
            if one.closes_at and one.closes_at > now
        ],
        next_meetings(reader, actors.person(person), most=5, now=now, on=on),
        met_without(person, {root.pk} if root else (), since=since, most=5),
    )


def due_for_news(*, now: datetime, on: date) -> list[tuple[Person, datetime]]:
    """Members reached by mail whose day it is, and since when; each had none today."""
    by_rule, last = rule(NEWS_EVERY, on=on), dict[int, Digest]()
    for digest in Digest.objects.order_by("day"):
        last[digest.person_id] = digest
    people = [one for one in people_in_the_movement(on=on) if one.reach == Way.MAIL]
    reached = addresses_by_person([one.pk for one in people])
    found = []
    for person in people:
        days, before = days_between(person.rhythm, by_rule=by_rule), last.get(person.pk)
        if days is None or person.pk not in reached:
            continue
        if is_due(before.day if before else None, days=days, on=on):
            earliest = now - timedelta(days=EARLIEST if before else min(days, EARLIEST))
            since = max(before.written_at, earliest) if before else earliest
            found.append((person, since))
    return found


def stop_token(person: Person) -> str:
    """What the foot of a letter carries: it stops the news of one person, and opens nothing."""
    return signing.Signer(salt=STOP).sign_object(person.pk)


def person_who_stops(token: str) -> Person | None:
    try:
        pk = signing.Signer(salt=STOP).unsign_object(token)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=pk, erased_at=None).first()
