"""The call to refound, as it stands today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from millepieds.circles.models import Reopening
from millepieds.circles.queries.authority import assigners
from millepieds.members.queries import count_members, members_on
from millepieds.people.models import Person


@dataclass(frozen=True)
class OpenCall:
    """A call that members can still support, and those who do."""

    reopening: Reopening
    supporters: Sequence[Person]  # members today: whoever left no longer counts
    needed: int  # never more than there are members

    @property
    def is_enough(self) -> bool:
        return len(self.supporters) >= self.needed

    def supported_by(self, person_id: int) -> bool:
        return any(person.pk == person_id for person in self.supporters)


def open_call(*, on: date) -> OpenCall | None:
    """Open while its caller is a member and nobody can propose mandates. Nothing has to close it."""
    if assigners(on=on):
        return None
    members = members_on(on).values("person")
    rows = Reopening.objects.filter(closed_at=None, person__in=members).select_related("person")
    call = rows.order_by("-called_at", "-pk").first()
    if call is None:
        return None
    supports = call.supports.filter(person__in=members).select_related("person")
    return OpenCall(
        call, [support.person for support in supports.order_by("given_at", "pk")],
        min(call.needed, count_members(on=on)),
    )  # fmt: skip


def lapsed_calls(*, on: date) -> list[Reopening]:
    """Calls that nobody closed, and that are open no more: their caller left, or someone can assign."""
    rows = Reopening.objects.filter(closed_at=None)
    if not assigners(on=on):
        rows = rows.exclude(person__in=members_on(on).values("person"))
    return list(rows)
