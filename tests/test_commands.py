"""Commands that whoever installs the house types: to found, each night, to check."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from millepieds.circles.queries.mandates import in_force
from millepieds.core.clock import today
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.people.models import Person


def test_founding_is_signed_and_accepted(db: None) -> None:
    call_command("found", name="Odile", mail="odile@exemple.test", yes=True, stdout=StringIO())
    [mandate] = in_force(today())
    assert mandate.commitment
    assert (mandate.ends_on - mandate.starts_on).days == 90
    assert {"circles.founded", "circles.mandate_accepted"} <= set(
        Entry.objects.values_list("deed", flat=True)
    )


def test_a_movement_is_founded_once(db: None) -> None:
    call_command("found", name="Odile", mail="odile@exemple.test", yes=True, stdout=StringIO())
    with pytest.raises(CommandError):
        call_command("found", name="Bruno", mail="bruno@exemple.test", yes=True, stdout=StringIO())
    assert Person.objects.count() == 1


def test_the_night_run_twice_does_nothing_more(odile: Person) -> None:
    call_command("nightly")
    entries, letters = Entry.objects.count(), Letter.objects.count()
    call_command("nightly")
    assert (Entry.objects.count(), Letter.objects.count()) == (entries, letters)


def test_the_whole_journal_is_checked_by_one_command(odile: Person) -> None:
    said = StringIO()
    call_command("verify", stdout=said)
    assert "holds" in said.getvalue()
