"""Amina welcomes: she reads what everyone who knocks wrote. The movement asks her for a second proof."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import make_aware

from millepieds.care.rules.terms import RECEIVE
from millepieds.charter.queries import rule, touched_by
from millepieds.charter.rules import RULES
from millepieds.charter.tests.makers import change
from millepieds.circles.actions.mandates import commit_again
from millepieds.circles.actions.proofs import remind_second_proof
from millepieds.circles.actions.structure import RoleWords, change_role
from millepieds.circles.models import Mandate
from millepieds.circles.queries.authority import grounds, holders, who_may
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import ASSIGN, FOUND
from millepieds.circles.rules.proofs import SECOND_PROOF, TIME_FOR_A_SECOND_PROOF, SecondProof
from millepieds.circles.tests.makers import agora as the_agora
from millepieds.circles.tests.makers import (
    make_mandate,
    make_member,
    make_person,
    make_proposal,
    make_role,
)
from millepieds.core import actors
from millepieds.core.authority import ground_to, may_type_in
from millepieds.core.clock import now, pretend, today
from millepieds.core.powers import POWERS
from millepieds.core.refusals import Refused
from millepieds.home.queries.desk import desk_of
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.members.actions import knock, welcome
from millepieds.members.rules import ANSWER_APPEALS, WELCOME
from millepieds.people.actions import merge_accounts
from millepieds.people.models import Person
from millepieds.people.queries import kinds_of_proof
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


@contextmanager
def days_later(days: int) -> Iterator[None]:
    with pretend(now() + timedelta(days=days)):
        yield


@pytest.fixture
def asked(odile: Person) -> None:
    """Since today, with thirty days."""
    change(SECOND_PROOF, 1, odile)


def may_welcome(person: Person) -> bool:
    return bool(grounds(person.pk, WELCOME, on=today()))


def todos(person: Person) -> list[str]:
    return [
        todo.why
        for todo in desk_of(person, now=now(), on=today()).todos
        if "moi/securite" in todo.url
    ]


# The rule


@pytest.mark.parametrize(
    ("since", "accepted", "days", "waits_from"),
    [
        (date(2026, 1, 1), date(2026, 3, 1), 30, date(2026, 3, 31)),
        (date(2026, 3, 1), date(2020, 1, 1), 7, date(2026, 3, 8)),
        (date(2026, 3, 1), date(2026, 3, 1), 90, date(2026, 5, 30)),
    ],
)
def test_the_time_is_counted_from_what_came_last(since, accepted, days, waits_from) -> None:
    assert SecondProof(since, days).waits_from(accepted) == waits_from


def test_powers_that_show_what_many_people_wrote_are_known() -> None:
    assert {key for key, power in POWERS.items() if power.sees_many} == {
        WELCOME, ANSWER_APPEALS, RECEIVE,
    }  # fmt: skip


# Off, then on


def test_until_the_movement_asks_a_code_by_mail_is_enough(amina: Person) -> None:
    with days_later(150):
        assert may_welcome(amina)
        assert todos(amina) == []
    assert remind_second_proof(by=actors.JOB) == 0


def test_the_power_waits_from_the_day_after_the_last_and_comes_back_at_once(
    asked: None, amina: Person
) -> None:
    with days_later(29):
        assert may_welcome(amina)
        [why] = todos(amina)
        assert "jusqu’au" in why
    with days_later(30):
        assert not may_welcome(amina)
        assert amina.pk not in {ground.person_id for ground in holders(WELCOME, on=today())}
        assert amina.pk not in {ground.person_id for ground in who_may(WELCOME, on=today())}
        [why] = todos(amina)
        assert "attend" in why
        TOTP.activate(amina, SECRET)
        assert may_welcome(amina)
        assert todos(amina) == []
        Authenticator.objects.filter(user=amina).delete()
        assert not may_welcome(amina)


def test_recovery_codes_alone_are_no_second_proof(asked: None, amina: Person) -> None:
    Authenticator.objects.create(user=amina, type="recovery_codes", data={})
    with days_later(30):
        assert not may_welcome(amina)
    Authenticator.objects.create(user=amina, type="webauthn", data={"name": "clé"})
    with days_later(30):
        assert may_welcome(amina)


def test_powers_that_show_nobodys_data_never_wait(asked: None, leila: Person) -> None:
    with days_later(90):
        assert leila.pk in {ground.person_id for ground in holders(ASSIGN, on=today())}
        assert todos(leila) == []


def test_a_rule_that_changes_gives_its_whole_time_again(asked, amina, odile: Person) -> None:
    with days_later(25):
        change(TIME_FOR_A_SECOND_PROOF, 7, odile)
        with days_later(6):
            assert may_welcome(amina)
        with days_later(7):
            assert not may_welcome(amina)
        change(SECOND_PROOF, 0, odile, days=3)
        with days_later(40):
            assert may_welcome(amina)


def test_a_power_added_to_a_role_is_counted_from_then(asked, leila, bruno, odile: Person) -> None:
    role = make_role("Relais", by=odile)
    mandate = make_mandate(role, bruno, by=odile, days=200)
    with days_later(60):
        words = RoleWords(
            "Relais", "Relayer.", "", ("Relayer",), (WELCOME,), 1, 365, Process.APPOINTED
        )
        change_role(role, words, by=actors.person(odile))
        commit_again(mandate, range(1), read=role.versions.latest("pk").pk, by=actors.person(bruno))
        assert may_welcome(bruno)
        with days_later(29):
            assert may_welcome(bruno)
        with days_later(30):
            assert not may_welcome(bruno)


def test_a_key_that_came_with_a_merged_account_counts(asked: None, amina: Person) -> None:
    other = make_person("Amina bis")
    Authenticator.objects.create(user=other, type="webauthn", data={"name": "clé"})
    with days_later(31):
        assert not may_welcome(amina)
        merge_accounts(other, into=amina, by=actors.person(amina))
        assert may_welcome(amina)


def test_a_movement_begins_protected_and_one_that_is_here_is_left_as_it_is(db: None) -> None:
    assert not RULES[SECOND_PROOF].default
    call_command("found", name="Odile", mail="odile@exemple.test", yes=True, stdout=StringIO())
    assert rule(SECOND_PROOF, on=today()) == 1
    odile = Person.objects.get()
    changed = Entry.objects.get(deed="charter.rule_changed")
    assert changed.particulars.actor == odile
    for days, welcomes in [(29, True), (30, False)]:
        with days_later(days):
            assert may_welcome(odile) == welcomes
            assert grounds(odile.pk, FOUND, circle_id=the_agora().pk, on=today()), "it sees nobody"


# What is said


def test_the_refusal_says_why_and_leads_to_where_it_is_put_right(as_, asked, amina: Person) -> None:
    with days_later(30):
        with pytest.raises(Refused, match="second proof") as refused:
            ground_to(WELCOME, by=actors.person(amina), on=today())
        assert refused.value.refusal.article == "trust.consent"
        visit = as_(amina)
        page = visit.get("/accueil/")
        assert page.status_code == 403
        assert 'href="/moi/securite/"' in page.content.decode()
        for path in ("/moi/securite/", "/moi/securite/cles/ajouter/", "/moi/securite/application/"):
            assert visit.get(path).status_code == 200, "where one adds it is never closed"


def test_whoever_never_had_the_power_is_told_so_and_not_of_a_proof(asked, bruno: Person) -> None:
    with days_later(30), pytest.raises(Refused, match="None of your mandates"):
        ground_to(WELCOME, by=actors.person(bruno), on=today())


def test_a_visit_left_open_through_midnight_loses_the_power_and_nothing_else(
    asked: None, amina: Person, odile: Person
) -> None:
    visit = Client()
    visit.force_login(amina)
    midnight = make_aware(datetime.combine(today() + timedelta(days=30), time()))
    with pretend(midnight - timedelta(seconds=1)):
        assert visit.get("/accueil/").status_code == 200
        assert may_type_in(actors.Actor(actors.ActorKind.PERSON, typed_by_id=amina.pk), on=today())
    with pretend(midnight + timedelta(seconds=1)):
        assert visit.get("/accueil/").status_code == 403
        assert visit.get("/pour-moi/").status_code == 200
        assert Mandate.objects.get(person=amina).ended_on is None
        assert not may_type_in(
            actors.Actor(actors.ActorKind.PERSON, typed_by_id=amina.pk), on=today()
        )
        nour = make_person("Nour")
        request = knock(
            nour, district=None, languages="", wishes="", needs=(), by=actors.person(nour)
        )
        with pytest.raises(Refused, match="second proof"):
            welcome(request, by=actors.person(amina))


def test_the_page_where_a_mandate_is_accepted_says_until_which_day(
    as_, asked, bruno, odile
) -> None:
    plain = make_proposal(make_role("Relais", by=odile), bruno, by=odile)
    seeing = make_proposal(make_role("Porte", by=odile, powers=(WELCOME,)), bruno, by=odile)
    visit = as_(bruno)
    until = today() + timedelta(days=29)
    shown = [
        visit.get(f"/mandats/{one.pk}/accepter/").context["second_proof_by"]
        for one in (plain, seeing)
    ]
    assert shown == [None, until]
    TOTP.activate(bruno, SECRET)
    assert kinds_of_proof(bruno) == {"totp"}
    page = as_(bruno).get(f"/mandats/{seeing.pk}/accepter/")
    assert page.context["second_proof_by"] is None


def test_a_letter_comes_seven_days_before_once_to_whoever_needs_it(asked, amina, odile) -> None:
    TOTP.activate(odile, SECRET)
    Letter.objects.all().delete()
    for days, told in [(22, 0), (23, 1), (24, 0), (29, 0), (30, 0)]:
        with days_later(days):
            assert remind_second_proof(by=actors.JOB) == told
    letter = Letter.objects.get()
    assert letter.person == amina
    assert "/moi/securite/" in letter.text
    entry = Entry.objects.get(deed="circles.second_proof_asked")
    assert entry.particulars.about == amina


def test_what_the_rule_would_touch_is_counted_and_names_nobody(amina, odile: Person) -> None:
    """Amina, and Odile whose founding mandate welcomes too."""
    [touched] = touched_by(RULES[SECOND_PROOF], 1, on=today())
    assert "2 personnes" in str(touched.what)
    assert touched_by(RULES[SECOND_PROOF], 0, on=today()) == ()
    assert touched_by(RULES[TIME_FOR_A_SECOND_PROOF], 7, on=today()) == ()
    change(SECOND_PROOF, 1, odile)
    assert touched_by(RULES[TIME_FOR_A_SECOND_PROOF], 7, on=today())
    for person in (amina, odile):
        TOTP.activate(person, SECRET)
    assert touched_by(RULES[SECOND_PROOF], 1, on=today()) == ()


def test_the_rule_is_changed_by_yes_or_no(as_, odile: Person) -> None:
    visit = as_(odile)
    page = visit.get(f"/regles/{SECOND_PROOF}/").content.decode()
    assert "second_proof" not in page.partition("<h1")[2].partition("</h1>")[0]
    sent = {"value": "1", "effective_on": today().isoformat(), "change": "yes"}
    assert visit.post(f"/regles/{SECOND_PROOF}/", sent | {"value": "2"}).status_code == 200
    assert visit.post(f"/regles/{SECOND_PROOF}/", sent).status_code == 302
    assert "<b>oui</b>" in visit.get("/regles/").content.decode()


def test_one_holder_or_many_ask_the_same(asked: None, odile: Person) -> None:
    names = iter("ABCD")

    def one_more() -> None:
        person = make_member(next(names), welcomed_by=odile)
        role = make_role(f"Accueil {person}", by=odile, powers=(WELCOME,))
        make_mandate(role, person, by=odile, days=200)

    same_queries_for_one_or_many(make=one_more, call=lambda: holders(WELCOME, on=today()))
