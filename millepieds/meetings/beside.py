"""What meetings put on the pages of circles: the reports of the mandates lent there, and those late."""

from datetime import date

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from millepieds.circles.models import Mandate
from millepieds.core.beside import NOTHING, beside
from millepieds.core.clock import today
from millepieds.meetings.queries import reporting
from millepieds.members.queries import is_member
from millepieds.people.http import HouseRequest

LATEST = 3


@beside("circles.role")
def reports_of_role(request: HouseRequest, *, role: int, on: date) -> SafeString:
    """For members, today: the latest of a role, and those that are late."""
    if on != today() or not _inside(request):
        return NOTHING
    return _drawn(_told(request, mandate__role_id=role))


@beside("circles.circle")
def late_reports_of_circle(request: HouseRequest, *, circle: int, on: date) -> SafeString:
    """For members, today: those of a circle that are late."""
    if on != today() or not _inside(request):
        return NOTHING
    late = [one for one in reporting.late_reports(on=on) if one.circle_id == circle]
    return _drawn({"late": reporting.late_shown(late, on=on), "on_circle": True})


@beside("circles.mandate")
def reports_of_mandate(request: HouseRequest, *, mandate: Mandate) -> SafeString:
    """For members: those of a mandate, and the day of the next; for its holder, the way to give it."""
    if not mandate.is_accepted or not _inside(request):
        return NOTHING
    on = today()
    due = [one for one in reporting.to_report(on) if one.mandate_id == mandate.pk]
    mine = mandate.person_id == request.actor.person_id
    told = _told(request, mandate_id=mandate.pk)
    may_report = mine and mandate.starts_on <= on
    return _drawn(
        {**told, "next": due[0] if due else None, "may_report": may_report, "mandate": mandate}
    )


def _drawn(told: dict[str, object]) -> SafeString:
    return render_to_string("meetings/parts/reports.html", told)


def _inside(request: HouseRequest) -> bool:
    person_id = request.actor.person_id
    return person_id is not None and is_member(person_id, on=today())


def _told(request: HouseRequest, **which: int) -> dict[str, object]:
    on = today()
    rows = reporting.reports_read_by(request.actor, on=on).filter(**which)
    asked = which.get("mandate_id"), which.get("mandate__role_id")
    late = [
        one
        for one in reporting.late_reports(on=on)
        if one.mandate_id == asked[0] or one.role_id == asked[1]
    ]
    return {"given": list(rows[:LATEST]), "late": reporting.late_shown(late, on=on), "shown": True}
