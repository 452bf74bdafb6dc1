"""What a draw is made of: what was frozen before, then what happened, in order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import ClassVar

from civics.draws.quotas import Quota, check_quotas
from civics.draws.writing import one_line, seen
from civics.problems import WrongInput

FEWEST_DICE = 25
LARGEST = 10**15  # whole numbers beyond 2**53 are not whole in a browser


class Stage(StrEnum):
    """How far a draw has come. `draw` alone reaches the last stage, which leaves no event."""

    FROZEN = "frozen"
    COMMITTED = "committed"
    REVEALED = "revealed"
    DICE = "dice"
    BEACON = "beacon"
    DRAWN = "drawn"


@dataclass(frozen=True)
class Beacon:
    """A public source of chance outside the room, and which of its numbered emissions will count."""

    source: str
    round: int


@dataclass(frozen=True)
class Frozen:
    """All that is settled and published before any chance. Made by `freeze`, which checks it.

    `title` says which draw this is, with its day and its place: two draws of the same people must
    not have the same text, or the record of one could be shown for the other.
    `people` is sorted by code point; `traits` gives each person's value of each feature of `quotas`.
    """

    title: str
    rule: str
    take: int
    dice: int
    people: tuple[str, ...]
    beacon: Beacon | None = None
    quotas: tuple[Quota, ...] = ()
    traits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Committed:
    """Someone gave the hash of a phrase that they keep to themselves."""

    stage: ClassVar[Stage] = Stage.COMMITTED
    author: str
    commitment: str


@dataclass(frozen=True)
class Revealed:
    """Someone said their phrase; None is the record that they did not."""

    stage: ClassVar[Stage] = Stage.REVEALED
    author: str
    phrase: str | None


@dataclass(frozen=True)
class Rolled:
    """Someone typed the faces of all the dice from the sheet of paper, in order."""

    stage: ClassVar[Stage] = Stage.DICE
    typed_by: str
    faces: str


@dataclass(frozen=True)
class Emitted:
    """What the announced beacon emitted, pasted by hand: 64 hexadecimal digits, and its signature."""

    stage: ClassVar[Stage] = Stage.BEACON
    round: int
    randomness: str
    signature: str | None = None


Event = Committed | Revealed | Rolled | Emitted


@dataclass(frozen=True)
class Transcript:
    """A draw so far. `civics.draws.stages.add` alone makes it longer: each event was checked."""

    frozen: Frozen
    events: tuple[Event, ...] = ()

    @property
    def stage(self) -> Stage:
        """How far it has come."""
        return self.events[-1].stage if self.events else Stage.FROZEN

    @cached_property
    def commitments(self) -> dict[str, str]:
        """The sealed phrases, by the name of their author."""
        return {e.author: e.commitment for e in self.events if isinstance(e, Committed)}

    @cached_property
    def phrases(self) -> dict[str, str | None]:
        """The phrases that were opened, or recorded as not opened, by author."""
        return {e.author: e.phrase for e in self.events if isinstance(e, Revealed)}

    @cached_property
    def typings(self) -> tuple[Rolled, ...]:
        """The dice, as each person typed them."""
        return tuple(e for e in self.events if isinstance(e, Rolled))

    @cached_property
    def emission(self) -> Emitted | None:
        """What the beacon emitted, once it was pasted."""
        return next((e for e in self.events if isinstance(e, Emitted)), None)


def freeze(
    people: Iterable[str],
    *,
    title: str,
    rule: str,
    take: int,
    dice: int = FEWEST_DICE,
    beacon: Beacon | None = None,
    quotas: Iterable[Quota] = (),
    traits: Mapping[str, Mapping[str, str]] | None = None,
) -> Transcript:
    """A draw in which nothing has happened yet: who, by which rule, how many, how many dice.

    The order in which people are given has no effect. Raises WrongInput for a name given twice
    (also when only something invisible tells them apart), for a number out of bounds or for fewer
    than 25 dice; Infeasible for quotas that no draw can meet.

    >>> freeze(["Zoé", "Amina"], title="14 mars", rule="Les présents", take=1).frozen.people
    ('Amina', 'Zoé')
    """
    names = _each_once(people, "pool")
    _whole(take, "take", 1, len(names))
    _whole(dice, "dice", FEWEST_DICE, LARGEST)
    if beacon:
        _whole(beacon.round, "beacon.round", 1, LARGEST)
        beacon = Beacon(_line(beacon.source, "beacon.source"), beacon.round)
    tidy_quotas = tuple(
        sorted(
            Quota(_line(q.feature, "quotas"), _line(q.value, "quotas"), q.least, q.most)
            for q in quotas
        )
    )
    tidy_traits = {
        _line(name, "pool"): {
            _line(feature, "pool"): _line(value, "pool") for feature, value in told.items()
        }
        for name, told in (traits or {}).items()
    }
    for quota in tidy_quotas:
        _whole(quota.most, "quotas.max", 0, LARGEST)
        _whole(quota.least, "quotas.min", 0, quota.most)
    check_quotas(names, tidy_quotas, tidy_traits, take)
    return Transcript(
        Frozen(
            _line(title, "title"),
            _line(rule, "rule"),
            take,
            dice,
            names,
            beacon,
            tidy_quotas,
            tidy_traits,
        )
    )


def _each_once(people: Iterable[str], column: str) -> tuple[str, ...]:
    known: dict[str, str] = {}
    for told in people:
        name = _line(told, column)
        if seen(name) in known:
            raise WrongInput(f"« {name} » est là deux fois", column=column)
        known[seen(name)] = name
    if not known:
        raise WrongInput("il n’y a personne", column=column, expected="au moins une personne")
    return tuple(sorted(known.values()))


def _line(said: str, column: str) -> str:
    try:
        return one_line(said)
    except WrongInput as problem:
        raise WrongInput(problem.sentence, column=column, expected=problem.expected) from problem


def _whole(number: int, column: str, least: int, most: int) -> None:
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise WrongInput(
            f"« {number} » ne va pas",
            column=column,
            expected=f"un nombre entier de {least} à {most}",
        )
