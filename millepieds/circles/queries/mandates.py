from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from millepieds.charter.queries import signing_time
from millepieds.circles.models import Handover, Mandate, Role, RoleVersion
from millepieds.circles.queries.structure import (
    RoleThen,
    Structure,
    last_names,
    open_on,
    powers_on,
    structure,
)
from millepieds.circles.rules.commitments import asks_again
from millepieds.circles.rules.mandates import is_open, share_passed
from millepieds.circles.rules.powers import FOUND
from millepieds.core.clock import day_of
from millepieds.core.prepared import Given, prepared
from millepieds.core.reading import asked_once, reading
from millepieds.journal.queries import until_a_deed
from millepieds.members.models import Membership
from millepieds.members.queries import END, ON, PERSON, end_of, is_member, members, members_on

ITS_END = ("membership", "role__circle")  # what says when a mandate ends
ON_A_CARD = (
    "role", "person", "process", "seat", "starts_on", "ends_on", "ended_on", "ended_how",
    "membership__left_at", "role__closed_on", "role__circle__closed_on",
    "committed_to__accountabilities", "committed_to__powers", "committed_to__from_on", "accepted_at",
)  # fmt: skip


def in_force(on: date) -> QuerySet[Mandate]:
    """Mandates in force on a day."""
    return in_force_or_to_come(on).filter(starts_on__lte=on)


def in_force_or_to_come(on: date) -> QuerySet[Mandate]:
    """Those, and the ones accepted that start later, as things stand that day."""
    return _standing(on, members_on(on))


def _standing(on: date | Given, inside: QuerySet[Membership]) -> QuerySet[Mandate]:
    """The one place that says which mandates hold, or will when they start.

    Accepted, not over, its role and circle still open, its holder a member under the same membership
    as when they accepted: leaving ends them all, and coming back revives none.
    """
    return Mandate.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on),
        open_on(on, "role__"),
        open_on(on, "role__circle__"),
        Exists(inside.filter(pk=OuterRef("membership"))),  # asked row by row, by its key
        accepted_at__isnull=False,
        ends_on__gt=on,
    ).select_related(*ITS_END, "committed_to")


def in_force_then(enough: Sequence[int]) -> QuerySet[Mandate]:
    """Mandates in force on a day that is given later, with the powers that their roles have then."""
    rows = _standing(ON, members(ON, END, enough)).filter(starts_on__lte=ON)
    return rows.annotate(powers_now=powers_on(ON, "role"))


@prepared
def _held(enough: Sequence[int]) -> QuerySet[Mandate]:
    return in_force_then(enough).filter(person_id=PERSON)


@prepared
def _held_on_a_page(enough: Sequence[int]) -> QuerySet[Mandate]:
    rows = _standing(ON, members(ON, END, enough)).filter(starts_on__lte=ON)
    return rows.filter(person_id=PERSON).only(*ON_A_CARD)


def held_by(person_id: int, *, on: date) -> QuerySet[Mandate]:
    return in_force(on).filter(person_id=person_id)


@asked_once
def held_now(person_id: int, *, on: date) -> list[Mandate]:
    """What one person holds, each with the powers that its role has that day."""
    enough = signing_time(on=on).enough
    if not reading():
        return _held(enough)(on=on, person=person_id)
    found = _held_on_a_page(enough)(on=on, person=person_id)
    roles = structure(on).roles if found else {}
    for mandate in found:
        mandate.powers_now = roles[mandate.role_id].powers
    return found


def circles_held(person_id: int, *, on: date) -> set[int]:
    """The circles in which they hold a mandate: what a circle keeps to itself, they read."""
    return {mandate.role.circle_id for mandate in held_now(person_id, on=on)}


def powers_by_role(role_ids: Iterable[int], on: date) -> dict[int, list[str]]:
    rows = RoleVersion.objects.filter(role_id__in=role_ids, from_on__lte=on)
    return dict(rows.order_by("from_on", "pk").values_list("role_id", "powers"))


