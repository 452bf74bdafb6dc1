"""At the door: the form, the code, and what is kept meanwhile."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils.translation import gettext

from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.letters.models import Letter
from millepieds.members.actions import appeal, knock, leave, refuse
from millepieds.members.models import Membership
from millepieds.members.queries import at_the_door
from millepieds.people.actions import give_consent
from millepieds.people.models import Consent, Person
from millepieds.people.rules import MEMBERSHIP, PHONE_CALLS, PURPOSES, Channel

pytestmark = pytest.mark.django_db
NOUR = {
    "name": "Nour", "address": "Nour@Exemple.test", "wishes": "Coudre des banderoles.",
    "needs": ["childcare"], "consent": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    cache.clear()


def code_for(address: str) -> str:
    letter = Letter.objects.filter(address=address).latest("pk")
    return next(line for line in letter.text.splitlines() if line.replace(" ", "").isdigit())


def comes(client: Client, **more: object):
    """Fills the form, and types the code of the mail."""
    said = NOUR | more
    client.post("/rejoindre/", said)
    return client.post("/rejoindre/code/", {"digits": code_for(str(said["address"]).lower())})


def test_nour_knocks_and_her_agreement_is_what_she_read(odile: Person, client: Client) -> None:
    assert comes(client)["Location"] == "/pour-moi/"
    request = Membership.objects.get(wishes="Coudre des banderoles.")
    assert request.needs == ["childcare"]
    [line] = Consent.objects.filter(person=request.person)
    assert (line.purpose, line.given_by) == (MEMBERSHIP, "web")
    assert not client.session.get("knocking")


@pytest.mark.parametrize("path", ["/rejoindre/"])
def test_the_form_shows_the_very_words_of_the_agreement(as_, odile: Person, path: str) -> None:
    leave(odile, by=actors.person(odile))
    words = PURPOSES[MEMBERSHIP].words
    for who in (None, odile):
        box = as_(who).get(path).context["form"].fields["consent"]
        assert (box.label, box.help_text) == (gettext(words.title), gettext(words.text))


def test_knocking_again_asks_again_for_leave_to_read(as_, odile: Person, bruno: Person) -> None:
    leave(bruno, by=actors.person(bruno))
    page = as_(bruno).post("/rejoindre/", {"wishes": "Revenir."})
    assert list(page.context["form"].errors) == ["consent"]
    assert not Consent.objects.filter(person=bruno, withdrawn_at=None).exists()
    assert as_(bruno).post("/rejoindre/", {"consent": "on"})["Location"] == "/pour-moi/"
    assert Consent.objects.get(person=bruno, withdrawn_at=None).given_by == "web"


def test_the_code_is_tried_five_times_whatever_is_done_with_the_visit(client: Client) -> None:
    """Tries are counted out of the session: a cookie put back does not give them back."""
    client.post("/rejoindre/", NOUR)
    kept = client.session["code-to-knock"]
    for _ in range(6):
        session = client.session
        session["code-to-knock"] = kept
        session.save()
        client.post("/rejoindre/code/", {"digits": "000 000 0"})
    page = client.post("/rejoindre/code/", {"digits": code_for("nour@exemple.test")})
    assert page.status_code == 200
    assert not Membership.objects.exists()


def test_a_code_that_is_late_or_not_the_last_opens_nothing(client: Client) -> None:
    client.post("/rejoindre/", NOUR)
    first = code_for("nour@exemple.test")
    client.post("/rejoindre/code/", {"another": "1"})
    assert code_for("nour@exemple.test") != first
    client.post("/rejoindre/code/", {"digits": first})
    with pretend(now() + timedelta(minutes=15)):
        client.post("/rejoindre/code/", {"digits": code_for("nour@exemple.test")})
    assert not Membership.objects.exists()


def test_a_code_asked_elsewhere_does_not_knock(client: Client) -> None:
    client.post("/entrer/", {"address": "nour@exemple.test"})
    stolen = code_for("nour@exemple.test")
    client.post("/rejoindre/", NOUR)
    client.post("/rejoindre/code/", {"digits": stolen})
    assert not Membership.objects.exists()


def test_whoever_is_known_signs_in_once_by_this_code(odile: Person, bruno: Person) -> None:
    client = Client()
    assert comes(client, address="bruno@exemple.test")["Location"] == "/pour-moi/"
    assert client.get("/pour-moi/").status_code == 200
    assert "code-to-knock" not in client.session
    assert client.post("/rejoindre/code/", {"digits": "1"})["Location"] == "/rejoindre/"


def test_whoever_left_finds_what_they_had_started_to_write(odile: Person, bruno: Person) -> None:
    leave(bruno, by=actors.person(bruno))
    client = Client()
    assert comes(client, address="bruno@exemple.test")["Location"] == "/rejoindre/"
    form = client.get("/rejoindre/").context["form"]
    assert form["wishes"].value() == "Coudre des banderoles."
    assert not form["consent"].value()


def test_going_back_from_the_code_finds_the_form_as_it_was(client: Client) -> None:
    client.post("/rejoindre/", NOUR)
    form = client.get("/rejoindre/").context["form"]
    found = {name: form[name].value() for name in ("name", "address", "wishes", "needs")}
    assert found["address"] == "nour@exemple.test"
    assert found["wishes"] == NOUR["wishes"]
    assert not form["consent"].value()


def test_what_a_neighbour_wrote_on_this_phone_is_not_shown_to_bruno(
    odile: Person, bruno: Person
) -> None:
    """The same visit, two people: the answers follow the address that was typed with them."""
    leave(bruno, by=actors.person(bruno))
    client = Client()
    client.post("/rejoindre/", NOUR)
    client.post("/entrer/", {"address": "bruno@exemple.test"})
    client.post("/entrer/code/", {"digits": code_for("bruno@exemple.test")})
    page = client.get("/rejoindre/")
    assert page.context["form"]["wishes"].value() is None
    assert "Coudre" not in page.content.decode()


def test_a_browser_that_fills_the_hidden_field_is_told_so_and_loses_nothing(client: Client) -> None:
    page = client.post("/rejoindre/", NOUR | {"website": "https://nour.test"})
    form = page.context["form"]
    assert form.non_field_errors()
    assert (form["name"].value(), form["website"].value()) == ("Nour", "")
    assert not Letter.objects.exists()
    assert client.post("/rejoindre/", NOUR)["Location"] == "/rejoindre/code/"


# Taking back the agreement


def knocks(person: Person) -> Membership:
    me = actors.person(person)
    give_consent(person, MEMBERSHIP, channel=Channel.WEB, by=me)
    return knock(person, district=None, languages="", wishes="", needs=(), by=me)


def test_taking_the_agreement_back_closes_the_request(as_, amina: Person) -> None:
    nour = make_person("Nour")
    request = knocks(nour)
    page = as_(nour).get("/moi/accords/").content.decode()
    assert "/moi/partir/" in page
    assert gettext("Take my request back") in as_(nour).get("/moi/partir/").content.decode()
    assert as_(nour).post("/moi/partir/", {"sure": "on"}).status_code == 302
    assert Consent.objects.get(person=nour).withdrawn_by == "web"
    assert at_the_door(now=now()).count == 0
    assert as_(amina).get(f"/accueil/{request.pk}/").status_code == 404
    assert knocks(nour) != request  # the door stays open


def test_a_refused_person_takes_their_request_and_their_appeal_back(as_, amina: Person) -> None:
    nour = make_person("Nour")
    request = knocks(nour)
    refuse(request, "Pas cette fois.", by=actors.person(amina))
    appeal(request, "Regardez encore.", by=actors.person(nour))
    assert as_(nour).post("/moi/partir/", {"sure": "on"}).status_code == 302
    assert at_the_door(now=now()).count == 0
    assert as_(amina).get(f"/accueil/{request.pk}/recours/").status_code == 404
    assert as_(nour).get("/moi/recours/").status_code == 403


def test_for_a_member_taking_back_is_leaving(as_, bruno: Person) -> None:
    give_consent(bruno, MEMBERSHIP, channel=Channel.WEB, by=actors.person(bruno))
    assert gettext("Leave the movement") in as_(bruno).get("/moi/partir/").content.decode()
    leave(bruno, by=actors.person(bruno))
    assert not Consent.objects.filter(person=bruno, withdrawn_at=None).exists()


# What whoever welcomes sees of a person


def test_a_number_is_shown_only_to_be_called(as_, amina: Person) -> None:
    nour = make_person("Nour")
    Person.objects.filter(pk=nour.pk).update(phone="06 01 02 03 04", reach="phone", language="ar")
    path = f"/accueil/{knocks(nour).pk}/"
    page = as_(amina).get(path).content.decode()
    assert "06 01 02 03 04" not in page
    assert "العربية" in page
    assert gettext("by phone") in page
    give_consent(nour, PHONE_CALLS, channel=Channel.WEB, by=actors.person(nour))
    assert "06 01 02 03 04" in as_(amina).get(path).content.decode()


def test_nobody_opens_the_sheet_of_whoever_was_refused(as_, amina: Person) -> None:
    request = knocks(make_person("Nour"))
    refuse(request, "Pas cette fois.", by=actors.person(amina))
    assert as_(amina).get(f"/accueil/{request.pk}/").status_code == 404
