"""Paper and voice are equal citizens: a welcomer types in what someone else wrote or said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from millepieds.charter.queries import version_in_force
from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.clock import day_of, today
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.members import actions
from millepieds.members.actions import paper
from millepieds.members.models import Membership
from millepieds.members.rules import WELCOME
from millepieds.members.tests.test_joining import code_for
from millepieds.people.models import Consent, Person
from millepieds.people.queries import addresses_of
from millepieds.people.rules import Channel

pytestmark = pytest.mark.django_db
A_WEEK_AGO = today() - timedelta(days=7)
ZOHRA = {
    "name": "Zohra", "address": "Zohra@Exemple.test", "wishes": "Tenir la caisse.",
    "languages": "arabe", "needs": ["language"], "channel": "paper",
    "said_on": A_WEEK_AGO.isoformat(), "consent": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def nobody_tried_before() -> None:
    cache.clear()


def typed() -> Membership:
    return Membership.objects.get(wishes="Tenir la caisse.")


def test_zohra_knocks_on_paper_by_the_hand_of_amina(as_, amina: Person) -> None:
    assert as_(amina).post("/accueil/saisir/", ZOHRA)["Location"] == "/accueil/"
    zohra = typed().person
    assert (typed().needs, day_of(typed().asked_at)) == (["language"], A_WEEK_AGO)
    [line] = Consent.objects.filter(person=zohra)
    assert (line.purpose, line.given_by, day_of(line.given_at)) == (
        "membership", "paper", A_WEEK_AGO,
    )  # fmt: skip
    lines = Entry.objects.filter(particulars__about=zohra).order_by("number")
    deeds = {one.deed: one.particulars for one in lines}
    assert list(deeds) == [
        "people.person_met", "people.consent_given", "members.join_asked", "members.sheet_typed_in",
    ]  # fmt: skip
    for deed in ("people.person_met", "people.consent_given", "members.join_asked"):
        assert deeds[deed].typed_by == amina
    own = deeds["members.sheet_typed_in"]
    assert (own.actor, own.facts) == (amina, {"channel": "paper"})
    assert own.mandate_id
    assert "Zohra" in as_(amina).get("/accueil/").content.decode()


def test_the_register_says_who_typed_it_in(as_, amina: Person) -> None:
    as_(amina).post("/accueil/saisir/", ZOHRA)
    assert "saisi par Amina" in as_(amina).get("/registre/").content.decode()


def test_a_voice_and_a_number_are_enough(as_, amina: Person) -> None:
    said = ZOHRA | {"address": "", "phone": "06 01 02 03 04", "calls": "on", "channel": "voice"}
    as_(amina).post("/accueil/saisir/", said)
    zohra = typed().person
    assert (zohra.reach, addresses_of(zohra)) == ("phone", [])
    found = Consent.objects.filter(person=zohra).values_list("purpose", "given_by")
    assert set(found) == {("membership", "voice"), ("phone-calls", "voice")}
    page = as_(amina).get(f"/accueil/{typed().pk}/").content.decode()
    assert "06 01 02 03 04" in page


def test_a_sheet_sent_twice_is_typed_once(as_, amina: Person) -> None:
    once = {"once": "3f2f7a3e-6f2b-4b6c-9d0a-0a8f1d2c3b4a"}
    for _ in range(2):
        assert as_(amina).post("/accueil/saisir/", ZOHRA | once)["Location"] == "/accueil/"
    assert typed()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"said_on": (today() + timedelta(days=2)).isoformat()}, "said_on"),
        ({"said_on": ""}, "said_on"),
        ({"channel": "web"}, "channel"),
        ({"consent": ""}, "consent"),
        ({"phone": "appelle-moi"}, "phone"),
    ],
)
def test_what_cannot_be_comes_back_filled(as_, amina: Person, change, field: str) -> None:
    page = as_(amina).post("/accueil/saisir/", ZOHRA | change)
    assert list(page.context["form"].errors) == [field]
    assert page.context["form"]["wishes"].value() == "Tenir la caisse."
    assert not Person.objects.filter(name="Zohra").exists()


def test_only_whoever_welcomes_types_in(as_, amina: Person, bruno: Person) -> None:
    assert as_(bruno).post("/accueil/saisir/", ZOHRA).status_code == 403
    sheet = paper.Sheet(
        "Zohra", "", "", calls=False, district=None, languages="", wishes="", needs=(),
        channel=Channel.PAPER, said_on=today() + timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(Refused) as no:
        paper.type_in(sheet, by=actors.person(bruno))
    assert no.value.refusal.power == WELCOME
    with pytest.raises(Refused, match="before it is typed in"):
        paper.type_in(sheet, by=actors.person(amina))
    assert not Person.objects.filter(name="Zohra").exists()


def test_typing_an_address_tells_nothing_of_it(as_, amina: Person, bruno: Person) -> None:
    """Known or not, the sheet is kept, and the address waits to be proved."""
    pages = []
    for address in ("bruno@exemple.test", "zohra@exemple.test"):
        page = as_(amina).post("/accueil/saisir/", ZOHRA | {"address": address}, follow=True)
        pages.append((page.redirect_chain, page.status_code))
        Membership.objects.filter(wishes="Tenir la caisse.").update(wishes="Vu.")
    assert pages[0] == pages[1]
    client = Client()
    client.post("/entrer/", {"address": "bruno@exemple.test"})
    client.post("/entrer/code/", {"digits": code_for("bruno@exemple.test")})
    assert client.get("/moi/").context["user"] == bruno


@pytest.mark.parametrize("door", ["/entrer/", "/rejoindre/"])
def test_the_address_of_the_sheet_opens_zohra_s_account_once_proved(
    as_, amina: Person, door: str
) -> None:
    as_(amina).post("/accueil/saisir/", ZOHRA)
    client = Client()
    client.post(door, {"name": "Zohra", "address": "zohra@exemple.test", "consent": "on"})
    page = client.post(f"{door}code/", {"digits": code_for("zohra@exemple.test")})
    assert page["Location"] == "/pour-moi/"
    assert client.get("/moi/").context["user"] == typed().person
    assert [row.verified for row in addresses_of(typed().person)] == [True]


def test_nobody_knocks_signs_appeals_or_leaves_for_someone_else(amina: Person, bruno) -> None:
    nour = make_person("Nour")
    said: dict[str, Any] = {"district": None, "languages": "", "wishes": "", "needs": ()}
    mine = actions.knock(nour, **said, by=actors.person(nour).typed_in_by(amina))
    version = version_in_force(on=today())
    assert version
    for by in (actors.person(amina), actors.person(nour).typed_in_by(bruno), actors.OUTSIDER):
        deeds: list[Callable[..., object]] = [
            lambda by=by: actions.knock(bruno, **said, by=by),
            lambda by=by: actions.sign(nour, version, (), by=by),
            lambda by=by: actions.appeal(mine, "…", by=by),
            lambda by=by: actions.change_answers(mine, **said, by=by),
            lambda by=by: actions.leave(nour, by=by),
        ]
        for deed in deeds:
            with pytest.raises(Refused, match="for someone else"):
                deed()
