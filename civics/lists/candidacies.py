"""candidates.csv: who may stand, one row a person.

`id`, `sex` (F or M, as in the civil status) and `rank` (place in the judgment, 1 is best, equals
share it) are needed; `lot` (drawn beforehand, parts equals), `age` (on polling day) and `resident`
(yes or no) are known; any other column may serve in a quota:

    id,sex,rank,age,resident,district
    amina,F,1,34,yes,Mosson
    bruno,M,2,51,no,Centre

Instead of `rank`, one column a grade may say how many gave it:

    id,sex,Excellent,Bien,À rejeter
    amina,F,50,20,9
    bruno,M,40,35,4
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from civics.judgment.majority import judge
from civics.judgment.tallies import NoOpinion, make_tallies
from civics.lists.conditions import MAN, WOMAN, Candidate
from civics.problems import WrongInput
from civics.reading import Row, read_table

RESIDENT = {"yes": True, "oui": True, "no": False, "non": False}


@dataclass(frozen=True)
class Judging:
    """How grades become ranks: their names from the best, how many voted, what no opinion means."""

    grades: tuple[str, ...]
    voters: int | None = None
    no_opinion: NoOpinion = NoOpinion.WORST


def read_candidates(path: Path, judging: Judging | None = None) -> tuple[Candidate, ...]:
    """The people of candidates.csv, ranked by majority judgment if their grades are there.

    Raises WrongInput at the first row that does not say enough.
    """
    rows = read_table(path, needed=("id", "sex", *(judging.grades if judging else ("rank",))))
    if not rows:
        raise WrongInput("personne n’est candidat", source=path.name)
    found: dict[str, Row] = {}
    for row in rows:
        _check(row)
        if row.text("id") in found:
            raise row.problem("id", f"« {row.text('id')} » est là deux fois")
        found[row.text("id")] = row
    ranks = _judged(rows, judging) if judging else [row.whole("rank", least=1) for row in rows]
    return tuple(
        Candidate(
            one,
            row.text("sex"),
            rank,
            row.whole("lot", least=1) if "lot" in row.cells else 0,
            {column: said.strip() for column, said in row.cells.items()},
        )
        for (one, row), rank in zip(found.items(), ranks, strict=True)
    )


def _check(row: Row) -> None:
    if (sex := row.text("sex")) not in (WOMAN, MAN):
        raise row.problem("sex", f"« {sex} » ne va pas", expected="F ou M, comme à l’état civil")
    if "age" in row.cells:
        row.whole("age", least=18)
    if "resident" in row.cells and row.text("resident") not in RESIDENT:
        raise row.problem("resident", f"« {row.text('resident')} » ne va pas", expected="yes ou no")


def _judged(rows: Sequence[Row], judging: Judging) -> list[int]:
    """Each row's rank by majority judgment."""
    counts = {row.text("id"): [row.whole(grade) for grade in judging.grades] for row in rows}
    voters = judging.voters
    if judging.no_opinion is NoOpinion.EXCLUDED:
        voters = voters or max(map(sum, counts.values()))
    tallies = make_tallies(counts, grades=judging.grades, voters=voters)
    found = judge(tallies, no_opinion=judging.no_opinion)
    for row in rows:
        if row.text("id") in found.unjudged:
            raise row.problem(judging.grades[0], f"personne n’a jugé {row.text('id')}")
    return [found.ranks[row.text("id")] for row in rows]
