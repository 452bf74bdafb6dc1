"""How an entry is bound to its particulars, and to the tree. Plain Python, so that anyone can redo it."""

import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


def commitment(
    *, number: int, deed: str, happened_at: datetime, key: str, particulars: Mapping[str, object]
) -> str:
    """HMAC-SHA-256 in hexadecimal, under the entry's own 32 random bytes (hexadecimal `key`).

    The text is JSON with sorted keys, no spaces, UTF-8. Once the key is erased nothing can be guessed
    from it; while the key is there, anyone allowed to read the particulars can check them.
    """
    text = _canonical(
        deed=deed, happened_at=happened_at.astimezone(UTC).isoformat(), number=number, **particulars
    )
    return hmac.digest(bytes.fromhex(key), text, "sha256").hex()


def leaf(
    *, number: int, deed: str, happened_at: datetime, recorded_at: datetime, commitment: str
) -> bytes:
    """What the tree binds of an entry: what its line tells the town, and its seal. Days are UTC's.

    The hour, and whatever else the particulars hold, is behind the seal. Without the seal nobody can guess
    the text from its hash, which is all that is published; it goes to whoever may read the line.
    """
    return _canonical(
        commitment=commitment, deed=deed, happened_on=_day(happened_at), number=number,
        recorded_on=_day(recorded_at),
    )  # fmt: skip


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()


def _canonical(**said: object) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


WIDTH = 256  # hashes in a tile


@dataclass(frozen=True)
class Tile:
    """Some of 256 neighbours of the tree, eight levels apart from the next ones (c2sp.org/tlog-tiles)."""

    level: int
    number: int
    width: int = WIDTH

    @property
    def height(self) -> int:
        """The level of the tree on which its hashes stand."""
        return 8 * self.level

    @property
    def numbers(self) -> range:
        return range(self.number * WIDTH, self.number * WIDTH + self.width)

    def is_within(self, size: int) -> bool:
        """Does a journal of this size have all of it?"""
        return self.numbers.stop <= size >> self.height


def tile_at(path: str) -> Tile | None:
    """Read `<level>/<number>[.p/<width>]`, the number by threes: x001/x234/067."""
    found = re.fullmatch(r"(0|[1-7])/((?:x\d{3}/){0,4})(\d{3})(?:\.p/([1-9]\d{0,2}))?", path, re.A)
    if not found:
        return None
    level, above, last, width = found.groups()
    number = int(above.replace("x", "").replace("/", "") + last)
    wide = int(width) if width else WIDTH
    if above.startswith("x000") or (width and wide >= WIDTH):
        return None  # one address for one tile
    return Tile(int(level), number, wide)
