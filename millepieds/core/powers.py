"""What a mandate may give. Each area declares its own powers. Plain Python."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Reach(StrEnum):
    """How far a power goes from the circle of the role that carries it."""

    OWN = "own"
    INSIDE = "inside"  # its circle and those inside it
    MOVEMENT = "movement"  # exercised over no circle in particular: welcoming, publishing


@dataclass(frozen=True)
class Power:
    key: str
    says: str  # completes "may …", in words a neighbour understands
    reach: Reach
    also_called: str = ""  # other words people type when they look for it
    types_in: bool = False  # whoever holds it may type in what someone else wrote or said
    sees_many: bool = False  # whoever holds it reads what many people said of themselves


POWERS: dict[str, Power] = {}


def power(
    key: str, says: str, *, reach: Reach, also_called: str = "", types_in: bool = False,
    sees_many: bool = False,
) -> str:  # fmt: skip
    """Declare a power, and give back its key."""
    POWERS[key] = Power(key, says, reach, also_called, types_in, sees_many)
    return key


@dataclass(frozen=True)
class Ground:
    """A mandate in force that gives a power."""

    mandate_id: int
    person_id: int
    role_id: int
    circle_id: int
    ends_on: date
    power: str