def accepted_between(role_id: int, *, starts_on: date, ends_on: date) -> QuerySet[Mandate]:
    """Mandates of a role that count on at least one of these days, those to come included."""
    return Mandate.objects.filter(
        Q(ended_on=None, ends_on__gt=starts_on) | Q(ended_on__gt=starts_on),
        role_id=role_id, accepted_at__isnull=False, starts_on__lt=ends_on,
        membership__left_at=None,
    ).select_related("person")  # fmt: skip


def seats_taken(role_id: int, *, starts_on: date, ends_on: date) -> set[int]:
    """Seats that an accepted mandate occupies on at least one of these days."""
    rows = accepted_between(role_id, starts_on=starts_on, ends_on=ends_on)
    return {seat for seat in rows.values_list("seat", flat=True) if seat is not None}


def holds_between(role_id: int, person_id: int, *, starts_on: date, ends_on: date) -> bool:
    rows = accepted_between(role_id, starts_on=starts_on, ends_on=ends_on)
    return rows.filter(person_id=person_id).exists()


def occupied(on: date, roles: frozenset[int] | None = None) -> dict[int, int]:
    """How many seats of each role are not free that day, a suspended member's included: they may sign."""
    return _occupied(on, None if reading() else roles)


@until_a_deed
def _occupied(on: date, roles: frozenset[int] | None) -> dict[int, int]:
    rows = Mandate.objects.filter(
        Q(ended_on=None) | Q(ended_on__gt=on),
        Q(membership__left_at=None) | Q(membership__left_at__gte=end_of(on)),
        open_on(on, "role__"), open_on(on, "role__circle__"),
        accepted_at__isnull=False, starts_on__lte=on, ends_on__gt=on,
    )  # fmt: skip
    if roles is not None:
        rows = rows.filter(role__in=roles)
    counts = rows.values("role_id").annotate(count=Count("pk")).values_list("role_id", "count")
    return dict(counts)


def mandates_before(role_id: int) -> int:
    return Mandate.objects.filter(role_id=role_id, accepted_at__isnull=False).count()


@dataclass(frozen=True)
class Held:
    """A mandate with what a card shows of it."""

    mandate: Mandate
    role: RoleThen
    circle_name: str
    passed: int  # hundredths of the term
    days_left: int

    @property
    def asks_again(self) -> bool:
        return asks_again(self.mandate.committed_to, self.role)


def mandates_of(person_id: int, *, on: date) -> list[Held]:
    plan = structure(on, frozenset(mandate.role_id for mandate in held_now(person_id, on=on)))
    rows = sorted(held_now(person_id, on=on), key=lambda mandate: mandate.ends_on)
    return [held(mandate, plan) for mandate in rows if mandate.role_id in plan.roles]


def held(mandate: Mandate, plan: Structure) -> Held:
    role = plan.roles[mandate.role_id]
    return Held(
        mandate, role, plan.circles[role.circle_id].name,
        share_passed(mandate.starts_on, mandate.ends_on, on=plan.on),
        (mandate.over_on - plan.on).days,
    )  # fmt: skip


def proposed(on: date, **where: object) -> list[Mandate]:
    """What waits for an answer: neither taken back nor lapsed."""
    rows = Mandate.objects.filter(accepted_at=None, declined_at=None, ended_on=None, **where)
    rows = rows.select_related("role", "person", "proposed_by").order_by("proposed_at")
    return [mandate for mandate in rows if is_open(mandate, today=on)]


def proposed_to(person_id: int, *, on: date) -> list[Mandate]:
    return proposed(on, person_id=person_id)


def proposals_for(role: Role, *, on: date) -> list[Mandate]:
    return proposed(on, role_id=role.pk)


def concerns(role_id: int, person_id: int, *, on: date) -> bool:
    """Whether this person holds a role, will hold it, or is asked to."""
    asked = proposed(on, role_id=role_id, person_id=person_id)
    return bool(asked) or holds_between(role_id, person_id, starts_on=on, ends_on=date.max)


def stands_inside(person_id: int, *, on: date) -> bool:
    """Whether someone is a member, asked first of what they hold: only members hold anything."""
    return bool(held_now(person_id, on=on)) or is_member(person_id, on=on)


