"""What a first round gives: a list with more than half, or who may go on to the second round."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from civics.problems import WrongInput
from civics.seats.rulesets import RuleSet


@dataclass(frozen=True)
class FirstRound:
    """`won_by` has more than half of the valid votes; without it there is a second round.

    `may_stay` may be there with their list; the candidates of `may_merge` may only join one of those.
    """

    won_by: str | None
    may_stay: tuple[str, ...]
    may_merge: tuple[str, ...]

    def unread(self) -> tuple[str, ...]:
        """What no text we read says about this round."""
        if self.won_by or len(self.may_stay) > 1:
            return ()
        return (
            "moins de deux listes atteignent 10 % : ce qui se passe alors n’a pas été lu"
            " (code électoral, article L264)",
        )


def first_round(
    votes: Mapping[str, int], *, rules: RuleSet, valid: int | None = None
) -> FirstRound:
    """What the votes of a first round give; all tests are on whole numbers.

    `votes` and `valid` count ballots; `valid` (all valid votes) is their sum if left out. Lists are
    named by their votes, most first. Raises WrongInput. Source: code électoral, L262 and L264.

    >>> from civics.seats.french import RULES
    >>> first_round({"A": 450, "B": 449, "C": 100, "D": 50, "E": 49},
    ...             rules=RULES["fr-2020"], valid=1000)
    Traceback (most recent call last):
    civics.problems.WrongInput: 1098 voix pour 1000 suffrages exprimés ; attendu : pas plus.
    >>> first_round({"A": 400, "B": 400, "C": 101, "D": 50, "E": 49}, rules=RULES["fr-2020"])
    FirstRound(won_by=None, may_stay=('A', 'B', 'C'), may_merge=('D',))
    """
    valid = check_votes(votes, valid)
    order = sorted(votes, key=lambda name: -votes[name])
    stay = tuple(name for name in order if reaches(votes[name], valid, rules.may_stay_from))
    merge = tuple(
        name
        for name in order
        if name not in stay and reaches(votes[name], valid, rules.may_merge_from)
    )
    won_by = order[0] if 2 * votes[order[0]] > valid else None
    return FirstRound(won_by, stay, merge)


def reaches(count: int, valid: int, share: Fraction) -> bool:
    """Whether `count` is at least this share of `valid`, in whole numbers.

    >>> reaches(5, 100, Fraction(1, 20)), reaches(5, 101, Fraction(1, 20))
    (True, False)
    """
    return count * share.denominator >= valid * share.numerator


def check_votes(votes: Mapping[str, int], valid: int | None) -> int:
    """The number of valid votes, once it is sure that these votes are all that can matter.

    Raises WrongInput: no list, a name that is blank, a negative number, no vote at all, more votes
    than valid ones, or so many votes for lists not named that one of them could have 5 %.
    """
    if not votes:
        raise WrongInput("aucune liste n’est donnée", expected="au moins une, avec ses voix")
    for name, count in votes.items():
        if not name.strip():
            raise WrongInput("une liste n’a pas de nom")
        if not isinstance(count, int) or count < 0:
            raise WrongInput(
                f"la liste « {name} » a {count} voix", expected="un nombre entier, 0 ou plus"
            )
    given = sum(votes.values())
    valid = given if valid is None else valid
    if given > valid:
        raise WrongInput(
            f"{given} voix pour {valid} suffrages exprimés",
            expected="pas plus",
        )
    if not given:
        raise WrongInput("aucune voix n’est donnée", expected="au moins une")
    if (valid - given) * 20 >= valid:
        raise WrongInput(
            f"{valid - given} suffrages exprimés ne sont à aucune des listes données, et l’une des"
            " autres pourrait avoir 5 %",
            expected="les voix de toutes les listes",
        )
    return valid
