"""Whether the meeting about how we work is held in time, and what the next one would be."""

from datetime import date, datetime, time

from django.utils.timezone import localtime, make_aware

from millepieds.charter.queries import rule
from millepieds.circles.queries.structure import structure
from millepieds.circles.rules.terms import FUNCTIONING_MEETING
from millepieds.core.clock import day_of
from millepieds.journal.queries import until_a_deed
from millepieds.meetings.models import Meeting
from millepieds.meetings.rules.rhythm import Rhythm, proposed_on, rhythm
from millepieds.meetings.rules.terms import Kind, Openness

REMEMBERED = 12
WITHOUT_AN_HOUR = time(18, 30)


@until_a_deed
def _called() -> list[tuple[datetime, datetime]]:
    """When those of the movement begin and end, the last ones first; a circle's own do not count."""
    rows = Meeting.objects.filter(kind=Kind.GOVERNANCE, cancelled_at=None)
    rows = rows.exclude(openness=Openness.CIRCLE).order_by("-starts_at")
    return list(rows.values_list("starts_at", "ends_at")[:REMEMBERED])


def functioning(*, on: date, now: datetime, months: int | None = None) -> Rhythm | None:
    """Nothing before the movement has an agora; `months` tries another rule than the one of the day."""
    root = structure(on).root
    if root is None:
        return None
    called = _called()
    held = [day_of(starts) for starts, ends in called if ends <= now]
    to_come = [day_of(starts) for starts, ends in called if ends > now]
    return rhythm(
        max(held, default=root.since),
        months=months or rule(FUNCTIONING_MEETING, on=on),
        called_on=min(to_come, default=None),
    )  # fmt: skip


def next_one(*, on: date, now: datetime) -> dict[str, object]:
    """What a form proposes: the last one again, at the same hour of the town, summer or winter."""
    found = functioning(on=on, now=now)
    if found is None:
        return {}
    rows = Meeting.objects.filter(kind=Kind.GOVERNANCE, cancelled_at=None, ends_at__lte=now)
    last = rows.exclude(openness=Openness.CIRCLE).order_by("-starts_at").first()
    day = proposed_on(found, on=on)
    again: dict[str, object] = {"kind": Kind.GOVERNANCE.value, "openness": Openness.MEMBERS.value}
    if last is None:
        return {**again, "starts_at": make_aware(datetime.combine(day, WITHOUT_AN_HOUR))}
    starts, ends = localtime(last.starts_at), localtime(last.ends_at)
    return {
        **again, "circle": last.circle_id, "title": last.title, "purpose": last.purpose,
        "openness": last.openness, "place": last.place, "link": last.link, "access": last.access,
        "capacity": last.capacity, "starts_at": make_aware(datetime.combine(day, starts.time())),
        "ends_at": make_aware(datetime.combine(day + (ends.date() - starts.date()), ends.time())),
    }  # fmt: skip
