"""A tension is opened by those who have it, taken up its ladder and closed by its author."""

from django.db import transaction

from millepieds.charter.queries import rule
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import Refused, refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write
from millepieds.members.queries import is_member
from millepieds.tensions import deeds
from millepieds.tensions.models import Step, Tension, Trust
from millepieds.tensions.queries.reading import still_mine, to_remind
from millepieds.tensions.rules import ladder as rules
from millepieds.tensions.rules.terms import MEDIATE, REMINDER, Rung


@transaction.atomic
def open_tension(trust: Trust, *, by: Actor) -> Trust:
    """The first reading, which its author sees. Whoever mediates does it under their mandate."""
    at = the_moment()
    on = day_of(at)
    trust = Trust.objects.select_related("tension").get(pk=trust.pk)
    if by.person_id != trust.person_id:
        raise Refused(rules.refusal_to_speak_for_the_author())
    refuse_if(rules.refusal_to_raise(is_member=is_member(trust.person_id, on=on)))
    refuse_if(rules.refusal_to_open(trust.tension, trust))
    ground = ground_to(MEDIATE, by=by, on=on) if trust.rung == Rung.CARE else None
    trust.opened_at = at
    trust.save(update_fields=["opened_at"])
    record(
        deeds.OPENED, trust.tension, by=by, at=at, about=trust.tension.author_id, ground=ground
    )  # fmt: skip
    return trust


@transaction.atomic
def move_on(tension: Tension, *, by: Actor) -> Tension:
    """One step up its ladder. Those who have it keep it; the next are chosen then."""
    at = the_moment()
    tension = still_mine(tension, by=by)
    refuse_if(rules.refusal_to_move_on(tension, rung=tension.rung))
    rung = rules.next_rung(tension, tension.rung)
    if rung:
        Step.objects.create(tension=tension, rung=rung.value, from_at=at)
        record(deeds.MOVED_ON, tension, by=by, at=at, rung=rung)
    return still_mine(tension, by=by)


@transaction.atomic
def choose_showing(tension: Tension, *, shown: bool, by: Actor) -> Tension:
    """Whether the page of a question opened from it may show its title and what was seen."""
    at = the_moment()
    tension = still_mine(tension, by=by)
    tension.shown_since = (tension.shown_since or at) if shown else None
    tension.save(update_fields=["shown_since"])
    record(deeds.SHOWING_CHOSEN, tension, by=by, at=at, shown=shown)
    return tension


@transaction.atomic
def close_tension(tension: Tension, changed: str, *, by: Actor) -> Tension:
    at = the_moment()
    tension = still_mine(tension, by=by)
    refuse_if(rules.refusal_when_closed(tension))
    tension.closed_at, tension.changed = at, changed
    tension.save(update_fields=["closed_at", "changed"])
    record(deeds.CLOSED, tension, by=by, at=at)
    return tension


@transaction.atomic
def remind_entrusted(*, by: Actor) -> int:
    """Once, after the days of the rule, to whoever has not opened what was entrusted to them."""
    at = the_moment()
    on = day_of(at)
    waiting = list(to_remind(days=rule(REMINDER, on=on), on=on))
    for trust in waiting:
        trust.reminded_at = at
        trust.save(update_fields=["reminded_at"])
        record(deeds.REMINDED, trust.tension, by=by, at=at, about=trust.person_id)
        write(
            trust.person, "tensions/letters/something_waits", key=f"tensions.reminded:{trust.pk}"
        )  # fmt: skip
    return len(waiting)
