"""136 candidates, then a group of 80, then a list of 67 under eight conditions, beside SCIP.

    python bench/lists.py [turns]

Makes an environment for OR-Tools, thrown away at the end, and runs both there, in turns, in one
process. SCIP, the faster of its solvers here, is given the same problems: people to a group, then
people to ranks, a woman or a man first. It has neither our tie-break nor our reasons to give: its
list has the same support, but is one among others. Prints medians as JSON.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
PEER, SOLVER = "ortools==9.15.6755", "highspy"
TURNS = int(sys.argv[1]) if len(sys.argv) > 1 else 5


def in_its_own_environment() -> None:
    """Run this file again where the peer is installed, with the solver that we use here."""
    uv = Path(sys.executable).with_name("uv")
    with TemporaryDirectory() as folder:
        python = Path(folder, "peer", "bin", "python")
        ours = f"{SOLVER}=={version(SOLVER)}"
        for words in (
            [uv, "venv", "--quiet", "--python", sys.executable, python.parent.parent],
            [uv, "pip", "install", "--quiet", "--python", python, PEER, ours],
        ):
            subprocess.run(list(map(str, words)), check=True)  # noqa: S603 (words of ours)
        there = {**os.environ, "PYTHONPATH": str(ROOT), "CIVICS_PEER": "here"}
        words = [str(python), __file__, str(TURNS)]
        subprocess.run(words, check=True, env=there)  # noqa: S603


def took(deed: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = deed()
    return time.perf_counter() - began, answer


def main() -> None:
    from ortools.linear_solver import pywraplp

    from civics.lists import Candidate, Condition, Rules, broken, designate, order, points
    from civics.lists.designation import group_conditions
    from civics.lists.files import read_list
    from civics.lists.moves import places
    from civics.tests.lists.makers import EIGHT_CONDITIONS, make_candidates

    def files(folder: str) -> tuple[tuple[Candidate, ...], Rules]:
        people, rules = Path(folder, "candidates.csv"), Path(folder, "conditions.toml")
        people.write_text(make_candidates(), encoding="utf-8")
        rules.write_text(EIGHT_CONDITIONS, encoding="utf-8")
        return read_list(rules, people)

    def ours(candidates: Sequence[Candidate], rules: Rules) -> tuple[int, tuple[str, ...]]:
        group = designate(candidates, rules)
        found = order([one for one in candidates if one.id in set(group)], rules)
        places(found.ids, candidates, rules.conditions)
        return found.support, found.ids

    def ask(solver: Any, each: Condition, chosen: list[Any]) -> None:
        total = sum(chosen) if chosen else solver.IntVar(0, 0, "nobody")
        solver.Add(total >= each.least)
        if each.most is not None:
            solver.Add(total <= each.most)

    def their_group(candidates: Sequence[Candidate], rules: Rules) -> list[Candidate]:
        solver, worth = pywraplp.Solver.CreateSolver("SCIP"), points(candidates)
        size = rules.designation.size if rules.designation else len(candidates)
        taken = {one.id: solver.BoolVar(one.id) for one in candidates}
        solver.Add(sum(taken.values()) == size)
        solver.Add(sum(taken[one.id] for one in candidates if one.sex == "F") == size // 2)
        for each in group_conditions(candidates, rules):
            ask(solver, each, [taken[one] for one in each.who])
        solver.Maximize(sum(worth[one] * var for one, var in taken.items()))
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            raise RuntimeError("SCIP found no group")
        return [one for one in candidates if taken[one.id].solution_value() > 0.5]

    def their_list(candidates: Sequence[Candidate], rules: Rules) -> tuple[int, tuple[str, ...]]:
        return max(starting(head, candidates, rules) for head in "FM")

    def starting(
        head: str, candidates: Sequence[Candidate], rules: Rules
    ) -> tuple[int, tuple[str, ...]]:
        solver, worth = pywraplp.Solver.CreateSolver("SCIP"), points(candidates)
        ranks = range(1, max(rules.lengths) + 1)
        has = {
            (one.id, rank): solver.BoolVar("")
            for rank in ranks
            for one in candidates
            if (one.sex == head) == (rank % 2 == 1)
        }
        for rank in ranks:
            solver.Add(sum(var for (_, where), var in has.items() if where == rank) == 1)
        for one in candidates:
            solver.Add(sum(has[one.id, rank] for rank in ranks if (one.id, rank) in has) <= 1)
        for each in rules.conditions:
            ask(
                solver,
                each,
                [v for (one, r), v in has.items() if one in each.who and each.covers(r)],
            )
        solver.Maximize(
            sum(worth[one] * (len(ranks) + 1 - rank) * var for (one, rank), var in has.items())
        )
        if solver.Solve() != pywraplp.Solver.OPTIMAL:
            return 0, ()
        ids = [one for (one, _), var in has.items() if var.solution_value() > 0.5]
        return round(solver.Objective().Value()), tuple(ids)

    with TemporaryDirectory() as folder:
        candidates, rules = files(folder)
    mine, theirs = [], []
    for _ in range(TURNS):
        spent, (support, ids) = took(lambda: ours(candidates, rules))
        mine.append(spent)
        spent, (their_support, their_ids) = took(
            lambda: their_list(their_group(candidates, rules), rules)
        )
        theirs.append(spent)
        if support != their_support or broken(ids, candidates, rules):
            raise RuntimeError(f"{support} is not {their_support}")
    figures = {
        "command": " ".join(["python", "bench/lists.py", str(TURNS)]),
        "asked": "136 candidates, a group of 80, a list of 67, eight conditions",
        "support": support,
        "same list": ids == their_ids,
        "civics, seconds": {"median": round(median(mine), 3), "slowest": round(max(mine), 3)},
        "SCIP of OR-Tools, seconds": {"median": round(median(theirs), 3), "fastest": round(min(theirs), 3)},
        "ratio of medians": round(median(theirs) / median(mine), 1),
        "versions": {
            "python": platform.python_version(),
            **{name: version(name) for name in ("ortools", "highspy", "numpy")},
        },
        "licences": {
            "civics": "AGPL-3.0-or-later", "ortools and SCIP": "Apache-2.0", "highspy": "MIT",
            "numpy": "BSD-3-Clause",
        },
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }  # fmt: skip
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=2) + "\n")


if __name__ == "__main__":
    if "CIVICS_PEER" in os.environ:
        main()
    else:
        in_its_own_environment()
