"""When no panel keeps the quotas: the least that must change."""

from civics.panels.kinds import Kinds
from civics.panels.pool import Pool
from civics.panels.solver import Programme
from civics.problems import Infeasible


def the_least_change(pool: Pool, model: Kinds) -> Infeasible:
    """What to raise: the quotas to change, so that the sum of all changes is the smallest.

    A minimum may go down, a maximum up; each place counts for one. Several changes may be as
    small; this is one of them. The size and the homes do not move: if they alone cannot be met,
    the conflict says so.
    """
    kinds, quotas = len(model.kinds), len(pool.quotas)
    down, up = kinds, kinds + quotas  # where the unknowns of the changes begin
    rows = []
    for place, rule in enumerate(model.rules):
        columns, values = list(rule.kinds), [1.0] * len(rule.kinds)
        if 1 <= place <= quotas:
            columns += [down + place - 1, up + place - 1]
            values += [1.0, -1.0]
        rows.append((columns, values))
    programme = Programme(
        cost=[0.0] * kinds + [1.0] * 2 * quotas,
        lower=[0.0] * (kinds + 2 * quotas),
        upper=[
            *(kind.most for kind in model.kinds),
            *(quota.least for quota in pool.quotas),
            *(pool.size for _ in pool.quotas),
        ],
        rows=rows,
        low=[rule.least for rule in model.rules],
        high=[rule.most for rule in model.rules],
        whole=True,
    )
    if not programme.solve():
        homes = len({one.address or one.id for one in pool.people})
        return Infeasible(
            f"Il n’y a pas {pool.size} adresses où tirer une personne.",
            (f"la taille demandée : {pool.size}", f"les adresses : au plus {homes}"),
        )
    point = [round(value) for value in programme.point]
    told = []
    for place, quota in enumerate(pool.quotas):
        if lower := point[down + place]:
            told.append(f"{quota} : au moins {quota.least - lower} au lieu de {quota.least}")
        if more := point[up + place]:
            told.append(f"{quota} : au plus {quota.most + more} au lieu de {quota.most}")
    changes = sum(point[down:])
    places = "place" if changes == 1 else "places"
    return Infeasible(
        f"Aucun panel ne respecte ces quotas. Le plus petit changement qui en permet un"
        f" ({changes} {places}) :",
        tuple(told),
    )