def past_of(accounts: Collection[int], *, on: date) -> list[tuple[Mandate, str]]:
    """What someone held before, with the name the role had."""
    over = [m for m in _ever_held(person__in=accounts) if m.over_on <= on]
    _, names = last_names(set(), {m.role_id for m in over})
    return [(mandate, names[mandate.role_id]) for mandate in over]


def story_of(role: Role) -> list[Mandate]:
    """Everyone who held a role, the last first."""
    return _ever_held(role=role)


def _ever_held(**which: object) -> list[Mandate]:
    """Accepted, and not over before they began: whoever leaves first never held what was to come."""
    rows = Mandate.objects.filter(accepted_at__isnull=False, **which)
    rows = rows.select_related("person", "proposed_by", *ITS_END).order_by("-starts_on")
    return [mandate for mandate in rows if mandate.starts_on <= mandate.over_on]


@dataclass(frozen=True)
class FreeRole:
    """A role with an empty seat, and since when."""

    role: RoleThen
    circle_name: str
    free: int
    since: date
    note: bool  # a handover note waits for the next holder


def free_seats(on: date) -> dict[int, int]:
    """How many seats each role has to lend, the founding one apart."""
    taken = occupied(on)
    return {
        role.pk: role.seats - taken.get(role.pk, 0)
        for role in structure(on).roles.values()
        if role.seats > taken.get(role.pk, 0) and FOUND not in role.powers
    }


@until_a_deed
def free_since(on: date) -> list[tuple[int, date, int]]:
    """Each role with an empty seat, since when and how many: the one that waits longest first."""
    free, plan = free_seats(on), structure(on)
    opened = {pk: plan.roles[pk].opened_on for pk in free}
    over = Mandate.objects.filter(role__in=free, accepted_at__isnull=False, starts_on__lte=on)
    told = ("role_id", "starts_on", "ends_on", "ended_on", "membership__left_at")
    for role_id, starts_on, ends_on, ended_on, left_at in over.values_list(*told):
        end = min(ends_on, ended_on or ends_on, day_of(left_at) if left_at else ends_on)
        if starts_on <= end <= on:
            opened[role_id] = max(end, opened[role_id])
    return sorted(((pk, opened[pk], free[pk]) for pk in free), key=lambda one: one[1])


def free_roles(on: date, chosen: Sequence[tuple[int, date, int]] | None = None) -> list[FreeRole]:
    """What a card shows of each free role, or of those of one page."""
    chosen = free_since(on) if chosen is None else chosen
    ids = frozenset(pk for pk, _, _ in chosen)
    plan = structure(on, ids)
    noted = set(Handover.objects.filter(role__in=ids).values_list("role_id", flat=True))
    return [
        FreeRole(
            plan.roles[pk], plan.circles[plan.roles[pk].circle_id].name, free, since, pk in noted
        )
        for pk, since, free in chosen
    ]


def ending_within(days: int, *, on: date) -> QuerySet[Mandate]:
    soon = on + timedelta(days=days)
    return in_force(on).filter(ends_on__lte=soon).select_related("person", "role")


def ends_without_a_next(days: int, circle_ids: Collection[int], *, on: date) -> list[Mandate]:
    """Mandates of these circles that end soon, as long as nothing was proposed to follow them.

    The founding role is not lent again.
    """
    rows = ending_within(days, on=on).filter(role__circle_id__in=circle_ids)
    ending = list(rows.order_by("ends_on", "pk"))
    powers = powers_by_role({mandate.role_id for mandate in ending}, on)
    ending = [mandate for mandate in ending if FOUND not in powers[mandate.role_id]]
    roles = {mandate.role_id for mandate in ending}
    accepted = in_force_or_to_come(on).filter(starts_on__gt=on, role_id__in=roles)
    next_ones = Counter([
        *accepted.values_list("role_id", flat=True),
        *(mandate.role_id for mandate in proposed(on, role_id__in=roles)),
    ])  # fmt: skip
    waiting = []
    for mandate in ending:
        if next_ones[mandate.role_id]:
            next_ones[mandate.role_id] -= 1
        else:
            waiting.append(mandate)
    return waiting
