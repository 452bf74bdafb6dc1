"""One sheet to pin on a wall: where we meet, what was decided, what one can still say."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from millepieds.circles.queries.structure import CircleThen
from millepieds.core.clock import day_of
from millepieds.core.paper import sheet
from millepieds.home.queries.board import Board
from millepieds.home.queries.news import Told
from millepieds.meetings.queries.coming import Shown


def sheet_of_board(found: Board, *, circle: CircleThen | None, inside: bool, on: date) -> bytes:
    said = [
        *((one.title, one.answer_until) for one in found.questions),
        *((one.title, one.closes_at) for one in found.rounds),
    ]
    parts = [
        (_("Where we meet"), [_meeting(one) for one in found.meetings]),
        (_("What was decided this month"), [_decision(one) for one in found.decisions]),
        (_("What one can still say"), [_open(title, until) for title, until in said]),
    ]
    for_whom = _("For a room of members") if inside else _("For everyone")
    words = {
        "title": circle.name if circle else _("What is new"),
        "lead": " · ".join((date_format(on), for_whom)),
        "parts": [{"title": title, "lines": lines} for title, lines in parts if lines],
        "nothing": _("Nothing new this month. Come and see us all the same."),
        "foot": " · ".join((_("Notice board"), date_format(on))),
    }  # fmt: skip
    leads_to = circle.get_absolute_url() if circle else reverse("decisions:decisions")
    return sheet("home/paper/board.typ", words, leads_to=leads_to, on=on)


def _meeting(one: Shown) -> dict[str, str]:
    meeting = one.meeting
    if not one.says_where:
        return _line(meeting.title, date_format(day_of(meeting.starts_at)))
    when = _moment(meeting.starts_at)
    return _line(meeting.title, " · ".join(filter(None, (when, meeting.place, meeting.access))))


def _decision(one: Told) -> dict[str, str]:
    why = f"{_('Because:')} {one.why}"
    return _line(f"{one.decision.mark} {one.decision.title}", f"{one.what} {why}")


def _open(title: str, until: datetime | None) -> dict[str, str]:
    return _line(title, _("until %(moment)s") % {"moment": _moment(until)} if until else "")


def _line(title: str, text: str) -> dict[str, str]:
    return {"title": title, "text": text}


def _moment(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")
