"""What the house does by itself, each night."""

from datetime import date

from django.db import transaction

from millepieds.charter.queries import rule
from millepieds.circles import deeds
from millepieds.circles.models import Mandate, MonthOfBalance, Notice
from millepieds.circles.queries.authority import (
    assigners,
    last_assigner_ends_on,
    people_who_may,
)
from millepieds.circles.queries.mandates import ending_within, in_force
from millepieds.circles.queries.reopening import lapsed_calls
from millepieds.circles.queries.structure import role_on, structure
from millepieds.circles.rules.powers import ASSIGN
from millepieds.circles.rules.spread import balance, moves
from millepieds.circles.rules.terms import LAST_NOTICE, NOTICE
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.journal.actions import record
from millepieds.journal.models import Entry
from millepieds.letters.actions import write_to_all
from millepieds.members.queries import people_in_the_movement
from millepieds.people.models import Person
from millepieds.people.rules import Gender


@transaction.atomic
def announce_ends(*, by: Actor) -> int:
    """Tell the holder, the circle and whoever may renew, thirty and seven days before.

    Each notice once, even run twice.
    """
    at = the_moment()
    on = day_of(at)
    given = 0
    for days in sorted({rule(LAST_NOTICE, on=on), rule(NOTICE, on=on)}):
        told = Notice.objects.filter(days__lte=days).values("mandate")
        for mandate in ending_within(days, on=on).exclude(pk__in=told):
            Notice.objects.create(mandate=mandate, days=days, given_at=at)
            record(
                deeds.NOTICE_GIVEN, mandate, by=by, at=at, about=mandate.person_id,
                circle_id=mandate.role.circle_id, days=days,
            )  # fmt: skip
            write_to_all(
                _concerned(mandate, on), "circles/letters/mandate_ends",
                key=f"ends:{mandate.pk}:{days}", mandate=mandate, role=role_on(mandate.role, on),
                days=(mandate.ends_on - on).days,
            )  # fmt: skip
            given += 1
    return given


@transaction.atomic
def announce_last_assigner(*, by: Actor) -> bool:
    """Thirty days before nobody can propose mandates any more, everyone is told, once."""
    at = the_moment()
    on = day_of(at)
    ends_on = last_assigner_ends_on(on=on)
    root = structure(on).root
    if root is None or ends_on is None or (ends_on - on).days > rule(NOTICE, on=on):
        return False
    told = Entry.objects.filter(
        deed=deeds.LAST_ASSIGNER_ANNOUNCED, particulars__facts__ends_on=ends_on.isoformat()
    )
    if told.exists():
        return False
    record(deeds.LAST_ASSIGNER_ANNOUNCED, None, by=by, at=at, circle_id=root.pk, ends_on=ends_on)
    write_to_all(
        people_in_the_movement(on=on), "circles/letters/last_assigner",
        key=f"last-assigner:{ends_on}", ends_on=ends_on,
    )  # fmt: skip
    return True


@transaction.atomic
def announce_nobody_assigns(*, by: Actor) -> bool:
    """Nobody can propose mandates any more: everyone is told, once each time it happens.

    It comes without warning when the last assigner hands back, is withdrawn, leaves, or the role closes.
    """
    at = the_moment()
    on = day_of(at)
    root = structure(on).root
    if root is None or assigners(on=on) or _nobody_assigned():
        return False
    entry = record(deeds.NOBODY_ASSIGNS, None, by=by, at=at, circle_id=root.pk)
    write_to_all(
        people_in_the_movement(on=on), "circles/letters/nobody_assigns",
        key=f"nobody-assigns:{entry.number}",
    )  # fmt: skip
    return True


@transaction.atomic
def note_assigners_back(*, by: Actor) -> bool:
    """Someone can propose mandates again: the next time nobody can, everyone is told anew."""
    at = the_moment()
    found = assigners(on=day_of(at))
    if not found or not _nobody_assigned():
        return False
    record(deeds.ASSIGNERS_BACK, None, by=by, at=at, circle_id=found[0].circle_id)
    return True


@transaction.atomic
def close_lapsed_calls(*, by: Actor) -> int:
    """A call whose caller left, or that someone who can assign made needless, never opens again."""
    at = the_moment()
    calls = lapsed_calls(on=day_of(at))
    for call in calls:
        call.closed_at = at
        call.save(update_fields=["closed_at"])
        record(deeds.REOPENING_LAPSED, call, by=by, at=at, about=call.person_id)
    return len(calls)


@transaction.atomic
def note_balance(*, by: Actor) -> MonthOfBalance | None:
    """The balance of the month that ended, among holders: once, and never again for that month."""
    at = the_moment()
    month = _month_before(day_of(at))
    if MonthOfBalance.objects.filter(month=month).exists():
        return None
    counts, last = _declared_on(day_of(at)), MonthOfBalance.objects.first()
    row = MonthOfBalance(month=month, counted=counts)
    if last and not moves(last.counted, counts):
        row.women, row.men, row.others = last.women, last.men, last.others
        row.counted = last.counted
    elif found := balance(counts):
        row.women, row.men, row.others = found.women, found.men, found.others
    row.save()
    MonthOfBalance.objects.exclude(pk=row.pk).update(counted=None)
    record(deeds.BALANCE_NOTED, row, by=by, at=at)
    return row


def _nobody_assigned() -> bool:
    """What the register last said of it."""
    said = Entry.objects.filter(deed__in=(deeds.NOBODY_ASSIGNS, deeds.ASSIGNERS_BACK))
    last = said.order_by("-number").first()
    return last is not None and last.deed == deeds.NOBODY_ASSIGNS


def _declared_on(on: date) -> list[int]:
    """How many holders say they are a woman, a man, something else."""
    holders = Person.objects.filter(pk__in=in_force(on).values("person"))
    return [
        holders.filter(gender=gender.value).count()
        for gender in (Gender.WOMAN, Gender.MAN, Gender.OTHER)
    ]


def _month_before(day: date) -> date:
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)


def _concerned(mandate: Mandate, on: date) -> list[Person]:
    circle_id = mandate.role.circle_id
    same = in_force(on).filter(role__circle_id=circle_id).select_related("person")
    people = [mandate.person, *(row.person for row in same)]
    people += people_who_may(ASSIGN, circle_id=circle_id, on=on)
    return list({person.pk: person for person in people}.values())
