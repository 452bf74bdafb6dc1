from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.actors import JOB
from millepieds.core.clock import now, pretend
from millepieds.core.privacy import KEEPINGS, REGISTRY
from millepieds.home.actions import apply_retention
from millepieds.home.queries.data import people_to_forget
from millepieds.home.rules import is_forgettable
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.letters.models import Letter
from millepieds.members.actions import knock, leave
from millepieds.people.models import Person

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


def test_a_dry_run_says_and_changes_nothing(odile: Person) -> None:
    nour = make_person("Nour")
    knocks(nour)
    said = StringIO()
    with pretend(now() + 366 * DAY):
        call_command("retention", dry_run=True, stdout=said)
    nour.refresh_from_db()
    assert nour.erased_at is None
    assert "1  people to forget" in said.getvalue()


def test_a_night_with_nothing_to_delete_leaves_no_line(odile: Person) -> None:
    before = Entry.objects.count()
    apply_retention(by=JOB)
    assert Entry.objects.count() == before


def test_what_is_kept_for_a_time_is_declared() -> None:
    assert {keeping.model for keeping in KEEPINGS} <= set(REGISTRY)
