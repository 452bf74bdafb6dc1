"""On the pages of circles: the reports of the mandates lent there, and those that are late."""

from typing import Any

from django import template

from millepieds.circles.models import Mandate
from millepieds.core.clock import today
from millepieds.meetings.queries import reporting
from millepieds.members.queries import is_member

register = template.Library()
LATEST = 3


@register.inclusion_tag("meetings/parts/reports.html", takes_context=True)
def reports_of_role(context: Any, role_id: int) -> dict[str, object]:
    """For members: the latest of a role, and those that are late."""
    return _told(context, mandate__role_id=role_id) if _inside(context) else {}


@register.inclusion_tag("meetings/parts/reports.html", takes_context=True)
def late_reports_of_circle(context: Any, circle_id: int) -> dict[str, object]:
    """For members: those of a circle that are late."""
    if not _inside(context):
        return {}
    on = today()
    late = [one for one in reporting.late_reports(on=on) if one.circle_id == circle_id]
    return {"late": reporting.late_shown(late, on=on), "on_circle": True}


@register.inclusion_tag("meetings/parts/reports.html", takes_context=True)
def reports_of_mandate(context: Any, mandate: Mandate) -> dict[str, object]:
    """For members: those of a mandate, and the day of the next; for its holder, the way to give it."""
    if not mandate.is_accepted or not _inside(context):
        return {}
    on = today()
    due = [one for one in reporting.to_report(on) if one.mandate_id == mandate.pk]
    mine = mandate.person_id == context["request"].actor.person_id
    told = _told(context, mandate_id=mandate.pk)
    may_report = mine and mandate.starts_on <= on
    return {**told, "next": due[0] if due else None, "may_report": may_report, "mandate": mandate}


def _inside(context: Any) -> bool:
    person_id = context["request"].actor.person_id
    return person_id is not None and is_member(person_id, on=today())


def _told(context: Any, **which: int) -> dict[str, object]:
    on = today()
    rows = reporting.reports_read_by(context["request"].actor, on=on).filter(**which)
    asked = which.get("mandate_id"), which.get("mandate__role_id")
    late = [
        one
        for one in reporting.late_reports(on=on)
        if one.mandate_id == asked[0] or one.role_id == asked[1]
    ]
    return {"given": list(rows[:LATEST]), "late": reporting.late_shown(late, on=on), "shown": True}
