"""What must be true of the whole house, whoever wrote its rows: an action, an import, a program.

Constraints and triggers refuse what one table can see. What it takes several to see is asked here: each
promise gives the rows that break it. A sound house answers with none.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from millepieds.charter.models import Signature
from millepieds.circles.models import Circle, CircleVersion, Mandate, OwnRule, Role, RoleVersion
from millepieds.decisions.models import Effect
from millepieds.members.models import Membership
from millepieds.people.models import Person

PROMISES: dict[str, Callable[[], QuerySet[Any]]] = {}


def promise(rows: Callable[[], QuerySet[Any]]) -> Callable[[], QuerySet[Any]]:
    """The name of the function is what is promised."""
    PROMISES[rows.__name__.replace("_", " ")] = rows
    return rows


@promise
def a_mandate_is_accepted_under_its_holders_own_membership() -> QuerySet[Mandate]:
    return _accepted().exclude(membership__person=F("person"))


@promise
def a_mandate_is_accepted_by_a_member() -> QuerySet[Mandate]:
    unsigned = Q(membership__signed_at=None) | Q(membership__signed_at__gt=F("accepted_at"))
    return _accepted().filter(unsigned)


@promise
def a_mandate_takes_a_seat_that_its_role_had() -> QuerySet[Mandate]:
    return _accepted().exclude(
        Exists(RoleVersion.objects.filter(role=OuterRef("role"), seats__gte=OuterRef("seat")))
    )


@promise
def a_member_has_signed_a_charter() -> QuerySet[Membership]:
    signed = Signature.objects.filter(person=OuterRef("person"))
    return Membership.objects.filter(signed_at__isnull=False).exclude(Exists(signed))


@promise
def a_person_is_welcomed_after_knocking_and_before_signing() -> QuerySet[Membership]:
    return Membership.objects.filter(
        Q(welcomed_at__lt=F("asked_at")) | Q(signed_at__lt=F("welcomed_at"))
    )


@promise
def a_circle_says_what_it_is_from_its_first_day() -> QuerySet[Circle]:
    said = CircleVersion.objects.filter(circle=OuterRef("pk"), from_on=OuterRef("opened_on"))
    return Circle.objects.exclude(Exists(said))


@promise
def a_role_says_what_it_is_from_its_first_day() -> QuerySet[Role]:
    said = RoleVersion.objects.filter(role=OuterRef("pk"), from_on=OuterRef("opened_on"))
    return Role.objects.exclude(Exists(said))


@promise
def a_circle_opens_inside_one_that_is_open() -> QuerySet[CircleVersion]:
    late = Q(from_on__lt=F("parent__opened_on")) | Q(from_on__gt=F("parent__closed_on"))
    return CircleVersion.objects.filter(parent__isnull=False).filter(late)


@promise
def a_circle_consented_to_each_rule_of_its_own() -> QuerySet[OwnRule]:
    """In a round of that circle, adopted, whose words gave this rule."""
    consented = Effect.objects.filter(
        own_rule=OuterRef("pk"), rule=OuterRef("rule"),
        version__proposal__circle=OuterRef("circle"), version__proposal__outcome="adopted",
    )  # fmt: skip
    return OwnRule.objects.exclude(Exists(consented))


@promise
def an_account_is_merged_into_one_that_stays() -> QuerySet[Person]:
    return Person.objects.filter(merged_into__merged_into__isnull=False)


@promise
def whoever_is_forgotten_is_forgotten_in_every_account() -> QuerySet[Person]:
    return Person.objects.filter(merged_into__erased_at__isnull=False, erased_at=None)


def _accepted() -> QuerySet[Mandate]:
    return Mandate.objects.filter(accepted_at__isnull=False)


@dataclass(frozen=True)
class Broken:
    promise: str
    rows: list[int]


def broken_promises(*, most: int = 20) -> list[Broken]:
    """Each promise that does not hold, with the numbers of the first rows that break it."""
    found = (
        Broken(name, list(rows().values_list("pk", flat=True)[:most]))
        for name, rows in PROMISES.items()
    )
    return [one for one in found if one.rows]
