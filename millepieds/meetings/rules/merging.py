"""Two people write from the same text: their lines are put together, none is lost. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from millepieds.charter.rules.wording import Passage


@dataclass(frozen=True)
class Clash:
    """A place that both changed, differently: what each wrote there."""

    saved: tuple[str, ...]
    typed: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """Lines `start` to `end` of the text both started from became these. Half-open."""

    start: int
    end: int
    lines: tuple[str, ...]


Piece = str | Clash


def merged(start: str, saved: str, typed: str) -> list[Piece]:
    """What both made of the same text, line by line; where they disagree, a clash that holds both.

    >>> merged("Ouvrir.", "Ouvrir.\\nLe samedi.", "Bonjour.\\nOuvrir.")
    ['Bonjour.', 'Ouvrir.', 'Le samedi.']
    >>> merged("Le samedi.", "Le dimanche.", "Le lundi.")
    [Clash(saved=('Le dimanche.',), typed=('Le lundi.',))]
    """
    base = start.splitlines()
    pieces: list[Piece] = []
    at = 0
    for first, last, theirs, mine in _places(
        _changes(base, saved.splitlines()), _changes(base, typed.splitlines())
    ):
        pieces += base[at:first]
        pieces += _one_place(
            base[first:last], _as_of(base, first, last, theirs), _as_of(base, first, last, mine)
        )
        at = last
    pieces += base[at:]
    if _loses_a_line(pieces, base, saved.splitlines(), typed.splitlines()):
        return [Clash(tuple(saved.splitlines()), tuple(typed.splitlines()))]
    return pieces


def _loses_a_line(
    pieces: Sequence[Piece], base: Sequence[str], saved: Sequence[str], typed: Sequence[str]
) -> bool:
    """Of a line written twice, each took another one away: they agreed that one stays."""
    shown = {line for piece in pieces for line in _lines_of(piece)}
    kept = {line for line in saved if line in typed or line not in base}
    added = {line for line in typed if line not in base}
    return bool((kept | added) - shown - {""})


def _lines_of(piece: Piece) -> tuple[str, ...]:
    return (*piece.saved, *piece.typed) if isinstance(piece, Clash) else (piece,)


def clashes(pieces: Sequence[Piece]) -> list[Clash]:
    return [piece for piece in pieces if isinstance(piece, Clash)]


def in_one_text(pieces: Sequence[Piece], *, saved: str, typed: str) -> str:
    """As one text to read again: each side of a clash under a line that says whose it is."""
    lines: list[str] = []
    for piece in pieces:
        if isinstance(piece, Clash):
            lines += [saved, *piece.saved, typed, *piece.typed]
        else:
            lines.append(piece)
    return "\n".join(lines)


def _changes(base: Sequence[str], text: Sequence[str]) -> list[Change]:
    found = SequenceMatcher(None, base, text, autojunk=False).get_opcodes()
    return [Change(a, b, tuple(text[c:d])) for tag, a, b, c, d in found if tag != "equal"]


def _places(
    theirs: Sequence[Change], mine: Sequence[Change]
) -> list[tuple[int, int, list[Change], list[Change]]]:
    """Changes that touch the same lines make one place."""
    places: list[tuple[int, int, list[Change], list[Change]]] = []
    for change, is_mine in sorted(
        [*((one, False) for one in theirs), *((one, True) for one in mine)],
        key=lambda each: (each[0].start, each[0].end),
    ):
        if places and change.start <= places[-1][1] and _touch(places[-1], change):
            first, last, left, right = places.pop()
        else:
            first, last, left, right = change.start, change.end, [], []
        (right if is_mine else left).append(change)
        places.append((first, max(last, change.end), left, right))
    return places


def _touch(place: tuple[int, int, list[Change], list[Change]], change: Change) -> bool:
    """Neighbours do not touch, save two lines added at the same place: nobody said which comes first."""
    first, last = place[0], place[1]
    return change.start < last or change.start == change.end == last or first == change.start


def _as_of(
    base: Sequence[str], first: int, last: int, changes: Sequence[Change]
) -> tuple[str, ...]:
    lines: list[str] = []
    at = first
    for change in changes:
        lines += [*base[at : change.start], *change.lines]
        at = change.end
    return (*lines, *base[at:last])


def _one_place(base: Sequence[str], saved: tuple[str, ...], typed: tuple[str, ...]) -> list[Piece]:
    if saved == typed or typed == tuple(base):
        return list(saved)
    if saved == tuple(base):
        return list(typed)
    return [Clash(saved, typed)]


def beside(old: str, new: str) -> list[Passage]:
    """What changed from one wording to the next, line by line, without what stayed.

    >>> [(each.kind, each.text) for each in beside("Ouvrir.\\nLe samedi.", "Ouvrir.\\nLe lundi.")]
    [('gone', 'Le samedi.'), ('new', 'Le lundi.')]
    """
    before, after = old.splitlines(), new.splitlines()
    found: list[Passage] = []
    for change in _changes(before, after):
        found += [Passage("gone", line) for line in before[change.start : change.end] if line]
        found += [Passage("new", line) for line in change.lines if line]
    return found
