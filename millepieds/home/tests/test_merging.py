"""Amina has two accounts: she knocked again one day with her address at work."""

import json
import time
from datetime import timedelta

import pytest
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as WHOSE_PROOF,
)
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as PROOFS
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import IntegrityError
from django.test import Client

from millepieds.circles.tests.makers import make_mandate, make_member, make_person, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.core.refusals import Refused
from millepieds.home.actions import erase, merge
from millepieds.home.queries.data import data_about, people_to_forget
from millepieds.home.queries.integrity import broken_promises
from millepieds.journal.models import Entry, Particulars
from millepieds.letters.models import Letter
from millepieds.members.queries import open_membership
from millepieds.people.actions import choose_profile, give_consent
from millepieds.people.models import Consent, Person
from millepieds.people.queries import addresses_of, agreed, kinds_of_proof, person_behind
from millepieds.people.rules import NAME_IN_TOWN, Channel, Gender, Rhythm, Way
from millepieds.people.rules.merging import OPEN_ROLLS

pytestmark = pytest.mark.django_db
WORK = "amina.travail@exemple.test"


def came_in(person: Person) -> Client:
    """A visit in which they came in lately, by a code."""
    client = Client(headers={"accept-language": "fr"})
    client.force_login(person)
    session = client.session
    session[PROOFS] = [{"method": "code", "at": time.time()}]
    session[WHOSE_PROOF] = str(person.pk)
    session.save()
    return client


@pytest.fixture
def second(amina: Person) -> Person:
    """Her other account: she knocked there, once."""
    other = make_person("Amina du travail")
    EmailAddress.objects.filter(user=other).update(email=WORK)
    return other


@pytest.fixture
def visit(amina: Person) -> Client:
    return came_in(amina)


def prove(visit: Client, address: str = WORK):
    visit.post("/moi/deux-comptes/", {"address": address})
    digits = visit.session["code-to-merge"]["digits"]
    return visit.post("/moi/deux-comptes/code/", {"digits": digits})


def make_one(second: Person, amina: Person) -> None:
    merge(second, into=amina, by=actors.person(amina))
    second.refresh_from_db()


# The way there


def test_amina_makes_one_account_of_her_two(visit: Client, amina: Person, second: Person) -> None:
    assert prove(visit)["Location"] == "/moi/deux-comptes/preuve/"
    assert visit.get("/moi/deux-comptes/preuve/")["Location"] == "/moi/deux-comptes/un-seul/"
    assert WORK in visit.get("/moi/deux-comptes/un-seul/").content.decode()
    second.refresh_from_db()
    assert second.merged_into is None, "reading what will happen changes nothing"
    assert visit.post("/moi/deux-comptes/un-seul/").status_code == 302
    second.refresh_from_db()
    assert second.merged_into == amina
    assert person_behind(WORK) == amina
    told = Letter.objects.order_by("-pk")[:2]
    assert {letter.address for letter in told} == {WORK, addresses_of(amina)[0].email}


def test_nothing_is_looked_up_before_the_code_is_right(visit: Client, second: Person) -> None:
    pages = []
    for address in (WORK, "personne@exemple.test"):
        sent = visit.post("/moi/deux-comptes/", {"address": address})
        page = visit.get(sent["Location"])
        wrong = visit.post("/moi/deux-comptes/code/", {"digits": "1"})
        pages.append((sent.status_code, sent["Location"], page.status_code, wrong.status_code))
    assert pages[0] == pages[1]


def test_an_address_that_opens_nothing_is_told_to_whoever_reads_it(visit: Client) -> None:
    assert prove(visit, "personne@exemple.test")["Location"] == "/moi/adresses/"
    assert visit.get("/moi/deux-comptes/un-seul/")["Location"] == "/moi/deux-comptes/"


def test_ones_own_address_merges_nothing(visit: Client, amina: Person) -> None:
    assert prove(visit, addresses_of(amina)[0].email)["Location"] == "/moi/adresses/"
    assert visit.get("/moi/deux-comptes/un-seul/").status_code == 302


def test_an_account_with_an_app_asks_for_it_too(visit, amina: Person, second: Person) -> None:
    TOTP.activate(second, "JBSWY3DPEHPK3PXP")
    code = RecoveryCodes.activate(second).get_unused_codes()[0]
    prove(visit)
    assert visit.get("/moi/deux-comptes/preuve/").status_code == 200
    assert visit.post("/moi/deux-comptes/un-seul/")["Location"] == "/moi/deux-comptes/"
    assert visit.post("/moi/deux-comptes/preuve/", {"code": "000000"}).status_code == 200
    shown = visit.post("/moi/deux-comptes/preuve/", {"code": code})
    assert shown["Location"] == "/moi/deux-comptes/un-seul/"
    visit.post("/moi/deux-comptes/un-seul/")
    assert kinds_of_proof(amina) == {"totp", "recovery_codes"}


def test_the_proof_of_the_other_account_fades_like_a_code(visit: Client, second: Person) -> None:
    prove(visit)
    session = visit.session
    pk, _at, whole = session["account-to-merge"]
    session["account-to-merge"] = [pk, (now() - timedelta(minutes=16)).isoformat(), whole]
    session.save()
    assert visit.post("/moi/deux-comptes/un-seul/")["Location"] == "/moi/deux-comptes/"


# What is left


