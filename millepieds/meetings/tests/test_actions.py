import pytest

from millepieds.circles.tests.makers import make_founder, make_member
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
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
