"""Circles and roles that sheets would open, each after the circle that holds it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from millepieds.circles.rules.structure import Kind
from millepieds.core.words import _
from millepieds.moving.rules.draft import NOT_YOURS, Draft
from millepieds.moving.rules.lines import CircleLine, RoleLine
from millepieds.moving.rules.sheets import Sheet, key_of, plain

SAID_BY_CIRCLE = ("name", "kind", "purpose", "domain")
SAID_BY_ROLE = (
    "circle", "name", "purpose", "domain", "accountabilities", "powers", "seats", "term_days",
    "assigned_by", "consults", "report_days",
)  # fmt: skip


def place_circles(draft: Draft, lines: Sequence[CircleLine]) -> None:
    new = dict[str, CircleLine]()
    for line in lines:
        placed = replace(line, key=_circle_key(draft, line))
        if here := draft.house.circles.get(placed.key):
            _already(draft, Sheet.CIRCLES, placed, here, SAID_BY_CIRCLE)
        elif placed.kind is Kind.AGORA:
            only = _("one agora only: it holds all the others")
            draft.wrong(Sheet.CIRCLES, line, "kind", line.name, only)
        elif _is_free(draft, Sheet.CIRCLES, placed, new):
            new[placed.key] = placed
        draft.circle_names.add(placed.key, line.name, line.key or line.name)
    parents = {line.key: _parent(draft, line) for line in new.values()}
    for key in _outside_in(parents):
        line = draft.circles[key] = replace(new[key], parent=parents[key])
        if not draft.reaches(key, draft.house.may_open):
            draft.wrong(Sheet.CIRCLES, line, "parent", line.parent, NOT_YOURS)
        draft.plan.circles.append(line)
    for key in _in_a_ring(parents.keys() - draft.circles.keys(), parents):
        elsewhere = _("a circle that is not inside this one")
        draft.wrong(Sheet.CIRCLES, new[key], "parent", new[key].parent, elsewhere)


def place_roles(draft: Draft, lines: Sequence[RoleLine]) -> None:
    new = dict[str, RoleLine]()
    for line in lines:
        circle = draft.one(Sheet.ROLES, line, "circle", line.circle, draft.circle_names)
        own_key = line.key or draft.key_here(circle, line.name)
        placed = replace(line, circle=circle, key=own_key or key_of(f"{circle} {line.name}"))
        if here := draft.house.roles.get(placed.key):
            _already(draft, Sheet.ROLES, placed, here, SAID_BY_ROLE)
        elif _is_free(draft, Sheet.ROLES, placed, new):
            if circle and not draft.reaches(circle, draft.house.may_open):
                draft.wrong(Sheet.ROLES, line, "circle", line.circle, NOT_YOURS)
            new[placed.key] = draft.roles[placed.key] = placed
        draft.role_names.add(placed.key, line.name)
    draft.plan.roles += new.values()


def _circle_key(draft: Draft, line: CircleLine) -> str:
    """The agora of the sheet is the agora of the house, whatever its key."""
    if line.kind is Kind.AGORA and not line.parent:
        return draft.house.root
    return line.key or draft.key_here("", line.name) or key_of(line.name)


def _parent(draft: Draft, line: CircleLine) -> str:
    if not line.parent:
        return draft.house.root
    return draft.one(Sheet.CIRCLES, line, "parent", line.parent, draft.circle_names)


def _is_free(
    draft: Draft, sheet: Sheet, line: CircleLine | RoleLine, new: Mapping[str, object]
) -> bool:
    closed = draft.house.closed[sheet]
    if line.key in closed:
        draft.wrong(sheet, line, "key", line.key, _("another key: this one was closed here"))
    elif line.key in new:
        own = _("a key of its own: another row has this one, or the same name")
        draft.wrong(sheet, line, "key", line.key, own)
    elif not line.key and plain(line.name):
        draft.wrong(sheet, line, "key", line.name, _("a key in plain letters"))
    return bool(line.key) and line.key not in closed and line.key not in new


def _already(
    draft: Draft, sheet: Sheet, line: CircleLine | RoleLine, here: CircleLine | RoleLine,
    fields: Iterable[str],
) -> None:  # fmt: skip
    """In the house already: a sheet never changes it, but what differs is said."""
    draft.plan.known[sheet] += 1
    for name in (name for name in fields if name in draft.tables[sheet].says):
        told, kept = _flat(getattr(line, name)), _flat(getattr(here, name))
        if told != kept:
            left = _("Here it says “%(here)s”, and nothing was changed: change it on its page.")
            found = f"{line.name}\N{NO-BREAK SPACE}: {told}"
            draft.note(sheet, line.row, name, found, left, here=kept[:120])


def _flat(value: object) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    return " · ".join(" ".join(str(part).split()) for part in parts)


def _outside_in(parents: Mapping[str, str]) -> list[str]:
    """Each after the one that holds it. Those in a ring, or in nothing, never come."""
    inside = defaultdict[str, list[str]](list)
    for key, parent in parents.items():
        inside[parent].append(key)
    order = [key for key, parent in parents.items() if parent and parent not in parents]
    for key in order:  # it grows while it is read
        order += inside[key]
    return order


def _in_a_ring(keys: Iterable[str], parents: Mapping[str, str]) -> list[str]:
    """Those that hold each other; not those that hang on a circle nobody knows, said already."""

    def turns(key: str) -> bool:
        seen = set[str]()
        while key in parents and key not in seen:
            seen.add(key)
            key = parents[key]
        return key in seen

    return sorted(key for key in keys if turns(key))
