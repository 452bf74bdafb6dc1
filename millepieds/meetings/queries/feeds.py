"""What a calendar that follows the house may read, and the links that open it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from millepieds.circles.queries.mandates import circles_held
from millepieds.circles.queries.structure import structure
from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.meetings.models import CalendarKey, Meeting
from millepieds.meetings.queries.coming import Shown, shown
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.rules.terms import Kind, Openness

KEPT = timedelta(days=90)  # long enough for a calendar rarely opened to learn what was cancelled
MOST = 2000
A_TOKEN = re.compile(r"(\d{1,9})-(\d{1,9})-([0-9a-f]{64})", re.ASCII)
ALL = 0  # no circle has that number


@dataclass(frozen=True)
class Feed:
    """The meetings that one link gives, as its owner may read them."""

    lines: Sequence[Shown]
    circle: str = ""  # its name, if they are those of one circle


def public_feed(*, now: datetime) -> Feed:
    """What is open to the town. An action never is: said once more here, where it would hurt."""
    rows = Meeting.objects.filter(openness=Openness.TOWN).exclude(kind=Kind.ACTION)
    return Feed(shown(_recent(rows, now=now), actors.OUTSIDER))


def calendar_key(actor: Actor) -> CalendarKey | None:
    """The one they asked for; whoever has no account has none."""
    if actor.person_id is None:
        return None
    return CalendarKey.objects.filter(person_id=actor.person_id).first()


def token_of(key: CalendarKey, circle_id: int = ALL) -> str:
    """Made from a secret of the database and from the house's own: a copy of one opens nothing."""
    return f"{key.person_id}-{circle_id}-{_seal(key, circle_id)}"


def _seal(key: CalendarKey, circle_id: int) -> str:
    said = f"{key.person_id}-{circle_id}-{key.secret}"
    return salted_hmac("meetings.calendar", said, algorithm="sha256").hexdigest()


def feed_behind(token: str, *, now: datetime, on: date) -> Feed | None:
    """What its owner may read today. Whoever left reads what the town reads, and nothing else."""
    parts = A_TOKEN.fullmatch(token)
    if parts is None:
        return None
    person_id, circle_id = int(parts[1]), int(parts[2])
    key = CalendarKey.objects.filter(person_id=person_id).first()
    if key is None or not constant_time_compare(_seal(key, circle_id), parts[3]):
        return None
    owner = actors.person(key.person)
    rows = meetings_read_by(owner, on=on)
    rows = rows.filter(circle_id=circle_id) if circle_id != ALL else rows
    lines = [for_a_calendar(one) for one in shown(_recent(rows, now=now), owner)]
    return Feed(lines, _name_of(circle_id, owner, on=on) if circle_id != ALL else "")


def for_a_calendar(one: Shown) -> Shown:
    """A link travels more than a session: where an action is goes only to whoever has a place in it."""
    has_a_place = one.mine is not None and one.mine.place is not None
    return replace(one, says_where=one.meeting.kind != Kind.ACTION or has_a_place)


def circles_to_follow(actor: Actor, *, on: date) -> dict[int, str]:
    """The circles where they hold a mandate, by name."""
    if actor.person_id is None:
        return {}
    circles = structure(on).circles
    held = circles_held(actor.person_id, on=on)
    return {pk: circles[pk].name for pk in sorted(held & circles.keys())}


def _name_of(circle_id: int, owner: Actor, *, on: date) -> str:
    return circles_to_follow(owner, on=on).get(circle_id, "")


def _recent(rows: QuerySet[Meeting], *, now: datetime) -> list[Meeting]:
    """Those to come and those just past, cancelled ones too."""
    return list(rows.filter(ends_at__gt=now - KEPT)[:MOST])
