"""What was changed of a meeting, as it is told to those who come."""

from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext

from millepieds.circles.queries.mandates import in_force
from millepieds.core.clock import day_of
from millepieds.core.words import _
from millepieds.meetings.models import Meeting, SignUp
from millepieds.meetings.queries.coming import coming_to
from millepieds.meetings.rules.changing import Arranged
from millepieds.meetings.rules.terms import Openness
from millepieds.members.queries import members_on

CALLED_SO: dict[str, str] = {
    "title": _("In a few words"),
    "starts_at": _("Begins"),
    "ends_at": _("Ends"),
    "purpose": _("What we meet for"),
    "place": _("Place"),
    "link": _("Link to join from afar"),
    "access": _("Access, childcare, language, food, transport"),
    "capacity": _("Number of places"),
    "programme": _("Programme"),
    "materials": _("What to bring, what to read"),
    "led_by": _("Who can lead it"),
}
ON_THE_PAGE = frozenset({"link", "capacity"})  # not written in a letter
WITHOUT_A_PLACE = frozenset({"title", "purpose"})  # all that is told of an action, its day besides


def arranged(meeting: Meeting) -> Arranged:
    return Arranged(**{one.name: getattr(meeting, one.name) for one in fields(Arranged)})


@dataclass(frozen=True)
class Change:
    """One thing that is no longer what it was."""

    field: str
    before: object
    after: object

    @property
    def label(self) -> str:
        return gettext(CALLED_SO[self.field])

    @property
    def was(self) -> str:
        return _said(self.before)

    @property
    def becomes(self) -> str:
        return _said(self.after)


def _said(value: object) -> str:
    if isinstance(value, datetime):
        return date_format(localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value)
    return str(value) if value not in (None, "") else gettext("nothing")


def changes_between(before: Arranged, after: Arranged) -> list[Change]:
    old, new = asdict(before), asdict(after)
    return [Change(name, old[name], new[name]) for name in old if old[name] != new[name]]


def told(changes: Collection[Change], *, says_where: bool) -> list[Change]:
    """Without the place and the hour of an action, to whoever has no place in it."""
    if says_where:
        return [one for one in changes if one.field not in ON_THE_PAGE]
    days = [
        Change(one.field, day_of(one.before), day_of(one.after))
        for one in changes
        if one.field == "starts_at"
        and isinstance(one.before, datetime) and isinstance(one.after, datetime)
        and day_of(one.before) != day_of(one.after)
    ]  # fmt: skip
    return [one for one in changes if one.field in WITHOUT_A_PLACE] + days


def still_concerned(meeting: Meeting, *, on: date) -> QuerySet[SignUp]:
    """Whoever comes or waits, and may still read it: nobody who left is written to about it."""
    rows = coming_to(meeting).select_related("person", "guest")
    if meeting.openness == Openness.MEMBERS:
        return rows.filter(person__in=members_on(on).values("person"))
    if meeting.openness == Openness.CIRCLE:
        inside = in_force(on).filter(role__circle=meeting.circle_id)
        return rows.filter(person__in=inside.values("person"))
    return rows
