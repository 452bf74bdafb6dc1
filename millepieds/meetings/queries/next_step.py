"""« Et maintenant ? »: the next step of a room, in words, with the gestures that take it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from millepieds.core.way_back import ASKED
from millepieds.meetings.models import Point
from millepieds.meetings.queries.room import InRoom, Room
from millepieds.meetings.queries.rounds import InTheRoom
from millepieds.meetings.rules.next_step import STEPS, Step, Where, next_step


@dataclass(frozen=True)
class Gesture:
    """A button of the room, or a link."""

    label: str
    act: str = ""
    url: str = ""


@dataclass(frozen=True)
class Next:
    step: Step
    says: str
    gestures: Sequence[Gesture]


def next_of(
    room: Room, rounds: Sequence[InTheRoom], *, now: datetime, nobody_writes: bool = False,
    adopted: bool = False,
) -> Next:  # fmt: skip
    """For whoever leads. It asks the house nothing: the room was read already."""
    point, follows = room.sitting.point, _following(room)
    in_round = room.sitting.round_since is not None
    unheard = room.not_heard if in_round else [one for one in room.people if not one.heard_on_point]
    held = next((one for one in rounds if one.is_held), None)
    to_hold = _to_hold(room, rounds)
    ends = room.point_ends()
    step = next_step(
        Where(
            aim=point.aim if point else "", nobody_writes=nobody_writes, has_points=bool(room.points),
            has_next=follows is not None, is_late=ends is not None and ends <= now,
            in_round=in_round, speaking=room.speaking is not None, waiting=bool(room.line),
            unheard=bool(unheard), nobody_heard=len(unheard) == len(room.people),
            never_heard=bool(room.never_heard), rounds=bool(to_hold), held=held is not None,
            adopted=adopted, missing=held is not None and bool(held.silent),
        )
    )  # fmt: skip
    comes = _comes(room, unheard or room.never_heard, in_round=in_round)
    words = {
        "speaking": room.speaking.presence.name if room.speaking else "",
        "name": comes.presence.name if comes else "",
        "author": str(point.author) if point else "",
        "missing": ", ".join(str(one) for one in held.silent) if held else "",
    }
    found = _gestures(step, comes, follows, held or next(iter(to_hold), None), room)
    return Next(step, gettext(STEPS[step]) % words, found)


def _following(room: Room) -> Point | None:
    """The point after the one that is open; the first, while none is."""
    keys = [one.pk for one in room.points]
    open_now = room.sitting.point_id
    rank = keys.index(open_now) + 1 if open_now in keys else 0
    return room.points[rank] if rank < len(keys) else None


def _to_hold(room: Room, rounds: Sequence[InTheRoom]) -> list[InTheRoom]:
    """Those in which someone here has not said where they stand."""
    here = {one.presence.person_id for one in room.people}
    return [one for one in rounds if not one.is_held and here & {who.pk for who in one.silent}]


def _comes(room: Room, unheard: Sequence[InRoom], *, in_round: bool) -> InRoom | None:
    """In a round, whoever was not heard; else whoever raised a hand."""
    if in_round or not room.line:
        return unheard[0] if unheard else None
    first = room.line[0].presence_id
    return next(one for one in room.people if one.presence.pk == first)


def _gestures(
    step: Step, comes: InRoom | None, follows: Point | None, treated: InTheRoom | None, room: Room
) -> list[Gesture]:
    on = _go_on(step, follows)
    match step:
        case Step.ROUND | Step.EMPTY:
            return [Gesture(gettext("Begin a round: everyone in turn"), "round")]
        case Step.SPEAKS_LAST | Step.ROUND_OVER:
            return [Gesture(gettext("End the round"), "endround")]
        case Step.SPEAKS:
            return [Gesture(gettext("Has finished"), "end")]
        case Step.ASK | Step.THEN | Step.LET | Step.UNHEARD if comes:
            return _to_hear(step, comes)
        case Step.VOICES:
            return [Gesture(gettext("See the voices"), url="#rounds")]
        case Step.ADOPT if treated:
            return [Gesture(gettext("Adopt it"), url=_to_adopt(treated, room))]
        case Step.HOLD if treated:
            return [Gesture(gettext("Treat it in the room"), f"hold-{treated.proposal.pk}"), on]
    return [on]


def _to_adopt(treated: InTheRoom, room: Room) -> str:
    where = reverse("decisions:adopt", args=[treated.proposal.pk])
    return f"{where}?{ASKED}={reverse('meetings:room', args=[room.sitting.meeting_id])}"


def _to_hear(step: Step, comes: InRoom) -> list[Gesture]:
    key, name = comes.presence.pk, comes.presence.name
    speaks = Gesture(gettext("Let %(name)s speak") % {"name": name}, f"floor-{key}")
    if step in (Step.THEN, Step.LET):
        return [speaks]
    return [speaks, Gesture(gettext("%(name)s passes") % {"name": name}, f"pass-{key}")]


def _go_on(step: Step, follows: Point | None) -> Gesture:
    """To what follows, or to the end of the page, where the room is closed."""
    if follows is None:
        return Gesture(gettext("Close the room"), url="#closing")
    words = (
        gettext("Begin: %(title)s")
        if step in (Step.BEGIN, Step.PEN)
        else gettext("Go on: %(title)s")
    )
    return Gesture(words % {"title": follows.title}, f"treat-{follows.pk}")
