"""What is learnt together: step by step, with what, and who could lead it again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from millepieds.core.clock import now
from millepieds.letters.models import Letter
from millepieds.meetings.models import Meeting
from millepieds.meetings.rules.terms import Kind
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.people.models import Person
from tests.pages import Page, as_typed

pytestmark = pytest.mark.django_db
TOLD = {
    "programme": "10 h : raconter.\n14 h : le micro.", "led_by": "Qui l’a suivie une fois.",
    "materials": "https://exemple.test/carnet",
}  # fmt: skip


def words_of(answer) -> str:
    return " ".join(Page(answer.content.decode()).texts)


def test_a_training_says_its_programme_its_materials_and_who_can_lead_it(
    as_, amina: Person, bruno: Person, odile: Person
) -> None:
    circle = make_meeting_circle(amina, by=odile)
    starts = now() + timedelta(days=9)
    said = {
        "circle": circle.pk, "title": "Prendre la parole", "kind": "training", "openness": "town",
        "starts_at": f"{starts:%Y-%m-%dT%H:%M}", "ends_at": f"{starts + timedelta(hours=5):%Y-%m-%dT%H:%M}",
        **TOLD,
    }  # fmt: skip
    too_long = as_(amina).post(reverse("meetings:call"), said | {"programme": "x" * 3001})
    assert set(too_long.context["form"].errors) == {"programme"}
    assert TOLD["led_by"] in too_long.content.decode()  # nothing typed is lost
    as_(amina).post(reverse("meetings:call"), said)
    meeting = Meeting.objects.get()
    for reader in (None, bruno):
        page = as_(reader).get(meeting.get_absolute_url())
        for words in ("Programme", "14 h : le micro.", "Qui peut l’animer", TOLD["led_by"]):
            assert words in words_of(page)
        assert 'href="https://exemple.test/carnet"' in page.content.decode()


def test_a_changed_programme_is_told_to_those_who_come(as_, amina: Person, bruno, odile) -> None:
    meeting = make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina)
    as_(bruno).post(reverse("meetings:sign_up", args=[meeting.pk]))
    door = reverse("meetings:change", args=[meeting.pk])
    (form,) = [one for one in Page(as_(amina).get(door).content.decode()).forms if "title" in one]
    as_(amina).post(door, form | {"programme": TOLD["programme"]})
    letter = Letter.objects.get(key__startswith="meetings.changed:")
    assert "Programme, maintenant : 10 h : raconter." in as_typed(letter.text)


def test_where_an_action_goes_is_not_in_its_programme_for_whoever_has_no_place(
    as_, amina: Person, bruno: Person, odile: Person
) -> None:
    meeting = make_meeting(
        make_meeting_circle(amina, by=odile), by=amina, kind=Kind.ACTION,
        programme="Rendez-vous canari", materials="Canari aussi",
    )  # fmt: skip
    assert "anari" not in as_(bruno).get(meeting.get_absolute_url()).content.decode()
    as_(bruno).post(reverse("meetings:sign_up", args=[meeting.pk]))
    assert "Rendez-vous canari" in as_(bruno).get(meeting.get_absolute_url()).content.decode()
