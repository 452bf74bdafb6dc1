"""The meeting about how we work: due by rule, late in the open, proposed again at the same hour."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from millepieds.circles.models import Circle
from millepieds.core.clock import noon_of, now, pretend, today
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries.rhythm import functioning, next_one
from millepieds.meetings.rules.rhythm import months_later, proposed_on, rhythm
from millepieds.meetings.tests.makers import DAY, make_meeting_circle

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")
LATE = "Réunion sur notre fonctionnement"


def make_held(circle: Circle, starts: datetime) -> Meeting:
    """A meeting of long ago, as a movement that moves in writes it."""
    return Meeting.objects.create(
        circle=circle, kind="governance", title="Fonctionnement", openness="members",
        starts_at=starts, ends_at=starts + timedelta(hours=3), place="Le local", called_at=starts - 9 * DAY,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("last", "months", "due"),
    [
        (date(2026, 1, 15), 2, date(2026, 3, 15)), (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)), (date(2026, 8, 31), 1, date(2026, 9, 30)),
        (date(2026, 9, 1), 6, date(2027, 3, 1)),
    ],
)  # fmt: skip
def test_months_are_those_of_the_calendar(last: date, months: int, due: date) -> None:
    assert months_later(last, months) == due


def test_the_day_proposed_is_the_same_day_of_the_week_and_never_late_if_it_can() -> None:
    for shift in range(60):
        last = date(2026, 9, 1) + shift * DAY
        found = rhythm(last, months=2, called_on=None)
        for later in (0, 20, 55, 61, 200):
            day = proposed_on(found, on=last + later * DAY)
            assert day.weekday() == last.weekday()
            assert day > last + later * DAY
            assert day <= found.due_on or day - (last + later * DAY) <= 7 * DAY


@pytest.mark.parametrize(
    "last",
    [datetime(2027, 9, 13, 18, 30, tzinfo=PARIS), datetime(2027, 2, 15, 18, 30, tzinfo=PARIS)],
)
def test_the_next_one_is_at_the_same_hour_of_the_town_after_a_change(
    amina, odile, last: datetime
) -> None:
    held = make_held(make_meeting_circle(amina, by=odile), last)
    with pretend(last + 3 * DAY):
        again = next_one(on=today(), now=now())
    starts, ends = again["starts_at"], again["ends_at"]
    assert isinstance(starts, datetime)
    assert isinstance(ends, datetime)
    assert starts.utcoffset() != localtime(held.starts_at).utcoffset()
    assert [f"{localtime(each):%H:%M}" for each in (starts, ends)] == ["18:30", "21:30"]
    assert (again["place"], starts.date()) == ("Le local", last.date() + 56 * DAY)


def test_members_see_that_it_is_late_and_who_calls_is_asked_to(as_, amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, by=odile)
    held = make_held(circle, now() - 10 * DAY)
    meetings, mine = reverse("meetings:meetings"), reverse("home:mine")
    found = functioning(on=today(), now=now())
    assert found
    for moment, late, to_call in [
        (now(), False, False), (noon_of(found.due_on - 5 * DAY), False, True),
        (noon_of(found.due_on + DAY), True, True),
    ]:  # fmt: skip
        with pretend(moment):
            for page in (meetings, mine):
                member = as_(bruno).get(page).content.decode()
                assert ("/charte/#transparency.rules" in member) == (late and page == meetings)
                assert (LATE in member) == (late and page == mine)
                assert "?suivante" not in member
                assert ("?suivante" in as_(amina).get(page).content.decode()) == to_call
    with pretend(noon_of(found.due_on + DAY)):
        form = as_(amina).get(reverse("meetings:call"), {"suivante": ""}).context["form"]
        said = {name: form[name].value() or "" for name in form.fields} | {
            name: f"{form[name].value():%Y-%m-%dT%H:%M}" for name in ("starts_at", "ends_at")
        }
        assert as_(amina).post(reverse("meetings:call"), said).status_code == 302
        called = Meeting.objects.latest("pk")
        assert (called.title, called.kind) == (held.title, "governance")
        assert localtime(called.starts_at).hour == localtime(held.starts_at).hour
        page = as_(amina).get(meetings).content.decode()
        assert "?suivante" not in page
        assert "/charte/#transparency.rules" in page  # late until it is held
    with pretend(called.ends_at):
        assert "/charte/#transparency.rules" not in as_(bruno).get(meetings).content.decode()
