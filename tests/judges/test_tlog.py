"""Go's `golang.org/x/mod/sumdb` reads our log, and we read its."""

import json
import os
import subprocess
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from pathlib import Path

import pytest

from civics.tlog import (
    Checkpoint,
    Key,
    Kind,
    Log,
    Signer,
    continues,
    includes,
    leaf_hash,
    opened,
    signed,
)

pytestmark = pytest.mark.judges

ENTRIES = [f"entrée {number} · Amina ع 🌱" for number in range(300)]
SIZES = [*range(1, 40), 63, 64, 65, 127, 128, 129, 255, 256, 257, 300]
HOUSE = Signer("exemple.org/registre", Kind.LOG, bytes(range(32)))
AMINA = Signer("amina.exemple.org", Kind.WITNESS, bytes(range(1, 33)))


def published(log: Log) -> dict[str, object]:
    note = signed(str(Checkpoint(HOUSE.name, log.size, log.root())), HOUSE)
    note = signed(note, AMINA, at=datetime(2026, 11, 25, 12, tzinfo=UTC))
    return {
        "entries": ENTRIES,
        "roots": [text(log.root(size)) for size in range(log.size + 1)],
        "inclusions": [
            {"size": size, "index": at, "proof": [*map(text, log.inclusion(at, size))]}
            for size in SIZES
            for at in range(size)
        ],
        "growths": [
            {"size": size, "old": old, "proof": [*map(text, log.consistency(old, size))]}
            for size in SIZES
            for old in range(1, size + 1)
        ],
        "key": str(HOUSE.key),
        "note": str(note),
        "witness": {"name": AMINA.name, "public": text(AMINA.key.public)},
    }


def text(value: bytes) -> str:
    return b64encode(value).decode()


def go(place: Path, given: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["go", "run", Path(__file__).with_name("tlog.go")],
        input=json.dumps(given),
        env=os.environ
        | {"GO111MODULE": "off", "GOPATH": "/usr/share/gocode", "GOCACHE": str(place)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_go_accepts_our_roots_proofs_note_and_witness_and_we_accept_its(tmp_path) -> None:
    log = Log(entry.encode() for entry in ENTRIES)
    told = go(tmp_path, published(log))
    assert told.returncode == 0, told.stderr
    theirs = json.loads(told.stdout)
    point, _ = opened(theirs["note"], log=Key.parse(theirs["key"]))
    assert (point.size, point.root) == (300, log.root())
    assert includes(
        root=point.root, size=300, index=0, leaf=leaf_hash(ENTRIES[0].encode()),
        proof=[b64decode(step) for step in theirs["inclusion"]],
    )  # fmt: skip
    assert continues(
        old_root=log.root(150), old_size=150, root=point.root, size=300,
        proof=[b64decode(step) for step in theirs["growth"]],
    )  # fmt: skip


@pytest.mark.parametrize("what", ["note", "inclusions", "growths", "roots", "witness"])
def test_go_would_have_refused_a_lie(tmp_path_factory, what) -> None:
    log = Log(entry.encode() for entry in ENTRIES)
    lie = published(log)
    other = text(bytes(32))
    if what == "note":
        lie["note"] = str(lie["note"]).replace("\n300\n", "\n301\n")
    elif what == "roots":
        lie["roots"][150] = other  # type: ignore[index]
    elif what == "witness":
        lie["witness"]["public"] = text(HOUSE.key.public)  # type: ignore[index]
    else:
        lie[what][-5]["proof"][0] = other  # type: ignore[index]
    cache = tmp_path_factory.getbasetemp() / "go"  # compiled once for all the lies
    told = go(cache, lie)
    assert told.returncode == 1
    assert told.stderr
