from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import DateField, OuterRef, Q, QuerySet, Subquery

from millepieds.circles.models import Circle, CircleVersion, Role, RoleVersion
from millepieds.circles.rules.mandates import refusal_when_closed
from millepieds.circles.rules.structure import Kind, refusal_when_circle_closed
from millepieds.core.lists import address_of
from millepieds.core.prepared import Given, prepared
from millepieds.core.reading import reading
from millepieds.core.refusals import Refused
from millepieds.journal.queries import until_a_deed

ON = Given("on", DateField())


@dataclass(frozen=True)
class CircleThen:
    """A circle as it was on a day."""

    pk: int
    key: str
    kind: Kind
    name: str
    purpose: str
    domain: str
    parent_id: int | None
    since: date

    def get_absolute_url(self) -> str:
        return address_of("circles:circle", self.pk)


@dataclass(frozen=True)
class RoleThen:
    """A role as it was on a day."""

    pk: int
    circle_id: int
    name: str
    purpose: str
    domain: str
    accountabilities: Sequence[str]
    powers: Sequence[str]
    seats: int
    term_days: int
    assigned_by: str
    consults: str
    opened_on: date
    version_id: int  # which of its versions this is
    report_days: int | None = None

    def get_absolute_url(self) -> str:
        return address_of("circles:role", self.pk)


@dataclass(frozen=True)
class Structure:
    """The whole organigram on a day, without anyone in it."""

    on: date
    circles: Mapping[int, CircleThen]
    roles: Mapping[int, RoleThen]

    @cached_property
    def parents(self) -> dict[int, int | None]:
        return {pk: circle.parent_id for pk, circle in self.circles.items()}

    @cached_property
    def root(self) -> CircleThen | None:
        tops = (circle for circle in self.circles.values() if circle.parent_id not in self.circles)
        return min(
            tops, key=lambda circle: (circle.kind is not Kind.AGORA, circle.pk), default=None
        )

    @cached_property
    def _inner(self) -> dict[int | None, list[CircleThen]]:
        found = defaultdict(list)
        for circle in self.circles.values():
            found[circle.parent_id].append(circle)
        return found

    @cached_property
    def _roles(self) -> dict[int, list[RoleThen]]:
        found = defaultdict(list)
        for role in self.roles.values():
            found[role.circle_id].append(role)
        return found

    def inside(self, circle_id: int) -> list[CircleThen]:
        return self._inner.get(circle_id, [])

    def roles_of(self, circle_id: int) -> list[RoleThen]:
        return self._roles.get(circle_id, [])

    def only(self, roles: Iterable[int]) -> "Structure":
        """The same circles, with these roles."""
        found = [self.roles[pk] for pk in roles if pk in self.roles]
        found.sort(key=lambda role: (role.opened_on, role.pk))
        return Structure(self.on, self.circles, {role.pk: role for role in found})

    def way_up(self, circle_id: int | None) -> list[CircleThen]:
        """The circle and those around it, up to the agora."""
        way: list[CircleThen] = []
        while (
            circle_id is not None
            and circle_id in self.circles
            and self.circles[circle_id] not in way
        ):
            way.append(self.circles[circle_id])
            circle_id = way[-1].parent_id
        return way


def open_on(on: date | Given, prefix: str = "") -> Q:
    """Opened by then, and not yet closed."""
    closed = f"{prefix}closed_on"
    return Q(**{f"{prefix}opened_on__lte": on}) & (Q(**{closed: None}) | Q(**{f"{closed}__gt": on}))


def structure(on: date, roles: frozenset[int] | None = None) -> Structure:
    """The organigram on a day, in two queries whatever its size; with these roles only, if told."""
    if roles is None or not reading():
        return _structure(on, roles)
    return _structure(on, None).only(roles)


@until_a_deed
def _structure(on: date, roles: frozenset[int] | None) -> Structure:
    circles = {row.circle_id: circle_then(row) for row in _circles()(on=on)}
    rows = _roles()(on=on) if roles is None else _roles_on(on).filter(role__in=roles)
    found = {row.role_id: role_then(row) for row in rows if row.role.circle_id in circles}
    return Structure(on, circles, found)


@prepared
def _circles() -> QuerySet[CircleVersion]:
    rows = CircleVersion.objects.filter(
        open_on(ON, "circle__"), pk=_last(CircleVersion, ON, "circle")
    )
    return rows.select_related("circle").order_by("circle__opened_on", "circle")


