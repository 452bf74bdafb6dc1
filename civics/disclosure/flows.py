"""How far a hidden cell can move, and which cells would have to be hidden for it to move further.

A table with its margins is a network: rows and columns are places, cells are roads between them,
and a change of one cell that keeps all sums right is a tour along hidden cells. The greatest change
is a greatest flow; a least cut says which roads hold it back (Ford and Fulkerson 1956).
"""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from civics.disclosure.tables import TOTAL, Cell, Table

Place = tuple[str, str]  # a row or a column, and its name
Road = tuple[Place, Place]
Cut = dict[Cell, int]  # the room that each cell across it gives when hidden


@dataclass(frozen=True)
class Network:
    """The cells of a table whose counts are all known, each free to move when it is hidden.

    Up by `limit` at most, which is as far as we need to know; down to `least`, within the limit.
    """

    table: Table
    limit: int
    least: int = 0

    def lacking(self, cell: Cell, hidden: Collection[Cell]) -> Iterator[tuple[Cut, int]]:
        """For a hidden cell that moves by less than the limit: what it takes, at least.

        Each answer reads: of these cells, enough must be hidden for their rooms to add up to that
        number. Nothing is lacking when the cell moves far enough.
        """
        up, cuts_up = self._change(cell, hidden, up=True)
        down, cuts_down = self._change(cell, hidden, up=False)
        own = self._room(cell, up=False)
        if up + min(down, own) >= self.limit:
            return
        for cut_up, cut_down in zip(cuts_up, cuts_down, strict=True):
            if down >= own:
                cut, needed = cut_up, self.limit - own
            else:
                every = [*cut_up, *cut_down]
                cut = {each: cut_up.get(each, 0) + cut_down.get(each, 0) for each in every}
                needed = self.limit
            yield {each: min(room, needed) for each, room in cut.items() if room}, needed

    def _room(self, cell: Cell, *, up: bool) -> int:
        count = self.table.cells[cell] or 0
        return self.limit if up else max(0, min(self.limit, count - self.least))

    def _change(
        self, cell: Cell, hidden: Collection[Cell], *, up: bool
    ) -> tuple[int, tuple[Cut, Cut]]:
        """How far the other hidden cells let this one go, and the least cuts at both ends."""
        end, start = self._road(cell, up=up)  # the tour comes back by the other cells
        left: dict[Place, dict[Place, int]] = {}
        for other in self.table.in_order():
            for way in (True, False):
                tail, head = self._road(other, up=way)
                room = self._room(other, up=way) if other in hidden and other != cell else 0
                left.setdefault(tail, {})[head] = room
        amount = 0
        while amount < self.limit and (path := _path(left, start, end)):
            more = min(self.limit - amount, *(left[tail][head] for tail, head in path))
            for tail, head in path:
                left[tail][head] -= more
                left[head][tail] += more
            amount += more
        near, far = _reached(left, start), frozenset(left) - _reaching(left, end)
        return amount, (self._cut(cell, near), self._cut(cell, far))

    def _cut(self, cell: Cell, side: Collection[Place]) -> Cut:
        """The cells that lead out of one side, and the room of each."""
        cut: Cut = {}
        for other in self.table.in_order():
            for way in (True, False):
                tail, head = self._road(other, up=way)
                if other != cell and tail in side and head not in side:
                    cut[other] = self._room(other, up=way)
        return cut

    def _road(self, cell: Cell, *, up: bool) -> Road:
        """From where to where a cell leads when it goes up: a margin leads against its parts."""
        row, column = ("row", cell[0]), ("column", cell[1])
        a_margin = TOTAL in cell and cell != (TOTAL, TOTAL)
        return (column, row) if a_margin == up else (row, column)


def _path(left: Mapping[Place, Mapping[Place, int]], start: Place, end: Place) -> list[Road]:
    """A shortest way with room left, or nothing."""
    came: dict[Place, Place] = {start: start}
    waiting = deque([start])
    while waiting and end not in came:
        place = waiting.popleft()
        for following, room in left[place].items():
            if room and following not in came:
                came[following] = place
                waiting.append(following)
    path: list[Road] = []
    while end in came and end != start:
        path.append((came[end], end))
        end = came[end]
    return path[::-1]


def _reached(left: Mapping[Place, Mapping[Place, int]], start: Place) -> frozenset[Place]:
    reached, waiting = {start}, [start]
    while waiting:
        for following, room in left[waiting.pop()].items():
            if room and following not in reached:
                reached.add(following)
                waiting.append(following)
    return frozenset(reached)


def _reaching(left: Mapping[Place, Mapping[Place, int]], end: Place) -> frozenset[Place]:
    back: dict[Place, dict[Place, int]] = {place: {} for place in left}
    for tail, heads in left.items():
        for head, room in heads.items():
            back[head][tail] = room
    return _reached(back, end)
