"""L’ordre d’une liste : le plus de soutien, sous conditions, avec la preuve et les raisons."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from civics.answers import Answer, table
from civics.lists.conditions import IN_A_GROUP, ON_A_LIST, Candidate, Condition, Rules
from civics.lists.designation import designate, group_conditions
from civics.lists.files import read_list
from civics.lists.moves import Place, places
from civics.lists.order import Ordered, order
from civics.progress import on_the_terminal

DESIGNATED = "la désignation"


def arguments(parser: ArgumentParser) -> None:
    """The two files, described in civics/lists/files.py and candidacies.py."""
    parser.add_argument("conditions", type=Path, metavar="conditions.toml")
    parser.add_argument("candidates", type=Path, metavar="candidates.csv")


def run(options: Namespace) -> Answer:
    """The one best list, and why each is where they are."""
    candidates, rules = read_list(options.conditions, options.candidates)
    tell = on_the_terminal()
    group = designate(candidates, rules, tell=tell)
    chosen = [one for one in candidates if one.id in set(group)]
    found = order(chosen, rules, tell=tell)
    everyone = _places(found, group, candidates, rules)
    return Answer(_lines(found, everyone, candidates, rules), _data(found, group, everyone, rules))


def _places(
    found: Ordered, group: tuple[str, ...], candidates: tuple[Candidate, ...], rules: Rules
) -> list[Place]:
    """Why each is where they are; for those not designated, what the designation asked."""
    out = frozenset(one.id for one in candidates) - set(group)
    kept_out = [Condition(DESIGNATED, out, most=0)] if out else []
    told = places(found.ids, candidates, [*rules.conditions, *kept_out])
    if not out:
        return list(told)
    reasons = {
        one.id: one
        for one in places(group, candidates, group_conditions(candidates, rules), IN_A_GROUP)
    }
    return [
        replace(one, passed_by=reasons[one.id].passed_by) if one.id in out else one for one in told
    ]


def _lines(
    found: Ordered, everyone: list[Place], candidates: tuple[Candidate, ...], rules: Rules
) -> tuple[str, ...]:
    sexes = {one.id: one.sex for one in candidates}
    names = [ON_A_LIST.name, *(each.name for each in rules.conditions)]
    numbers = {name: number for number, name in enumerate(names, 1)}
    rows = [
        [one.rank, one.id, sexes[one.id], one.grade_rank, _because(one, numbers)]
        for one in everyone
        if one.rank
    ]
    who = "prix en nombres entiers" if found.by_prices else "recherche de HiGHS"
    residents = any("L228" in name for name in names)
    return (
        *table(["rang", "id", "sexe", "jugement", "à cause de"], rows),
        "",
        *(f"{number}. {name}" for name, number in numbers.items()),
        *(() if residents else ("Sans colonne « resident », l’article L228 n’est pas vérifié.",)),
        "",
        f"{len(found.ids)} noms, soutien {found.support}.",
        f"Aucune liste permise ne dépasse {found.bound} (preuve : {who}).",
    )


def _because(one: Place, numbers: dict[str, int]) -> str:
    """The numbers of the conditions that moved someone, the main one first."""
    return ", ".join(str(numbers[name]) for name in one.moved_by if name in numbers)


def _data(
    found: Ordered, group: tuple[str, ...], everyone: list[Place], rules: Rules
) -> dict[str, object]:
    return {
        "list": list(found.ids),
        "optimal": True,
        "support": found.support,
        "bound": found.bound,
        "proof": "prices" if found.by_prices else "search",
        **({"designated": list(group)} if rules.designation else {}),
        "places": [
            {
                "id": one.id,
                "grade_rank": one.grade_rank,
                "rank": one.rank,
                "moved_by": list(one.moved_by),
                "passed_by": dict(one.passed_by),
                "passes": dict(one.passes),
            }
            for one in everyone
        ],
    }
