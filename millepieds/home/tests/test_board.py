"""One sheet for the wall: what everyone may read, and nothing else."""

import pytest

from millepieds.circles.queries.structure import structure
from millepieds.circles.tests.makers import make_circle
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.rules.terms import Openness
from millepieds.decisions.tests.makers import make_decision, make_places
from millepieds.home.queries.board import A_MONTH, Board
from millepieds.home.queries.board import board as board_of
from millepieds.home.sheets import sheet_of_board
from millepieds.meetings.rules.terms import Kind
from millepieds.meetings.rules.terms import Openness as Meet
from millepieds.meetings.tests.makers import DAY, make_meeting, make_meeting_circle

pytestmark = pytest.mark.django_db


def titles(found: Board) -> set[str]:
    told = {one.decision.title for one in found.decisions}
    return told | {one.meeting.title for one in found.meetings}


def test_the_town_and_the_members_each_read_their_own_and_a_circle_only_its_own(
    leila, amina, bruno, odile
) -> None:
    role = make_places(amina, by=leila)
    for openness in Openness:
        make_decision(role, bruno, by=amina, title=f"Décidé {openness}", openness=openness)
    decided = now() + 4 * DAY  # once everyone asked has had their time
    circle = make_meeting_circle(amina, by=odile)
    for meet in Meet:
        make_meeting(circle, by=amina, title=f"Réunion {meet}", openness=meet)
    action = make_meeting(circle, by=amina, title="Action", kind=Kind.ACTION, openness=Meet.MEMBERS)
    town = {"Décidé town", "Réunion town"}
    members = {*town, "Décidé members", "Réunion members", "Action"}

    def pinned(*, inside: bool, of: int | None = None) -> Board:
        then = structure(today()).circles[of] if of else None
        with pretend(max(now(), decided)):
            return board_of(inside=inside, circle=then, now=now(), on=today())

    assert titles(pinned(inside=False)) == town
    assert titles(pinned(inside=True)) == members
    assert titles(pinned(inside=False, of=circle.pk)) == {"Réunion town"}
    assert titles(pinned(inside=True, of=make_circle("Fête", by=odile).pk)) == set()
    (shown,) = [one for one in pinned(inside=True).meetings if one.meeting == action]
    assert not shown.says_where
    pdf = sheet_of_board(pinned(inside=True), circle=None, inside=True, on=today())
    assert pdf.startswith(b"%PDF")
    with pretend(decided + A_MONTH):
        assert titles(pinned(inside=True)) == set()
