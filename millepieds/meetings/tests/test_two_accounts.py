"""Two accounts of one person had each signed up: they keep one place, and take none from anybody."""

import pytest

from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.meetings.actions.coming import sign_up
from millepieds.meetings.actions.passing import bring_places
from millepieds.meetings.models import Meeting, SignUp
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("capacity", "line", "after"),
    [
        (1, ["old", "new", "chloe"], {"new": 1, "chloe": None}),
        (1, ["new", "old", "chloe"], {"new": 1, "chloe": None}),
        (2, ["old", "new", "chloe"], {"new": 2, "chloe": 1}),
        (2, ["old", "chloe"], {"new": 1, "chloe": 2}),
        (1, ["chloe", "old", "new"], {"chloe": 1, "new": None}),
        (None, ["old", "new"], {"new": 2}),
    ],
)
def test_one_place_is_kept_and_the_other_goes_to_whoever_waits(
    amina: Person,
    odile: Person,
    capacity: int | None,
    line: list[str],
    after: dict[str, int | None],
) -> None:
    people = {name: make_member(name, welcomed_by=odile) for name in ("old", "new", "chloe")}
    meeting: Meeting = make_meeting(
        make_meeting_circle(amina, by=odile), by=amina, capacity=capacity
    )
    for name in line:
        sign_up(meeting, by=actors.person(people[name]))
    bring_places(people["old"], into=people["new"], by=actors.person(people["new"]))
    rows = SignUp.objects.filter(withdrawn_at=None).select_related("person")
    assert {row.person.name: row.place for row in rows if row.person} == after
