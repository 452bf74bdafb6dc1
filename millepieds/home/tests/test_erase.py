"""Bruno asks to be forgotten. Nothing he wrote about himself is left anywhere."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.test import Client

from millepieds.circles.actions.mandates import withdraw_mandate
from millepieds.circles.actions.offers import offer_to_take
from millepieds.circles.models import Mandate, Offer
from millepieds.circles.tests.makers import make_mandate, make_role
from millepieds.core import actors
from millepieds.core.actors import ActorKind
from millepieds.core.clock import now
from millepieds.core.privacy import REGISTRY, OnErase
from millepieds.core.refusals import Refused
from millepieds.home.actions import erase
from millepieds.home.queries.data import data_about
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.letters.actions import send_due, write
from millepieds.members.actions import change_answers
from millepieds.members.models import Membership
from millepieds.people.actions import add_address, choose_profile, give_consent
from millepieds.people.models import Consent, Person
from millepieds.people.rules import PHONE_CALLS, Channel, Gender, Rhythm, Way
from millepieds.search.actions import index
from millepieds.search.models import Indexed
from millepieds.search.queries.kinds import SEARCHABLES, Found, searchable
from millepieds.search.rules import Depth, words_of

CANARY = "canari"


def dump() -> dict[str, str]:
    """The whole database, in words; sealed visits opened."""
    tables = {
        model._meta.label: json.dumps(list(model._base_manager.values()), default=str)
        for model in apps.get_models()
    }
    visits = [visit.get_decoded() for visit in Session.objects.all()]
    return {**tables, "visits": json.dumps(visits, default=str)}


def where(word: str) -> set[str]:
    return {table for table, text in dump().items() if word in text.lower()}


@pytest.fixture
def told(odile: Person, leila: Person, bruno: Person, settings) -> Person:
    """Bruno said a lot: a canary sings in each private field he, or others about him, can fill."""
    me = actors.person(bruno)
    choose_profile(
        bruno, name=f"{CANARY}-nom", pronoun=f"{CANARY}-pronom", gender=Gender.OTHER, language="oc",
        phone=f"{CANARY}-06", reach=Way.PHONE, rhythm=Rhythm.DAILY, by=me,
    )  # fmt: skip
    EmailAddress.objects.filter(user=bruno).update(email=f"{CANARY}@exemple.test")
    add_address(bruno, f"{CANARY}-2@exemple.test", by=me)
    Authenticator.objects.create(user=bruno, type="totp", data={"secret": f"{CANARY}-clé"})
    give_consent(bruno, PHONE_CALLS, channel=Channel.VOICE, by=me)
    membership = Membership.objects.get(person=bruno)
    change_answers(
        membership, district=None, languages=f"{CANARY}-langues", wishes=f"{CANARY}-envies",
        needs=["hours"], by=me,
    )  # fmt: skip
    Membership.objects.filter(pk=membership.pk).update(
        appeal=f"{CANARY}-recours", appeal_answer=f"{CANARY}-réponse", refusal=f"{CANARY}-refus"
    )
    free = make_role("Libre", by=odile)
    offer = offer_to_take(free, f"{CANARY}-offre", by=me, person=bruno)
    type(offer).objects.filter(pk=offer.pk).update(answer=f"{CANARY}-non")
    mandate = make_mandate(make_role(by=odile), bruno, by=odile)
    withdraw_mandate(mandate, f"{CANARY}-raison", by=actors.person(leila))
    bruno.refresh_from_db()
    settings.PLAIN_MAIL = "django.core.mail.backends.dummy.EmailBackend"
    send_due()  # what was written to others about Bruno has left, and is emptied
    write(bruno, "members/letters/welcomed", key=f"{CANARY}:1")
    send_mail("Ton code", f"{CANARY} 12 34 56", None, [f"{CANARY}@exemple.test"])
    return bruno


def test_the_canaries_sing_everywhere_before(told: Person) -> None:
    """Each text a table may hold about a person is among those looked for below."""
    assert where(CANARY) >= {
        "people.Person", "account.EmailAddress", "mfa.Authenticator", "members.Membership",
        "circles.Offer", "circles.Mandate", "letters.Letter",
    }  # fmt: skip


def test_after_bruno_is_forgotten_nothing_sings(told: Person) -> None:
    erase(told, by=actors.person(told))
    assert where(CANARY) == set()
    assert not Consent.objects.filter(person=told).exists()


@pytest.fixture
def offers_are_searched() -> Iterator[str]:
    """A kind of thing that one day may be found by its words."""
    searchable(
        "offer", 9, "Offers", rows=Offer.objects.all, words=lambda one: {Depth.OPEN: one.text},
        moment=lambda one: one.made_at,
        find=lambda _question, _seeker: Found([], False, ""),
    )  # fmt: skip
    yield "offer"
    del SEARCHABLES["offer"]


def test_search_finds_nothing_more_of_what_bruno_wrote(
    told: Person, offers_are_searched: str
) -> None:
    index(offers_are_searched, list(Offer.objects.values_list("pk", flat=True)))
    holding = Indexed.objects.filter(words__contains=words_of(CANARY))
    assert holding.exists()
    erase(told, by=actors.person(told))
    assert not holding.exists()


def test_what_is_declared_is_what_is_done(told: Person) -> None:
    erase(told, by=actors.person(told))
    for declared in REGISTRY.values():
        rows = apps.get_model(declared.model)._base_manager
        for path in declared.whose:
            left = rows.filter(**{path: told.pk})
            if declared.on_erase is OnErase.DELETE:
                assert not left.exists(), declared.model
            if declared.on_erase is OnErase.BLANK and declared.model != "journal.Particulars":
                for row in left.values():
                    for name, blank in declared.blanks.items():
                        left_there = row.get(name, row.get(f"{name}_id"))
                        assert left_there == blank or (blank == "…" and left_there == "")


def test_another_open_visit_remembers_nothing(as_, told: Person) -> None:
    """On the town library's computer too, the address that opened the visit is forgotten."""
    phone = Client()
    phone.force_login(told)
    session = phone.session
    session["account_authentication_methods"] = [{"method": "code", "email": f"{CANARY}@x.test"}]
    session.save()
    assert "visits" in where(CANARY)
    erase(told, by=actors.person(told))
    assert where(CANARY) == set()
    assert phone.get("/pour-moi/").status_code == 302