@prepared
def _roles() -> QuerySet[RoleVersion]:
    return _roles_on(ON)


def _roles_on(on: date | Given) -> QuerySet[RoleVersion]:
    rows = RoleVersion.objects.filter(open_on(on, "role__"), pk=_last(RoleVersion, on, "role"))
    return rows.select_related("role").order_by("role__opened_on", "role")


def _last(model: type[CircleVersion] | type[RoleVersion], on: date | Given, of: str) -> Subquery:
    """The version that stands on a day: those before it stay in the database."""
    said = model.objects.filter(**{of: OuterRef(of)}, from_on__lte=on)
    return Subquery(said.order_by("-from_on", "-pk").values("pk")[:1])


def powers_on(on: date | Given, role: str) -> Subquery:
    """The powers that a role gives on a day, for a row that names it."""
    said = RoleVersion.objects.filter(role=OuterRef(role), from_on__lte=on)
    return Subquery(said.order_by("-from_on", "-pk").values("powers")[:1])


def circle_then(row: CircleVersion) -> CircleThen:
    return CircleThen(
        row.circle_id, row.circle.key, Kind(row.kind), row.name, row.purpose, row.domain,
        row.parent_id, row.from_on,
    )  # fmt: skip


def role_then(row: RoleVersion) -> RoleThen:
    return RoleThen(
        row.role_id, row.role.circle_id, row.name, row.purpose, row.domain, row.accountabilities,
        row.powers, row.seats, row.term_days, row.assigned_by, row.consults, row.role.opened_on,
        row.pk, row.report_days,
    )  # fmt: skip


def role_on(role: Role, on: date) -> RoleThen | None:
    """What a role is on a day, or nothing when it is not open."""
    rows = RoleVersion.objects.filter(
        open_on(on, "role__"), open_on(on, "role__circle__"), role=role, from_on__lte=on
    )
    row = rows.select_related("role").order_by("-from_on", "-pk").first()
    return role_then(row) if row else None


def open_role_on(role: Role, on: date) -> RoleThen:
    """The same, or the refusal that says that it is not open."""
    then = role_on(role, on)
    if then is None:
        raise Refused(refusal_when_closed())
    return then


def circle_on(circle: Circle, on: date) -> CircleThen | None:
    rows = CircleVersion.objects.filter(open_on(on, "circle__"), circle=circle, from_on__lte=on)
    row = rows.select_related("circle").order_by("-from_on").first()
    return circle_then(row) if row else None


def open_circle_on(circle: Circle, on: date) -> CircleThen:
    """The same, or the refusal that says that it is not open."""
    then = circle_on(circle, on)
    if then is None:
        raise Refused(refusal_when_circle_closed())
    return then


def parents_on(on: date) -> dict[int, int | None]:
    if reading():
        return structure(on).parents
    rows = CircleVersion.objects.filter(
        open_on(on, "circle__"), pk=_last(CircleVersion, on, "circle")
    )
    return dict(rows.order_by("circle__opened_on", "circle").values_list("circle_id", "parent_id"))


def versions_of(circle_id: int) -> QuerySet[CircleVersion]:
    return CircleVersion.objects.filter(circle_id=circle_id).order_by("-from_on")


def names_on(
    circle_ids: set[int], role_ids: set[int], *, on: date
) -> tuple[dict[int, str], dict[int, str]]:
    """Their names: today's, kept until a deed; the last one of those that are closed."""
    plan = structure(on)
    circles = {pk: plan.circles[pk].name for pk in circle_ids & plan.circles.keys()}
    roles = {pk: plan.roles[pk].name for pk in role_ids & plan.roles.keys()}
    if len(circles) < len(circle_ids) or len(roles) < len(role_ids):
        older = last_names(circle_ids - circles.keys(), role_ids - roles.keys())
        return circles | older[0], roles | older[1]
    return circles, roles


def last_names(circle_ids: set[int], role_ids: set[int]) -> tuple[dict[int, str], dict[int, str]]:
    """The last name each circle and each role had, closed ones too: to name old things."""
    circles = CircleVersion.objects.filter(circle_id__in=circle_ids).order_by("from_on")
    roles = RoleVersion.objects.filter(role_id__in=role_ids).order_by("from_on", "pk")
    return (
        dict(circles.values_list("circle_id", "name")),
        dict(roles.values_list("role_id", "name")),
    )
