"""A plan while it is drawn: what is in the house, what the sheets add to it, what was noted on the way."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from millepieds.core.words import _
from millepieds.moving.rules.house import House, Plan
from millepieds.moving.rules.lines import Line
from millepieds.moving.rules.sheets import COLUMNS, Problem, Sheet, Table, key_of, plain

NOT_YOURS = _("someone whose mandate allows it: none of yours does, there")


class Names:
    """Finds what a cell means: a key, or a name that only one has."""

    def __init__(self) -> None:
        self.keys = set[str]()
        self.by_name = defaultdict[str, set[str]](set)

    def add(self, key: str, *names: str) -> None:
        self.keys.add(key)
        for name in names:
            self.by_name[plain(name)].add(key)

    def find(self, said: str) -> set[str]:
        if (key := key_of(said, 80)) in self.keys:
            return {key}
        return self.by_name.get(plain(said), set())


class Draft:
    def __init__(self, house: House, tables: Mapping[Sheet, Table]) -> None:
        self.house, self.tables, self.plan = house, tables, Plan()
        self.circles, self.roles = dict(house.circles), dict(house.roles)
        self.circle_names, self.role_names = Names(), Names()
        self._here = defaultdict[tuple[str, str], list[str]](list)
        for key, circle in house.circles.items():
            self.circle_names.add(key, circle.name)
            self._here["", plain(circle.name)].append(key)
        for key, role in house.roles.items():
            self.role_names.add(key, role.name)
            self._here[role.circle, plain(role.name)].append(key)

    def wrong(
        self, sheet: Sheet, line: Line, key: str, found: str, expected: str, **values: object
    ) -> None:
        self.plan.problems.append(_said(sheet, line.row, key, found, expected, values))

    def note(
        self, sheet: Sheet, row: int | None, key: str, found: str, remark: str, **values: object
    ) -> None:
        self.plan.remarks.append(_said(sheet, row, key, found, remark, values))

    def one(self, sheet: Sheet, line: Line, key: str, said: str, names: Names) -> str:
        """The key of what this cell names, or nothing, and why."""
        found = names.find(said)
        if said and not found:
            unknown = _("something that is in the sheets or in the house, by its key or its name")
            self.wrong(sheet, line, key, said, unknown)
        if len(found) > 1:
            several = _("a key: several have this name")
            self.wrong(sheet, line, key, said, several)
        return next(iter(found)) if len(found) == 1 else ""

    def key_here(self, circle: str, name: str) -> str:
        """Of the role of this circle (or of the circle, with "") that has this name, if only one does."""
        here = self._here.get((circle, plain(name)), ())
        return here[0] if len(here) == 1 else ""

    def reaches(self, circle: str, reached: Collection[str]) -> bool:
        """A circle not open yet is reached as the nearest one around it that is."""
        while circle in self.circles and circle not in self.house.circles:
            circle = self.circles[circle].parent
        return circle in reached


def _said(
    sheet: Sheet, row: int | None, key: str, found: str, expected: str, values: Mapping[str, object]
) -> Problem:
    says = next((one.says for one in COLUMNS[sheet] if one.key == key), "")
    return Problem(sheet, expected, row, says, found[:120], values)
