"""What was found about seats, as lines for people and one object for programs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from civics.answers import Answer, table
from civics.seats.community import CommunityShape
from civics.seats.council import Allotment
from civics.seats.delegates import Delegates, DelegatesShared
from civics.seats.explained import explain, explain_shared, percent
from civics.seats.grid import Point
from civics.seats.rounds import FirstRound
from civics.seats.rulesets import RuleSet, Topic

CAUTION = "Ce calcul prépare et vérifie ; il ne remplace pas le mémento officiel."
Community = tuple[Allotment, CommunityShape]


def tell_seats(
    allotted: Allotment, *, unread: Sequence[str] = (), community: Community | None = None
) -> Answer:
    """Seats of the lists, the steps that lead there, and the community’s where it was asked."""
    unread = [*unread, *allotted.unread]
    steps = explain(allotted)
    lines = [f"Règles {allotted.rules.key} : {allotted.rules.about}.", ""]
    lines += [*_rows(allotted), "", *steps]
    data: dict[str, Any] = {
        "seats": dict(allotted.seats),
        "rules": allotted.rules.key,
        "bonus": {allotted.first: allotted.bonus},
        "valid": allotted.valid,
        "steps": steps,
        "articles": [
            {"topic": topic.value, **asdict(allotted.rules.rules[topic])}
            for topic in allotted.topics
        ],
    }
    if community:
        theirs, shape = community
        unread += [*theirs.unread, *theirs.rules.unread(Topic.COMMUNITY_LIST)]
        lines += ["", f"Communauté : {shape.seats} sièges.", "", *_rows(theirs), ""]
        lines += [*explain(theirs), "", _shape(shape)]
        data["community"] = {"seats": dict(theirs.seats), "list": vars(shape)}
    return _answer(lines, data, unread)


def tell_second_round(
    found: FirstRound, votes: Mapping[str, int], *, valid: int, rules: RuleSet
) -> Answer:
    """A first round that nobody won: who may stay, who may join another list."""

    def may(name: str) -> str:
        if name in found.may_stay:
            return "peut rester"
        return "peut fusionner" if name in found.may_merge else "s’arrête"

    order = sorted(votes, key=lambda name: -votes[name])
    rows = [[name, votes[name], percent(votes[name], valid), may(name)] for name in order]
    lines = [
        f"Aucune liste n’a plus de la moitié des {valid} suffrages exprimés : second tour"
        f" ({rules.rules[Topic.ROUNDS].article}).",
        "",
        *table(["liste", "voix", "part", "second tour"], rows),
    ]
    data = {
        "seats": None,
        "rules": rules.key,
        "may_stay": found.may_stay,
        "may_merge": found.may_merge,
    }
    return _answer(lines, data, [*found.unread(), *rules.unread(Topic.ROUNDS, Topic.BONUS)])


def tell_grid(
    points: Sequence[Point], names: Sequence[str], *, council: int, parts: int, rules: RuleSet
) -> Answer:
    """Seats for every way to share the votes; « ? » where ages would decide."""
    rows = [
        [*(percent(part, parts) for part in point.votes), *(point.seats or ["?"] * len(names))]
        for point in points
    ]
    heads = [f"voix {name}" for name in names] + [f"sièges {name}" for name in names]
    lines = [
        f"{council} sièges, règles {rules.key}, comme à un second tour. « ? » : l’âge déciderait.",
        "",
        *table(heads, rows),
    ]
    grid = [
        {
            "votes": dict(zip(names, point.votes, strict=True)),
            "seats": dict(zip(names, point.seats, strict=True)) if point.seats else None,
        }
        for point in points
    ]
    unread = rules.unread(Topic.BONUS, Topic.AVERAGES, Topic.THRESHOLD)
    return _answer(lines, {"grid": grid, "rules": rules.key}, unread)


def tell_delegates(
    posts: Delegates,
    *,
    rules: RuleSet,
    unread: Sequence[str] = (),
    votes: Mapping[str, int] | None = None,
    shared: DelegatesShared | None = None,
) -> Answer:
    """How many delegates and substitutes, and how the lists of a council share them."""
    unread = [*unread, *rules.unread(Topic.DELEGATES)]
    lines = [
        f"{posts.all_told} délégués : {posts.by_right} de droit, {posts.elected} à élire ; "
        f"{posts.substitutes} suppléants ({rules.rules[Topic.DELEGATES].article})."
    ]
    data: dict[str, Any] = {
        "delegates": posts.all_told,
        "by_right": posts.by_right,
        "elected": posts.elected,
        "substitute_posts": posts.substitutes,
    }
    if votes and shared:
        first, then = shared.delegates, shared.substitutes
        rows = [[name, votes[name], first.seats[name], then.seats[name]] for name in votes]
        lines += ["", *table(["liste", "voix", "délégués", "suppléants"], rows)]
        lines += ["", "Délégués :", *explain_shared(first, votes)]
        lines += ["", "Suppléants :", *explain_shared(then, votes)]
        data |= {"seats": dict(first.seats), "substitutes": dict(then.seats)}
        data |= {"unfilled": first.unfilled, "unfilled_substitutes": then.unfilled}
        unread += rules.unread(Topic.DELEGATES_SHARED)
    return _answer(lines, data, unread)


def _answer(lines: Sequence[str], data: Mapping[str, Any], unread: Sequence[str]) -> Answer:
    once = list(dict.fromkeys(unread))
    told = [f"Non confirmé : {doubt}." for doubt in once]
    return Answer((*lines, "", *told, CAUTION), {**data, "unread": once})


def _rows(allotted: Allotment) -> tuple[str, ...]:
    votes, seats, shared = allotted.votes, allotted.seats, allotted.shared.seats
    return table(
        ["liste", "voix", "part", "prime", "proportionnelle", "sièges"],
        [
            [
                name,
                votes[name],
                percent(votes[name], allotted.valid),
                allotted.bonus if name == allotted.first else 0,
                shared.get(name, 0),
                seats[name],
            ]
            for name in sorted(votes, key=lambda name: (-seats[name], -votes[name]))
        ],
    )


def _shape(shape: CommunityShape) -> str:
    if shape.as_municipal:
        return (
            f"Liste de la communauté : {shape.length} noms, plus que les trois cinquièmes du conseil"
            f" ({shape.within}) : ce sont les {shape.length} premiers de la liste municipale"
            " (code électoral, article L273-9, II)."
        )
    return (
        f"Liste de la communauté : {shape.length} noms, dans l’ordre de la liste municipale, une"
        f" femme et un homme en alternance ; {shape.top} en tête comme elle, tous parmi ses"
        f" {shape.within} premiers (code électoral, article L273-9, I)."
    )
