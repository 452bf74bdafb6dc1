"""Why one option is before another, in numbers and in plain French."""

from dataclasses import dataclass
from math import lcm

from civics.judgment.majority import Judgment, outwards
from civics.judgment.tallies import NoOpinion
from civics.problems import WrongInput


@dataclass(frozen=True)
class Difference:
    """Where the grades of two options, read from the middle outwards, first differ.

    There the first option has `grade`, and the second `second_grade`, which is worse. If that is among
    the lower grades (`below`), the counts are of grades worse than `grade`, and the first option has
    fewer; otherwise they are of grades as good or better, and it has more. Totals are the grades each
    option has; what is compared are shares of them. `taken_away` is how many votes of the middle go, one
    by one, before the two options differ; None where the totals are not equal.
    """

    below: bool
    grade: int
    second_grade: int
    first_count: int
    second_count: int
    first_total: int
    second_total: int
    taken_away: int | None


def difference(judgment: Judgment, first: str, second: str) -> Difference | None:
    """Where two options first differ, `first` being the one that is ranked before; None if equal.

    Raises WrongInput for an option that has no rank, and if `second` is before `first`.
    """
    ranks = judgment.ranks
    for option in (first, second):
        if option not in ranks:
            raise WrongInput(f"« {option} » n’est pas au classement", expected=", ".join(ranks))
    if ranks[first] == ranks[second]:
        return None
    if ranks[first] > ranks[second]:
        raise WrongInput(f"« {first} » est après « {second} »")
    counts = judgment.tallies.taken(judgment.no_opinion)
    one, other = counts[first], counts[second]
    totals = sum(one), sum(other)
    half = lcm(*totals)
    weights = half // totals[0], half // totals[1]
    worst = len(one) - 1
    found = []  # on each side: how far, whether above, the two grades there
    for above, ends in ((False, range(worst, -1, -1)), (True, range(worst + 1))):
        mine, theirs = (
            outwards(one, weights[0], half, ends),
            outwards(other, weights[1], half, ends),
        )
        walked = 0
        while mine and theirs and mine[-1][0] == theirs[-1][0]:
            step = min(mine[-1][1], theirs[-1][1])
            walked += step
            for stretches in (mine, theirs):
                grade, votes = stretches.pop()
                if votes > step:
                    stretches.append((grade, votes - step))
        if mine:
            # of one place on both sides, the lower half is read first
            found.append((walked, above, mine[-1][0], theirs[-1][0]))
    walked, above, grade, second_grade = min(found)
    counted = slice(grade + 1) if above else slice(grade + 1, None)
    return Difference(
        below=not above,
        grade=grade,
        second_grade=second_grade,
        first_count=sum(one[counted]),
        second_count=sum(other[counted]),
        first_total=totals[0],
        second_total=totals[1],
        taken_away=_taken_away(walked, totals[0], above=above) if totals[0] == totals[1] else None,
    )


def why(judgment: Judgment, first: str, second: str) -> str:
    """Why `first` is before `second`, in one or two French sentences.

    >>> from civics.judgment.majority import judge
    >>> from civics.judgment.tallies import make_tallies
    >>> found = judge(make_tallies({"A": [2, 5, 3], "B": [1, 7, 2]}, grades=["Bien", "Moyen", "Bof"]))
    >>> why(found, "B", "A")  # doctest: +NORMALIZE_WHITESPACE
    'B est avant A. Même mention majoritaire, « Moyen ». Premier écart en partant du milieu : moins bien
    que « Moyen », B a 2 mentions sur 10 et A 3 sur 10. Sur papier : 4 votes retirés à chacun, le suivant
    est « Moyen » pour B et « Bof » pour A.'
    """
    found = difference(judgment, first, second)
    if found is None:
        shares = judgment.no_opinion is NoOpinion.EXCLUDED
        return (
            f"{first} et {second} sont à égalité :"
            f" {'la même part' if shares else 'le même nombre'} de chaque mention."
        )
    grades = judgment.tallies.grades
    mine, theirs = judgment.majority_grade[first], judgment.majority_grade[second]
    begins = f"{first} est avant {second}."
    if mine != theirs:
        return (
            f"{begins} Sa mention majoritaire est « {grades[mine]} », celle de {second}"
            f" « {grades[theirs]} »."
        )
    side = f"moins bien que « {grades[found.grade]} »"
    if not found.below:
        side = f"« {grades[found.grade]} » ou mieux"
    told = (
        f"{begins} Même mention majoritaire, « {grades[mine]} ». Premier écart en partant du milieu :"
        f" {side}, {first} a {_mentions(found.first_count)} sur {found.first_total} et {second}"
        f" {found.second_count} sur {found.second_total}."
    )
    if found.taken_away is None:
        return told
    away = "1 vote retiré" if found.taken_away == 1 else f"{found.taken_away} votes retirés"
    return (
        f"{told} Sur papier : {away} à chacun, le suivant est"
        f" « {grades[found.grade]} » pour {first} et « {grades[found.second_grade]} » pour {second}."
    )


def _taken_away(walked: int, total: int, *, above: bool) -> int:
    """How many votes go before the one that differs, `walked` half votes away from the middle.

    An even number of votes goes lower, upper, lower, upper; an odd one begins with the very middle.
    """
    if total % 2 == 0:
        return 2 * (walked // 2) + above
    return 1 + 2 * ((walked - 1) // 2) + above if walked else 0


def _mentions(count: int) -> str:
    return f"{count} mention{'s' if count > 1 else ''}"
