"""An agenda by all, minutes approved by those present."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from millepieds.circles.tests.makers import make_founder, make_member
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.tests.makers import make_decision, make_places
from millepieds.journal.models import Entry
from millepieds.meetings.actions.minuting import (
    Written,
    answer_minutes,
    name_present,
    propose_minutes,
    save_minutes,
)
from millepieds.meetings.actions.preparing import (
    Wish,
    add_point,
    give_back_duty,
    order_points,
    take_duty,
    withdraw_point,
)
from millepieds.meetings.models import Meeting, Wording
from millepieds.meetings.queries.minutes import minutes_of, stage_of
from millepieds.meetings.queries.preparing import offered, points_of, proposed_turns
from millepieds.meetings.rules.agenda import Aim, minutes_left
from millepieds.meetings.rules.duties import Duty
from millepieds.meetings.rules.minutes import Answer, Stage
from millepieds.meetings.tests.makers import DAY, make_meeting, make_meeting_circle
from millepieds.people.models import Person
from millepieds.tensions.tests.makers import make_tension

pytestmark = pytest.mark.django_db
Town = tuple[Meeting, Person, Person, Person]


@pytest.fixture
def town() -> Town:
    """Amina called a meeting of the circle; Bruno is of it, Odile is not."""
    odile = make_founder()
    amina = make_member("Amina", welcomed_by=odile)
    bruno = make_member("Bruno", welcomed_by=odile)
    circle = make_meeting_circle(amina, bruno, by=odile)
    return make_meeting(circle, by=amina), amina, bruno, odile


def wish(title: str = "Le four", minutes: int = 30) -> Wish:
    return Wish(title, Aim.HEAR, minutes)


def test_anyone_of_the_circle_adds_and_takes_back_and_the_caller_orders(town: Town) -> None:
    meeting, amina, bruno, odile = town
    oven = add_point(meeting, wish(), by=actors.person(bruno))
    room = add_point(meeting, wish("La salle", 100), by=actors.person(amina))
    assert minutes_left(meeting, points_of(meeting)) == -10
    assert order_points(meeting, [room.pk, oven.pk], by=actors.person(amina)) == [room, oven]
    for no in (
        lambda: add_point(meeting, wish(), by=actors.person(odile)),
        lambda: withdraw_point(oven, by=actors.person(amina)),
        lambda: order_points(meeting, [oven.pk], by=actors.person(bruno)),
    ):
        with pytest.raises(Refused):
            no()
    withdraw_point(oven, by=actors.person(bruno))
    assert points_of(meeting) == [room]
    assert Entry.objects.filter(deed="meetings.point_withdrawn").count() == 1


def test_a_tension_is_brought_by_its_author_and_offered_to_nobody_else(town: Town) -> None:
    meeting, amina, bruno, _odile = town
    tension = make_tension(bruno)
    assert offered(meeting, bruno, on=today()).tensions == [tension]
    assert offered(meeting, amina, on=today()).tensions == []
    brought = Wish("Le bruit", Aim.TENSION, 20, tension=tension)
    with pytest.raises(Refused):
        add_point(meeting, brought, by=actors.person(amina))
    add_point(meeting, brought, by=actors.person(bruno))
    assert offered(meeting, bruno, on=today()).tensions == []


def test_what_the_circle_must_look_at_again_offers_itself_once(town: Town) -> None:
    soon, amina, bruno, odile = town
    role = make_places(bruno, by=odile, circle=soon.circle)
    decision = make_decision(role, amina, by=bruno)
    meeting = make_meeting(soon.circle, by=amina, in_days=330)
    before, found = offered(soon, amina, on=today()), offered(meeting, amina, on=today())
    assert (before.decisions, before.mandates, found.decisions) == ([], [], [decision])
    mandate, name = found.mandates[0]
    assert name
    by = actors.person(amina)
    add_point(meeting, Wish("Le samedi", Aim.DECIDE, 10, decision=decision), by=by)
    add_point(meeting, Wish(name, Aim.DECIDE, 10, mandate=mandate), by=by)
    after = offered(meeting, amina, on=today())
    assert after.decisions == []
    assert mandate not in [one for one, _name in after.mandates]


def test_duties_are_proposed_in_turn_and_accepted_by_oneself(town: Town) -> None:
    meeting, amina, bruno, odile = town
    assert set(proposed_turns(meeting, on=today()).values()) == {amina, bruno}
    turn = take_duty(meeting, Duty.SCRIBE, by=actors.person(bruno))
    assert Duty.SCRIBE not in proposed_turns(meeting, on=today())
    for who in (amina, odile):
        with pytest.raises(Refused):
            take_duty(meeting, Duty.SCRIBE, by=actors.person(who))
    with pytest.raises(Refused):
        give_back_duty(turn, by=actors.person(amina))
    give_back_duty(turn, by=actors.person(bruno))
    assert not meeting.turns.exists()


def test_minutes_are_approved_amended_aloud_and_never_silently(town: Town) -> None:
    meeting, amina, bruno, odile = town
    a, b = actors.person(amina), actors.person(bruno)
    with pytest.raises(Refused):
        save_minutes(meeting, Written("Trop tôt."), by=a)
    take_duty(meeting, Duty.SCRIBE, by=b)
    with pretend(meeting.ends_at):
        save_minutes(meeting, Written("Le four\nOn le répare."), by=b)
        one = save_minutes(
            meeting, Written("Le four\nOn le répare.\nLe lundi.", started_from=1), by=a
        )
        two = save_minutes(
            meeting, Written("Bonjour.\nLe four\nOn le répare.", started_from=1), by=b
        )
        assert not [*one.clashes, *two.clashes]
        assert two.wording.text == "Bonjour.\nLe four\nOn le répare.\nLe lundi."
        late = save_minutes(meeting, Written("Le four\nOn le vend.", started_from=1), by=a)
        assert len(late.clashes) == 1
        assert {"On le vend.", "On le répare."} <= set(late.wording.text.splitlines())
        with pytest.raises(Refused):
            propose_minutes(meeting, by=b)  # nobody was there
        name_present(meeting, [amina, bruno], [odile], by=b)
        with pytest.raises(Refused):
            propose_minutes(meeting, by=b)  # what both wrote is still there
        save_minutes(meeting, Written("Le four\nOn le répare.", started_from=4), by=b)
        minutes = propose_minutes(meeting, by=b)
        with pytest.raises(Refused):
            answer_minutes(minutes, Answer.APPROVES, by=actors.person(odile))
        answer_minutes(minutes, Answer.CHANGE, "Le prix manque.", by=a)
        assert stage_of(minutes, now=now() + 30 * DAY) is Stage.TO_CHANGE
        save_minutes(meeting, Written("Le four\nOn le répare : 80 €.", started_from=5), by=b)
        minutes = propose_minutes(meeting, by=b)
        assert stage_of(minutes, now=now()) is Stage.PROPOSED
        assert stage_of(minutes, now=now() + 7 * DAY) is Stage.APPROVED
        answer_minutes(minutes, Answer.APPROVES, by=a)
        assert stage_of(minutes, now=now()) is Stage.APPROVED
        with pytest.raises(Refused):
            save_minutes(meeting, Written("Autre chose.", started_from=6), by=b)
        amended = save_minutes(
            meeting, Written("Le four\nOn le répare : 90 €.", started_from=6, why="Erreur."), by=b
        )
    assert amended.wording.amends
    assert stage_of(minutes, now=now()) is Stage.APPROVED
    assert [row.number for row in minutes.wordings.all()] == [1, 2, 3, 4, 5, 6, 7]
    assert Entry.objects.filter(deed="meetings.minutes_amended").count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Wording.objects.filter(pk=amended.wording.pk).update(why="")


def test_the_delay_is_the_one_the_minutes_were_begun_under(town: Town) -> None:
    meeting, amina, _bruno, _odile = town
    with pretend(meeting.starts_at + timedelta(hours=1)):
        save_minutes(meeting, Written("Rien.", from_paper=True), by=actors.person(amina))
    found = minutes_of(meeting)
    assert found
    assert found.opened_under["meetings.minutes_silence"]["value"] == 7
