"""The minutes of a meeting, on two pages, for the wall or for whoever reads no screen."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from millepieds.core.clock import day_of
from millepieds.core.paper import sheet
from millepieds.meetings.models import Attendance, Meeting, Point
from millepieds.meetings.queries.minutes import FOR_MEMBERS, PARTS, MinutesShown
from millepieds.meetings.rules.agenda import AIMS, Aim
from millepieds.meetings.rules.minutes import Stage


def sheet_of_minutes(
    meeting: Meeting, one: MinutesShown, points: Sequence[Point], *, where: str, on: date
) -> bytes:
    """As this reader may read them: outside, neither names nor tasks."""
    day = date_format(day_of(meeting.starts_at))
    words = {
        "title": meeting.title,
        "lead": " · ".join(filter(None, (_("Minutes"), meeting.get_kind_display(), day, where))),
        "stands": _(one.stage_words),
        "notes": _notes(one),
        "parts": [[name, lines] for name, lines in _parts(one, points) if lines],
        "foot": f"{_('Minutes')} · {day} · {meeting.title}",
    }  # fmt: skip
    leads_to = reverse("meetings:minutes", args=[meeting.pk])
    return sheet("meetings/paper/minutes.typ", words, leads_to=leads_to, on=on)


def _notes(one: MinutesShown) -> list[str]:
    """What whoever reads them must know of how they were made."""
    last, notes = one.last, []
    if one.stage is Stage.PROPOSED and one.until:
        notes.append(
            _("Approved on %(day)s if nobody asks for a change.") % {"day": _moment(one.until)}
        )
    if one.alone and one.stage is not Stage.WRITTEN:
        notes.append(_("Only one person was there: silence approves these minutes, or did."))
    if last.from_paper:
        day = date_format(day_of(last.written_at))
        notes.append(_("Written on paper at the meeting, typed in on %(day)s.") % {"day": day})
    notes += [
        _("Amended after they were approved, %(day)s: %(why)s")
        % {"day": _moment(each.written_at), "why": each.why}
        for each in one.amendments
    ]
    return notes


def _parts(one: MinutesShown, points: Sequence[Point]) -> list[tuple[str, list[str]]]:
    said = {part: getattr(one.last, part).splitlines() for part in PARTS}
    said["tasks"] += [
        f"{each.task.person}{_(': ')}{each.task.what}. {each.stands}" for each in one.tasks
    ]
    if not one.inside:
        said = {part: lines for part, lines in said.items() if part not in FOR_MEMBERS}
    agenda = [f"{point.title} ({_(AIMS[Aim(point.aim)])})" for point in points]
    parts = [(_(PARTS[part]), lines) for part, lines in said.items()]
    return [parts[0], (_("On the agenda"), agenda), *parts[1:], *_people(one)]


def _people(one: MinutesShown) -> list[tuple[str, list[str]]]:
    if one.inside:
        return [
            (_("Who was there"), _names(one.present)), (_("Who had sent word"), _names(one.excused))
        ]  # fmt: skip
    many = len(one.present)
    count = ngettext("%(many)s member was there.", "%(many)s members were there.", many)
    return [(_("Who was there"), [count % {"many": many}] if many else [])]


def _names(people: Sequence[Attendance]) -> list[str]:
    return [", ".join(str(one.person) for one in people)] if people else []


def _moment(moment: datetime) -> str:
    return date_format(localtime(moment), "DATETIME_FORMAT")
