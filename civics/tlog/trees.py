"""Where the hashes of a growing tree stand, and which of them make a root or a proof.

Only complete subtrees are ever kept: the one of `level` n and `number` i covers the entries from
i·2ⁿ up to (i + 1)·2ⁿ, the first entry being 0. They never change once written, so a log of any length keeps
about two hashes an entry, and a root or a proof reads a few dozen. `read` fetches them, all that
one answer needs in one call: from memory, from a table, from tiles.

Source: RFC 6962 section 2.1 and RFC 9162 section 2.1 (the same tree).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from civics.problems import WrongInput
from civics.tlog.hashes import EMPTY, node_hash


class Place(NamedTuple):
    """A complete subtree: 2**level entries, the `number`-th of its level, both from 0."""

    level: int
    number: int


Read = Callable[[Sequence[Place]], Sequence[bytes]]
Span = tuple[int, int]  # first entry, how many


def edge(size: int) -> tuple[Place, ...]:
    """The complete subtrees that make a log of `size` entries, largest first.

    >>> edge(6)
    (Place(level=2, number=0), Place(level=1, number=2))
    """
    return _cover((0, size))


def completed(size: int, edge: Sequence[bytes], leaf: bytes) -> tuple[bytes, ...]:
    """What one more leaf completes in a log of `size` entries, from the leaf upwards.

    `edge` holds the hashes at `edge(size)`. The n-th hash returned stands at Place(n, size >> n).

    >>> from civics.tlog.hashes import leaf_hash
    >>> a, b = leaf_hash(b"a"), leaf_hash(b"b")
    >>> completed(1, [a], b) == (b, node_hash(a, b))
    True
    """
    done = [leaf]
    for left in reversed(edge):
        if not size >> (len(done) - 1) & 1:
            break
        done.append(node_hash(left, done[-1]))
    return tuple(done)


def root(size: int, read: Read) -> bytes:
    """The root of the first `size` entries."""
    return _hashes([(0, size)], read)[0] if size else EMPTY


def inclusion(index: int, size: int, read: Read) -> tuple[bytes, ...]:
    """The proof that entry `index` is among the first `size`: its neighbours up to the root.

    Raises WrongInput when there is no such entry. Source: RFC 9162 section 2.1.3.1.
    """
    if not 0 <= index < size:
        raise WrongInput(
            f"il n’y a pas d’entrée {index}", expected=f"un rang de 0 à {size - 1}"
        )  # fmt: skip
    spans: list[Span] = []
    start = 0
    while size > 1:
        half = _half(size)
        if index < half:
            spans.append((start + half, size - half))
            size = half
        else:
            spans.append((start, half))
            start, index, size = start + half, index - half, size - half
    return _hashes(spans[::-1], read)


def consistency(old: int, new: int, read: Read) -> tuple[bytes, ...]:
    """The proof that the first `old` entries of a log of `new` are those of the log of `old`.

    Empty when old is 0 or new: there is nothing to prove, or the roots say it. Raises WrongInput when
    the log was shorter. Source: RFC 9162 section 2.1.4.1.
    """
    if not 0 <= old <= new:
        raise WrongInput(
            f"un registre de {new} entrées n’en prolonge pas un de {old}", expected="plus d’entrées"
        )
    if not old:
        return ()
    spans: list[Span] = []
    start, size, whole = 0, new, True  # whole: what is left is the old tree itself, known already
    while old != size:
        half = _half(size)
        if old <= half:
            spans.append((start + half, size - half))
            size = half
        else:
            spans.append((start, half))
            start, old, size, whole = start + half, old - half, size - half, False
    if not whole:
        spans.append((start, size))
    return _hashes(spans[::-1], read)


def _half(size: int) -> int:
    """The largest power of two below `size`: where the tree parts in two."""
    return 1 << (size - 1).bit_length() - 1


def _cover(span: Span) -> tuple[Place, ...]:
    start, size = span
    places = []
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            places.append(Place(level, start >> level))
            start += 1 << level
    return tuple(places)


def _hashes(spans: Sequence[Span], read: Read) -> tuple[bytes, ...]:
    covers = [_cover(span) for span in spans]
    hashes = iter(read([place for cover in covers for place in cover]))
    return tuple(_folded([next(hashes) for _ in cover]) for cover in covers)


def _folded(parts: list[bytes]) -> bytes:
    folded = parts.pop()
    while parts:
        folded = node_hash(parts.pop(), folded)
    return folded
