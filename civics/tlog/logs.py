"""A log kept in memory."""

from collections.abc import Iterable, Sequence

from civics.problems import WrongInput
from civics.tlog import trees
from civics.tlog.hashes import LENGTH, leaf_hash
from civics.tlog.trees import Place, completed


class Log:
    """Entries are added, one by one, and never leave; only their hashes are kept.

    An addition costs two hashes on average; a log of a million entries takes 64 MB.

    >>> log = Log([b"a", b"b", b"c"])
    >>> log.size, log.root().hex()[:8]
    (3, '36642e73')
    >>> log.root(2) == Log([b"a", b"b"]).root()
    True
    """

    def __init__(self, entries: Iterable[bytes] = ()) -> None:
        self.size = 0
        self._edge: list[bytes] = []
        self._levels: list[bytearray] = []
        for entry in entries:
            self.append(entry)

    def append(self, entry: bytes) -> int:
        """Add an entry, and return its index: the first is 0."""
        return self.append_hash(leaf_hash(entry))

    def append_hash(self, leaf: bytes) -> int:
        """Add an entry of which only the leaf hash is known."""
        if len(leaf) != LENGTH:
            raise WrongInput(f"une empreinte de {len(leaf)} octets", expected=f"{LENGTH} octets")
        done = completed(self.size, self._edge, leaf)
        while len(self._levels) < len(done):
            self._levels.append(bytearray())
        for level, part in enumerate(done):
            self._levels[level] += part
        del self._edge[len(self._edge) - len(done) + 1 :]
        self._edge.append(done[-1])
        self.size += 1
        return self.size - 1

    def root(self, size: int | None = None) -> bytes:
        """The root of the first `size` entries, or of all."""
        return trees.root(self._within(size), self.read)

    def inclusion(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """The proof that entry `index` is among the first `size`, or among all."""
        return trees.inclusion(index, self._within(size), self.read)

    def consistency(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """The proof that the log of `new` entries, or of all, only adds to the one of `old`."""
        return trees.consistency(old, self._within(new), self.read)

    def read(self, places: Sequence[Place]) -> list[bytes]:
        """The hashes of complete subtrees."""
        return [
            bytes(self._levels[level][number * LENGTH : (number + 1) * LENGTH])
            for level, number in places
        ]

    def _within(self, size: int | None) -> int:
        if size is None:
            return self.size
        if 0 <= size <= self.size:
            return size
        raise WrongInput(
            f"ce registre n’a pas {size} entrées", expected=f"un nombre de 0 à {self.size}"
        )
