"""A checkpoint: how long a log is and its root, as it signs them (c2sp.org/tlog-checkpoint)."""

from collections.abc import Iterable
from dataclasses import dataclass

from civics.problems import WrongInput
from civics.tlog import base64s
from civics.tlog.keys import Key
from civics.tlog.notes import Note, parse_note, signed_by


@dataclass(frozen=True)
class Checkpoint:
    """Which log, how many entries, their root; `str()` is the text to sign.

    >>> from civics.tlog.logs import Log
    >>> log = Log([b"a", b"b"])
    >>> print(Checkpoint("exemple.org/registre", log.size, log.root()), end="")
    exemple.org/registre
    2
    sTeYX/SE+2ANuTEHx3sDZcgNePW0Kd7Q/Zc2HQd5mes=
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = (self.origin, str(self.size), base64s.written(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines)


def parse_checkpoint(text: str, *, source: str | None = None) -> Checkpoint:
    """Read the text of a checkpoint, without its signatures. Raises WrongInput with the line."""
    lines = text.split("\n")
    if len(lines) < 4 or lines.pop() or not all(lines):
        raise WrongInput(
            "ce n’est pas un point de repère", source=source,
            expected="le nom du registre, sa longueur, sa racine",
        )  # fmt: skip
    origin, size, root, *extensions = lines
    return Checkpoint(
        origin, base64s.read_whole(size, source=source, row=2),
        base64s.read_hash(root, source=source, row=3), tuple(extensions),
    )  # fmt: skip


def opened(
    given: str | Note, *, log: Key, witnesses: Iterable[Key] = (), quorum: int | None = None,
    source: str | None = None,
) -> tuple[Checkpoint, tuple[Key, ...]]:  # fmt: skip
    """The checkpoint in a signed note, and the witnesses who signed it too.

    Raises WrongInput unless the log itself signed it under its own name, and at least `quorum` of the
    witnesses (all of them when it is not said).
    """
    note = parse_note(given, source=source) if isinstance(given, str) else given
    witnesses = tuple({witness.public: witness for witness in witnesses}.values())
    present = signed_by(note, (log, *witnesses), source=source)
    if log not in present:
        raise WrongInput(f"« {log.name} » ne l’a pas signé", source=source)
    checkpoint = parse_checkpoint(note.text, source=source)
    if checkpoint.origin != log.name:
        raise WrongInput(
            f"c’est le registre « {checkpoint.origin} »", source=source, expected=log.name
        )
    seen = tuple(witness for witness in witnesses if witness in present)
    wanted = len(witnesses) if quorum is None else quorum
    if len(seen) < wanted:
        raise WrongInput(
            f"{len(seen)} témoins l’ont signé", source=source, expected=f"au moins {wanted}"
        )
    return checkpoint, seen
