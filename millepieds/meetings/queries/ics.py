"""Meetings as any calendar reads them (RFC 5545): the same meeting keeps the same name for ever."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext
from icalendar import Calendar, Event, Timezone

from millepieds.core.clock import day_of
from millepieds.meetings.models import Meeting, SignUp
from millepieds.meetings.queries.coming import Shown
from millepieds.meetings.rules.coming import says_where
from millepieds.meetings.rules.terms import Openness

TOWN = "Europe/Paris"
# Its rule since 1996, written whole: an hour stays the hour of the town on both sides of a change.
VTIMEZONE = """BEGIN:VTIMEZONE
TZID:Europe/Paris
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
ASKED_AGAIN = timedelta(hours=6)


def calendar(name: str, lines: Iterable[Shown], *, published: bool = False) -> bytes:
    """`published`: a file that travels by mail, and is no feed that a calendar follows."""
    found = Calendar()
    found.add("prodid", f"-//{settings.MOVEMENT['name']}//Millepieds//FR")
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    if published:
        found.add("method", "PUBLISH")
    else:
        found.add("name", name)
        found.add("x-wr-calname", name)
        found.add("x-wr-timezone", TOWN)
        found.add("refresh-interval", ASKED_AGAIN, parameters={"VALUE": "DURATION"})
    found.add_component(Timezone.from_ical(VTIMEZONE))
    for one in lines:
        found.add_component(_event(one, published=published))
    return bytes(found.to_ical())


def in_a_letter(meeting: Meeting, mine: SignUp | None = None) -> str:
    """The one meeting of a letter, under the name it has in every feed, as its reader may know it."""
    has_a_place = mine is not None and mine.place is not None
    where = says_where(meeting, called_it=False, has_a_place=has_a_place)
    return calendar("", [Shown(meeting, mine, where)], published=True).decode()


def _event(one: Shown, *, published: bool) -> Event:
    meeting, event = one.meeting, Event()
    cancelled = meeting.cancelled_at is not None
    comes = one.mine is not None and one.mine.place is not None and not cancelled
    event.add("uid", f"reunion-{meeting.pk}@{urlsplit(settings.ORIGIN).hostname}")
    event.add("sequence", meeting.changes)
    event.add("created", meeting.called_at)
    event.add("last-modified", _touched(one))
    event.add("dtstamp", _touched(one))
    if one.says_where:
        event.add("dtstart", _in_town(meeting.starts_at))
        event.add("dtend", _in_town(meeting.ends_at))
    else:
        event.add("dtstart", day_of(meeting.starts_at))
        event.add("dtend", day_of(meeting.starts_at) + timedelta(days=1))
    event.add(
        "summary",
        gettext("Cancelled: %(title)s") % {"title": meeting.title} if cancelled else meeting.title,
    )
    if one.says_where and meeting.place:
        event.add("location", meeting.place)
    event.add("description", "\n\n".join(filter(None, _told(one))))
    event.add("url", settings.ORIGIN + meeting.get_absolute_url())
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE" if comes else "TRANSPARENT")
    event.add("class", "PUBLIC" if meeting.openness == Openness.TOWN else "PRIVATE")
    if published:  # RFC 5546 asks for it; nobody is asked to answer by mail
        event.add("organizer", f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    return event


def _told(one: Shown) -> Iterable[str]:
    """As much as the page of the meeting tells the same reader."""
    meeting = one.meeting
    yield meeting.cancelled_why
    yield meeting.purpose
    if not one.says_where:
        yield gettext("The hour and the place are for those who come.")
        return
    yield meeting.access
    if meeting.link and one.mine:
        yield gettext("Join from afar: %(link)s") % {"link": meeting.link}


def _touched(one: Shown) -> datetime:
    moments = [one.meeting.called_at, one.meeting.changed_at, one.mine and one.mine.asked_at]
    return max(moment for moment in moments if moment).replace(microsecond=0)


def _in_town(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo(TOWN))
