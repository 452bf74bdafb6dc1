"""Seats of a council from the votes for its lists: a bonus, then the highest averages."""

from collections.abc import Mapping
from dataclasses import dataclass

from civics.problems import Infeasible, WrongInput
from civics.seats.ages import Births
from civics.seats.averages import Shared, share_by_highest_average
from civics.seats.rounds import check_votes, reaches
from civics.seats.rulesets import RuleSet, Topic

NOBODY = Births()


@dataclass(frozen=True)
class Allotment:
    """Who gets how many seats, with each step of the way.

    `seats` has every list, those with none too. `bonus` seats go to `first`; `level` names the lists
    with as many votes as it, where the ages of their candidates decided. `left_out` had too few
    votes; `shared` tells how the other seats were shared. `topics` are the rules that were used.
    """

    rules: RuleSet
    to_fill: int
    valid: int
    votes: Mapping[str, int]
    first: str
    level: tuple[str, ...]
    bonus: int
    left_out: tuple[str, ...]
    shared: Shared
    seats: Mapping[str, int]
    topics: tuple[Topic, ...]

    @property
    def unread(self) -> tuple[str, ...]:
        """What no source we read confirms about the rules used, each with its article."""
        return self.rules.unread(*self.topics)


def bonus_seats(to_fill: int, *, rules: RuleSet) -> int:
    """How many seats the first list gets before the others are shared (code électoral, L262).

    >>> from civics.seats.french import RULES
    >>> [bonus_seats(seats, rules=RULES["fr-2020"]) for seats in (1, 2, 3, 4, 5, 65)]
    [0, 1, 1, 2, 3, 33]
    >>> bonus_seats(65, rules=RULES["fr-2026-plm"])
    17
    """
    share = rules.bonus * to_fill
    return -(-share.numerator // share.denominator) if to_fill > 4 else int(share)


def allot(
    votes: Mapping[str, int],
    *,
    rules: RuleSet,
    council: int,
    valid: int | None = None,
    births: Births = NOBODY,
    names: range | None = None,
) -> Allotment:
    """Seats of each list, from a second round, or from a first one that a list won.

    `votes` by list and `valid` count ballots; `valid`, all valid votes, is the sum of `votes` if
    left out. `council` is the number of seats. `births` are read only if the law needs ages; there is one
    for each candidate of a list, and `names` says how many these may be if the rules do not.
    Raises WrongInput, and Infeasible where the law we read decides nothing.
    Source: code électoral, L262; loi n° 2025-795 for Paris, Lyon and Marseille.

    >>> from civics.seats.french import RULES
    >>> montpellier = allot({"Delafosse": 24046, "Saurel": 17644, "Altrad": 9226},
    ...                     rules=RULES["fr-2020"], council=65)
    >>> dict(montpellier.seats), montpellier.bonus
    ({'Delafosse': 48, 'Saurel': 11, 'Altrad': 6}, 33)
    """
    if council < 1:
        raise WrongInput(f"un conseil n’a pas {council} sièges", expected="au moins 1")
    valid = check_votes(votes, valid)
    most = max(votes.values())
    level = tuple(name for name, count in votes.items() if count == most)
    bonus = bonus_seats(council, rules=rules)
    names = names or range(council - rules.fewer_names, council + rules.more_names + 1)
    asked = len(level) > 1 and bonus > 0
    first = births.oldest_on_average(level, names=names) if asked else level[0]
    in_it = {
        name: count for name, count in votes.items() if reaches(count, valid, rules.admitted_from)
    }
    if not in_it and council > bonus:
        raise Infeasible(
            "Aucune liste n’atteint 5 %, et il reste des sièges à partager.",
            (f"{council - bonus} sièges à partager", "5 % des suffrages exprimés pour en avoir"),
        )
    before = {name: bonus if name == first else 0 for name in votes}
    shared = share_by_highest_average(
        in_it,
        council - bonus,
        valid=valid,
        eldest=lambda lists, seats: births.eldest_next(
            lists, {name: before[name] + seats[name] for name in lists}
        ),
    )
    by_age = asked or any(award.by_age for award in shared.awards)
    topics = [Topic.BONUS, Topic.AVERAGES, Topic.THRESHOLD]
    topics += [Topic.TIES] if by_age or any(award.tied for award in shared.awards) else []
    topics += [Topic.AGES] if by_age else []
    topics += [Topic.NAMES] if rules.fewer_names else []
    return Allotment(
        rules=rules,
        to_fill=council,
        valid=valid,
        votes=dict(votes),
        first=first,
        level=level if asked else (),
        bonus=bonus,
        left_out=tuple(name for name in votes if name not in in_it),
        shared=shared,
        seats={name: before[name] + shared.seats.get(name, 0) for name in votes},
        topics=tuple(topics),
    )
