"""What happens in a room, as everyone in it may see it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from millepieds.charter.rules import value_kept
from millepieds.circles.queries.own import is_own
from millepieds.circles.rules.spread import Balance
from millepieds.core.actors import Actor
from millepieds.core.clock import today
from millepieds.meetings.models import Hand, Meeting, Point, Presence, Sitting
from millepieds.meetings.queries.coming import coming_to
from millepieds.meetings.queries.preparing import points_of
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.room import ALTERNATES, balance_of, in_order
from millepieds.meetings.rules.terms import Kind
from millepieds.members.queries import is_member


def is_guide_of(meeting: Meeting, actor: Actor) -> bool:
    """Whoever facilitates, or whoever called the meeting, leads its room, as long as they are a member."""
    if actor.person_id is None or not is_member(actor.person_id, on=today()):
        return False
    turn = meeting.turns.filter(duty=Duty.FACILITATOR.value, person_id=actor.person_id)
    return meeting.called_by_id == actor.person_id or turn.exists()


def comes_into(meeting: Meeting, actor: Actor) -> bool:
    """Anyone who reads it; into the room of an action, whoever has a place there or leads it."""
    if meeting.kind != Kind.ACTION or is_guide_of(meeting, actor):
        return True
    here = coming_to(meeting).filter(place__isnull=False).values_list("person_id", flat=True)
    return actor.person_id in here


def sitting_of(meeting: Meeting) -> Sitting | None:
    return Sitting.objects.select_related("point", "meeting").filter(meeting=meeting).first()


@dataclass(frozen=True)
class InRoom:
    """Someone in the room: how often they spoke; if they could, in this round, on this point, at all."""

    presence: Presence
    turns: int
    waits: bool
    heard_in_round: bool
    heard_on_point: bool
    heard: bool


@dataclass(frozen=True)
class Room:
    sitting: Sitting
    alternates: bool
    own_order: bool  # by the circle's own rule, not by the movement's
    points: list[Point]
    people: list[InRoom]
    speaking: Hand | None
    line: list[Hand]
    balance: Balance | None

    def of(self, actor: Actor) -> InRoom | None:
        mine = (one for one in self.people if one.presence.person_id == actor.person_id)
        return next(mine, None) if actor.person_id else None

    @property
    def not_heard(self) -> list[InRoom]:
        """In this round."""
        return [one for one in self.people if not one.heard_in_round]

    @property
    def never_heard(self) -> list[InRoom]:
        """Since the room opened: they neither spoke nor passed."""
        return [one for one in self.people if not one.heard]

    @property
    def turns(self) -> dict[int, int]:
        return {one.presence.pk: one.turns for one in self.people}

    def point_ends(self) -> datetime | None:
        point, since = self.sitting.point, self.sitting.point_since
        return since + timedelta(minutes=point.minutes) if point and since else None


def room_of(sitting: Sitting, meeting: Meeting) -> Room:
    """In four requests, however many are in the room."""
    present = list(sitting.presences.select_related("person"))
    by_key = {one.pk: one for one in present}
    hands = list(Hand.objects.filter(presence__sitting=sitting))
    for hand in hands:
        hand.presence = by_key[hand.presence_id]
    turns = Counter(one.presence_id for one in hands if one.given_at and not one.passed)
    in_round, on_point, at_all = (
        {one.presence_id for one in hands if _heard_since(one, moment)}
        for moment in (sitting.round_since, sitting.point_since, sitting.opened_at)
    )
    waiting = [one for one in hands if one.given_at is None]
    speaking = next((one for one in hands if one.given_at and one.ended_at is None), None)
    genders = {one.pk: one.counted_as for one in present}
    alternates = bool(value_kept(sitting.opened_under, ALTERNATES))
    line = in_order(
        waiting, turns, genders, last=_last(hands, genders), alternates=alternates
    )  # fmt: skip
    waits = {one.presence_id for one in waiting}
    people = [
        InRoom(
            one, turns[one.pk], one.pk in waits, one.pk in in_round, one.pk in on_point,
            one.pk in at_all,
        )
        for one in present
    ]  # fmt: skip
    return Room(
        sitting, alternates, is_own(sitting.opened_under, ALTERNATES), points_of(meeting), people,
        speaking, line, balance_of(genders, turns),
    )  # fmt: skip


def nobody_writes(room: Room, meeting: Meeting) -> bool:
    """Nobody took the pen, and whoever called the meeting is not in the room."""
    here = {one.presence.person_id for one in room.people}
    return meeting.called_by_id not in here and not (
        meeting.turns.filter(duty=Duty.SCRIBE.value).exists()
    )


def _heard_since(hand: Hand, moment: datetime | None) -> bool:
    """They spoke, or passed."""
    return moment is not None and hand.given_at is not None and hand.given_at >= moment


def _last(hands: list[Hand], genders: dict[int, str]) -> str:
    """What whoever spoke last said of themselves."""
    spoke = [one for one in hands if one.given_at and not one.passed]
    spoke.sort(key=lambda one: one.given_at or one.raised_at)
    return genders[spoke[-1].presence_id] if spoke else ""
