import pytest

from millepieds.circles.tests.makers import make_founder, make_member
from millepieds.core import actors
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.meetings.actions.calling import cancel_meeting
from millepieds.meetings.actions.coming import sign_up, withdraw
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle

pytestmark = pytest.mark.django_db


def test_a_meeting_is_called_under_a_mandate_and_remembered() -> None:
    odile = make_founder()
    amina = make_member("Amina", welcomed_by=odile)
    bruno = make_member("Bruno", welcomed_by=odile)
    circle = make_meeting_circle(amina, bruno, by=odile)
    meeting = make_meeting(circle, by=amina)
    assert meeting.called_under
    assert meeting.called_under.person == amina
    assert Entry.objects.get(deed="meetings.called").pk
    with pytest.raises(Refused):
        make_meeting(circle, by=bruno)


def test_the_first_free_place_goes_to_whoever_waited_first() -> None:
    odile = make_founder()
    amina, bruno, chloe = (
        make_member(name, welcomed_by=odile) for name in ("Amina", "Bruno", "Chloé")
    )
    meeting = make_meeting(make_meeting_circle(amina, by=odile), by=amina, capacity=1)
    assert sign_up(meeting, by=actors.person(amina)).place == 1
    waits = [sign_up(meeting, by=actors.person(one)) for one in (bruno, chloe)]
    assert [row.place for row in waits] == [None, None]
    with pytest.raises(Refused):
        sign_up(meeting, by=actors.person(bruno))
    withdraw(meeting, by=actors.person(amina))
    for row in waits:
        row.refresh_from_db()
    assert [row.place for row in waits] == [1, None]
    assert Letter.objects.get(key=f"meetings.place:{waits[0].pk}").person == bruno
    assert sign_up(meeting, by=actors.person(amina)).place is None


def test_a_cancelled_meeting_tells_those_who_were_coming_why() -> None:
    odile = make_founder()
    amina, bruno = (make_member(name, welcomed_by=odile) for name in ("Amina", "Bruno"))
    meeting = make_meeting(make_meeting_circle(amina, by=odile), by=amina)
    sign_up(meeting, by=actors.person(bruno))
    with pytest.raises(Refused):
        cancel_meeting(meeting, "Je préfère.", by=actors.person(bruno))
    cancel_meeting(meeting, "La salle est prise.", by=actors.person(amina))
    letter = Letter.objects.get(key__startswith="meetings.cancelled:")
    assert letter.person == bruno
    assert "La salle est prise." in letter.text
    with pytest.raises(Refused):
        sign_up(meeting, by=actors.person(odile))
