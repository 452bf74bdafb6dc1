"""A meeting that changes: who may, who is told what, who gains a place, and nobody is overwritten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from millepieds.circles.tests.makers import make_founder, make_member
from millepieds.core import actors
from millepieds.core.clock import pretend
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.meetings.actions.changing import change_meeting
from millepieds.meetings.actions.coming import sign_up, withdraw
from millepieds.meetings.models import Meeting, SignUp
from millepieds.meetings.queries.changing import arranged
from millepieds.meetings.rules.changing import moved_down
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import DAY, make_meeting, make_meeting_circle
from millepieds.members.actions import leave
from millepieds.people.models import Person
from tests.pages import as_typed

pytestmark = pytest.mark.django_db
PLACE = "12 rue de l’Essai"


def change(meeting: Meeting, by: Person, **said: object) -> list[str]:
    meeting.refresh_from_db()
    words = replace(arranged(meeting), **said)  # type: ignore[arg-type]  # each test says its own
    done = change_meeting(
        meeting, words, started_from=meeting.changes, by=actors.person(by)
    )  # fmt: skip
    meeting.refresh_from_db()
    return [one.field for one in done]


def changed_letters() -> list[Letter]:
    return list(Letter.objects.filter(key__startswith="meetings.changed:").order_by("pk"))


def test_those_who_come_are_told_what_was_and_what_is() -> None:
    odile = make_founder()
    amina, bruno = (make_member(name, welcomed_by=odile) for name in ("Amina", "Bruno"))
    meeting = make_meeting(make_meeting_circle(amina, by=odile), by=amina)
    sign_up(meeting, by=actors.person(bruno))
    with pytest.raises(Refused):
        change(meeting, bruno, place="Chez moi")
    assert change(meeting, amina) == []
    assert (meeting.changes, changed_letters()) == (0, [])
    assert change(meeting, amina, place="La halle", link="https://salle.test/x") == [
        "place",
        "link",
    ]
    (letter,) = changed_letters()
    assert letter.person == bruno
    assert f"Lieu, avant : {PLACE}\n\nLieu, maintenant : La halle" in as_typed(letter.text)
    assert "salle.test" not in letter.text
    assert meeting.changes == Entry.objects.filter(deed="meetings.changed").count() == 1
    with pretend(meeting.starts_at), pytest.raises(Refused):
        change(meeting, amina, place="Trop tard")


def test_more_places_go_to_those_who_wait_in_order_and_nobody_loses_one() -> None:
    odile = make_founder()
    people = [make_member(name, welcomed_by=odile) for name in ("Amina", "Bruno", "Chloé", "Driss")]
    amina = people[0]
    meeting = make_meeting(make_meeting_circle(amina, by=odile), by=amina, capacity=1)
    rows = [sign_up(meeting, by=actors.person(one)) for one in people]

    def places() -> list[int | None]:
        return [SignUp.objects.get(pk=row.pk).place for row in rows]

    change(meeting, amina, capacity=3)
    assert places() == [1, 2, 3, None]
    given = Letter.objects.filter(key__startswith="meetings.place:")
    assert [one.person_id for one in given] == [people[1].pk, people[2].pk]
    assert changed_letters() == []  # the number of places is no news to whoever comes
    with pytest.raises(Refused) as no:
        change(meeting, amina, capacity=2)
    assert no.value.refusal.values == {"taken": 3}
    change(meeting, amina, capacity=None)
    withdraw(meeting, by=actors.person(amina))
    change(meeting, amina, capacity=3)
    assert places()[1:] == [2, 3, 1]  # who had the fourth place has the one that was free


@pytest.mark.parametrize(
    ("taken", "capacity", "moves"),
    [
        ({1, 2, 5}, 3, {5: 3}),
        ({4, 5}, 2, {4: 1, 5: 2}),
        ({1, 2}, 2, {}),
        (set(), 1, {}),
        ({9}, None, {}),
    ],
)
def test_a_smaller_room_numbers_again(
    taken: set[int], capacity: int | None, moves: dict[int, int]
) -> None:
    assert moved_down(taken, capacity=capacity) == moves


def test_whoever_waits_for_an_action_is_not_told_where_nor_whoever_left_anything() -> None:
    odile = make_founder()
    amina, bruno, chloe, driss = (
        make_member(name, welcomed_by=odile) for name in ("Amina", "Bruno", "Chloé", "Driss")
    )
    circle = make_meeting_circle(amina, by=odile)
    action = make_meeting(circle, by=amina, kind=Kind.ACTION, capacity=1)
    for one in (bruno, chloe, driss):
        sign_up(action, by=actors.person(one))
    leave(driss, by=actors.person(driss))
    change(action, amina, place="Sous la halle", ends_at=action.ends_at + timedelta(hours=1))
    assert [letter.person for letter in changed_letters()] == [bruno]
    later = {"starts_at": action.starts_at + DAY, "ends_at": action.ends_at + DAY}
    change(action, amina, place="Au port", **later)
    *_before, told, waiting = changed_letters()
    assert (told.person, waiting.person) == (bruno, chloe)
    assert "Au port" in told.text
    hour = f"{localtime(action.starts_at):%H:%M}"
    assert not any(word in waiting.text for word in ("Au port", "halle", hour))


def test_by_the_page_two_who_change_at_once_do_not_undo_each_other(
    as_, amina, bruno, odile
) -> None:
    circle = make_meeting_circle(amina, by=odile)
    meeting = make_meeting(circle, by=amina, openness=Openness.TOWN)
    url = reverse("meetings:change", args=[meeting.pk])
    form = as_(amina).get(url).context["form"]
    starts = localtime(meeting.starts_at)
    said = {name: form[name].value() for name in form.fields if form[name].value() is not None} | {
        "starts_at": f"{starts:%Y-%m-%dT%H:%M}",
        "ends_at": f"{localtime(meeting.ends_at):%Y-%m-%dT%H:%M}",
    }
    change(meeting, amina, place="La halle")
    page = as_(amina).post(url, said | {"title": "Le samedi"})
    assert "La halle" in page.content.decode()
    assert "Le samedi" in page.content.decode()
    meeting.refresh_from_db()
    assert (meeting.place, meeting.changes) == ("La halle", 1)
    began = page.context["form"]["started_from"].value()
    late = as_(amina).post(
        url, said | {"ends_at": f"{starts:%Y-%m-%dT%H:%M}", "started_from": began}
    )
    assert set(late.context["form"].errors) == {"ends_at"}
    done = as_(amina).post(url, said | {"title": "Le samedi", "started_from": began})
    assert done["Location"] == meeting.get_absolute_url()
    meeting.refresh_from_db()
    assert (meeting.title, meeting.place, meeting.changes) == ("Le samedi", PLACE, 2)
    assert as_(bruno).get(url).status_code == 403
