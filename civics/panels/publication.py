"""A lottery as a numbered list of panels, each as likely as another: the last step can be dice."""

import hashlib
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from civics.panels.chance import Chance
from civics.panels.kinds import Kinds
from civics.panels.lottery import MASS, Lottery
from civics.panels.pool import Pool
from civics.panels.rounding import Rounder
from civics.panels.solver import Floats
from civics.problems import WrongInput
from civics.progress import Tell, silence


@dataclass(frozen=True)
class Published:
    r"""Panels numbered from 1, each with the same chance; every panel is the ids of its people, sorted.

    Raises WrongInput with the number of the first panel that does not keep the quotas of the pool.

    >>> from civics.panels.pool import Person, Quota
    >>> people = tuple(Person(name, (("sexe", "F"),)) for name in ["Amina", "Chloé", "Emma"])
    >>> pool = Pool(people, (Quota("sexe", "F", 1, 1),), size=1)
    >>> published = Published(pool, (("Amina",), ("Chloé",), ("Emma",)))
    >>> published.text
    '1\tAmina\n2\tChloé\n3\tEmma\n'
    >>> published.drawn(bytes.fromhex("c0ffee"))
    3
    >>> published.chances["Emma"]
    Fraction(1, 3)
    """

    pool: Pool
    panels: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for number, panel in enumerate(self.panels, start=1):
            if refusals := self.pool.refusals(panel):
                raise WrongInput(f"panel {number} : {refusals[0]}")

    @property
    def text(self) -> str:
        """The list as it is published: one line a panel, its number then its people, tabs between."""
        return "".join(
            "\t".join([str(number), *panel]) + "\n"
            for number, panel in enumerate(self.panels, start=1)
        )

    @property
    def sha256(self) -> str:
        """The fingerprint of the text in UTF-8, as `sha256sum` prints it."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @cached_property
    def times(self) -> dict[str, int]:
        """In how many panels each person is."""
        count = Counter(id for panel in self.panels for id in panel)
        return {one.id: count[one.id] for one in self.pool.people}

    @cached_property
    def chances(self) -> dict[str, Fraction]:
        """Each person's exact chance, when one number is drawn."""
        return {id: Fraction(times, len(self.panels)) for id, times in self.times.items()}

    def drawn(self, seed: bytes) -> int:
        """The number that a seed draws: nothing but the seed and how many panels there are."""
        return Chance(seed).below(len(self.panels)) + 1


def read_published(text: str, pool: Pool, *, source: str) -> Published:
    """The list in a published text. Raises WrongInput at the first line that is not one."""
    panels = []
    for row, line in enumerate(text.removesuffix("\n").split("\n"), start=1):
        number, *people = line.split("\t")
        if number != str(row):
            raise WrongInput(
                f"« {number} »", source=source, row=row, expected=f"le panel {row} et ses personnes"
            )
        if refusals := pool.refusals(people):
            raise WrongInput(refusals[0], source=source, row=row)
        panels.append(tuple(people))
    return Published(pool, tuple(panels))


def publish(lottery: Lottery, number: int, *, tell: Tell = silence) -> Published:
    """`number` panels of equal weight, with chances as close to the lottery's as we can find.

    Each panel of the lottery is taken as often as its weight, rounded down; the rest are panels close
    to what is still missing on average. People of one kind take turns.
    """
    if number < 1:
        raise WrongInput(f"{number} panels", expected="au moins 1")
    model = lottery.model
    whole = [weight * number // MASS for weight in lottery.weights]
    panels = [
        panel for panel, times in zip(lottery.panels, whole, strict=True) for _ in range(times)
    ]
    total = np.array(lottery.totals, float) * (number / MASS)
    rest = total - (np.array(panels, float).sum(axis=0) if panels else 0)
    panels += _fill(model, lottery, rest, number - len(panels), tell)
    return Published(lottery.pool, tuple(sorted(_in_turn(model, panels))))


def _fill(
    model: Kinds, lottery: Lottery, rest: Floats, missing: int, tell: Tell
) -> list[tuple[int, ...]]:
    """Panels that sum to `rest` as nearly as can be."""
    if not missing:
        return []
    rounder = Rounder(model, hurry=True)
    low, high, caps = rounder.low, rounder.high, rounder.caps
    found: list[tuple[int, ...]] = []
    goal = rounder.near(
        np.clip(rest, 0, missing * caps),
        low=missing * low,
        high=missing * high,
        lower=0 * caps,
        upper=missing * caps,
    )
    goal = np.rint(rest) if goal is None else goal
    known = np.array(lottery.panels, float)
    for left in range(missing, 0, -1):
        tell(f"{left} panels à publier")
        met = rounder.matrix @ goal
        panel = rounder.near(
            np.clip(goal / left, 0, caps),
            low=np.maximum(low, met - (left - 1) * high),
            high=np.minimum(high, met - (left - 1) * low),
            lower=np.maximum(0, goal - (left - 1) * caps),
            upper=np.minimum(caps, goal),
        )
        if panel is None:  # no such panel: the known one that leaves least to mend
            panel = known[((goal - known * left) ** 2).sum(axis=1).argmin()]
        found.append(tuple(int(count) for count in panel))
        goal = goal - panel
    tell("")
    return found


def _in_turn(model: Kinds, panels: Sequence[tuple[int, ...]]) -> list[tuple[str, ...]]:
    """Who is in each panel: of each kind, those who have waited longest, one a home."""
    queues = [deque(zip(kind.people, kind.homes, strict=True)) for kind in model.kinds]
    found = []
    for panel in panels:
        people: list[str] = []
        homes: set[str] = set()
        for queue, count in zip(queues, panel, strict=True):
            if count:
                people += _first_in_line(queue, count, homes)
        found.append(tuple(sorted(people)))
    return found


def _first_in_line(queue: deque[tuple[str, str]], count: int, homes: set[str]) -> list[str]:
    """The first whose home has not sent anyone yet; they go to the end, the others stay in front."""
    chosen, passed = list[tuple[str, str]](), list[tuple[str, str]]()
    while len(chosen) < count and queue:
        one = queue.popleft()
        if one[1] in homes:
            passed.append(one)
        else:
            homes.add(one[1])
            chosen.append(one)
    queue.extendleft(reversed(passed))
    queue.extend(chosen)
    return [id for id, _ in chosen]
