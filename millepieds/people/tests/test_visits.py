"""Amina sees where she is signed in, and signs out from here of what she left open there."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from millepieds.core.clock import now, pretend, today
from millepieds.people.models import Person, Visit
from millepieds.people.queries import open_visits
from millepieds.people.rules.visits import Device, device

pytestmark = pytest.mark.django_db
ANDROID = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Chrome/124 Mobile Safari/537.36"
)


@pytest.mark.parametrize(
    ("says", "word"),
    [
        (ANDROID, Device.ANDROID),
        (ANDROID.replace(" Mobile", ""), Device.TABLET),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X)", Device.IPHONE),
        ("Mozilla/5.0 (iPad; CPU OS 17_4 like Mac OS X)", Device.TABLET),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64)", Device.COMPUTER),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:125.0) Gecko/20100101", Device.COMPUTER),
        ("", Device.OTHER),
    ],
)
def test_a_device_is_one_rough_word(says: str, word: Device) -> None:
    assert device(says) is word


@pytest.fixture
def lent(amina: Person) -> Client:
    """The phone on which she is signed in too."""
    phone = Client()
    phone.force_login(amina)
    return phone


def of(visit: Client) -> Visit:
    return Visit.objects.get(session_id=visit.session.session_key)


def test_she_reads_which_visits_are_open_and_which_is_this_one(as_amina, lent: Client) -> None:
    shown = dict(as_amina.get("/moi/securite/").context["visits"])
    assert shown == {of(as_amina): True, of(lent): False}


def test_she_ends_one_from_another(as_amina: Client, lent: Client, notebook) -> None:
    as_amina.post(f"/moi/visites/{of(lent).pk}/fermer/")
    assert lent.get("/moi/").status_code == 302
    assert as_amina.get("/moi/").status_code == 200
    assert Visit.objects.count() == 1
    assert notebook.deeds[-1] == "people.visit_ended"


def test_this_one_is_ended_by_going_out(as_amina: Client) -> None:
    here = of(as_amina)
    assert as_amina.post(f"/moi/visites/{here.pk}/fermer/")["Location"] == "/sortir/"
    as_amina.post("/sortir/")
    assert not Visit.objects.exists()


def test_the_visit_of_someone_else_does_not_exist(as_amina: Client, bruno: Person) -> None:
    his = Client()
    his.force_login(bruno)
    assert as_amina.post(f"/moi/visites/{of(his).pk}/fermer/").status_code == 404
    assert his.get("/moi/").status_code == 200


def test_ending_all_the_others_keeps_this_one_and_its_first_day(as_amina, lent: Client) -> None:
    began_at = of(as_amina).began_at
    as_amina.post("/moi/visites/fermer/")
    [left] = Visit.objects.all()
    assert (left, left.began_at) == (of(as_amina), began_at)
    assert Session.objects.count() == 1


def test_the_last_day_moves_by_sending_and_never_by_reading(as_amina, amina: Person) -> None:
    with pretend(now() + timedelta(days=2)):
        as_amina.get("/moi/securite/")
        assert of(as_amina).seen_on == today() - timedelta(days=2)
        as_amina.post("/moi/accords/", {"purpose": "name-in-town", "agrees": "yes"})
        assert of(as_amina).seen_on == today()


def test_a_visit_that_is_over_is_not_shown(as_amina: Client, amina: Person) -> None:
    assert open_visits(amina, now=now() + timedelta(days=31)) == []
    Session.objects.all().delete()
    assert not Visit.objects.exists()
