"""The morning after: Chloé was not there. She knows what was decided, and what she can still say."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from millepieds.circles.tests.makers import make_mandate, make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.models import Proposal, Stance
from millepieds.decisions.tests.rounds import LISTENED, make_round
from millepieds.home.queries.desk import desk_of
from millepieds.letters.models import Letter
from millepieds.meetings.actions.minuting import (
    Written,
    name_present,
    propose_minutes,
    save_minutes,
)
from millepieds.meetings.models import Meeting
from millepieds.meetings.queries.absent import still_open_to
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db
DECIDED = "Le four est réparé avant Noël."
MORNING = timedelta(hours=12)


@pytest.fixture
def chloe(odile: Person) -> Person:
    return make_member("Chloé", welcomed_by=odile)


@pytest.fixture
def meeting(amina: Person, bruno: Person, chloe: Person, odile: Person) -> Meeting:
    """Amina called it and wrote; Bruno was there; Chloé has a voice in the circle and was not."""
    circle = make_meeting_circle(amina, bruno, by=odile)
    make_mandate(make_role("Relais", circle=circle, by=odile), chloe, by=odile, days=300)
    row = make_meeting(circle, by=amina)
    with pretend(row.starts_at - LISTENED - timedelta(hours=1)):
        make_round(circle, by=bruno)
    Letter.objects.all().delete()
    return row


def told(meeting: Meeting, amina: Person, bruno: Person, decided: str = DECIDED) -> None:
    hers = actors.person(amina)
    save_minutes(meeting, Written("On a parlé du four.", decided=decided), by=hers)
    name_present(meeting, [amina, bruno], [], by=hers)
    propose_minutes(meeting, by=hers)


def letters() -> dict[str, Letter]:
    """Those that tell whoever was not there, by their name."""
    rows = Letter.objects.filter(key__startswith="meetings.told").select_related("person")
    return {str(one.person): one for one in rows}


def test_whoever_was_absent_reads_what_was_decided_and_answers_from_the_letter(
    meeting, amina, bruno, chloe
) -> None:
    with pretend(meeting.ends_at):
        told(meeting, amina, bruno)
    assert set(letters()) == {"Chloé"}  # neither who was there, nor who is not of the circle
    text = letters()["Chloé"].text
    assert text.index("DÉCIDÉ") < text.index(DECIDED) < text.index("TU PEUX ENCORE DIRE")
    [link] = re.findall(r"Une pause d’été.*?http://localhost:8000(\S+)", text, re.DOTALL)
    with pretend(meeting.ends_at + MORNING):
        said = {"stance": "consent", "why": ""}
        assert Client().post(link, said).status_code == 302
    assert Stance.objects.get().person == chloe


def test_proposed_again_it_is_told_again_only_if_something_else_was_decided(
    meeting, amina, bruno
) -> None:
    with pretend(meeting.ends_at):
        told(meeting, amina, bruno)
    with pretend(meeting.ends_at + MORNING):
        save_minutes(
            meeting, Written("Mieux dit.", decided=DECIDED, started_from=1), by=actors.person(amina)
        )
        propose_minutes(meeting, by=actors.person(amina))
        assert Letter.objects.filter(key__startswith="meetings.told").count() == 1
        other = Written("Mieux dit.", decided="Le four est vendu.", started_from=2)
        save_minutes(meeting, other, by=actors.person(amina))
        propose_minutes(meeting, by=actors.person(amina))
    assert Letter.objects.filter(key__startswith="meetings.told").count() == 2


def test_the_next_morning_the_home_page_and_the_minutes_say_it_too(
    as_, meeting, amina, bruno, chloe
) -> None:
    with pretend(meeting.ends_at):
        told(meeting, amina, bruno)
    for person in (amina, bruno, chloe):
        Person.objects.filter(pk=person.pk).update(visited_before_at=meeting.starts_at)
        person.refresh_from_db()
    with pretend(meeting.ends_at + MORNING):
        found = [desk_of(who, now=now(), on=today()).met_without_me for who in (bruno, chloe)]
        assert [[one.decided for one in each] for each in found] == [[], [DECIDED]]
        visit = as_(chloe)
        Person.objects.filter(pk=chloe.pk).update(visited_before_at=meeting.starts_at)
        assert DECIDED in visit.get("/pour-moi/").content.decode()
        minutes = reverse("meetings:minutes", args=[meeting.pk])
        hers = as_(chloe).get(minutes).content.decode()
        stand = reverse("decisions:stand", args=[Proposal.objects.get().pk])
        assert f"{stand}?retour={minutes}" in hers
        assert "Tu n’y étais pas" in hers
        assert "Tu n’y étais pas" not in as_(bruno).get(minutes).content.decode()


def test_nothing_decided_is_said_as_such(meeting, amina, bruno) -> None:
    with pretend(meeting.ends_at):
        told(meeting, amina, bruno, decided="")
    assert "ne note aucune décision" in letters()["Chloé"].text


def test_one_or_many_absent_ask_the_house_as_often(meeting, chloe, odile) -> None:
    absent = [chloe]

    def make() -> None:
        one = make_member(f"Absente {len(absent)}", welcomed_by=odile)
        role = make_role(f"Renfort {len(absent)}", circle=meeting.circle, by=odile)
        make_mandate(role, one, by=odile, days=300)
        absent.append(one)

    def call() -> None:
        with pretend(meeting.ends_at):
            assert all(still_open_to(absent, meeting.circle_id, now=now()).values())

    same_queries_for_one_or_many(make=make, call=call)
