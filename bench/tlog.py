"""How long does a log of a million entries take? Ours and pymerkle's, in turns.

    python bench/tlog.py [entries] [turns]

The peer is installed in an environment thrown away afterwards. Prints CPU seconds (medians) as JSON:
to append the entries and find the root, to make and verify proofs of a thousand entries, and of
growth from a thousand earlier sizes; the memory is the highest the process reached.
"""

import json
import platform
import resource
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

HOUSE = Path(__file__).resolve().parent.parent
PEER = "pymerkle==7.0.0"
PROOFS = 1000


def entry(number: int) -> bytes:
    return b"entry %d" % number


def ours(entries: int) -> dict[str, Any]:
    sys.path.insert(0, str(HOUSE))
    from civics.tlog import Log, continues, includes, leaf_hash

    began = process_time()
    log = Log()
    for number in range(entries):
        log.append(entry(number))
    root = log.root()
    appended = process_time()
    for at in range(0, entries, entries // PROOFS):
        proof = log.inclusion(at)
        if not includes(root=root, size=entries, index=at, leaf=leaf_hash(entry(at)), proof=proof):
            raise AssertionError(at)
    included = process_time()
    for old in range(1, entries, entries // PROOFS):
        if not continues(
            old_root=log.root(old),
            old_size=old,
            root=root,
            size=entries,
            proof=log.consistency(old),
        ):
            raise AssertionError(old)
    return told(root, began, appended, included)


def theirs(entries: int) -> dict[str, Any]:
    from pymerkle import InmemoryTree

    began = process_time()
    tree = InmemoryTree(algorithm="sha256")  # type: ignore[no-untyped-call]
    for number in range(entries):
        tree.append_entry(entry(number))
    root = tree.get_root()
    appended = process_time()
    for at in range(0, entries, entries // PROOFS):
        leaf = tree.hash_buff(entry(at))
        tree.prove_inclusion(at + 1).verify(leaf, root, at + 1, entries)
    included = process_time()
    for old in range(1, entries, entries // PROOFS):
        tree.prove_consistency(old, entries).verify(tree.get_root(old), root, old, entries)
    return told(root, began, appended, included)


def told(root: bytes, began: float, appended: float, included: float) -> dict[str, Any]:
    ended = process_time()
    return {
        "root": root.hex(),
        "append": appended - began,
        "inclusion": included - appended,
        "consistency": ended - included,
        "all": ended - began,
        "MiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main(entries: int = 1_000_000, turns: int = 5) -> None:
    with TemporaryDirectory() as place:
        uv = Path(sys.executable).with_name("uv")
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, place], check=True)  # noqa: S603
        python = Path(place, "bin", "python")
        subprocess.run([uv, "pip", "install", "--quiet", "--python", python, PEER], check=True)  # noqa: S603
        found: dict[str, list[dict[str, Any]]] = {"ours": [], "theirs": []}
        for _ in range(turns):
            for who, runs in (("ours", sys.executable), ("theirs", python)):
                run = subprocess.run(  # noqa: S603
                    [runs, __file__, who, str(entries)], check=True, capture_output=True, text=True
                )
                found[who].append(json.loads(run.stdout))
    roots = {run["root"] for runs in found.values() for run in runs}
    if len(roots) > 1:
        sys.exit("not the same root")
    medians = {
        who: {
            what: round(median(run[what] for run in runs), 3) for what in runs[0] if what != "root"
        }
        for who, runs in found.items()
    }
    figures = {
        "command": f"python bench/tlog.py {entries} {turns}",
        "python": platform.python_version(), "peer": PEER, "peer licence": "GPL-3.0-or-later",
        "entries": entries, "proofs of each kind": PROOFS, "turns": turns, **medians,
        "ratio (theirs / ours)": {
            what: round(medians["theirs"][what] / medians["ours"][what], 2) for what in medians["ours"]
        },
    }  # fmt: skip
    sys.stdout.write(json.dumps(figures, indent=2, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["ours", entries]:
            sys.stdout.write(json.dumps(ours(int(entries))))
        case ["theirs", entries]:
            sys.stdout.write(json.dumps(theirs(int(entries))))
        case typed:
            main(*map(int, typed)) if typed else main()
