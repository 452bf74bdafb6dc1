import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from millepieds.core import actors
from millepieds.people import actions
from millepieds.people.models import Consent, Person
from millepieds.people.queries import addresses_of
from millepieds.people.rules import NAME_IN_TOWN, PHONE_CALLS, Channel
from millepieds.people.tests.makers import enter, last_code, long_ago

pytestmark = pytest.mark.django_db
PROFILE = {
    "name": "Amina B.", "pronoun": "elle", "gender": "woman", "language": "ar",
    "reach": "phone", "phone": "06 12 34 56 78", "rhythm": "daily",
}  # fmt: skip


def addresses(person: Person) -> list[str]:
    return [row.email for row in addresses_of(person)]


@pytest.fixture
def amina_s_visit(client: Client, amina: Person) -> Client:
    """She has just come in, by a code."""
    enter(client)
    mail.outbox.clear()
    return client


def test_amina_says_who_she_is_and_how_to_reach_her(as_amina: Client, amina: Person) -> None:
    assert as_amina.post("/moi/", PROFILE)["Location"] == "/moi/"
    amina.refresh_from_db()
    assert {name: getattr(amina, name) for name in PROFILE} == PROFILE
    assert b"Amina B." in as_amina.get("/moi/").content


def test_saving_her_profile_changes_no_agreement(as_amina: Client, amina: Person) -> None:
    actions.give_consent(amina, NAME_IN_TOWN, channel=Channel.PAPER, by=actors.person(amina))
    before = list(Consent.objects.values())
    as_amina.post("/moi/", {**PROFILE, "name-in-town": "", "purpose": "phone-calls"})
    assert list(Consent.objects.values()) == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"phone": ""}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"gender": "?"}, "gender"),
        ({"language": "xx"}, "language"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(as_amina, amina, change, field) -> None:
    page = as_amina.post("/moi/", {**PROFILE, **change})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    amina.refresh_from_db()
    assert amina.name == "Amina"


def test_one_cannot_be_reached_by_mail_without_an_address(as_amina, amina: Person) -> None:
    as_amina.post("/moi/", PROFILE)
    amina.refresh_from_db()
    actions.remove_address(amina, addresses_of(amina)[0], by=actors.person(amina))
    page = as_amina.post("/moi/", {**PROFILE, "reach": "mail"})
    assert list(page.context["form"].errors) == ["reach"]


def test_an_agreement_is_given_and_taken_back_in_one_click_each(as_amina, amina: Person) -> None:
    as_amina.post("/moi/accords/", {"purpose": PHONE_CALLS, "agrees": "yes"})
    [line] = Consent.objects.filter(person=amina)
    assert (line.purpose, line.given_by, line.withdrawn_at) == (PHONE_CALLS, "web", None)
    as_amina.post("/moi/accords/", {"purpose": PHONE_CALLS, "agrees": "no"})
    line.refresh_from_db()
    assert line.withdrawn_by == "web"


def test_the_ledger_shows_every_line_and_its_channel(as_amina: Client, amina: Person) -> None:
    by = actors.person(amina)
    actions.give_consent(amina, NAME_IN_TOWN, channel=Channel.PAPER, by=by)
    actions.withdraw_consent(amina, NAME_IN_TOWN, channel=Channel.VOICE, by=by)
    ledger = as_amina.get("/moi/accords/").context["ledger"]
    assert [(line.given_by, line.withdrawn_by) for line in ledger] == [("paper", "voice")]


def test_nobody_agrees_to_what_is_not_asked(as_amina: Client) -> None:
    page = as_amina.post("/moi/accords/", {"purpose": "sell-everything", "agrees": "yes"})
    assert page.status_code == 200
    assert not Consent.objects.exists()


def test_reading_ones_agreements_costs_the_same_for_one_line_or_many(
    as_amina, amina, django_assert_max_num_queries
) -> None:
    for _ in range(5):
        actions.give_consent(amina, PHONE_CALLS, channel=Channel.WEB, by=actors.person(amina))
        actions.withdraw_consent(amina, PHONE_CALLS, channel=Channel.WEB, by=actors.person(amina))
    as_amina.get("/moi/accords/")
    with django_assert_max_num_queries(20) as many:
        as_amina.get("/moi/accords/")
    Consent.objects.all().delete()
    with django_assert_max_num_queries(20) as none:
        as_amina.get("/moi/accords/")
    assert len(many) == len(none)


def test_an_address_becomes_hers_once_its_code_is_typed(amina_s_visit, amina: Person) -> None:
    page = amina_s_visit.post("/moi/adresses/", {"address": "Amina@Travail.test"})
    assert page["Location"] == "/moi/adresses/code/"
    assert mail.outbox[-1].to == ["amina@travail.test"]
    assert addresses(amina) == ["amina@exemple.test"]
    amina_s_visit.post("/moi/adresses/code/", {"digits": last_code()})
    assert addresses(amina) == ["amina@exemple.test", "amina@travail.test"]


def test_the_first_address_hears_that_another_was_added(amina_s_visit: Client) -> None:
    amina_s_visit.post("/moi/adresses/", {"address": "amina@travail.test"})
    amina_s_visit.post("/moi/adresses/code/", {"digits": last_code()})
    assert mail.outbox[-1].to == ["amina@exemple.test"]
    assert "amina@travail.test" in mail.outbox[-1].body


def test_a_wrong_code_adds_nothing(amina_s_visit: Client, amina: Person) -> None:
    amina_s_visit.post("/moi/adresses/", {"address": "amina@travail.test"})
    page = amina_s_visit.post("/moi/adresses/code/", {"digits": "abc"})
    assert page.context["form"].errors["digits"]
    assert addresses(amina) == ["amina@exemple.test"]


def test_a_code_to_come_in_adds_no_address(amina_s_visit: Client, amina: Person) -> None:
    outside = Client()
    outside.post("/entrer/", {"address": "bruno@exemple.test"})
    amina_s_visit.post("/moi/adresses/", {"address": "amina@travail.test"})
    stolen = re.findall(r"\d\d \d\d \d\d", str(mail.outbox[0].body))[0]
    amina_s_visit.post("/moi/adresses/code/", {"digits": stolen})
    assert addresses(amina) == ["amina@exemple.test"]


def test_the_address_of_someone_else_is_refused_to_whoever_reads_its_mail(
    amina_s_visit: Client, amina: Person, bruno: Person
) -> None:
    amina_s_visit.post("/moi/adresses/", {"address": "bruno@exemple.test"})
    page = amina_s_visit.post("/moi/adresses/code/", {"digits": last_code()})
    assert page.status_code == 403
    assert addresses(amina) == ["amina@exemple.test"]
    assert addresses(bruno) == ["bruno@exemple.test"]


def test_she_puts_an_address_first_and_the_former_one_hears_of_it(amina_s_visit, amina) -> None:
    work = actions.add_address(amina, "amina@travail.test", by=actors.person(amina))
    amina_s_visit.post(f"/moi/adresses/{work.pk}/devant/")
    assert addresses(amina) == ["amina@travail.test", "amina@exemple.test"]
    assert mail.outbox[-1].to == ["amina@exemple.test"]


def test_she_removes_an_address_and_it_hears_of_it(amina_s_visit, amina: Person) -> None:
    work = actions.add_address(amina, "amina@travail.test", by=actors.person(amina))
    amina_s_visit.post(f"/moi/adresses/{work.pk}/retirer/")
    assert addresses(amina) == ["amina@exemple.test"]
    assert mail.outbox[-1].to == ["amina@travail.test"]


def test_the_only_address_stays(amina_s_visit: Client, amina: Person) -> None:
    page = amina_s_visit.post(f"/moi/adresses/{addresses_of(amina)[0].pk}/retirer/")
    assert page.status_code == 403
    assert addresses(amina) == ["amina@exemple.test"]


@pytest.mark.parametrize("deed", ["devant", "retirer"])
def test_the_address_of_someone_else_does_not_exist(amina_s_visit, bruno, deed: str) -> None:
    page = amina_s_visit.post(f"/moi/adresses/{addresses_of(bruno)[0].pk}/{deed}/")
    assert page.status_code == 404


def test_after_a_while_a_change_asks_again_who_this_is_then_goes_on(
    amina_s_visit: Client, amina: Person
) -> None:
    work = actions.add_address(amina, "amina@travail.test", by=actors.person(amina))
    with time_machine.travel(now() + timedelta(minutes=20), tick=False):
        page = amina_s_visit.post(f"/moi/adresses/{work.pk}/devant/")
        again = page["Location"]
        assert again.startswith("/entrer/encore/?next=%2Fmoi%2Fadresses%2F")
        assert amina_s_visit.get(again).status_code == 200
        assert mail.outbox == []
        amina_s_visit.post(again, {"another": "1"})
        assert mail.outbox[-1].to == ["amina@exemple.test"]
        amina_s_visit.post(again, {"digits": "abc"})
        assert addresses(amina)[0] == "amina@exemple.test"
        amina_s_visit.post(again, {"digits": last_code()})
    assert addresses(amina)[0] == "amina@travail.test"


def prove_by(visit: Client, way: str):
    visit.post(way, {"another": "1"})
    return visit.post(way, {"digits": last_code()})


def test_what_waits_for_a_proof_keeps_nothing_of_the_network(as_amina: Client) -> None:
    long_ago(as_amina).post("/moi/visites/fermer/", {"once": "x"}, REMOTE_ADDR="203.0.113.7")
    assert "203.0.113" not in json.dumps(dict(as_amina.session))


def test_what_was_typed_is_not_lost(as_amina: Client) -> None:
    sent = long_ago(as_amina).post("/moi/adresses/", {"address": "amina@travail.test"})
    done = prove_by(as_amina, sent["Location"])
    assert done["Location"] == "/moi/adresses/code/"
    assert mail.outbox[-1].to == ["amina@travail.test"]


def test_what_waited_is_not_done_for_whoever_opens_a_page_anew(as_amina, amina: Person) -> None:
    """Amina sent it, changed her mind, and comes back by another way the same day."""
    phone = Client()
    phone.force_login(amina)
    long_ago(as_amina).post("/moi/visites/fermer/")
    again = as_amina.get("/moi/securite/codes/nouveaux/")["Location"]
    assert prove_by(as_amina, again)["Location"] == "/moi/securite/codes/nouveaux/"
    assert phone.get("/moi/").status_code == 200


def test_whoever_goes_back_to_the_proof_lands_on_a_page(as_amina: Client) -> None:
    sent = long_ago(as_amina).post("/moi/visites/fermer/")
    assert prove_by(as_amina, sent["Location"])["Location"] == "/moi/securite/"
    again = prove_by(as_amina, sent["Location"])["Location"]
    assert as_amina.get(again)["Location"] == "/moi/"


def test_what_waited_too_long_is_not_done(as_amina: Client, amina: Person) -> None:
    phone = Client()
    phone.force_login(amina)
    sent = long_ago(as_amina).post("/moi/visites/fermer/")
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        assert prove_by(as_amina, sent["Location"])["Location"] == "/moi/"
    assert phone.get("/moi/").status_code == 200


def test_signing_out_everywhere_else_leaves_this_visit_open(as_amina, amina: Person) -> None:
    phone = Client()
    phone.force_login(amina)
    as_amina.post("/moi/visites/fermer/")
    assert as_amina.get("/moi/").status_code == 200
    assert phone.get("/moi/").status_code == 302


READ_ONLY = [
    "/entrer/", "/entrer/code/", "/entrer/cle/", "/entrer/preuve/", "/entrer/encore/",
    "/entrer/ferme/", "/sortir/", "/moi/", "/moi/accords/", "/moi/adresses/",
    "/moi/adresses/code/", "/moi/securite/", "/moi/securite/cles/ajouter/",
    "/moi/securite/application/", "/moi/securite/codes/", "/moi/securite/codes/nouveaux/",
]  # fmt: skip


@pytest.mark.parametrize("path", READ_ONLY)
def test_reading_a_page_writes_nothing(
    amina_s_visit: Client, path: str, django_assert_max_num_queries
) -> None:
    amina_s_visit.post("/moi/adresses/", {"address": "amina@travail.test"})
    for visitor in [amina_s_visit, Client()]:
        with django_assert_max_num_queries(40) as asked:
            visitor.get(path)
        written = [q["sql"] for q in asked if not q["sql"].startswith(("SELECT", "SAVE", "RELE"))]
        assert written == []
