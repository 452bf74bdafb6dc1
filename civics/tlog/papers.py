"""The two files that hold a proof, each with the checkpoint it leads to.

An entry is proved by a `c2sp.org/tlog-proof@v1` file, the growth of a log by the text that a witness is
sent (c2sp.org/tlog-witness, "add-checkpoint").
"""

from dataclasses import dataclass

from civics.problems import WrongInput
from civics.tlog import base64s
from civics.tlog.checkpoints import Checkpoint
from civics.tlog.hashes import leaf_hash
from civics.tlog.notes import Note, parse_note
from civics.tlog.proofs import continues, includes

HEAD = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Proof:
    """That an entry is the `index`-th (from 0) of the log a checkpoint speaks of.

    `extra` may carry the entry itself: whoever verifies hashes it, so it cannot lie.
    """

    index: int
    hashes: tuple[bytes, ...]
    checkpoint: Note
    extra: bytes | None = None

    def __str__(self) -> str:
        lines = [HEAD]
        lines += [] if self.extra is None else [f"extra {base64s.written(self.extra)}"]
        lines += [f"index {self.index}", *map(base64s.written, self.hashes)]
        return "".join(f"{line}\n" for line in lines) + f"\n{self.checkpoint}"

    def proves(self, entry: bytes, checkpoint: Checkpoint) -> bool:
        """Is this entry in the log of this checkpoint, whose signature was verified before?"""
        return includes(
            root=checkpoint.root, size=checkpoint.size, index=self.index, leaf=leaf_hash(entry),
            proof=self.hashes,
        )  # fmt: skip


@dataclass(frozen=True)
class Continuation:
    """That the log a checkpoint speaks of only adds to what it was when it had `old` entries."""

    old: int
    hashes: tuple[bytes, ...]
    checkpoint: Note

    def __str__(self) -> str:
        lines = [f"old {self.old}", *map(base64s.written, self.hashes)]
        return "".join(f"{line}\n" for line in lines) + f"\n{self.checkpoint}"

    def proves(self, older: Checkpoint, newer: Checkpoint) -> bool:
        """Does the newer log only add to the older? Both signatures were verified before."""
        return (
            older.origin == newer.origin
            and older.size == self.old
            and continues(
                old_root=older.root, old_size=older.size, root=newer.root, size=newer.size,
                proof=self.hashes,
            )
        )  # fmt: skip


def parse_proof(given: str, *, source: str | None = None) -> Proof:
    """Read a proof that an entry is in a log. Raises WrongInput with the line."""
    head, rest = given.split("\n", 1) if "\n" in given else (given, "")
    if head != HEAD:
        raise WrongInput("ce n’est pas une preuve", source=source, row=1, expected=HEAD)
    extra, row = None, 2
    if rest.startswith("extra "):
        line, _, rest = rest.removeprefix("extra ").partition("\n")
        extra, row = base64s.read(line, source=source, row=2), 3
    index, hashes, checkpoint = _steps(rest, "index", source, row)
    return Proof(index, hashes, checkpoint, extra)


def parse_continuation(given: str, *, source: str | None = None) -> Continuation:
    """Read a proof that a log only grew. Raises WrongInput with the line."""
    return Continuation(*_steps(given, "old", source, 1))


def _steps(
    given: str, word: str, source: str | None, row: int
) -> tuple[int, tuple[bytes, ...], Note]:
    above, parted, note = given.partition("\n\n")
    first, *steps = above.split("\n")
    if not parted or not first.startswith(f"{word} "):
        raise WrongInput(
            "cette ligne ne va pas", source=source, row=row, expected=f"{word} et un nombre"
        )
    number = base64s.read_whole(first.removeprefix(f"{word} "), source=source, row=row)
    if len(steps) > 64:
        raise WrongInput(f"{len(steps)} empreintes", source=source, expected="64 au plus")
    hashes = [
        base64s.read_hash(step, source=source, row=row + at) for at, step in enumerate(steps, 1)
    ]
    return number, tuple(hashes), parse_note(note, source=source)
