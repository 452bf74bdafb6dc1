"""Majority judgment: 80 options, ten thousand and a million ballots, beside pref_voting.

    python bench/judgment.py [turns]

Makes an environment for pref_voting, thrown away at the end, and runs both in one process there, in
turns, from the same ballots in memory. pref_voting returns the winner, we the whole order: the winners
are compared. Turning ballots into what each function takes is told apart. Prints medians as JSON.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
PEER = "pref-voting==1.18.2"
TURNS = int(sys.argv[1]) if len(sys.argv) > 1 else 5
OPTIONS, GRADES, SEED = 80, 7, 2026
COMPARED, ALONE = 10_000, 1_000_000


def took(deed: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    answer = deed()
    return time.perf_counter() - began, answer


def in_its_own_environment() -> None:
    """Run this file again where the peer is installed."""
    uv = Path(sys.executable).with_name("uv")
    with TemporaryDirectory() as folder:
        python = Path(folder, "peer", "bin", "python")
        for words in (
            [uv, "venv", "--quiet", "--python", sys.executable, python.parent.parent],
            [uv, "pip", "install", "--quiet", "--python", python, PEER],
        ):
            subprocess.run(list(map(str, words)), check=True)  # noqa: S603 (words of ours)
        there = {**os.environ, "PYTHONPATH": str(ROOT), "CIVICS_PEER": "here"}
        words = [str(python), __file__, str(TURNS)]
        subprocess.run(words, check=True, env=there)  # noqa: S603


def main() -> None:
    import numpy as np
    from pref_voting.grade_methods import majority_judgement
    from pref_voting.grade_profiles import GradeProfile

    from civics.judgment import judge
    from civics.judgment.arrays import tally_array

    options = [f"option {place}" for place in range(OPTIONS)]
    grades = [f"grade {place}" for place in range(GRADES)]

    def some_ballots(voters: int, kind: Any) -> Any:
        return np.random.default_rng(SEED).integers(0, GRADES, (voters, OPTIONS), dtype=kind)

    def ours(ballots: Any) -> Any:
        return judge(tally_array(ballots, options=options, grades=grades))

    ballots = some_ballots(COMPARED, np.int64)
    loading, profile = took(
        lambda: GradeProfile(  # there, higher is better
            [
                {option: GRADES - 1 - grade for option, grade in zip(options, row, strict=True)}
                for row in ballots.tolist()
            ],
            list(range(GRADES)),
        )
    )
    mine, theirs = [], []
    for _ in range(TURNS):
        seconds, found = took(partial(ours, ballots))
        mine.append(seconds)
        seconds, winners = took(partial(majority_judgement, profile))
        theirs.append(seconds)
        assert list(found.ranking[0]) == winners, (found.ranking[0], winners)  # noqa: S101
    alone: dict[str, list[float]] = {}
    for kind in (np.int8, np.int64):
        many = partial(ours, some_ballots(ALONE, kind))
        alone[kind.__name__] = [took(many)[0] for _ in range(TURNS)]
    figures = {
        "what": f"majority judgment, {OPTIONS} options, {GRADES} grades, seed {SEED}",
        "command": "python bench/judgment.py",
        "turns": TURNS,
        f"{COMPARED} ballots, int64": {
            "civics_seconds": round(median(mine), 5),
            "civics_all": [round(seconds, 5) for seconds in mine],
            "pref_voting_seconds": round(median(theirs), 3),
            "pref_voting_all": [round(seconds, 3) for seconds in theirs],
            "times_faster": round(median(theirs) / median(mine)),
            "least_times_faster": round(min(theirs) / max(mine)),
            "same_winner": True,
            "loading_into_pref_voting_seconds": round(loading, 3),
        },
        f"{ALONE} ballots, whole order": {
            f"civics_seconds_{kind}": round(median(seconds), 3) for kind, seconds in alone.items()
        }
        | {f"slowest_{kind}": round(max(seconds), 3) for kind, seconds in alone.items()},
        "versions": {
            "python": platform.python_version(),
            "numpy": version("numpy"),
            "pref_voting": version("pref_voting"),
        },
        "licences": {"civics": "AGPL-3.0-or-later", "numpy": "BSD-3-Clause", "pref_voting": "MIT"},
        "processors": os.cpu_count(),
        "load_average": round(os.getloadavg()[0], 1),
    }
    sys.stdout.write(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    if "CIVICS_PEER" in os.environ:
        main()
    else:
        in_its_own_environment()
