"""The two files of a draw: `people.csv` and `features.csv`.

people.csv has a column `id` and one column a feature (others are left alone); features.csv says
what a panel must look like:

    id,gender,district        feature,value,min,max
    p0,F,D1                   gender,F,40,40
    p1,M,D5                   district,D1,16,20
"""

from pathlib import Path

from civics.panels.pool import Person, Pool, Quota
from civics.problems import WrongInput
from civics.reading import Row, read_table


def read_pool(people: Path, quotas: Path, size: int, *, address: str | None = None) -> Pool:
    """The pool in two files; with `address`, people who have the same in that column share a home.

    Raises WrongInput with the row and the column, and Infeasible if there are fewer people than `size`.
    """
    wanted = _read_quotas(quotas)
    features = list(dict.fromkeys(quota.feature for quota in wanted))
    known = {(quota.feature, quota.value) for quota in wanted}
    found: dict[str, Person] = {}
    for row in read_table(people, needed=["id", *features, *([address] if address else [])]):
        one = _read_person(row, features, known, address)
        if one.id in found:
            raise row.problem("id", f"« {one.id} » est là deux fois")
        found[one.id] = one
    return Pool(tuple(found.values()), tuple(wanted), size)


def _read_quotas(path: Path) -> list[Quota]:
    wanted: dict[tuple[str, str], Quota] = {}
    for row in read_table(path, needed=["feature", "value", "min", "max"]):
        least = row.whole("min")
        quota = Quota(row.text("feature"), row.text("value"), least, row.whole("max", least=least))
        if (quota.feature, quota.value) in wanted:
            raise row.problem("value", f"« {quota} » est là deux fois")
        wanted[quota.feature, quota.value] = quota
    if not wanted:
        raise WrongInput("aucun quota", source=path.name)
    return list(wanted.values())


def _read_person(
    row: Row, features: list[str], known: set[tuple[str, str]], address: str | None
) -> Person:
    id = row.text("id")
    if not id.isprintable():
        raise row.problem("id", "un caractère ne s’imprime pas")
    values = tuple((feature, row.text(feature)) for feature in features)
    for feature, value in values:
        if (feature, value) not in known:
            expected = ", ".join(value for name, value in sorted(known) if name == feature)
            raise row.problem(feature, f"« {value} » n’a pas de quota", expected=expected)
    return Person(id, values, row.cells[address].strip() if address else "")
