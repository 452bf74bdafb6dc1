"""What the journal may remember: each deed, who may read that it happened, and its typed facts.

Facts hold numbers, dates, words of an enum and keys of the house (a rule, a power, a purpose):
never free text.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum, StrEnum

from millepieds.core.words import _


class Audience(StrEnum):
    TOWN = "town"
    MEMBERS = "members"
    CIRCLE = "circle"
    PARTIES = "parties"
    SEALED = "sealed"


AUDIENCES: dict[Audience, str] = {
    Audience.TOWN: _("open to the town"),
    Audience.MEMBERS: _("open to members"),
    Audience.CIRCLE: _("open to the circle"),
    Audience.PARTIES: _("open to the persons concerned"),
    Audience.SEALED: _("sealed: only counted"),
}


class HouseKey(str):
    """A string the code itself declares: the key of a rule, a power, a purpose."""


Fact = int | bool | date | datetime | Enum | HouseKey


@dataclass(frozen=True)
class Deed:
    key: str
    says: str
    audience: Audience
    facts: Mapping[str, type] = field(default_factory=dict)
    checkpoint: bool = False  # it binds: the journal is signed at once, and it shows when


DEEDS: dict[str, Deed] = {}


def deed(
    key: str,
    says: str,
    *,
    audience: Audience,
    facts: Mapping[str, type] | None = None,
    checkpoint: bool = False,
) -> str:
    """Declare a deed, and give back its key."""
    DEEDS[key] = Deed(key, says, audience, facts or {}, checkpoint)
    return key


def written(key: str, facts: Mapping[str, object]) -> dict[str, int | str | bool]:
    """The facts as the journal writes them, or TypeError when they are not those declared."""
    declared = DEEDS[key].facts
    if facts.keys() != declared.keys():
        raise TypeError(f"{key} takes the facts {sorted(declared)}, not {sorted(facts)}")
    return {name: _written(key, name, fact, declared[name]) for name, fact in facts.items()}


def _written(key: str, name: str, fact: object, kind: type) -> int | str | bool:
    if not isinstance(fact, kind) or not isinstance(fact, Fact):
        raise TypeError(f"{key}: {name} must be {kind.__name__}, not {type(fact).__name__}")
    if isinstance(fact, Enum):
        return str(fact.value)
    if isinstance(fact, date):
        return fact.isoformat()
    return fact
