"""The words that adopting a proposal would give to a circle or a role: kept, read again, compared."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext

from millepieds.circles.actions.structure import CircleWords, RoleWords
from millepieds.circles.models import RoleVersion
from millepieds.circles.rules.mandates import PROCESSES, Process
from millepieds.circles.rules.structure import KINDS, Kind
from millepieds.core.powers import POWERS


def kept(words: CircleWords | RoleWords | None) -> dict[str, Any] | None:
    """As a row of the database keeps them."""
    return asdict(words) if words else None


def circle_words(row: Mapping[str, Any]) -> CircleWords:
    return CircleWords(**{**row, "kind": Kind(row["kind"])})


def role_words(row: Mapping[str, Any]) -> RoleWords:
    return RoleWords(**{**row, "assigned_by": Process(row["assigned_by"])})


def words_then(row: RoleVersion) -> RoleWords:
    """What a role said of itself in this version."""
    return RoleWords(
        row.name, row.purpose, row.domain, row.accountabilities, row.powers, row.seats,
        row.term_days, Process(row.assigned_by), row.consults, row.report_days,
    )  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One thing that it says of itself, and what it said before."""

    name: str
    said: Sequence[str]
    before: Sequence[str] | None = None  # none: it is new
    ours: bool = True  # words of the movement, not of the house


Sayings = dict[str, tuple[Sequence[str], bool]]


def lines_of_circle(words: CircleWords) -> list[Line]:
    return _new(_of_circle(words))


def lines_of_role(words: RoleWords) -> list[Line]:
    return _new(_of_role(words))


def lines_changed(words: RoleWords, before: RoleWords) -> list[Line]:
    """Only what changes: the rest of the role stays as it is."""
    old = _of_role(before)
    return [
        Line(name, said, old[name][0], ours)
        for name, (said, ours) in _of_role(words).items()
        if list(said) != list(old[name][0])
    ]


def _new(sayings: Sayings) -> list[Line]:
    return [Line(name, said, ours=ours) for name, (said, ours) in sayings.items() if said]


def _of_circle(words: CircleWords) -> Sayings:
    return {
        gettext("Kind"): ([gettext(KINDS[words.kind])], False),
        pgettext("of a circle or role", "Name"): ([words.name], True),
        gettext("What it is for"): ([words.purpose], True),
        gettext("What it alone decides"): (_some(words.domain), True),
    }


def _of_role(words: RoleWords) -> Sayings:
    return {
        pgettext("of a circle or role", "Name"): ([words.name], True),
        gettext("What it is for"): ([words.purpose], True),
        gettext("What it alone decides"): (_some(words.domain), True),
        gettext("Its responsibilities"): (words.accountabilities, True),
        gettext("Its powers"): ([gettext(POWERS[key].says) for key in words.powers], False),
        gettext("Whom it consults first"): (_some(words.consults), True),
        gettext("For how many people"): ([str(words.seats)], False),
        gettext("For how long"): ([_days(words.term_days)], False),
        gettext("Every how many days its holder reports"): (_some(_days(words.report_days)), False),
        gettext("How someone comes to it"): ([gettext(PROCESSES[words.assigned_by])], False),
    }


def _days(many: int | None) -> str:
    return ngettext("%(n)s day", "%(n)s days", many) % {"n": many} if many else ""


def _some(text: str) -> Sequence[str]:
    return [text] if text else []
