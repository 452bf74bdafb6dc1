"""The house as planning reads it, and the plan it answers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _
from millepieds.moving.rules.lines import CircleLine, GuestLine, MandateLine, RoleLine
from millepieds.moving.rules.sheets import Problem, Sheet


@dataclass(frozen=True)
class House:
    """The house as planning reads it: what is open, by key, and what whoever acts may do where."""

    today: date
    longest_mandate: int
    root: str
    circles: Mapping[str, CircleLine]
    roles: Mapping[str, RoleLine]
    closed: Mapping[Sheet, Collection[str]]  # keys of what is no longer open
    may_open: Collection[str]
    may_assign: Collection[str]
    may_found: Collection[str]
    may_invite: bool
    held_before: Collection[str]  # roles that someone already held
    members: Mapping[str, Sequence[int]]  # by plain name
    lent: Collection[tuple[str, int]]  # role and person: proposed, held, declined or ended
    invited: Collection[str]  # addresses already written to
    me: int | None


@dataclass(frozen=True)
class Proposal:
    """A mandate to propose, to a member."""

    role: str
    person_id: int
    name: str
    starts_on: date
    ends_on: date


@dataclass
class Plan:
    """What would be made, in order; what is here already; what waits; what is wrong."""

    circles: list[CircleLine] = field(default_factory=list)
    roles: list[RoleLine] = field(default_factory=list)
    mandates: list[Proposal] = field(default_factory=list)
    guests: list[GuestLine] = field(default_factory=list)
    later: list[MandateLine] = field(default_factory=list)
    known: dict[Sheet, int] = field(default_factory=lambda: dict.fromkeys(Sheet, 0))
    remarks: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def makes(self) -> dict[Sheet, int]:
        return {
            Sheet.CIRCLES: len(self.circles),
            Sheet.ROLES: len(self.roles),
            Sheet.MANDATES: len(self.mandates),
            Sheet.PEOPLE: len(self.guests),
        }

    @property
    def is_ready(self) -> bool:
        return not self.problems and any(self.makes.values())


def refusal_to_move_in(*, problems: int) -> Refusal | None:
    if problems:
        return Refusal(
            _("Something in the sheets cannot be done: nothing was."), article="transparency.trace",
            who=Who.YOU,
            instead=_("Look at the sheets again: each problem is listed with its row."),
        )  # fmt: skip
    return None