def test_every_act_stays_where_it_was_and_bears_one_name(amina: Person, second: Person) -> None:
    before = list(Particulars.objects.order_by("pk").values())
    make_one(second, amina)
    assert list(Particulars.objects.order_by("pk").values())[: len(before)] == before
    assert str(second) == str(amina)
    choose_profile(
        amina, name="Amina B.", pronoun="", gender=Gender.UNSAID, language="fr", phone="",
        reach=Way.MAIL, rhythm=Rhythm.WEEKLY, by=actors.person(amina),
    )  # fmt: skip
    second.refresh_from_db()
    assert str(second) == "Amina B."
    [entry] = Entry.objects.filter(deed="people.accounts_merged")
    assert (entry.particulars.actor, entry.particulars.about) == (amina, second)
    assert broken_promises() == []


def test_the_other_account_opens_nothing_any_more(amina: Person, second: Person) -> None:
    theirs = came_in(second)
    assert theirs.get("/pour-moi/").status_code == 200
    make_one(second, amina)
    assert theirs.get("/pour-moi/").status_code == 302
    assert not second.is_active
    assert addresses_of(second) == []
    assert [row.primary for row in addresses_of(amina)] == [True, False]


def test_keys_move_and_an_app_stays_the_one_of_the_account_that_stays(amina, second) -> None:
    for person, secret in [(amina, "JBSWY3DPEHPK3PXP"), (second, "JBSWY3DPEHPK3PXQ")]:
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)
    own = Authenticator.objects.get(user=amina, type="totp")
    key = Authenticator.objects.create(user=second, type="webauthn", data={"name": "clé"})
    make_one(second, amina)
    assert Authenticator.objects.get(user=amina, type="totp") == own
    assert Authenticator.objects.get(pk=key.pk).user == amina
    assert not Authenticator.objects.filter(user=second).exists()


def test_what_was_agreed_to_there_is_taken_back_and_what_is_here_counts_for_both(
    amina: Person, second: Person
) -> None:
    give_consent(second, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(second))
    make_one(second, amina)
    assert not Consent.objects.filter(person=second, withdrawn_at=None).exists()
    assert agreed(NAME_IN_TOWN, now=now()) == set()
    give_consent(amina, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(amina))
    assert agreed(NAME_IN_TOWN, now=now()) == {amina.pk, second.pk}


def test_one_membership_is_left(amina: Person, odile: Person) -> None:
    other = make_member("Amina bis", welcomed_by=odile)
    make_one(other, amina)
    assert open_membership(other) is None
    assert open_membership(amina) is not None


def test_a_third_account_makes_no_chain(amina: Person, second: Person) -> None:
    third = make_person("Amina encore")
    merge(third, into=second, by=actors.person(second))
    make_one(second, amina)
    third.refresh_from_db()
    assert third.merged_into == amina
    assert broken_promises() == []


def test_the_database_refuses_an_account_merged_into_itself(amina: Person) -> None:
    with pytest.raises(IntegrityError, match="nobody_is_merged_into_themself"):
        Person.objects.filter(pk=amina.pk).update(merged_into=amina)


# My data


def test_her_data_and_her_register_hold_both(as_, amina: Person, second: Person) -> None:
    make_one(second, amina)
    people = next(h for h in data_about(amina) if h.declared.model == "people.Person")
    assert {row["id"] for row in people.rows} == {amina.pk, second.pk}
    tables = json.loads(as_(amina).get("/mes-donnees/fichier/").content)
    assert len(tables["people.Person"]) == 2
    lines = as_(amina).get("/registre/", {"deed": "people.person_met"}).context["lines"]
    assert second.pk in {line.entry.particulars.about_id for line in lines}


def test_forgetting_her_forgets_both(amina: Person, second: Person) -> None:
    make_one(second, amina)
    erase(amina, by=actors.person(amina))
    for person in (amina, second):
        person.refresh_from_db()
        assert (person.name, bool(person.erased_at)) == ("", True)
        assert not Particulars.objects.filter(about=person).exists()


def test_a_merged_account_is_not_forgotten_alone(amina: Person, second: Person) -> None:
    make_one(second, amina)
    with pretend(now() + timedelta(days=1000)):
        assert second not in people_to_forget(now=now())


def test_her_old_page_leads_to_the_one_that_stays(as_, bruno, amina, second: Person) -> None:
    make_one(second, amina)
    page = as_(bruno).get(f"/personnes/{second.pk}/")
    assert page["Location"] == f"/personnes/{amina.pk}/"
    assert as_(make_person("Zoé")).get(f"/personnes/{second.pk}/").status_code == 404


# Why not


def test_not_while_the_other_holds_a_mandate(amina: Person, bruno: Person, odile: Person) -> None:
    make_mandate(make_role("Relais", by=odile), bruno, by=odile)
    with pytest.raises(Refused, match="holds mandates"):
        merge(bruno, into=amina, by=actors.person(amina))


def test_not_while_both_may_vote_on_an_open_roll(amina, second, monkeypatch) -> None:
    rolls = [[{amina.pk}, {amina.pk, second.pk}]]
    monkeypatch.setattr("millepieds.home.queries.merging.OPEN_ROLLS", [lambda _now: rolls.pop()])
    with pytest.raises(Refused, match="list of a vote"):
        make_one(second, amina)
    assert OPEN_ROLLS == [], "no area counts voters yet"


def test_the_account_that_is_in_the_movement_is_the_one_that_stays(amina, second) -> None:
    with pytest.raises(Refused, match="is in the movement"):
        merge(amina, into=second, by=actors.person(second))


def test_nobody_merges_the_accounts_of_someone_else(amina, second, bruno) -> None:
    with pytest.raises(Refused):
        merge(second, into=amina, by=actors.person(bruno))
