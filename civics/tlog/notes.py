"""A signed note: a text, an empty line, one line for each signature (c2sp.org/signed-note)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from civics.problems import WrongInput
from civics.tlog import base64s
from civics.tlog.keys import Key, Signer, is_name

DASH = "— "
MOST_SIGNATURES = 100
LONGEST = 1_000_000  # characters


@dataclass(frozen=True)
class Signature:
    """One line under a note: whose it claims to be, and the bytes."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"{DASH}{self.name} {base64s.written(self.key_id + self.value)}\n"


@dataclass(frozen=True)
class Note:
    """A text that ends with a newline, and its signatures, not verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"


def parse_note(given: str, *, source: str | None = None) -> Note:
    """Read a note as it is published. Raises WrongInput at the first line that is none."""
    if len(given) > LONGEST:
        raise WrongInput("cette note est trop longue", source=source)
    if any(ord(character) < 32 and character != "\n" for character in given):
        raise WrongInput("un caractère invisible s’y trouve", source=source)
    text, parted, lines = given.rpartition("\n\n")
    if not parted or not lines.endswith("\n"):
        raise WrongInput(
            "ce n’est pas une note signée", source=source,
            expected="un texte, une ligne vide, puis une ligne par signature",
        )  # fmt: skip
    first = text.count("\n") + 3
    signatures = tuple(
        _signature(line, source, row) for row, line in enumerate(lines[:-1].split("\n"), first)
    )
    if len(signatures) > MOST_SIGNATURES:
        raise WrongInput("trop de signatures", source=source, expected=f"{MOST_SIGNATURES} au plus")
    return Note(f"{text}\n", signatures)


def signed(note: Note | str, signer: Signer, *, at: datetime | None = None) -> Note:
    """The note with one more signature; a text is the beginning of a note.

    >>> from civics.tlog.keys import Kind
    >>> log = Signer("exemple.org", Kind.LOG, bytes(32))
    >>> note = signed("Bonjour.\\n", log)
    >>> signed_by(note, [log.key]) == (log.key,)
    True
    """
    if isinstance(note, str):
        note = Note(note, ())
    line = Signature(signer.name, signer.key.id, signer.sign(note.text, at=at))
    return replace(note, signatures=(*note.signatures, line))


def signed_by(note: Note, keys: Iterable[Key], *, source: str | None = None) -> tuple[Key, ...]:
    """Which of these keys signed the note; lines of unknown keys are passed over.

    Raises WrongInput when a line claims to be by one of them and is not.
    """
    found = []
    for key in keys:
        lines = [one for one in note.signatures if (one.name, one.key_id) == (key.name, key.id)]
        if any(not key.signed(note.text, line.value) for line in lines):
            raise WrongInput(f"la signature de « {key.name} » est fausse", source=source)
        found += [key] if lines else []
    return tuple(found)


def _signature(line: str, source: str | None, row: int) -> Signature:
    name, _, material = line.removeprefix(DASH).partition(" ")
    if not line.startswith(DASH) or not is_name(name):
        raise WrongInput(
            "ce n’est pas une signature", source=source, row=row, expected="— nom signature"
        )
    value = base64s.read(material, source=source, row=row)
    if len(value) <= 4:
        raise WrongInput("cette signature est trop courte", source=source, row=row)
    return Signature(name, value[:4], value[4:])
