"""Fair lotteries: civics against sortition-algorithms, on the public pools and on two large ones.

    python bench/panels.py [how many times]

Each program solves the same pool for the same objective, turn by turn; what is compared is the CPU
seconds of the solution itself, without starting Python or reading files. The peer is put in an
environment of its own, thrown away at the end. It is free software (GPL-3), but its leximin calls
Gurobi, which is not: without a licence Gurobi refuses large programmes, and such a refusal is told
in its place. The large pools are `synthetic_pool` of `civics/panels/synthetic.py`: only civics
solves them, with its memory.
"""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent
POOLS = sorted((ROOT / "civics" / "tests" / "data" / "panels").iterdir())
LARGE = [(2000, 150), (10_000, 200)]
TIMES = int(sys.argv[1]) if len(sys.argv) > 1 else 5
PEER = ["sortition-algorithms==0.12.15", "gurobipy==13.0.3"]
LONGEST = 1800  # seconds: a program that takes more is stopped, and it is told

OURS = """
import json, sys, time
from pathlib import Path
from civics.panels import Objective, fair_lottery, read_pool
folder, objective = Path(sys.argv[1]), sys.argv[2]
size = json.loads((folder / "meta.json").read_text())["panel"]
pool = read_pool(folder / "people.csv", folder / "features.csv", size)
began = time.process_time()
lottery = fair_lottery(pool, Objective(objective))
chances, certified = lottery.chances, lottery.certified
print(json.dumps({
    "cpu": time.process_time() - began,
    "certified": certified,
    "bound": float(lottery.bound),
    "residual": float(lottery.residual),
    "panels": len(lottery.panels),
    "chances": sorted(float(chance) for chance in chances.values()),
}))
"""
THEIRS = """
import csv, json, sys, time
from pathlib import Path
from sortition_algorithms import committee_generation
from sortition_algorithms.features import read_in_features
from sortition_algorithms.people import read_in_people
from sortition_algorithms.settings import Settings
folder, objective = Path(sys.argv[1]), sys.argv[2]
size = json.loads((folder / "meta.json").read_text())["panel"]
rows = list(csv.DictReader((folder / "features.csv").open()))
features = read_in_features(list(rows[0]), rows)[0]
rows = list(csv.DictReader((folder / "people.csv").open()))
settings = Settings(id_column="id", columns_to_keep=[])
people = read_in_people(list(rows[0]), rows, features, settings)[0]
find = getattr(committee_generation, "find_distribution_" + objective)
began = time.process_time()
try:
    panels, weights = find(features, people, size, [])[:2]
except Exception as error:
    told = {"refused": f"{type(error).__name__}: {error}"}
else:
    chances = dict.fromkeys((row["id"] for row in rows), 0.0)
    for panel, weight in zip(panels, weights):
        for id in panel:
            chances[id] += weight
    told = {"panels": len(panels), "chances": sorted(chances.values())}
print(json.dumps({"cpu": time.process_time() - began, **told}))
"""
ALONE = """
import json, resource, sys, time
from civics.panels import fair_lottery, publish
from civics.panels.synthetic import synthetic_pool
pool = synthetic_pool(int(sys.argv[1]), int(sys.argv[2]))
began = time.process_time()
lottery = fair_lottery(pool)
solved = time.process_time()
certified = lottery.certified
proved = time.process_time()
published = publish(lottery, 1000)
print(json.dumps({
    "kinds": len(lottery.model.kinds),
    "panels": len(lottery.panels),
    "certified": certified,
    "bound": float(lottery.bound),
    "residual": float(lottery.residual),
    "cpu solve": solved - began,
    "cpu prove": proved - solved,
    "cpu publish 1000": time.process_time() - proved,
    "peak MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}))
"""


def said(python: Path | str, program: str, *arguments: object) -> dict[str, Any]:
    """What a program prints last, as JSON."""
    try:
        run = subprocess.run(  # noqa: S603 (our own programs)
            [str(python), "-c", program, *map(str, arguments)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            timeout=LONGEST,
        )
    except subprocess.TimeoutExpired:
        return {"refused": f"stopped after {LONGEST} s"}
    found: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    return found


def compared(peer: Path, pool: Path, objective: str) -> dict[str, Any]:
    """Both programs on a pool, turn by turn."""
    ours, theirs = [], []
    for _ in range(TIMES):
        ours.append(said(sys.executable, OURS, pool, objective))
        if not theirs or "refused" not in theirs[-1]:
            theirs.append(said(peer, THEIRS, pool, objective))
    mine, other = ours[-1], theirs[-1]
    told: dict[str, Any] = {
        "pool": pool.name,
        "objective": objective,
        "civics": {
            "cpu": round(median(run["cpu"] for run in ours), 4),
            "min": mine["chances"][0],
            **{name: mine[name] for name in ("certified", "bound", "residual", "panels")},
        },
    }
    if "refused" in other:
        return told | {"peer": {name: other.get(name) for name in ("refused", "cpu")}}
    cpu = median(run["cpu"] for run in theirs)
    told["peer"] = {"cpu": round(cpu, 3), "min": other["chances"][0], "panels": other["panels"]}
    told["ratio"] = round(cpu / median(run["cpu"] for run in ours))
    pairs = list(zip(mine["chances"], other["chances"], strict=True))
    told["largest difference"] = max(abs(one - two) for one, two in pairs)
    # leximin compares from the smallest: who has more at the first difference is fairer
    first = next(((one, two) for one, two in pairs if abs(one - two) > 1e-6), None)
    told["fairer"] = "same" if not first else "civics" if first[0] > first[1] else "peer"
    return told


def main() -> None:
    with TemporaryDirectory() as folder:
        uv = [sys.executable, "-m", "uv"]
        peer = Path(folder) / "bin" / "python"
        for command in (
            ["venv", "--quiet", folder],
            ["pip", "install", "--quiet", "--python", peer, *PEER],
        ):
            subprocess.run([*uv, *map(str, command)], check=True)  # noqa: S603
        told = {
            "command": f"python bench/panels.py {TIMES}",
            "python": sys.version.split()[0],
            "civics": {"licence": "AGPL-3.0-or-later", "highspy (MIT)": version("highspy")},
            "peer": {"sortition-algorithms (GPL-3)": "0.12.15", "gurobipy (proprietary)": "13.0.3"},
            "pools": [
                compared(peer, pool, objective)
                for objective in ("leximin", "maximin", "nash")
                for pool in POOLS
            ],
            "large": {
                f"{people} → {size}": said(sys.executable, ALONE, people, size)
                for people, size in LARGE
            },
        }
    sys.stdout.write(json.dumps(told, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
