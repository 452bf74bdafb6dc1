from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.deeds import Audience
from millepieds.journal.models import Entry
from millepieds.journal.queries import Reader, Wanted, register, sealed_by_month, verify
from millepieds.journal.queries.leafing import lines_of
from millepieds.journal.tests.makers import WALKED, make_entry
from millepieds.journal.tests.tampering import triggers_aside
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db
TOWN, MEMBERS, CIRCLE, PARTIES, SEALED = Audience
KITCHEN, GARDEN = 41, 42


@pytest.fixture
def amina(db: None) -> Person:
    return make_person("Amina")


@pytest.fixture
def bruno(db: None) -> Person:
    return make_person("Bruno")


@pytest.mark.parametrize(
    ("audience", "readers"),
    [
        (TOWN, {"passer-by", "bruno", "member", "kitchen", "garden"}),
        (MEMBERS, {"bruno", "member", "kitchen", "garden"}),
        (CIRCLE, {"bruno", "kitchen"}),
        (PARTIES, {"bruno"}),
        (SEALED, set()),
    ],
)
@pytest.mark.parametrize("part", ["did it", "it was about him", "typed it in"])
def test_each_deed_has_its_readers(
    amina: Person, bruno: Person, audience: Audience, readers: set[str], part: str
) -> None:
    by = actors.person(bruno if part == "did it" else amina)
    if part == "typed it in":
        by = by.typed_in_by(bruno)
    about = bruno if part == "it was about him" else None
    entry = make_entry(audience, by=by, about=about, circle_id=KITCHEN)
    someone = bruno.pk + 1000
    who = {
        "passer-by": Reader(),
        "bruno": Reader(bruno.pk),
        "member": Reader(someone, is_member=True),
        "kitchen": Reader(someone, is_member=True, circle_ids={KITCHEN}),
        "garden": Reader(someone, is_member=True, circle_ids={GARDEN}),
    }
    assert {name for name, reader in who.items() if entry in register(reader)} == readers
    told = {name for name, one in who.items() if entry in lines_of(one, Wanted(), most=99)}
    assert told == readers


def test_bruno_outside_reads_what_concerns_him_and_nothing_else(amina, bruno: Person) -> None:
    make_entry(MEMBERS, by=actors.person(amina))
    mine = make_entry(MEMBERS, by=actors.person(amina), about=bruno)
    assert [e for e in register(Reader(bruno.pk)) if e.deed == WALKED[MEMBERS]] == [mine]


def test_a_line_is_told_once_however_bruno_is_part_of_it(bruno: Person) -> None:
    make_entry(PARTIES, by=actors.person(bruno).typed_in_by(bruno), about=bruno)
    assert register(Reader(bruno.pk), Wanted(deed=WALKED[PARTIES])).count() == 1


def test_the_register_is_read_by_deed_circle_person_and_day(amina: Person, bruno: Person) -> None:
    noon = datetime(2020, 3, 15, 12, tzinfo=UTC)
    late = datetime(2020, 3, 15, 23, 30, tzinfo=UTC)  # already the 16th in town
    one = make_entry(by=actors.person(amina), circle_id=KITCHEN, at=noon)
    two = make_entry(by=actors.person(bruno), about=amina, circle_id=GARDEN, at=late)

    def found(**wanted: object) -> list[Entry]:
        asked = Wanted(deed=WALKED[TOWN], **wanted)  # type: ignore[arg-type]  # by its names
        rows = list(register(Reader(), asked))
        for reader in (Reader(), Reader(bruno.pk, True, {KITCHEN}, [amina.pk])):
            assert lines_of(reader, asked, most=9) == list(register(reader, asked))
        return rows

    assert found() == [two, one]
    assert found(circle_id=KITCHEN) == [one]
    assert found(person_ids={bruno.pk}) == [two]
    assert found(person_ids={amina.pk}) == [two, one]
    assert found(person_ids=set()) == []
    assert found(before=two.number) == [one]
    assert found(since=late.date().replace(day=16)) == [two]
    assert found(until=noon.date()) == [one]


def test_what_is_sealed_is_only_counted_by_month_and_not_under_eleven() -> None:
    for month, count in [(1, 11), (2, 10), (3, 12)]:
        for day in range(1, count + 1):
            make_entry(SEALED, at=datetime(2020, month, day, 12, tzinfo=UTC))
    make_entry(SEALED, at=datetime.fromisoformat("2020-02-29T23:30+00:00"))  # in March, here
    make_entry(TOWN)
    assert [(month.month.month, month.count) for month in sealed_by_month()] == [(3, 13), (1, 11)]


def test_the_register_asks_as_much_for_one_line_as_for_many(amina: Person) -> None:
    same_queries_for_one_or_many(
        make=lambda: make_entry(by=actors.person(amina), about=amina),
        call=lambda: [(e.deed, e.particulars.facts) for e in register(Reader())],
    )


def tampered(sql: str) -> None:
    with triggers_aside(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_an_untouched_journal_holds(amina: Person) -> None:
    for audience in Audience:
        make_entry(audience, by=actors.person(amina))
    verdict = verify()
    assert verdict.holds
    assert verdict.entries == Entry.objects.count()
    call_command("verify", verbosity=0)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET deed = 'tests.lied' WHERE number = 2",
        "UPDATE journal_entry SET happened_at = '2018-09-20 17:00:00+00:00' WHERE number = 2",
        "UPDATE journal_entry SET commitment = 'x' WHERE number = 2",
        "UPDATE journal_particulars SET circle_id = 7 WHERE entry_id = 2",
        "UPDATE journal_particulars SET actor_kind = 'job' WHERE entry_id = 2",
        "UPDATE journal_particulars SET facts = '{\"seats\": 9}' WHERE entry_id = 2",
        "UPDATE journal_particulars SET key = repeat_key WHERE entry_id = 2",
    ],
)
def test_a_word_changed_behind_our_back_is_found(sql: str) -> None:
    for _ in range(3):
        make_entry()
    tampered(sql.replace("repeat_key", f"'{'00' * 32}'"))
    verdict = verify()
    assert not verdict.holds
    assert verdict.broken == [2]
    with pytest.raises(CommandError, match="broken"):
        call_command("verify", verbosity=0)


def test_an_entry_taken_out_is_found() -> None:
    for _ in range(4):
        make_entry()
    tampered("DELETE FROM journal_particulars WHERE entry_id = 2")
    tampered("DELETE FROM journal_entry WHERE number = 2")
    assert verify().gaps == [3]
    assert not verify().holds


def test_particulars_taken_out_are_found() -> None:
    for _ in range(3):
        make_entry()
    tampered("DELETE FROM journal_particulars WHERE entry_id = 2")
    assert verify().broken == [2]
