from collections import Counter
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils.translation import gettext

from millepieds.circles.actions.offers import offer_to_take
from millepieds.circles.models import Offer
from millepieds.circles.tests.makers import make_person, make_role
from millepieds.core import actors
from millepieds.core.actors import JOB
from millepieds.core.clock import now, pretend
from millepieds.core.models import Done
from millepieds.core.privacy import KEEPINGS, REGISTRY
from millepieds.home.actions import apply_retention
from millepieds.home.queries.data import people_to_forget
from millepieds.home.rules.forgetting import is_forgettable
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.letters.actions import write
from millepieds.letters.models import Letter
from millepieds.members.actions import knock, leave
from millepieds.people.actions import give_consent
from millepieds.people.models import Person
from millepieds.people.rules import MEMBERSHIP, Channel

DAY = timedelta(days=1)


def knocks(person: Person) -> None:
    knock(person, district=None, languages="", wishes="", needs=(), by=actors.person(person))


@pytest.mark.parametrize(
    ("days", "let_in", "forgotten"),
    [
        (0, False, False),
        (365, False, False),
        (366, False, True),
        (366, True, False),
        (731, True, True),
    ],
)
def test_who_is_forgotten(days: int, let_in: bool, forgotten: bool) -> None:
    at = now()
    assert is_forgettable([at - days * DAY, None], let_in=let_in, now=at) is forgotten


def test_whoever_was_never_let_in_is_forgotten_after_a_year(odile: Person) -> None:
    nour = make_person("Nour")
    knocks(nour)
    with pretend(now() + 366 * DAY):
        apply_retention(by=JOB)
    nour.refresh_from_db()
    assert nour.erased_at
    assert nour.name == ""
    assert verify().holds


def test_a_member_is_never_forgotten_for_being_quiet(odile: Person, bruno: Person) -> None:
    with pretend(now() + 4000 * DAY):
        assert people_to_forget(now=now()) == []


def test_whoever_left_is_forgotten_after_two_years_and_not_before(bruno: Person) -> None:
    leave(bruno, by=actors.person(bruno))
    with pretend(now() + 729 * DAY):
        assert people_to_forget(now=now()) == []
    with pretend(now() + 732 * DAY):
        assert people_to_forget(now=now()) == [bruno]


def test_letters_sent_long_ago_go(bruno: Person) -> None:
    Letter.objects.update(sent_at=now() - 31 * DAY, text="", html="")
    Letter.objects.create(address="a@exemple.test", subject="Neuf", text="…", written_at=now())
    apply_retention(by=JOB)
    assert [letter.subject for letter in Letter.objects.all()] == ["Neuf"]
    assert Entry.objects.filter(deed="home.retention_applied").count() == 1


def in_a_year(*, dry_run: bool) -> list[str]:
    """What the command says, line by line, one year from now."""
    said = StringIO()
    with pretend(now() + 366 * DAY):
        call_command("retention", dry_run=dry_run, stdout=said)
    return said.getvalue().splitlines()


def contents() -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        tables = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            tables[table] = sorted(map(repr, cursor.fetchall()))
        return tables


@pytest.fixture
def long_ago(odile: Person, bruno: Person, as_) -> Person:
    """Nour knocked a year ago and nobody answered; forms, letters, offers, visits have had their time."""
    nour = make_person("Nour Ambrette")
    knocks(nour)
    me = actors.person(nour)
    give_consent(nour, MEMBERSHIP, channel=Channel.PAPER, by=me)
    write(nour, "members/letters/welcomed")
    as_(nour).get("/pour-moi/")
    offer = offer_to_take(
        make_role("Affiches", by=odile), "Moi.", by=actors.person(bruno), person=bruno
    )
    Offer.objects.filter(pk=offer.pk).update(closed_at=now())
    Letter.objects.filter(person=bruno).update(sent_at=now(), text="", html="")
    for _ in range(3):
        Done.objects.create(key=uuid4(), went_to="/", at=now())
    return nour


def test_a_dry_run_says_and_changes_nothing(long_ago: Person) -> None:
    before = contents()
    said = in_a_year(dry_run=True)
    assert contents() == before
    assert said[-1] == "Rien n’a été changé."


def test_a_dry_run_counts_table_by_table_what_the_real_run_removes(long_ago: Person) -> None:
    letters, visits = Letter.objects.count(), Session.objects.count()
    foreseen, before = in_a_year(dry_run=True), contents()
    done, after = in_a_year(dry_run=False), contents()
    assert foreseen[:-1] == done[:-1]
    counts = {tuple(line.split()[:2]) for line in done[:-1]}
    assert {("3", "core.Done"), ("1", "circles.Offer"), ("1", "people.Person")} <= counts
    assert {("1", "people.Consent"), ("1", "account.EmailAddress")} <= counts
    table = apps.get_model("letters.Letter")._meta.db_table
    told = sum(int(line.split()[0]) for line in done[:-1] if "letters.Letter" in line)
    assert told == letters - Letter.objects.count() == len(before[table]) - len(after[table])
    assert sum(int(line.split()[0]) for line in done if "sessions.Session" in line) == visits
    assert Entry.objects.get(deed="home.retention_applied").particulars.facts["people"] == 1
    assert verify().holds


def test_every_row_that_goes_is_told(long_ago: Person) -> None:
    """No table loses more rows than the dry run said."""
    said, before = in_a_year(dry_run=True), contents()
    told: Counter[str] = Counter()
    for line in said[:-1]:
        count, model, *_ = line.split()
        if "vidé en même temps" not in line and model != "people.Person":
            told[apps.get_model(model)._meta.db_table] += int(count)
    in_a_year(dry_run=False)
    lost = {
        table: len(rows) - len(contents()[table])
        for table, rows in before.items()
        if len(rows) > len(contents()[table])
    }
    assert lost
    assert {table: told[table] for table in lost} == lost


def test_what_is_said_names_nobody_and_gives_the_rule_in_words(long_ago: Person) -> None:
    said = "\n".join(in_a_year(dry_run=True))
    for word in ("Nour", "Ambrette", "exemple.test", "Bruno"):
        assert word not in said
    for keeping in KEEPINGS:
        assert gettext(REGISTRY[keeping.model].retention) in said
    assert gettext(REGISTRY["people.Person"].retention) in said


def test_the_night_closes_visits_that_are_over(bruno: Person, as_) -> None:
    as_(bruno).get("/pour-moi/")
    assert Session.objects.exists()
    with pretend(now() + 31 * DAY):
        apply_retention(by=JOB)
    assert not Session.objects.exists()


def test_a_night_with_nothing_to_delete_leaves_no_line(odile: Person) -> None:
    before = Entry.objects.count()
    apply_retention(by=JOB)
    assert Entry.objects.count() == before


def test_what_is_kept_for_a_time_is_declared() -> None:
    assert {keeping.model for keeping in KEEPINGS} <= set(REGISTRY)
