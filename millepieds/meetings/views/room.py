"""The room, on a phone and on a projector. One address takes each gesture: a phone keeps some."""

from collections.abc import Callable, Mapping, Sequence

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from millepieds.core.actors import Actor
from millepieds.core.clock import now, today
from millepieds.core.refusals import Refused, refuse_if
from millepieds.decisions.actions import consenting
from millepieds.decisions.models import Proposal
from millepieds.decisions.queries.consent import has_a_voice, rounds_for
from millepieds.decisions.queries.reading import reader_of
from millepieds.meetings.actions import room as actions
from millepieds.meetings.actions.closing import close_room
from millepieds.meetings.actions.minuting import save_minutes
from millepieds.meetings.forms.room import BringForm, CountForm, NotesForm, SuggestForm
from millepieds.meetings.models import Meeting, Point, Presence, Sitting, Suggestion
from millepieds.meetings.queries.minutes import (
    begun_with,
    last_wording,
    minutes_of,
    stage_of,
    wording,
)
from millepieds.meetings.queries.next_step import Next, next_of
from millepieds.meetings.queries.preparing import is_hand_of, scribe_of
from millepieds.meetings.queries.reading import meetings_read_by
from millepieds.meetings.queries.room import (
    Room,
    comes_into,
    is_guide_of,
    nobody_writes,
    room_of,
    sitting_of,
)
from millepieds.meetings.queries.rounds import InTheRoom, is_adopted_since, rounds_in
from millepieds.meetings.rules.minutes import Stage
from millepieds.meetings.rules.room import NOT_OPEN, TOO_LATE, refusal_to_come_in
from millepieds.members.queries import is_member
from millepieds.people.http import FORM, PersonRequest

Gesture = Callable[[Sitting, str, PersonRequest], object]


def _presence(sitting: Sitting, key: str) -> Presence:
    return get_object_or_404(sitting.presences, pk=_number(key))


def _point(sitting: Sitting, key: str) -> Point:
    return get_object_or_404(
        Point, meeting_id=sitting.meeting_id, withdrawn_at=None, pk=_number(key)
    )


def _suggestion(sitting: Sitting, key: str) -> Suggestion:
    return get_object_or_404(Suggestion, meeting_id=sitting.meeting_id, pk=_number(key))


def _round(sitting: Sitting, key: str, request: PersonRequest) -> Proposal:
    rows = rounds_for(reader_of(request.user, on=today()), on=today())
    return get_object_or_404(rows, circle_id=sitting.meeting.circle_id, pk=_number(key))


def _hold(sitting: Sitting, proposal: Proposal, *, by: Actor) -> Proposal:
    """What the room treats is said by whoever leads it."""
    actions.led(sitting, by=by)
    return consenting.hold(proposal, by=by)


def _number(key: str) -> int:
    if not (key.isascii() and key.isdecimal() and len(key) < 10):
        raise Http404
    return int(key)


GESTURES: dict[str, Gesture] = {
    "close": lambda sitting, key, request: close_room(sitting, by=request.actor),
    "treat": lambda sitting, key, request: actions.treat(
        sitting, _point(sitting, key), by=request.actor
    ),
    "round": lambda sitting, key, request: actions.begin_round(sitting, by=request.actor),
    "endround": lambda sitting, key, request: actions.end_round(sitting, by=request.actor),
    "here": lambda sitting, key, request: actions.come_in(sitting, by=request.actor),
    "ask": lambda sitting, key, request: actions.raise_hand(
        actions.come_in(sitting, by=request.actor), by=request.actor
    ),
    "raise": lambda sitting, key, request: actions.raise_hand(
        _presence(sitting, key), by=request.actor
    ),
    "lower": lambda sitting, key, request: actions.lower_hand(
        _presence(sitting, key), by=request.actor
    ),
    "floor": lambda sitting, key, request: actions.give_floor(
        _presence(sitting, key), by=request.actor
    ),
    "pass": lambda sitting, key, request: actions.pass_turn(
        _presence(sitting, key), by=request.actor
    ),
    "end": lambda sitting, key, request: actions.end_speech(sitting, by=request.actor),
    "hold": lambda sitting, key, request: _hold(
        sitting, _round(sitting, key, request), by=request.actor
    ),
    "goon": lambda sitting, key, request: consenting.resume(
        _round(sitting, key, request), by=request.actor
    ),
    "take": lambda sitting, key, request: actions.take_suggestion(
        _suggestion(sitting, key), by=request.actor
    ),
}  # fmt: skip
FORMS: Mapping[str, type[Form]] = {
    "bring": BringForm, "count": CountForm, "suggest": SuggestForm, "notes": NotesForm,
}  # fmt: skip


