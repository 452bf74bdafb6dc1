"""Each step of a sharing, told in French so that anyone can redo it with a pencil."""

from collections.abc import Mapping
from fractions import Fraction

from civics.seats.averages import Award, Shared
from civics.seats.council import Allotment
from civics.seats.rulesets import Rule, Topic

MOST_DECIMALS = 12


def explain(allotted: Allotment) -> tuple[str, ...]:
    """The steps of an allotment, in the order of the law, each with its article.

    >>> from civics.seats.council import allot
    >>> from civics.seats.french import RULES
    >>> for line in explain(allot({"A": 60, "B": 36, "C": 4}, rules=RULES["fr-2020"], council=7)):
    ...     print(line)  # doctest: +NORMALIZE_WHITESPACE
    1. La prime : 4 sièges sur 7 à A, qui a le plus de voix (code électoral, article L262).
    2. Sous 5 % des 100 suffrages exprimés, C n’a pas de siège (code électoral, article L262).
    3. Sièges à partager : 3. Le quotient : 100 ÷ 3 = 33,33. Chaque liste a d’abord autant de sièges
       que ses voix contiennent de fois le quotient : A 1, B 1.
    4. Siège 3 sur 3 à A, la plus forte moyenne : A 60 ÷ 2 = 30,00 ; B 36 ÷ 2 = 18,00.
    """
    rules, first = allotted.rules.rules, allotted.first
    bonus = rules[Topic.BONUS]
    why = "qui a le plus de voix"
    if allotted.level:
        level = ", ".join(name for name in allotted.level if name != first)
        why = f"à égalité avec {level}, car la moyenne d’âge de ses candidats est la plus élevée"
    steps = [
        f"La prime : {_seats(allotted.bonus)} sur {allotted.to_fill} à {first}, {why} {_in(bonus)}."
    ]
    if allotted.left_out:
        out, several = ", ".join(allotted.left_out), len(allotted.left_out) > 1
        steps.append(
            f"Sous 5 % des {allotted.valid} suffrages exprimés, {out}"
            f" {'n’ont' if several else 'n’a'} pas de siège {_in(rules[Topic.THRESHOLD])}."
        )
    steps += explain_shared(allotted.shared, allotted.votes)
    return tuple(f"{number}. {step}" for number, step in enumerate(steps, start=1))


def explain_shared(shared: Shared, votes: Mapping[str, int]) -> tuple[str, ...]:
    """The steps of a sharing in proportion: the quotient, then one seat at a time."""
    if not shared.to_share:
        return ("Il ne reste aucun siège à partager.",)
    # the quotient is votes over seats, as it is written on paper, not in its lowest terms
    valid = shared.quotient * shared.to_share
    whole = ", ".join(f"{name} {count}" for name, count in shared.whole.items())
    steps = [
        f"Sièges à partager : {shared.to_share}. Le quotient : {valid} ÷ {shared.to_share} ="
        f" {decimals(shared.quotient)}. Chaque liste a d’abord autant de sièges que ses voix"
        f" contiennent de fois le quotient : {whole}."
    ]
    seats = dict(shared.whole)
    for award in shared.awards:
        number = sum(seats.values()) + 1
        steps.append(
            f"Siège {number} sur {shared.to_share} à {award.to}, {_why(award)} :"
            f" {_averages(award, votes)}."
        )
        seats[award.to] += 1
    if shared.unfilled:
        steps.append(f"{_seats(shared.unfilled)} sans personne : plus aucune liste n’a de noms.")
    return tuple(steps)


def decimals(value: Fraction, places: int = 2) -> str:
    """A number with so many decimals after a comma, cut and not rounded, as results are published.

    >>> decimals(Fraction(50916, 32)), decimals(Fraction(1, 3), 4)
    ('1591,12', '0,3333')
    """
    whole, rest = divmod(value.numerator * 10**places // value.denominator, 10**places)
    return f"{whole},{rest:0{places}}"


def percent(part: int, whole: int) -> str:
    """A share as a percentage, cut to two decimals.

    >>> percent(4797, 51836)
    '9,25 %'
    """
    return f"{decimals(Fraction(100 * part, whole))} %"


def _why(award: Award) -> str:
    if not award.tied:
        return "la plus forte moyenne"
    together = ", ".join(award.tied)
    if award.by_age:
        return f"car {together} ont la même moyenne et autant de voix, et son candidat est plus âgé"
    return f"car {together} ont la même moyenne, et celle-ci a plus de voix"


def _averages(award: Award, votes: Mapping[str, int]) -> str:
    # enough decimals to see which average is higher
    different = set(award.averages.values())
    places = next(
        places
        for places in range(2, MOST_DECIMALS + 1)
        if places == MOST_DECIMALS
        or len({decimals(average, places) for average in different}) == len(different)
    )
    # the divisor is found again from the average: votes / average = seats + 1
    return " ; ".join(
        f"{name} {votes[name]} ÷ {votes[name] / average} = {decimals(average, places)}"
        for name, average in award.averages.items()
    )


def _seats(count: int) -> str:
    return f"{count} siège{'s' if count > 1 else ''}"


def _in(rule: Rule) -> str:
    return f"({rule.article})"
