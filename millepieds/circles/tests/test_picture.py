from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from millepieds.circles.rules.picture import GAP, Node, Shape, draw, enclosing, pack

RADII = st.lists(st.floats(5, 200), min_size=1, max_size=14)


@settings(max_examples=150, deadline=None)
@given(RADII)
def test_no_circle_stands_on_another(radii: list[float]) -> None:
    discs = pack(radii)
    assert [disc.r for disc in discs] == radii
    for i, a in enumerate(discs):
        for b in discs[:i]:
            assert hypot(a.x - b.x, a.y - b.y) >= a.r + b.r + GAP - 1e-3


@settings(max_examples=100, deadline=None)
@given(RADII)
def test_a_circle_goes_around_all_it_holds(radii: list[float]) -> None:
    discs = pack(radii)
    around = enclosing(discs)
    for disc in discs:
        assert hypot(disc.x - around.x, disc.y - around.y) + disc.r <= around.r + 1e-6
    assert pack(radii) == discs


SEATS = st.builds(Node, st.just(""), st.just("seat"), st.just([]), st.just(True))
NODES = st.recursive(
    SEATS,
    lambda inside: st.builds(
        Node, st.text("abcé ", max_size=20), st.just("circle"), st.lists(inside, max_size=5)
    ),
    max_leaves=15,
)


@settings(max_examples=100, deadline=None)
@given(NODES)
def test_the_same_organigram_is_always_the_same_picture(node: Node) -> None:
    picture = draw(node)
    assert draw(node) == picture
    for shape in picture.shapes:
        assert shape.r <= shape.x <= picture.size - shape.r + 0.5
        assert shape.r - 0.5 <= shape.y + 0.5
        assert shape.y <= picture.size - shape.r + 0.5


@settings(max_examples=100, deadline=None)
@given(NODES)
def test_seats_never_touch_and_none_is_lost(node: Node) -> None:
    seats = [shape for shape in draw(node).shapes if shape.is_seat]
    assert len(seats) == _seats(node)
    for i, a in enumerate(seats):
        for b in seats[:i]:
            assert _apart(a, b)


def _seats(node: Node) -> int:
    return 1 if node.is_seat else sum(_seats(child) for child in node.children)


def _apart(a: Shape, b: Shape) -> bool:
    return hypot(a.x - b.x, a.y - b.y) >= a.r + b.r - 0.3  # rounded to a tenth


def test_a_movement_without_anything_in_it_is_one_circle() -> None:
    picture = draw(Node("Agora", "circle"))
    [shape] = picture.shapes
    assert (shape.x, shape.y, shape.label) == (picture.size / 2, picture.size / 2, "Agora")
