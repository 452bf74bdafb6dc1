"""What a dated set of rules says: its numbers, its articles, and what about them was not read."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from civics.problems import WrongInput


class Topic(StrEnum):
    """What a rule is about."""

    COUNCIL = "council"
    ROUNDS = "rounds"
    BONUS = "bonus"
    AVERAGES = "averages"
    THRESHOLD = "threshold"
    TIES = "ties"
    AGES = "ages"
    NAMES = "names"
    COMMUNITY = "community"
    COMMUNITY_LIST = "community_list"
    DELEGATES = "delegates"
    DELEGATES_SHARED = "delegates_shared"


@dataclass(frozen=True)
class Rule:
    """What a text asks, its article, and what about it no source we read confirms (or nothing)."""

    says: str
    article: str
    unread: str = ""


@dataclass(frozen=True)
class RuleSet:
    """The rules of one kind of commune at the elections of one year.

    `bonus` and the thresholds are shares: of the seats, and of the votes cast validly. `below` is
    the first population that the set no longer fits, None where there is none.
    """

    key: str
    about: str
    year: int
    least_population: int
    below: int | None
    bonus: Fraction
    admitted_from: Fraction
    may_stay_from: Fraction
    may_merge_from: Fraction
    more_names: int
    fewer_names: int
    sized_by_population: bool
    rules: Mapping[Topic, Rule]

    def unread(self, *topics: Topic) -> tuple[str, ...]:
        """What is not confirmed about these topics, each with its article."""
        rules = [self.rules[topic] for topic in topics if topic in self.rules]
        return tuple(f"{rule.unread} ({rule.article})" for rule in rules if rule.unread)


COUNCIL_SIZES = (
    # councillors, up to this population (excluded)
    (7, 100), (11, 500), (15, 1_500), (19, 2_500), (23, 3_500), (27, 5_000), (29, 10_000),
    (33, 20_000), (35, 30_000), (39, 40_000), (43, 50_000), (45, 60_000), (49, 80_000),
    (53, 100_000), (55, 150_000), (59, 200_000), (61, 250_000), (65, 300_000),
)  # fmt: skip
LARGEST_COUNCIL = 69


def council_size(population: int, *, rules: RuleSet) -> int:
    """How many seats a council has, from the municipal population (a number of inhabitants).

    Raises WrongInput for a population that these rules do not fit, and for Paris, Lyon and
    Marseille, whose councils have sizes of their own. Source: CGCT, L2121-2.

    >>> from civics.seats.french import RULES
    >>> council_size(285_121, rules=RULES["fr-2020"])  # Montpellier, 2020
    65
    """
    if not rules.sized_by_population:
        raise WrongInput(
            "le nombre de sièges de Paris, Lyon et Marseille ne vient pas de la population",
            expected="--council",
        )
    check_population(population, rules=rules)
    return next((size for size, below in COUNCIL_SIZES if population < below), LARGEST_COUNCIL)


def check_population(population: int, *, rules: RuleSet) -> None:
    """Raises WrongInput unless these rules are for a commune of this population."""
    if population < 0:
        raise WrongInput(f"une commune n’a pas {population} habitants", expected="0 ou plus")
    if population < rules.least_population:
        raise WrongInput(
            f"les règles {rules.key} ne sont pas pour {population} habitants ({rules.about})",
            expected="fr-2026-under-1000"
            if rules.year >= 2026
            else "au moins 1 000 habitants : avant 2026, les autres communes élisaient des"
            " personnes, non des listes",
        )
    if rules.below and population >= rules.below:
        raise WrongInput(
            f"les règles {rules.key} ne sont pas pour {population} habitants ({rules.about})",
            expected="fr-2026",
        )