def test_the_memory_stays_whole_without_bruno(told: Person, leila: Person) -> None:
    before = list(Entry.objects.order_by("number").values())
    erase(told, by=actors.person(told))
    after = list(Entry.objects.order_by("number").values())
    assert after[: len(before)] == before
    verdict = verify()
    assert verdict.holds
    assert verdict.forgotten > 0
    last = Entry.objects.get(deed="people.person_erased")
    assert last.particulars.actor_kind == ActorKind.JOB
    assert last.particulars.facts == {"entries_forgotten": verdict.forgotten}
    withdrawn = Entry.objects.get(deed="circles.mandate_ended").particulars
    assert (withdrawn.actor, withdrawn.about) == (leila, None)


def test_the_act_stays_and_its_place_is_empty(odile: Person, bruno: Person) -> None:
    mandate = make_mandate(make_role(by=odile), bruno, by=odile)
    erase(bruno, by=actors.person(bruno))
    mandate.refresh_from_db()
    assert mandate.accepted_at
    assert mandate.person.erased_at
    assert str(mandate.person) != "Bruno"
    assert Mandate.objects.filter(person=bruno).count() == 1
    assert not bruno.__class__.objects.get(pk=bruno.pk).is_active


def test_nobody_forgets_someone_else(bruno: Person, amina: Person) -> None:
    for by in (actors.person(amina), actors.OUTSIDER):
        with pytest.raises(Refused, match=r"trust\.consent"):
            erase(bruno, by=by)
    assert Person.objects.get(pk=bruno.pk).name == "Bruno"


def test_being_forgotten_twice_is_being_forgotten_once(bruno: Person) -> None:
    for _ in range(2):
        erase(bruno, by=actors.person(bruno))
    assert verify().holds


def test_my_data_is_complete(told: Person, as_) -> None:
    holdings = {held.declared.model: held.rows for held in data_about(told)}
    expected = {d.model for d in REGISTRY.values() if d.whose and d.exported}
    assert set(holdings) == expected
    text = json.dumps(list(holdings.values()), default=str, ensure_ascii=False)
    for word in (
        "nom",
        "pronom",
        "06",
        "langues",
        "envies",
        "recours",
        "réponse",
        "refus",
        "offre",
        "non",
        "raison",
    ):
        assert f"{CANARY}-{word}" in text, word
    assert f"{CANARY}-2@exemple.test" in text
    assert "password" not in text
    assert holdings["journal.Particulars"]
    assert holdings["people.Consent"]


def test_my_data_holds_nothing_of_others(told: Person, amina: Person) -> None:
    text = json.dumps([held.rows for held in data_about(amina)], default=str)
    assert CANARY not in text


def test_my_data_is_read_and_taken_away(as_, told: Person) -> None:
    client = as_(told)
    assert client.get("/mes-donnees/").status_code == 200
    page = client.get("/mes-donnees/fichier/")
    assert page["Content-Type"].startswith("application/json")
    tables = page.json()
    assert tables["people.Person"][0]["name"] == f"{CANARY}-nom"
    assert "attachment" in page["Content-Disposition"]
    assert now() - timedelta(days=1) < now()


def test_a_refused_page_says_why_which_article_who_may_and_what_instead(as_, amina, bruno) -> None:
    page = as_(bruno).get("/accueil/")
    text = page.content.decode()
    assert page.status_code == 403
    assert page.context["because"]
    assert page.context["instead"] in text
    assert '<a href="/charte/#self-management.mandates">1.1</a>' in text
    assert {one.name for one in page.context["who_may"]} == {"Amina", "Odile"}
    assert "Amina" in text


def test_to_the_town_a_refused_page_names_only_those_who_agreed(as_, amina: Person, odile) -> None:
    from millepieds.circles.tests.makers import make_person

    nour = make_person("Nour")
    page = as_(nour).get("/accueil/")
    assert page.status_code == 403
    assert "Amina" not in page.content.decode()
