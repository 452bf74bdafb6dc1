from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from millepieds.charter.rules import RULES
from millepieds.circles.queries.authority import circles_reached
from millepieds.circles.queries.mandates import stands_inside
from millepieds.circles.rules.terms import FUNCTIONING_MEETING
from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.clock import now, today
from millepieds.core.leafing import leaf
from millepieds.core.tongues import in_every_language
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries.agenda import agenda_of
from millepieds.meetings.queries.coming import ON_A_LINE, shown
from millepieds.meetings.queries.guests import prepares_it
from millepieds.meetings.queries.minutes import minutes_shown
from millepieds.meetings.queries.preparing import is_hand_of
from millepieds.meetings.queries.reading import meetings_read_by, past_of, to_come_of
from millepieds.meetings.queries.rhythm import functioning
from millepieds.meetings.queries.room import comes_into
from millepieds.meetings.rules.coming import refusal_when_over
from millepieds.meetings.rules.rhythm import CALLED_BEFORE
from millepieds.meetings.rules.room import room_is_near
from millepieds.meetings.rules.terms import CALL
from millepieds.members.queries import is_member
from millepieds.people.http import HouseRequest
from millepieds.people.models import Person

A_PAGE = 20


@in_every_language
@login_not_required
@require_GET
def meetings(request: HouseRequest) -> HttpResponse:
    """« Réunions »: those coming, soonest first; those past on their own pages, latest first."""
    on, past = today(), "passees" in request.GET
    rows = meetings_read_by(request.actor, on=on).select_related(None)
    rows = past_of(rows, now=now()) if past else to_come_of(rows, now=now())
    page = leaf(rows.only(*ON_A_LINE), request.GET.get("page"), size=A_PAGE)
    context = {
        "page": page, "past": past, "lines": shown(page.object_list, request.actor),
        "may_call": bool(_circles_called(request.actor, on=on)),
    }  # fmt: skip
    if request.actor.person_id and stands_inside(request.actor.person_id, on=on):
        context |= _rhythm(on=on)
    return render(request, "meetings/meetings.html", context)


def _rhythm(*, on: date) -> dict[str, object]:
    """For members: whether the meeting about how we work is held in time."""
    found = functioning(on=on, now=now())
    return {
        "rhythm": found, "rhythm_is_late": found is not None and found.is_late(on),
        "rhythm_is_to_call": found is not None and found.is_to_call(on, before=CALLED_BEFORE),
        "rhythm_article": RULES[FUNCTIONING_MEETING].article,
    }  # fmt: skip


@in_every_language
@login_not_required
@require_GET
def meeting(request: HouseRequest, pk: int) -> HttpResponse:
    """What it is for, when, where; who may come. To whoever may not read it, it does not exist."""
    on = today()
    row = get_object_or_404(meetings_read_by(request.actor, on=on), pk=pk)
    (one,) = shown([row], request.actor)
    over = refusal_when_over(row, now=now()) is not None
    may_call = row.circle_id in _circles_called(request.actor, on=on)
    person = request.user if isinstance(request.user, Person) else None
    context = {
        "one": one, "meeting": row, "over": over, "may_cancel": may_call and not over,
        "agenda": agenda_of(row, person, now=now(), on=on), **_minutes(row, person, on=on),
        "member": request.actor.person_id and is_member(request.actor.person_id, on=on),
        "prepares": may_call or prepares_it(request.actor, row, on=on),
        "room_is_near": room_is_near(row, now=now()) and comes_into(row, request.actor),
    }  # fmt: skip
    return render(request, "meetings/meeting.html", context)


def _minutes(row: Meeting, person: Person | None, *, on: date) -> dict[str, object]:
    """Once it has begun: its minutes as this reader may read them, or that they may write them."""
    begun = row.starts_at <= now() and row.cancelled_at is None
    found = minutes_shown(row, person, now=now(), on=on) if begun else None
    writes = begun and not found and person is not None and is_hand_of(row, actors.person(person))
    return {"minutes": found, "may_write": writes}


def _circles_called(actor: Actor, *, on: date) -> set[int]:
    """The circles whose meetings this reader may call."""
    return circles_reached(actor.person_id, CALL, on=on) if actor.person_id else set()