@require_http_methods(FORM)
def room(request: PersonRequest, pk: int) -> HttpResponse:
    row = _readable(request, pk)
    act, _dash, key = request.POST.get("act", "").partition("-")
    if act == "open":
        actions.open_room(row, by=request.actor)
        return redirect("meetings:room", row.pk)
    if act in FORMS:
        return _written(request, row, act)
    if act not in GESTURES:
        return _shown(request, row, {})
    GESTURES[act](_open_sitting(row), key, request)
    return redirect("meetings:room", row.pk)


def _written(request: PersonRequest, row: Meeting, act: str) -> HttpResponse:
    """A gesture with words: they come back if something is wrong with them."""
    form = FORMS[act](request.POST)
    if not form.is_valid():
        return _shown(request, row, {act: form})
    said = form.cleaned_data
    if act == "notes":
        _save_notes(request, row, said["notes"], started_from=said["started_from"])
    if act == "bring":
        actions.bring_in(_open_sitting(row), said["called"], by=request.actor)
    if act == "count":
        actions.come_in(_open_sitting(row), said["counted_as"], by=request.actor)
    if act == "suggest":
        actions.suggest(_open_sitting(row), said["text"], by=request.actor)
        messages.success(request, _("Your sentence is with the scribe."))
    return redirect("meetings:room", row.pk)


def _save_notes(request: PersonRequest, row: Meeting, text: str, *, started_from: int) -> None:
    minutes = minutes_of(row)
    if minutes and stage_of(minutes, now=now()) is not Stage.WRITTEN:
        raise Refused(
            TOO_LATE
        )  # a phone that was offline: the words come back to whoever typed them
    start = wording(minutes, started_from) if minutes else None
    last = last_wording(minutes) if minutes else None
    if last and last.text == text:
        return
    written = actions.noted(row, text, start, started_from=started_from)
    if save_minutes(row, written, by=request.actor).clashes:
        messages.warning(
            request,
            _(
                "Two of you wrote in the same place: both sentences are kept, one under the other. Choose."
            ),
        )


def _shown(request: PersonRequest, row: Meeting, typed: Mapping[str, Form]) -> HttpResponse:
    sitting = sitting_of(row)
    here = room_of(sitting, row) if sitting and not sitting.closed_at else None
    minutes = minutes_of(row)
    last = last_wording(minutes) if minutes else None
    mine = here.of(request.actor) if here else None
    guides, writes = is_guide_of(row, request.actor), is_hand_of(row, request.actor)
    rounds = rounds_in(row, request.user, now=now(), on=today()) if mine else []
    counted = {"counted_as": mine.presence.counted_as if mine else "unsaid"}
    free = here is not None and mine is not None and not last and nobody_writes(here, row)
    waiting = list(row.suggestions.filter(noted_at=None).select_related("author"))
    context = {
        "meeting": row, "sitting": sitting, "room": here, "mine": mine, "now": now(),
        "guides": guides, "writes": writes, "rounds": rounds, "last": last,
        "next": _next(here, row, rounds, free=free) if here and mine and guides else None,
        "pen_is_free": free and has_a_voice(row.circle_id, request.user.pk, on=today()),
        "scribe": None if here else scribe_of(row), "suggestions": waiting,
        "offered": [one for one in waiting if one.author_id == request.user.pk],
        "bring": typed.get("bring") or BringForm(), "suggest": typed.get("suggest") or SuggestForm(),
        "count": typed.get("count") or CountForm(initial=counted),
        "notes": typed.get("notes") or NotesForm(
            initial={
                "notes": last.text if last else begun_with(row)["text"],
                "started_from": last.number if last else 0,
            }
        ),
    }  # fmt: skip
    return render(request, "meetings/room.html", context)


def _next(here: Room, row: Meeting, rounds: Sequence[InTheRoom], *, free: bool) -> Next:
    adopted = is_adopted_since(row, here.sitting.point_since)
    return next_of(here, rounds, now=now(), nobody_writes=free, adopted=adopted)


@require_GET
def screen(request: PersonRequest, pk: int) -> HttpResponse:
    """For a projector: the point, the time, who speaks and who comes next. Nothing to press."""
    row = _readable(request, pk)
    sitting = sitting_of(row)
    here = room_of(sitting, row) if sitting and not sitting.closed_at else None
    mine = here.of(request.actor) if here else None
    context = {"meeting": row, "room": here, "mine": mine, "now": now()}
    return render(request, "meetings/screen.html", context)


def _open_sitting(row: Meeting) -> Sitting:
    sitting = sitting_of(row)
    if sitting is None or sitting.closed_at:
        raise Refused(NOT_OPEN)
    return sitting


def _readable(request: PersonRequest, pk: int) -> Meeting:
    """A room names people: a member's page, even where the meeting is the town's.

    That of an action tells its hour: it opens for whoever has a place in it, or leads it.
    """
    row = get_object_or_404(meetings_read_by(request.actor, on=today()), pk=pk)
    member, comes = is_member(request.user.pk, on=today()), comes_into(row, request.actor)
    refuse_if(refusal_to_come_in(is_member=member, comes=comes))
    return row
