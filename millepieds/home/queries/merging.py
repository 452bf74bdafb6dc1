"""What the house knows of two accounts that one person wants to be one."""

from datetime import date, datetime

from millepieds.circles.queries.mandates import in_force_or_to_come, proposed_to
from millepieds.core.clock import day_of
from millepieds.core.refusals import Refusal
from millepieds.members.queries import open_membership
from millepieds.people.models import Person
from millepieds.people.queries import addresses_of
from millepieds.people.rules.merging import OPEN_ROLLS, Account, refusal_to_merge


def account_of(person: Person, *, on: date) -> Account:
    held = in_force_or_to_come(on).filter(person=person).count()
    return Account(
        person.pk, open_membership(person) is not None,
        held + len(proposed_to(person.pk, on=on)), len(addresses_of(person)),
    )  # fmt: skip


def what_forbids_to_merge(other: Person, *, into: Person, now: datetime) -> Refusal | None:
    on = day_of(now)
    rolls = [roll for rolls_of in OPEN_ROLLS for roll in rolls_of(now)]
    return refusal_to_merge(
        account_of(other, on=on), into=account_of(into, on=on), open_rolls=rolls
    )
