"""Circles inside circles, as a picture: where each one stands, how large, and what it is called.

Greedy packing: the largest first, each next one touching two already placed, as near the middle as it
can. Deterministic, so that the same organigram is always the same picture. No library: those that pack
circles size them by area and leave no room for a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations
from math import hypot, sqrt

SEAT = 20.0
GAP = 6.0
NAME = 34.0  # room for a name at the top of a circle
LETTER = 0.55  # width of a letter, for one unit of size
SMALLEST = 9.5


@dataclass(frozen=True)
class Disc:
    x: float
    y: float
    r: float


@dataclass
class Node:
    """A circle with what is in it; or, without children, one seat."""

    label: str
    css: str
    children: list["Node"] = field(default_factory=list)
    is_seat: bool = False


@dataclass(frozen=True)
class Shape:
    """What the SVG draws, in drawing units."""

    x: float
    y: float
    r: float
    css: str
    name: str
    label: str  # the name, cut short where it does not fit
    label_y: float
    label_size: float
    is_seat: bool


@dataclass(frozen=True)
class Picture:
    size: int
    shapes: Sequence[Shape]


def pack(radii: Sequence[float]) -> list[Disc]:
    """Places discs of these radii around the origin, none over another; same order as given."""
    order = sorted(range(len(radii)), key=lambda i: (-radii[i], i))
    placed: dict[int, Disc] = {}
    for i in order:
        placed[i] = _nearest_place(radii[i], list(placed.values()))
    return [placed[i] for i in range(len(radii))]


def _nearest_place(r: float, placed: Sequence[Disc]) -> Disc:
    if not placed:
        return Disc(0, 0, r)
    if len(placed) == 1:
        return Disc(placed[0].x + placed[0].r + r + GAP, placed[0].y, r)
    middle_x = sum(d.x for d in placed) / len(placed)
    middle_y = sum(d.y for d in placed) / len(placed)
    places = [
        place
        for a, b in combinations(placed, 2)
        for place in _touching(a, b, r)
        if all(hypot(place.x - d.x, place.y - d.y) >= place.r + d.r + GAP - 1e-6 for d in placed)
    ]
    return min(
        places,
        key=lambda d: (
            round(hypot(d.x - middle_x, d.y - middle_y), 6),
            round(d.y, 6),
            round(d.x, 6),
        ),
    )


def _touching(a: Disc, b: Disc, r: float) -> list[Disc]:
    """The two places where a disc of radius r stands one gap away from both."""
    ra, rb = a.r + r + GAP, b.r + r + GAP
    dx, dy = b.x - a.x, b.y - a.y
    distance = hypot(dx, dy)
    if distance > ra + rb or distance == 0:
        return []
    along = (ra**2 - rb**2 + distance**2) / (2 * distance)
    aside = sqrt(max(0.0, ra**2 - along**2))
    ux, uy = dx / distance, dy / distance
    return [
        Disc(a.x + along * ux - side * aside * uy, a.y + along * uy + side * aside * ux, r)
        for side in (1, -1)
    ]


def enclosing(discs: Sequence[Disc]) -> Disc:
    """A circle around all of them, nearly the smallest (Badoiu and Clarkson's walk to the farthest)."""
    x, y = discs[0].x, discs[0].y
    for step in range(1, 400):
        far = max(discs, key=lambda d: hypot(d.x - x, d.y - y) + d.r)
        gap = hypot(far.x - x, far.y - y)
        if gap == 0:
            break
        pull = (gap + far.r) / gap / (step + 1)
        x, y = x + (far.x - x) * pull, y + (far.y - y) * pull
    return Disc(x, y, max(hypot(d.x - x, d.y - y) + d.r for d in discs))


@dataclass
class _Laid:
    node: Node
    r: float
    inside: list[tuple["_Laid", float, float]]


@lru_cache(maxsize=512)
def _arranged(radii: tuple[float, ...]) -> tuple[list[Disc], Disc]:
    """Where discs of these sizes go, and the circle around them: circles with as many seats look alike."""
    discs = pack(radii)
    return discs, enclosing(discs)


def _lay(node: Node) -> _Laid:
    if node.is_seat:
        return _Laid(node, SEAT, [])
    children = [_lay(child) for child in node.children]
    if not children:
        return _Laid(node, SEAT + NAME, [])
    discs, around = _arranged(tuple(child.r for child in children))
    down = NAME / 2
    inside = [
        (child, disc.x - around.x, disc.y - around.y + down)
        for child, disc in zip(children, discs, strict=True)
    ]
    return _Laid(node, around.r + GAP + down, inside)


def draw(root: Node, *, size: int = 420) -> Picture:
    """The picture of a circle and all it holds, in a square of `size` units."""
    laid = _lay(root)
    scale = (size / 2 - 4) / laid.r
    shapes: list[Shape] = []
    _draw(laid, size / 2, size / 2, scale, shapes)
    return Picture(size, shapes)


def _draw(laid: _Laid, x: float, y: float, scale: float, shapes: list[Shape]) -> None:
    r = laid.r * scale
    room = NAME * scale
    drop = r if not laid.inside else min(r, room * 0.85)  # from the top of the circle to its name
    label, label_size = _fit(
        laid.node.label, 2 * sqrt(max(1.0, r**2 - (r - drop) ** 2)), room * 0.72
    )
    shape = Shape(
        x,
        y,
        r,
        laid.node.css,
        laid.node.label,
        label,
        y - r + drop + label_size / 3,
        label_size,
        laid.node.is_seat,
    )
    shapes.append(_rounded(shape))
    for child, dx, dy in laid.inside:
        _draw(child, x + dx * scale, y + dy * scale, scale, shapes)


def _fit(label: str, width: float, most: float) -> tuple[str, float]:
    """The name at the size that fits; cut short rather than too small to read."""
    size = min(most, width * 0.97 / (LETTER * max(1, len(label))))
    if size >= SMALLEST or not label:
        return label, max(size, SMALLEST)
    letters = max(2, int(width * 0.97 / (LETTER * SMALLEST)) - 1)
    return f"{label[:letters].rstrip()}…", SMALLEST


def _rounded(shape: Shape) -> Shape:
    return replace(
        shape, x=round(shape.x, 1), y=round(shape.y, 1), r=round(shape.r, 1),
        label_y=round(shape.label_y, 1), label_size=round(shape.label_size, 1),
    )  # fmt: skip
