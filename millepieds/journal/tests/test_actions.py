from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.core.deeds import Audience
from millepieds.core.powers import Ground
from millepieds.core.refusals import Refusal, Refused
from millepieds.journal.actions import forget, record
from millepieds.journal.models import Entry, Particulars
from millepieds.journal.queries import verify
from millepieds.journal.tests.makers import WALKED, make_entry
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db
WALK = WALKED[Audience.TOWN]


def numbers() -> list[int]:
    return sorted(Entry.objects.values_list("number", flat=True))


@transaction.atomic
def do_then_refuse(deed: Callable[[], object]) -> None:
    deed()
    raise Refused(Refusal("No.", article="care.rest"))


def test_entries_are_numbered_one_after_the_other() -> None:
    assert [make_entry().number for _ in range(3)] == [1, 2, 3]


def test_a_deed_undone_leaves_no_gap() -> None:
    make_entry()
    for _ in range(3):
        with pytest.raises(Refused):
            do_then_refuse(make_entry)
    assert make_entry().number == 2
    assert numbers() == [1, 2]
    assert verify().holds


@pytest.mark.django_db(transaction=True)
def test_a_deed_and_its_trace_are_written_together() -> None:
    with pytest.raises(TransactionManagementError):
        record(WALK, None, by=actors.JOB, at=now())
    assert not Entry.objects.exists()


def test_an_entry_says_who_for_whom_and_under_which_mandate() -> None:
    amina, bruno = make_person("Amina"), make_person("Bruno")
    by = actors.person(bruno).typed_in_by(amina)
    ground = Ground(9, bruno.pk, 2, 5, now().date(), "a.power")
    with transaction.atomic():
        entry = record(WALK, bruno, by=by, at=now(), about=bruno.pk, circle_id=5, ground=ground)
    said = Particulars.objects.get(entry=entry)
    assert (said.actor, said.about, said.typed_by) == (bruno, bruno, amina)
    assert (said.subject_type, said.subject_id) == ("people.Person", bruno.pk)
    assert (said.circle_id, said.mandate_id, said.actor_kind) == (5, 9, "person")


def test_two_entries_never_share_a_key() -> None:
    assert make_entry().particulars.key != make_entry().particulars.key


@pytest.mark.usefixtures("the_machines_own_time")
def test_what_is_replayed_says_when_it_was_written_down() -> None:
    with pretend(datetime(2018, 9, 20, 17, tzinfo=UTC)):
        entry = make_entry()
    entry.refresh_from_db()
    assert entry.happened_at.year == 2018
    assert abs(entry.recorded_at - timezone.now()) < timedelta(minutes=1)
    assert entry.was_replayed
    fresh = make_entry()
    fresh.refresh_from_db()
    assert not fresh.was_replayed


@pytest.fixture
def amina(db: None) -> Person:
    return make_person("Amina")


@pytest.fixture
def bruno(db: None) -> Person:
    return make_person("Bruno")


def test_forgetting_amina_leaves_numbers_commitments_and_deeds(amina: Person) -> None:
    make_entry(by=actors.person(amina))
    make_entry(by=actors.OUTSIDER, about=amina)
    before = list(Entry.objects.values())
    assert forget(amina.pk, at=now()) == 3  # met, walked, walked about
    assert list(Entry.objects.values()) == before
    assert verify().holds
    assert verify().forgotten == 3


def test_forgetting_amina_leaves_nothing_of_her(amina: Person) -> None:
    make_entry(by=actors.person(amina), about=amina)
    forget(amina.pk, at=now())
    for row in Particulars.objects.all():
        assert (row.actor, row.about, row.typed_by, row.key) == (None, None, None, "")
        assert (row.subject_type, row.subject_id, row.facts) == ("", None, {})
        assert row.forgotten_at


def test_what_bruno_did_stays_his(amina: Person, bruno: Person) -> None:
    welcomed = make_entry(by=actors.person(bruno), about=amina, circle_id=4)
    alone = make_entry(by=actors.person(bruno))
    forget(amina.pk, at=now())
    welcomed.particulars.refresh_from_db()
    assert (welcomed.particulars.actor, welcomed.particulars.about) == (bruno, None)
    assert welcomed.particulars.circle_id == 4
    assert Particulars.objects.get(entry=alone).key


def test_what_was_done_about_bruno_stays_his(amina: Person, bruno: Person) -> None:
    entry = make_entry(by=actors.person(amina), about=bruno)
    forget(amina.pk, at=now())
    said = Particulars.objects.get(entry=entry)
    assert (said.actor, said.actor_kind, said.about) == (None, "", bruno)
    assert said.subject_id == bruno.pk


def test_whoever_typed_a_sheet_in_can_be_forgotten(amina: Person, bruno: Person) -> None:
    entry = make_entry(by=actors.person(bruno).typed_in_by(amina), about=bruno)
    forget(amina.pk, at=now())
    said = Particulars.objects.get(entry=entry)
    assert (said.actor, said.about, said.typed_by) == (bruno, bruno, None)


def test_two_people_of_the_same_entry_are_forgotten_one_after_the_other(amina, bruno) -> None:
    entry = make_entry(by=actors.person(amina), about=bruno)
    forget(amina.pk, at=now())
    forget(bruno.pk, at=now())
    said = Particulars.objects.get(entry=entry)
    assert (said.actor, said.about) == (None, None)
    assert verify().holds
