"""Tasks of minutes: who, what, by when; said done, or handed back."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.home.actions import erase
from millepieds.journal.models import Entry, Particulars
from millepieds.letters.models import Letter
from millepieds.meetings.actions.minuting import (
    name_present,
    propose_minutes,
)
from millepieds.meetings.actions.preparing import Wish, add_point
from millepieds.meetings.actions.tasks import (
    Wished,
    correct_task,
    finish_task,
    give_task,
    hand_back_task,
    remove_task,
)
from millepieds.meetings.models import Meeting, Task
from millepieds.meetings.queries.agenda import offers_to
from millepieds.meetings.queries.minutes import stage_of
from millepieds.meetings.queries.preparing import offered
from millepieds.meetings.queries.tasks import tasks_waiting_for
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.minutes import Stage
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import (
    DAY,
    approve_minutes,
    just_ended,
    make_meeting,
    make_meeting_circle,
    make_task,
)
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def meeting(amina: Person, bruno: Person, odile: Person) -> Iterator[Meeting]:
    with just_ended(amina, bruno, odile) as row:
        yield row


def page(name: str, row: Meeting | Task) -> str:
    return reverse(f"meetings:{name}", args=[row.pk])


def test_the_hand_gives_and_whoever_has_it_says_it_done(meeting, amina, bruno) -> None:
    task = make_task(meeting, bruno)
    assert tasks_waiting_for(bruno) == [task]
    letter = Letter.objects.get(person=bruno, key__startswith="meetings.task:")
    assert "Acheter la farine" in letter.text
    assert page("task", task) in letter.text
    assert letter.calendar == ""
    approve_minutes(meeting, amina, bruno)
    finish_task(task, by=actors.person(bruno))
    assert tasks_waiting_for(bruno) == []
    with pytest.raises(Refused, match="done already"):
        finish_task(task, by=actors.person(bruno))
    kept = Particulars.objects.filter(entry__deed__startswith="meetings.task_").order_by(
        "entry__number"
    )
    assert [(one.entry.deed, one.actor, one.about) for one in kept] == [
        ("meetings.task_given", amina, bruno), ("meetings.task_done", bruno, bruno),
    ]  # fmt: skip
    assert kept[1].facts == {"late": False}


def test_nobody_is_written_to_about_what_they_wrote_for_themself(meeting, amina) -> None:
    make_task(meeting, amina)
    assert not Letter.objects.filter(key__startswith="meetings.task").exists()


def test_only_the_hand_gives_corrects_and_takes_away(meeting, amina, bruno) -> None:
    task, b = make_task(meeting, bruno), actors.person(bruno)
    wished = Wished(amina, "Autre chose", today())
    for no in (
        lambda: give_task(meeting, wished, by=b),
        lambda: correct_task(task, wished, by=b),
        lambda: remove_task(task, by=b),
    ):
        with pytest.raises(Refused) as refused:
            no()
        assert refused.value.refusal.article == "self-management.mandates"
    remove_task(task, by=actors.person(amina))
    assert not Task.objects.exists()


def test_once_the_minutes_are_approved_a_task_is_only_said_done_or_handed_back(
    meeting, amina, bruno
) -> None:
    task, hand = make_task(meeting, bruno), actors.person(amina)
    approve_minutes(meeting, amina, bruno)
    wished = Wished(bruno, "Autre chose", today())
    for no in (
        lambda: give_task(meeting, wished, by=hand),
        lambda: correct_task(task, wished, by=hand),
        lambda: remove_task(task, by=hand),
    ):
        with pytest.raises(Refused, match="approved"):
            no()
    finish_task(task, by=hand)  # Bruno told them aloud
    task.refresh_from_db()
    assert task.done_at


def test_a_task_given_once_proposed_asks_those_present_again(meeting, amina, bruno, leila) -> None:
    hand = actors.person(amina)
    name_present(meeting, [amina, bruno], [], by=hand)
    minutes = propose_minutes(meeting, by=hand)
    with pretend(now() + timedelta(minutes=5)):
        task = make_task(meeting, bruno)
        minutes.refresh_from_db()
        assert stage_of(minutes, now=now()) is Stage.WRITTEN
        propose_minutes(meeting, by=hand)
    asked = Letter.objects.filter(person=bruno, key__startswith="meetings.minutes:")
    assert asked.count() == 2
    remove_task(task, by=hand)
    minutes.refresh_from_db()
    assert minutes.proposed_at is None


def test_a_task_goes_to_a_member_who_reads_the_minutes_by_a_day_not_too_far(
    meeting, amina, odile, leila
) -> None:
    hand = actors.person(amina)
    make_task(meeting, odile)  # members read this one
    ours = make_meeting(meeting.circle, by=amina, openness=Openness.CIRCLE, in_days=1)
    with pretend(ours.ends_at):
        for person in (odile, Person.objects.create(name="Zoé", met_at=now())):
            with pytest.raises(Refused, match="reads these minutes"):
                give_task(ours, Wished(person, "La clé", today()), by=hand)
        for day in (today() - DAY, date(2206, 1, 1)):
            with pytest.raises(Refused, match="two years"):
                give_task(ours, Wished(amina, "La clé", day), by=hand)


def test_whoever_cannot_hands_it_back_and_the_hand_gives_it_to_another(
    meeting, amina, bruno
) -> None:
    task = make_task(meeting, bruno)
    with pytest.raises(Refused, match="only by whoever has it"):
        hand_back_task(task, "Il ne peut pas.", by=actors.person(amina))
    hand_back_task(task, "Je pars en voyage.", by=actors.person(bruno))
    letter = Letter.objects.get(person=amina, text__contains="Je pars en voyage.")
    assert page("minutes", meeting) in letter.text
    assert tasks_waiting_for(bruno) == []
    with pytest.raises(Refused, match="handed back"):
        finish_task(task, by=actors.person(bruno))
    wished = Wished(amina, "Acheter du pain", today())
    task = correct_task(task, wished, by=actors.person(amina))
    assert (task.why, tasks_waiting_for(amina)) == ("", [task])
    assert Entry.objects.filter(deed="meetings.task_handed_back").count() == 1


def test_what_is_left_undone_offers_itself_to_the_next_meeting_of_the_circle(
    meeting, amina, bruno, odile
) -> None:
    a = actors.person(amina)
    flour, bread, key = (make_task(meeting, bruno, what) for what in ("Farine", "Pain", "Clé"))
    soon = make_meeting(meeting.circle, by=amina, in_days=2)
    after = make_meeting(meeting.circle, by=amina, in_days=10)
    elsewhere = make_meeting(make_meeting_circle(amina, by=odile), by=amina, in_days=10)
    finish_task(bread, by=a)
    hand_back_task(key, "Je pars.", by=actors.person(bruno))
    for row, left in ((soon, [key]), (after, [flour, key]), (elsewhere, []), (meeting, [])):
        assert offered(row, amina, on=today()).tasks == left
    point = add_point(after, Wish("La farine", Aim.HEAR, 5, task=flour), by=a)
    assert offered(after, amina, on=today()).tasks == [key]
    remove_task(flour, by=a)
    point.refresh_from_db()
    assert point.task is None
    erase(bruno, by=actors.person(bruno))
    assert offered(after, amina, on=today()).tasks == []


def test_the_words_of_a_task_are_typed_again_for_an_agenda_that_more_people_read(
    meeting, amina, bruno
) -> None:
    make_task(meeting, bruno)
    for openness, asks in (
        (Openness.CIRCLE, False),
        (Openness.MEMBERS, False),
        (Openness.TOWN, True),
    ):
        kind = Kind.AGORA if openness is Openness.TOWN else Kind.CIRCLE
        row = make_meeting(meeting.circle, by=amina, kind=kind, openness=openness, in_days=10)
        assert [one.asks_first for one in offers_to(row, amina, on=today()) if one.task] == [asks]


@pytest.mark.parametrize(
    "wrong",
    [{"what": ""}, {"done_at": "2031-01-01", "handed_back_at": "2031-01-01"}, {"why": "Non"},
     {"handed_back_at": "2031-01-01"}, {"done_at": "2001-01-01"}],
)  # fmt: skip
def test_the_database_keeps_it_too(meeting, bruno, wrong: dict[str, str]) -> None:
    task = make_task(meeting, bruno)
    when = {k: f"{v} 12:00+00:00" if k.endswith("_at") else v for k, v in wrong.items()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(**when)
