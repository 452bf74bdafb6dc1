"""Who speaks, and the mirror of one circle: counts of crowds, for those who carry it; never of someone."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from millepieds.circles.models import Circle
from millepieds.circles.tests.makers import make_circle, make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import day_of, noon_of, now, pretend, today
from millepieds.home.actions import merge, note_who_came
from millepieds.home.models import MonthOfMeetings
from millepieds.home.queries.mirror import last_voices, mirror_of
from millepieds.home.rules.mirror import Voices, Waiting, voices
from millepieds.journal.models import Entry
from millepieds.journal.queries import forget_what_was_kept
from millepieds.meetings.actions.closing import close_room
from millepieds.meetings.actions.minuting import Written, name_present, save_minutes
from millepieds.meetings.actions.room import bring_in, give_floor, open_room, raise_hand
from millepieds.meetings.models import Meeting, Presence
from millepieds.meetings.tests.makers import DAY, make_meeting, make_meeting_circle
from millepieds.people.models import Person
from tests.pages import as_typed

OCTOBER = date(2026, 10, 1)
SINCE = date(2026, 9, 1)
BEFORE, LATER = date(2026, 8, 1), date(2026, 9, 20)


def first_of_next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@pytest.mark.parametrize(
    ("rooms", "large", "present", "spoke"),
    [
        ([], 0, None, None),
        ([(10, 10)] * 5, 0, None, None),  # five small rooms do not make a crowd
        ([(11, 11)], 1, 11, 100),
        ([(20, 3)], 1, 20, None),  # three voices would be three people
        ([(20, 0)], 1, 20, 0),
        ([(20, 11), (10, 9)], 1, 20, 55),
        ([(20, 11), (12, 6)], 2, 32, 55),
    ],
)
def test_rooms_under_the_floor_are_left_out(rooms, large, present, spoke) -> None:
    assert voices(SINCE, rooms, [], held=7) == Voices(SINCE, 7, large, present, spoke, None)


def test_first_comers_are_nobody_some_or_a_crowd() -> None:
    old, new = (BEFORE, LATER), (LATER, LATER)
    assert voices(SINCE, [], [old] * 9 + [new], held=1).first is None
    assert voices(SINCE, [], [old] * 11, held=1).first == Waiting(0)
    some = voices(SINCE, [], [old] * 10 + [new], held=1).first
    assert some
    assert some.some
    assert voices(SINCE, [], [new] * 12, held=1).first == Waiting(12)


@pytest.fixture
def circle(amina: Person, bruno: Person, odile: Person) -> Circle:
    """Amina calls its meetings; Bruno holds a role there."""
    return make_meeting_circle(amina, bruno, by=odile)


def make_room(circle: Circle, amina: Person, guests: int, speak: int) -> Meeting:
    """Amina opens the room, and this many come in by their first name; some have the floor."""
    meeting, by = make_meeting(circle, by=amina, in_days=1), actors.person(amina)
    with pretend(meeting.starts_at):
        sitting = open_room(meeting, by=by)
        for n in range(guests):
            bring_in(sitting, f"Zélie {n}", by=by)
        for one in Presence.objects.filter(sitting=sitting, person=None)[:speak]:
            raise_hand(one, by=by)
            give_floor(one, by=by)
        close_room(sitting, by=by)
    return meeting


@pytest.mark.django_db
def test_a_small_circle_reads_that_it_is_too_few(circle, amina, bruno, as_) -> None:
    make_room(circle, amina, guests=5, speak=5)
    with pretend(now() + timedelta(days=40)):
        page = as_(bruno).get(f"/cercles/{circle.pk}/miroir/").content.decode()
        seen = mirror_of(circle.pk, on=today())
        assert seen
        assert (seen.voices.held, seen.voices.present, seen.month.people) == (1, None, None)
        assert (seen.load.mandates, seen.load.holders) == (2, 2)
    assert "trop peu" in page
    main = page.split("<main")[1].split("</main>")[0]
    assert not any(name in main for name in ("Amina", "Bruno", "Zélie"))


@pytest.mark.django_db
def test_a_large_room_tells_how_many_spoke_and_the_month_that_runs_waits(circle, amina) -> None:
    make_room(circle, amina, guests=14, speak=12)
    following = first_of_next_month(today() + DAY)
    told = last_voices(following, circle.pk)
    assert told.present is not None
    assert told.present >= 14
    assert told.spoke == 80
    assert last_voices(following).present == told.present
    assert last_voices(following, circle.pk + 1).held == 0
    assert last_voices((today() + DAY).replace(day=1)).held == 0


@pytest.mark.django_db
def test_two_accounts_made_one_come_once(circle, amina, odile) -> None:
    before, since = (make_member(name, welcomed_by=odile) for name in ("Zoé d’avant", "Zoé"))
    people = [make_member(f"Membre {n}", welcomed_by=odile) for n in range(10)]
    for there in ([before, *people], [since]):
        make_met(circle, amina, there)
    following = first_of_next_month(today() + DAY)
    assert last_voices(following).first == Waiting(12)
    merge(before, into=since, by=actors.person(since))
    assert last_voices(following).first == Waiting(11)


def make_met(circle: Circle, amina: Person, people: list[Person]) -> None:
    """A meeting tomorrow, whose minutes name these people."""
    meeting, by = make_meeting(circle, by=amina, in_days=1), actors.person(amina)
    with pretend(meeting.ends_at):
        save_minutes(meeting, Written("Nous ouvrons."), by=by)
        name_present(meeting, people, [], by=by)


def figures(row: MonthOfMeetings | None) -> tuple[int | None, int | None, int | None]:
    assert row
    return row.women, row.men, row.others


@pytest.mark.django_db
def test_the_balance_of_who_came_is_noted_once_from_eleven_answers_on(circle, amina, odile) -> None:
    people = [make_member(f"Membre {n}", welcomed_by=odile) for n in range(11)]
    for n, person in enumerate(people):
        Person.objects.filter(pk=person.pk).update(gender="woman" if n < 6 else "man")
    make_met(circle, amina, people[:10])
    next_month = noon_of(first_of_next_month(today() + DAY))
    with pretend(next_month):
        assert figures(note_who_came(by=actors.JOB)) == (None, None, None), "ten answers"
        make_met(circle, amina, people)
    with pretend(noon_of(first_of_next_month(day_of(next_month)))):
        assert figures(note_who_came(by=actors.JOB)) == (None, None, None), "one answer more"
        assert note_who_came(by=actors.JOB) is None
    assert list(MonthOfMeetings.objects.values_list("counted", flat=True)) == [[6, 4, 0], None]


@pytest.mark.django_db
def test_the_balance_is_shown_with_the_group_and_never_with_a_circle(
    circle, amina, bruno, odile, as_
) -> None:
    people = [make_member(f"Membre {n}", welcomed_by=odile) for n in range(11)]
    for n, person in enumerate(people):
        Person.objects.filter(pk=person.pk).update(gender="woman" if n < 6 else "man")
    make_met(circle, amina, people)
    with pretend(noon_of(first_of_next_month(today() + DAY))):
        assert figures(note_who_came(by=actors.JOB)) == (55, 45, 0)
        assert Entry.objects.filter(deed="home.balance_of_meetings_noted").count() == 1
        group, own = (
            as_(bruno).get(path).content.decode()
            for path in ("/miroir/", f"/cercles/{circle.pk}/miroir/")
        )
    assert "environ 55 % de femmes" in as_typed(group)
    assert "femmes" not in own.split("<main")[1].split("</main>")[0]


@pytest.mark.django_db
def test_it_is_read_by_those_who_carry_the_circle_or_one_around_it(
    circle, amina, bruno, odile, as_
) -> None:
    chloe, driss = (make_member(name, welcomed_by=odile) for name in ("Chloé", "Driss"))
    inner = make_circle("Le four", by=odile, parent=circle)
    make_mandate(make_role("Pain", circle=inner, by=odile), chloe, by=odile)
    where, link = f"/cercles/{circle.pk}/", f"/cercles/{circle.pk}/miroir/"
    for person, may in [
        (amina, True),
        (bruno, True),
        (odile, True),
        (chloe, False),
        (driss, False),
    ]:
        assert as_(person).get(link).status_code == (200 if may else 404), person
        assert (link in as_(person).get(where).content.decode()) is may
    for person, may in [(chloe, True), (bruno, True), (odile, True), (driss, False)]:
        assert as_(person).get(f"/cercles/{inner.pk}/miroir/").status_code == (200 if may else 404)
    with pretend(now() + timedelta(days=361)):  # their mandates are over
        assert as_(bruno).get(link).status_code == 404
    assert as_(bruno).get("/cercles/987654/miroir/").status_code == 404


@pytest.mark.django_db
def test_someone_who_carries_much_is_said_from_three_holders_on(circle, amina, odile) -> None:
    for n in range(5):
        make_mandate(make_role(f"Ailleurs {n}", by=odile), amina, by=odile)
    seen = mirror_of(circle.pk, on=today())
    assert seen
    assert not seen.carries_much
    third = make_member("Chloé", welcomed_by=odile)
    make_mandate(make_role("Troisième", circle=circle, by=odile), third, by=odile)
    make_role("Libre", circle=circle, by=odile, seats=2)
    seen = mirror_of(circle.pk, on=today())
    assert seen
    assert (seen.carries_much, seen.free, seen.late) == (True, 2, 0)
    with pretend(now() + timedelta(days=200)):
        late = mirror_of(circle.pk, on=today())
        assert late
        assert late.late >= 2


@pytest.mark.django_db
def test_it_asks_at_most_eight_questions(circle, amina, bruno, as_) -> None:
    """Beside what the page of the circle, from which one comes, has asked already; then, until a deed, none."""
    visit, link = as_(bruno), f"/cercles/{circle.pk}/miroir/"
    visit.get(link)  # sessions and content types warm up
    forget_what_was_kept()
    visit.get(f"/cercles/{circle.pk}/")
    with CaptureQueriesContext(connection) as first:
        visit.get(link)
    with CaptureQueriesContext(connection) as again:
        visit.get(link)
    own = len(first.captured_queries) - len(again.captured_queries)
    assert own <= 8, "\n".join(one["sql"] for one in first.captured_queries)
    assert len(again.captured_queries) <= 8
