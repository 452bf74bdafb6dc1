"""What the house knows of people, declared model by model; what erasure and export do follows from it.

A test fails on any field that is not declared here by its area's `privacy.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from millepieds.core.words import _


class Category(StrEnum):
    NOTHING_PERSONAL = "nothing-personal"
    ORDINARY = "ordinary"
    OPINION = "opinion"  # being here tells a political opinion: article 9 of the GDPR


class Basis(StrEnum):
    NONE = "none"
    CONSENT = "consent"
    OWN_ACTIVITIES = "own-activities"  # article 9(2)(d): members and regular contacts of a movement
    INTEREST = "interest"  # keeping the house safe and its acts whole


class OnErase(StrEnum):
    DELETE = "delete"
    BLANK = "blank"
    KEEP = "keep"


CATEGORIES: dict[Category, str] = {
    Category.NOTHING_PERSONAL: _("nothing personal"),
    Category.ORDINARY: _("ordinary personal data"),
    Category.OPINION: _("shows a political opinion: the best protected"),
}
BASES: dict[Basis, str] = {
    Basis.NONE: _("none needed"),
    Basis.CONSENT: _("your agreement, which you can withdraw"),
    Basis.OWN_ACTIVITIES: _("the movement's own life with its members, never shared outside"),
    Basis.INTEREST: _("keeping the house safe and its acts whole"),
}
ON_ERASE: dict[OnErase, str] = {
    OnErase.DELETE: _("deleted"),
    OnErase.BLANK: _("blanked: the act stays, without you"),
    OnErase.KEEP: _("kept, because nothing in it names you any more"),
}


@dataclass(frozen=True)
class Declared:
    """One model: whose it is (paths to a person), why it is kept, how long, what erasure does."""

    model: str
    says: str
    category: Category
    basis: Basis
    retention: str
    whose: Sequence[str] = ()
    on_erase: OnErase = OnErase.KEEP
    blanks: Mapping[str, object] = field(default_factory=dict)
    keeps: Sequence[str] = ()
    exported: bool = True

    @property
    def fields(self) -> set[str]:
        return {*self.blanks, *self.keeps}


REGISTRY: dict[str, Declared] = {}


def declare(
    model: str,
    says: str,
    *,
    category: Category,
    basis: Basis,
    retention: str,
    whose: Sequence[str] = (),
    on_erase: OnErase = OnErase.KEEP,
    blanks: Mapping[str, object] | None = None,
    keeps: Sequence[str] = (),
    exported: bool = True,
) -> None:
    REGISTRY[model] = Declared(
        model, says, category, basis, retention, whose, on_erase, blanks or {}, keeps, exported
    )


def nothing_personal(
    model: str, says: str, *, fields: Sequence[str],
    retention: str = _("as long as the movement lives"),
) -> None:  # fmt: skip
    """Structure, texts, rules: nothing in it tells who is who."""
    declare(
        model, says, category=Category.NOTHING_PERSONAL, basis=Basis.NONE,
        retention=retention, keeps=fields, exported=False,
    )  # fmt: skip


nothing_personal(
    "core.Done", _("forms already sent"), fields=("key", "went_to", "at"), retention=_("seven days")
)


@dataclass(frozen=True)
class Keeping:
    """How long rows are kept: those whose `since` is older than `days` are deleted each night."""

    model: str
    since: str
    days: int
    where: Mapping[str, object] = field(default_factory=dict)


KEEPINGS: list[Keeping] = []


def keep(model: str, *, since: str, days: int, **where: object) -> None:
    """Declare how long rows of a model are kept, counted from a moment they carry."""
    KEEPINGS.append(Keeping(model, since, days, where))


keep("core.Done", since="at", days=7)
