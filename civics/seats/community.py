"""The list for the community or metropolitan council, taken from the municipal list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from civics.problems import WrongInput
from civics.seats.ages import Births
from civics.seats.council import NOBODY, Allotment, allot
from civics.seats.rulesets import RuleSet, Topic


@dataclass(frozen=True)
class CommunityShape:
    """What a community list must look like, for so many `seats` and a municipal `council`.

    It has `length` names. Where `as_municipal`, it simply takes the first names of the municipal
    list. Elsewhere its first `top` names open the municipal list too, and all are among the first
    `within` of it.
    """

    seats: int
    council: int
    length: int
    as_municipal: bool
    top: int
    within: int


def community_shape(seats: int, council: int) -> CommunityShape:
    """The shape of the community list, both cases (code électoral, L273-9 and R130-1-A).

    Both are numbers of seats. The three fifths are of the municipal seats, not of the names. How a
    quarter and three fifths are rounded (down, at least one) is not confirmed by what we read.

    >>> community_shape(46, 65)  # Montpellier: 48 names do not fit into 39
    CommunityShape(seats=46, council=65, length=48, as_municipal=True, top=12, within=39)
    >>> community_shape(4, 29)
    CommunityShape(seats=4, council=29, length=5, as_municipal=False, top=1, within=17)
    """
    if not 1 <= seats <= council:
        raise WrongInput(
            f"{seats} sièges dans la communauté pour {council} au conseil municipal",
            expected="au moins 1, et pas plus qu’au conseil municipal",
        )
    length = community_length(seats)
    return CommunityShape(
        seats=seats,
        council=council,
        length=length,
        as_municipal=5 * length > 3 * council,
        top=max(1, length // 4),
        within=max(1, 3 * council // 5),
    )


def community_length(seats: int) -> int:
    """How many names a community list has: one more than seats under five, two from there on.

    >>> community_length(4), community_length(5)
    (5, 7)
    """
    return seats + (1 if seats < 5 else 2)


def community_faults(
    community: Sequence[str],
    municipal: Sequence[str],
    *,
    sex: Mapping[str, str],
    shape: CommunityShape,
) -> tuple[str, ...]:
    """What is wrong with a community list, one French sentence each with its article; () if nothing.

    Both lists are names in order; `sex` gives the legal sex of each name. Raises WrongInput if a
    name has no sex. Source: code électoral, L273-9.

    >>> municipal = list("abcdefghijklmno")
    >>> sex = {name: "FM"[place % 2] for place, name in enumerate(municipal)}
    >>> community_faults(list("adcf"), municipal, sex=sex, shape=community_shape(3, 15))
    ('« c » est après « d », mais avant sur la liste municipale (code électoral, article L273-9, I, 2°)',)
    """
    for name in community:
        if name not in sex:
            raise WrongInput(f"le sexe légal de « {name} » n’est pas donné")
    article = "(code électoral, article L273-9, {})".format
    faults = []
    if len(community) != shape.length:
        faults.append(
            f"{len(community)} noms au lieu de {shape.length} pour {shape.seats} sièges"
            f" {article('I, 1°')}"
        )
    if len(set(community)) < len(community):
        twice = next(name for name in community if list(community).count(name) > 1)
        faults.append(f"« {twice} » est deux fois sur la liste {article('I')}")
    for name in community:
        if name not in municipal:
            faults.append(f"« {name} » n’est pas sur la liste municipale {article('I')}")
    if shape.as_municipal:
        if tuple(community) != tuple(municipal[: len(community)]):
            faults.append(
                f"la liste doit prendre l’ordre de la liste municipale, du premier au"
                f" {shape.length}e nom {article('II')}"
            )
        return tuple(faults)
    place = {name: number for number, name in enumerate(municipal)}
    known = [name for name in community if name in place]
    for before, after in pairwise(known):
        if place[before] > place[after]:
            faults.append(
                f"« {after} » est après « {before} », mais avant sur la liste municipale"
                f" {article('I, 2°')}"
            )
    for before, after in pairwise(community):
        if sex[before] == sex[after]:
            faults.append(
                f"« {before} » et « {after} » se suivent et sont du même sexe {article('I, 3°')}"
            )
    if tuple(community[: shape.top]) != tuple(municipal[: shape.top]):
        faults.append(
            f"le premier quart ({shape.top}) doit ouvrir aussi la liste municipale, dans le même"
            f" ordre {article('I, 4°')}"
        )
    for name in known:
        if place[name] >= shape.within:
            faults.append(
                f"« {name} » est {place[name] + 1}e sur la liste municipale, au-delà des trois"
                f" premiers cinquièmes ({shape.within}) {article('I, 5°')}"
            )
    return tuple(faults)


def allot_community(
    votes: Mapping[str, int],
    *,
    rules: RuleSet,
    seats: int,
    valid: int | None = None,
    births: Births = NOBODY,
) -> Allotment:
    """Community seats of each list, from the municipal votes, shared as L262 says (L273-8).

    As `civics.seats.council.allot`; `births` are those of the community lists. Raises WrongInput
    for communes whose community seats no text we read shares by lists.

    >>> from civics.seats.french import RULES
    >>> votes = {"Delafosse": 24046, "Saurel": 17644, "Altrad": 9226}
    >>> dict(allot_community(votes, rules=RULES["fr-2020"], seats=46).seats)
    {'Delafosse': 34, 'Saurel': 8, 'Altrad': 4}
    """
    if rules.below or not rules.sized_by_population:
        raise WrongInput(
            f"le partage des sièges de la communauté n’a pas été lu pour {rules.about}",
            expected="fr-2014, fr-2020 ou fr-2026",
        )
    names = range(length := community_length(seats), length + 1)
    allotted = allot(votes, rules=rules, council=seats, valid=valid, births=births, names=names)
    return replace(allotted, topics=(*allotted.topics, Topic.COMMUNITY))
