"""What the database itself refuses, whoever asks, in whichever words."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.clock import now
from millepieds.core.triggers import Unguarded, missing, refuse_to_start_without_triggers
from millepieds.journal.actions import forget
from millepieds.journal.models import Entry, Particulars
from millepieds.journal.tests.makers import make_entry
from millepieds.journal.tests.tampering import triggers_aside

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: str | int) -> bool:
    """Say it to the database. Whatever it answers, the test goes on from before."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        return (
            "never" in str(error) or "only forgotten" in str(error) or "nothing sets" in str(error)
        )
    return False


def forgetting(also: str) -> str:
    return f"UPDATE journal_particulars SET key = '', forgotten_at = CURRENT_TIMESTAMP, {also}"


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET deed = 'circles.circle_closed'",
        "UPDATE journal_entry SET happened_at = recorded_at",
        "UPDATE journal_entry SET commitment = ''",
        "UPDATE journal_entry SET number = number + 100",
        "DELETE FROM journal_entry",
        "DELETE FROM journal_particulars",
        "UPDATE journal_particulars SET actor_id = NULL",
        "UPDATE journal_particulars SET facts = '{}'",
        "UPDATE journal_particulars SET key = ''",
        "UPDATE journal_particulars SET forgotten_at = CURRENT_TIMESTAMP",
        forgetting("actor_id = about_id"),
        forgetting("about_id = actor_id"),
        forgetting("typed_by_id = actor_id"),
        forgetting("circle_id = 99"),
        forgetting("mandate_id = 99"),
        forgetting("""facts = '{"seats": 9}'"""),
        forgetting("subject_type = 'circles.Mandate'"),
        forgetting("subject_id = 99"),
        forgetting("actor_kind = 'job'"),
    ],
)
def test_the_memory_is_not_rewritten(sql: str) -> None:
    amina, bruno = make_person("Amina"), make_person("Bruno")
    entry = make_entry(by=actors.person(amina), about=bruno, circle_id=5)
    before = list(Entry.objects.values()), list(Particulars.objects.values())
    assert refused(f"{sql} WHERE {'number' if '_entry' in sql else 'entry_id'} = %s", entry.pk)
    assert (list(Entry.objects.values()), list(Particulars.objects.values())) == before


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("table", ["journal_entry", "journal_particulars"])
def test_the_memory_is_not_emptied_at_once(table: str) -> None:
    make_entry()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks to come is held
    assert refused(f"TRUNCATE {table} CASCADE")
    assert Particulars.objects.exists()


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("words", ["REPLACE", "INSERT OR REPLACE"])
def test_an_entry_is_not_put_in_the_place_of_another(words: str) -> None:
    entry = make_entry()
    sql = f"{words} INTO journal_entry (number, deed, happened_at, recorded_at, commitment) "
    sql += (
        "SELECT number, 'tests.lied', happened_at, STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now'), ''"
    )
    refused(f"{sql} FROM journal_entry WHERE number = %s", entry.pk)
    entry.refresh_from_db()
    assert entry.deed != "tests.lied"


INSERT = "INSERT INTO journal_entry (number, deed, happened_at, recorded_at, commitment) "


@pytest.mark.only_on("sqlite")
@pytest.mark.parametrize("moment", ["2018-09-20 17:00:00", "2099-01-01", "yesterday", ""])
def test_nothing_sets_the_moment_an_entry_is_recorded(moment: str) -> None:
    assert refused(INSERT + "VALUES (1, 'tests.lied', '2018-09-20', %s, '')", moment)
    assert not Entry.objects.exists()


@pytest.mark.only_on("postgresql")
def test_postgresql_writes_its_own_moment_over_the_one_given() -> None:
    assert not refused(INSERT + "VALUES (1, 'tests.lied', '2018-09-20', '2018-09-20', '')")
    told = Entry.objects.get().recorded_at
    assert abs((timezone.now() - told).total_seconds()) < 60


def test_what_is_forgotten_is_never_filled_again() -> None:
    amina = make_person("Amina")
    forget(amina.pk, at=now())
    assert refused("UPDATE journal_particulars SET actor_id = %s", amina.pk)
    assert refused("UPDATE journal_particulars SET key = %s", "00" * 32)
    assert refused("UPDATE journal_particulars SET forgotten_at = NULL")


def test_the_house_does_not_open_unguarded() -> None:
    assert missing() == set()
    refuse_to_start_without_triggers()
    with triggers_aside(), pytest.raises(Unguarded, match="an_entry_is_never_changed"):
        refuse_to_start_without_triggers()
    assert missing() == set()
