"""Approval and score: how many say yes, how many points."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from civics.judgment.tallies import NoOpinion, Tallies, ranks_of
from civics.problems import WrongInput


@dataclass(frozen=True)
class Scores:
    """`ranking` goes from the best; options in one group have the same points.

    `points` are sums, or exact averages when absent opinions are excluded. `unjudged` have none.
    """

    ranking: tuple[tuple[str, ...], ...]
    points: Mapping[str, Fraction]
    unjudged: tuple[str, ...] = ()

    @property
    def ranks(self) -> dict[str, int]:
        """The rank of each option, 1 for the first; equal options have an equal rank."""
        return ranks_of(self.ranking)


def approve(tallies: Tallies, *, no_opinion: NoOpinion = NoOpinion.WORST) -> Scores:
    """Rank options by how many voters approve: of two grades, those who gave the first.

    With EXCLUDED, by the share of approvals among those who said yes or no. Raises WrongInput if
    there are not two grades. Source: Brams and Fishburn, Approval Voting (1983).

    >>> from civics.judgment.tallies import make_tallies
    >>> approve(make_tallies({"A": [2, 1], "B": [3, 0]}, grades=["oui", "non"])).ranking
    (('B',), ('A',))
    """
    if len(tallies.grades) != 2:
        raise WrongInput(
            f"{len(tallies.grades)} mentions pour un vote par approbation",
            expected="deux : oui, puis non",
        )
    return _scores(tallies, (1, 0), no_opinion)


def score(tallies: Tallies, *, no_opinion: NoOpinion = NoOpinion.WORST) -> Scores:
    """Rank options by the sum of their points; grades are whole numbers, from the most to the least.

    With EXCLUDED, by the exact average of the points received. Raises WrongInput for a grade that is
    no number or out of order.

    >>> from civics.judgment.tallies import make_tallies
    >>> dict(score(make_tallies({"A": [2, 1], "B": [3, 0]}, grades=["5", "-1"])).points)
    {'A': Fraction(9, 1), 'B': Fraction(15, 1)}
    """
    points: list[int] = []
    for grade in tallies.grades:
        digits = grade.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
            raise WrongInput(f"la note « {grade} » ne va pas", expected="un nombre entier")
        if points and int(grade) >= points[-1]:
            raise WrongInput(
                f"la note {grade} suit {points[-1]}", expected="de la plus haute à la plus basse"
            )
        points.append(int(grade))
    return _scores(tallies, tuple(points), no_opinion)


def _scores(tallies: Tallies, points: tuple[int, ...], no_opinion: NoOpinion) -> Scores:
    counts = tallies.taken(no_opinion)
    judged = {option: given for option, given in counts.items() if any(given)}
    found: dict[str, Fraction] = {}
    for option, given in judged.items():
        total = sum(count * worth for count, worth in zip(given, points, strict=True))
        found[option] = Fraction(total, sum(given) if no_opinion is NoOpinion.EXCLUDED else 1)
    order = sorted(set(found.values()), reverse=True)
    return Scores(
        ranking=tuple(
            tuple(option for option in found if found[option] == worth) for worth in order
        ),
        points=found,
        unjudged=tuple(option for option in counts if option not in judged),
    )
