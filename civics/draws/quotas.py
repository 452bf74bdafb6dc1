"""Quotas, followed by hand: down the drawn order, whoever fits takes a seat."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from civics.problems import Infeasible, WrongInput

Traits = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, order=True)
class Quota:
    """Between `least` and `most` seats go to people whose `feature` has this `value`."""

    feature: str
    value: str
    least: int
    most: int


def check_quotas(people: Sequence[str], quotas: Sequence[Quota], traits: Traits, take: int) -> None:
    """Refuse, before any chance, quotas that do not go with the people or that none can meet.

    Raises WrongInput where a value is missing, unknown or given twice; Infeasible where the bounds
    of one feature leave no choice of `take` people. With several features, a draw that passes here
    may still stop short: only `civics panel` decides that.
    """
    features = dict.fromkeys(quota.feature for quota in quotas)
    for one, other in pairwise(quotas):
        if (one.feature, one.value) == (other.feature, other.value):
            raise WrongInput(f"« {one.feature} = {one.value} » est là deux fois", column="quotas")
    known = {(quota.feature, quota.value) for quota in quotas}
    if set(traits) - set(people):
        raise WrongInput("des réponses ne sont à personne", column="pool")
    for person in people:
        told = traits.get(person, {})
        if set(told) != set(features):
            raise WrongInput(
                f"« {person} » n’a pas une réponse à chaque critère, ou en a d’autres",
                column="pool",
                expected=", ".join(features) or "aucun critère",
            )
        for feature, value in told.items():
            if (feature, value) not in known:
                raise WrongInput(
                    f"« {feature} = {value} » n’a pas de quota ({person})", column="quotas"
                )
    for feature, group in groupby(quotas, key=lambda quota: quota.feature):
        _check_one(feature, list(group), Counter(t[feature] for t in traits.values()), take)


def _check_one(feature: str, quotas: list[Quota], there: Counter[str], take: int) -> None:
    short = tuple(
        f"{_name(quota)} : au moins {quota.least}, mais {there[quota.value]} dans le vivier"
        for quota in quotas
        if there[quota.value] < quota.least
    )
    least = sum(quota.least for quota in quotas)
    most = sum(min(quota.most, there[quota.value]) for quota in quotas)
    if least > take:
        short += (f"{feature} : les minimums font {least}, pour {take} places",)
    if most < take:
        short += (f"{feature} : au plus {most} places peuvent être prises, sur {take}",)
    if short:
        raise Infeasible("Aucun tirage ne peut tenir ces quotas.", short)


def seat_by_quotas(
    order: Sequence[str],
    quotas: Sequence[Quota],
    traits: Traits,
    take: int,
    seated: Sequence[str] = (),
) -> tuple[str, ...]:
    """The first `take` people in drawn order who fit, after those already `seated`.

    Someone fits when no maximum is passed and when, for each feature, enough seats stay free for
    the minimums not yet met. With one feature this never stops short of `take`; with several it
    may, and raises Infeasible with what is missing. Chances then differ from person to person:
    `civics panel` is for equal ones.

    >>> quotas = [Quota("sexe", "F", 1, 1), Quota("sexe", "H", 1, 1)]
    >>> traits = {"Amina": {"sexe": "F"}, "Chloé": {"sexe": "F"}, "Bruno": {"sexe": "H"}}
    >>> seat_by_quotas(["Amina", "Chloé", "Bruno"], quotas, traits, 2)
    ('Amina', 'Bruno')
    """
    chosen = list(seated)
    counts = Counter(pair for person in chosen for pair in traits[person].items())
    for person in order:
        if len(chosen) == take:
            break
        if person in seated or not _fits(person, quotas, traits, counts, take - len(chosen)):
            continue
        chosen.append(person)
        counts.update(traits[person].items())
    if len(chosen) < take:
        raise Infeasible(
            f"En suivant l’ordre tiré, {len(chosen)} places sur {take} sont prises et personne "
            "d’autre ne convient.",
            tuple(
                f"{_name(q)} : {counts[q.feature, q.value]} (de {q.least} à {q.most})"
                for q in quotas
            ),
        )
    return tuple(chosen)


def stand_in(
    order: Sequence[str],
    seated: Sequence[str],
    gone: str,
    *,
    quotas: Sequence[Quota] = (),
    traits: Traits | None = None,
    refused: Sequence[str] = (),
) -> str:
    """Who takes the seat of the person `gone`: the next in drawn order who fits, without a new draw.

    `refused` are people passed over because they said no. Raises Infeasible when nobody fits.

    >>> stand_in(["Amina", "Bruno", "Chloé"], ["Amina"], "Amina", refused=["Bruno"])
    'Chloé'
    """
    staying = [person for person in seated if person != gone]
    out = {gone, *refused}
    told = traits or {person: {} for person in order}
    left = [person for person in order if person not in out]
    return seat_by_quotas(left, quotas, told, len(seated), staying)[-1]


def _fits(
    person: str,
    quotas: Sequence[Quota],
    traits: Traits,
    counts: Counter[tuple[str, str]],
    free: int,
) -> bool:
    mine = traits[person]
    after = counts + Counter(mine.items())
    if any(after[q.feature, q.value] > q.most for q in quotas if mine[q.feature] == q.value):
        return False
    return all(missing <= free - 1 for missing in _missing(quotas, after))


def _missing(quotas: Sequence[Quota], counts: Counter[tuple[str, str]]) -> Iterator[int]:
    for _, group in groupby(quotas, key=lambda quota: quota.feature):
        yield sum(max(0, q.least - counts[q.feature, q.value]) for q in group)


def _name(quota: Quota) -> str:
    return f"{quota.feature} = {quota.value}"
