"""How many of each grade every option received, and what an absent opinion is worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from civics.problems import WrongInput


class NoOpinion(StrEnum):
    """What a voter who gave an option no grade is taken to have said.

    WORST: the worst grade. EXCLUDED: nothing; each option is judged by those who graded it, and shares
    are compared instead of numbers.
    """

    WORST = "worst"
    EXCLUDED = "excluded"


@dataclass(frozen=True)
class Tallies:
    """For each option, how many voters gave each grade, from the best grade to the worst.

    `voters` counts everyone who voted: the grades of an option never sum to more.
    """

    grades: tuple[str, ...]
    counts: Mapping[str, tuple[int, ...]]
    voters: int

    def no_opinion(self, option: str) -> int:
        """How many voters gave this option no grade."""
        return self.voters - sum(self.counts[option])

    @property
    def complete(self) -> bool:
        """Whether every voter graded every option."""
        return all(sum(counts) == self.voters for counts in self.counts.values())

    def taken(self, no_opinion: NoOpinion) -> Mapping[str, tuple[int, ...]]:
        """The counts by which options are compared, once absent opinions are taken in.

        >>> Tallies(("yes", "no"), {"A": (3, 1)}, voters=6).taken(NoOpinion.WORST)
        {'A': (3, 3)}
        """
        if no_opinion is NoOpinion.EXCLUDED:
            return self.counts
        return {
            option: (*counts[:-1], counts[-1] + self.no_opinion(option))
            for option, counts in self.counts.items()
        }


def make_tallies(
    counts: Mapping[str, Sequence[int]],
    *,
    grades: Sequence[str] | None = None,
    voters: int | None = None,
) -> Tallies:
    """Tallies from counts that go from the best grade to the worst, checked.

    `grades` names them; left out, they are numbered from 0, the best. `voters` left out is the
    number of grades every option has, which must then be the same. Raises WrongInput, with the
    option and the place of what is wrong.

    >>> make_tallies({"A": [3, 1], "B": [2, 2]}).voters
    4
    >>> make_tallies({"A": [3, 1], "B": [2, 1]})
    Traceback (most recent call last):
    civics.problems.WrongInput: « B » a 3 mentions et « A » 4 ; attendu : le nombre de votants, voters.
    """
    if not counts:
        raise WrongInput("aucune option n’est donnée", expected="au moins une")
    first = next(iter(counts))
    width = len(grades) if grades is not None else len(counts[first])
    names = tuple(grades) if grades is not None else tuple(map(str, range(width)))
    check_grades(names)
    for option, given in counts.items():
        if not option.strip():
            raise WrongInput("une option n’a pas de nom")
        if len(given) != width:
            raise WrongInput(
                f"« {option} » a {len(given)} nombres", expected=f"{width}, un par mention"
            )
        for place, count in enumerate(given):
            if type(count) is not int or count < 0:
                raise WrongInput(
                    f"« {option} », mention « {names[place]} » : {count!r} ne va pas",
                    expected="un nombre entier, 0 ou plus",
                )
    sums = {option: sum(given) for option, given in counts.items()}
    if voters is None:
        voters = sums[first]
        for option, total in sums.items():
            if total != voters:
                raise WrongInput(
                    f"« {option} » a {total} mentions et « {first} » {voters}",
                    expected="le nombre de votants, voters",
                )
    for option, total in sums.items():
        if total > voters:
            raise WrongInput(
                f"« {option} » a {total} mentions", expected=f"au plus {voters}, les votants"
            )
    if not voters:
        raise WrongInput("personne n’a voté", expected="au moins un bulletin")
    return Tallies(names, {option: tuple(given) for option, given in counts.items()}, voters)


def check_grades(grades: Sequence[str]) -> None:
    """Raises WrongInput unless grades are at least two different words."""
    if len(grades) < 2:
        raise WrongInput(
            f"{len(grades)} mention", expected="au moins deux, de la meilleure à la pire"
        )
    for place, grade in enumerate(grades):
        if not grade.strip() or grade in grades[:place]:
            raise WrongInput(f"la mention « {grade} » est vide ou là deux fois")


def ranks_of(ranking: Sequence[Sequence[str]]) -> dict[str, int]:
    """The rank of each option from groups of equals, best first; after two firsts comes a third.

    >>> ranks_of([["A", "B"], ["C"]])
    {'A': 1, 'B': 1, 'C': 3}
    """
    ranks: dict[str, int] = {}
    for group in ranking:
        ranks |= dict.fromkeys(group, len(ranks) + 1)
    return ranks
