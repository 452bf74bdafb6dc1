"""What voters judged, as lines for people and one object for programs."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from civics.answers import Answer, table
from civics.judgment.majority import Judgment
from civics.judgment.reasons import why
from civics.judgment.scores import Scores
from civics.judgment.tallies import NoOpinion, Tallies


def tell_judgment(found: Judgment, *, named: bool, pair: tuple[str, str] | None = None) -> Answer:
    """The ranking, the profile of each option, and why each is before the next.

    `named` is false if the grades have no names; majority grades are then places, 0 being the best.
    `pair` asks for one reason only, in whatever order.
    """
    grades, tallies = found.tallies.grades, found.tallies
    order = [option for group in found.ranking for option in group]
    asked = (
        [sorted(pair, key=lambda option: found.ranks.get(option, 0))] if pair else pairwise(order)
    )
    reasons = [why(found, *both) for both in asked]
    rows = [
        [rank, option, grades[found.majority_grade[option]], *_counts(tallies, option)]
        for option, rank in found.ranks.items()
    ]
    lines = [
        *table(["rang", "option", "mention majoritaire", *grades, "sans avis"], rows),
        "",
        *_common(tallies, found.no_opinion, found.ranking, found.unjudged),
        *(["", *reasons] if reasons else []),
    ]
    data = _data(tallies, found.no_opinion, found.ranking, found.unjudged) | {
        "majority_grade": {
            option: grades[place] if named else place
            for option, place in found.majority_grade.items()
        },
        "ranks": found.ranks,
        "why": reasons,
    }
    return Answer(tuple(lines), data)


def tell_scores(found: Scores, tallies: Tallies, *, no_opinion: NoOpinion, what: str) -> Answer:
    """The ranking by approvals or points; averages are exact fractions."""
    points = {option: _exact(worth) for option, worth in found.points.items()}
    rows = [
        [rank, option, points[option], *_counts(tallies, option)]
        for option, rank in found.ranks.items()
    ]
    lines = [
        *table(["rang", "option", what, *tallies.grades, "sans avis"], rows),
        "",
        *_common(tallies, no_opinion, found.ranking, found.unjudged),
    ]
    data = _data(tallies, no_opinion, found.ranking, found.unjudged)
    return Answer(tuple(lines), data | {"points": points, "ranks": found.ranks})


def _counts(tallies: Tallies, option: str) -> list[int]:
    return [*tallies.counts[option], tallies.no_opinion(option)]


def _common(
    tallies: Tallies,
    no_opinion: NoOpinion,
    ranking: Sequence[Sequence[str]],
    unjudged: Sequence[str],
) -> list[str]:
    lines = [f"{tallies.voters} votants. {_rule(tallies, no_opinion)}"]
    lines += [
        f"À égalité, rien ne les départage : {', '.join(group)}."
        for group in ranking
        if len(group) > 1
    ]
    lines += [f"Personne ne s’est prononcé, donc pas de rang : {', '.join(unjudged)}."] * bool(
        unjudged
    )
    return lines


def _rule(tallies: Tallies, no_opinion: NoOpinion) -> str:
    if tallies.complete:
        return "Tout le monde a jugé tout."
    if no_opinion is NoOpinion.WORST:
        return f"Sans avis vaut « {tallies.grades[-1]} »."
    return "Sans avis ne compte pas : on compare des parts, parmi les avis donnés."


def _data(
    tallies: Tallies,
    no_opinion: NoOpinion,
    ranking: Sequence[Sequence[str]],
    unjudged: Sequence[str],
) -> dict[str, Any]:
    return {
        "ranking": [option for group in ranking for option in group],
        "ties": [list(group) for group in ranking if len(group) > 1],
        "unjudged": list(unjudged),
        "grades": list(tallies.grades),
        "profiles": {option: list(counts) for option, counts in tallies.counts.items()},
        "no_opinion": no_opinion.value,
        "voters": tallies.voters,
    }


def _exact(worth: Fraction) -> int | str:
    return int(worth) if worth.denominator == 1 else str(worth)
