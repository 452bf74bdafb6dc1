"""What belongs to one person, asked for by its number as another: every URL that names a thing is here.

tests/test_walls.py reads them; this file sends their forms.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db.models import Model
from django.urls import reverse

from millepieds.care.models import Report, Sanction
from millepieds.circles.models import Mandate, Offer, Reopening
from millepieds.decisions.models import Stance
from millepieds.meetings.models import Task
from millepieds.people.models import Visit
from millepieds.tensions.models import Tension, Trust
from tests.pages import doors
from tests.test_doors import WORDS
from tests.test_walls import PRIVATE, contents, rows
from tests.town import PASSER_BY, PEOPLE, Town, make_town, undone

pytestmark = pytest.mark.django_db

# Forms of which only one person is the master, and by which field of the thing
MINE: dict[str, tuple[type[Model], str]] = {
    "circles:accept": (Mandate, "person"),
    "circles:commit_again": (Mandate, "person"),
    "circles:decline": (Mandate, "person"),
    "circles:resign": (Mandate, "person"),
    "circles:handover": (Mandate, "person"),
    "circles:take_back_call": (Reopening, "person"),
    "circles:take_back_offer": (Offer, "person"),
    "care:entrust": (Report, "author"),
    "care:appeal": (Sanction, "suspension__person"),
    "decisions:take_back_voice": (Stance, "person"),
    "tensions:say_otherwise": (Tension, "author"),
    "tensions:entrust": (Tension, "author"),
    "tensions:move_on": (Tension, "author"),
    "tensions:show": (Tension, "author"),
    "tensions:close": (Tension, "author"),
    "tensions:open": (Trust, "person"),
    "meetings:report_on": (Mandate, "person"),
    "meetings:task": (Task, "person"),
    "people:put_first": (EmailAddress, "user"),
    "people:end_visit": (Visit, "person"),
    "people:remove_address": (EmailAddress, "user"),
    "mfa_edit_webauthn": (Authenticator, "user"),
    "mfa_remove_webauthn": (Authenticator, "user"),
}
# Forms that a mandate opens, whoever's the thing is: tests/test_doors.py tries them as everyone
BY_MANDATE = {
    "circles:open_circle", "circles:change_circle", "circles:close_circle", "circles:open_role",
    "circles:change_role", "circles:close_role", "circles:propose", "circles:withdraw",
    "circles:decline_offer", "circles:take_back_proposal", "members:sheet", "members:hand_over", "members:promise",
    "members:contacted", "members:take_over", "members:welcome",
    "members:refuse", "members:answer_appeal", "website:draft", "website:change",
    "website:withdraw", "website:tell_again", "charter:rule", "decisions:change", "decisions:ask",
    "decisions:decide", "decisions:drop", "decisions:move", "decisions:answer", "decisions:type_in",
    "decisions:sheet", "care:open", "care:note", "care:invite", "care:decide", "care:second", "care:answer", "care:open_sanction",
    "decisions:adopt", "decisions:resume", "decisions:type_in_voice", "meetings:cancel",
    "meetings:change",
    "meetings:who_comes",
}  # fmt: skip
# What the town or every member may read or do
OPEN_TO_ALL = {
    "circles:circle", "circles:role", "circles:power", "circles:person", "circles:mandate",
    "circles:offer", "circles:support", "website:post", "website:picture", "charter:version",
    "members:invitation", "home:stop_news",  # whoever has the letter
    "decisions:from_a_letter", "decisions:thanks", "decisions:stand_from_a_letter", "decisions:stood",  # the same
    "care:report", "care:sanction",  # `shown` and `pronounced` are their walls
    "care:invitation", "care:open_invitation", "care:reply",  # whoever it is to: `the_invitation`
    "tensions:tension",  # tensions_for is its wall: tests/test_walls.py reads each as each person
    "decisions:proposal", "decisions:rewrite", "decisions:present", "decisions:amend", "decisions:end",  # may_read_rounds
    "decisions:remark", "decisions:explain", "decisions:stand", "decisions:test", "decisions:call", "decisions:round_sheet",  # is their wall; then the circle's voices
    "decisions:decision", "decisions:decision_sheet", "decisions:year_sheet", "decisions:give",  # may_read is their wall; only who was asked gives
    "meetings:room", "meetings:screen",  # the same; then is_guide_of, and whoever is in it
    "meetings:private_feed",  # whoever has the link, and what its owner may read
    "meetings:meeting", "meetings:sign_up", "meetings:withdraw",  # meetings_read_by is their wall
    "meetings:add_point", "meetings:withdraw_point", "meetings:raise_point",  # the same; then the
    "meetings:take_duty", "meetings:give_back_duty",  # circle's voices, the author, or whoever called it
    "meetings:minutes", "meetings:write_minutes", "meetings:name_present",  # the same; then the scribe,
    "meetings:propose_minutes", "meetings:answer_minutes", "meetings:wordings",  # or who was there
    "meetings:minutes_sheet", "meetings:give_task",
    "meetings:finish_task", "meetings:correct_task", "meetings:remove_task",  # tasks_read_by; the same
    "meetings:come", "meetings:come_code", "meetings:needs",  # the same
    "meetings:my_place", "meetings:give_up",  # whoever has the letter
    "meetings:report", "meetings:answer_report",  # reports_read_by
    "home:circle_mirror",  # holds_around
    "journal:tile", "home:proof", "home:proof_file",  # the last two within the register's audience
}  # fmt: skip


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), undone():
        yield make_town()


def test_every_url_that_names_a_thing_says_whose_it_is() -> None:
    named = {name for name, pattern in doors().items() if pattern.pattern.regex.groups}
    assert named == {*MINE, *BY_MANDATE, *OPEN_TO_ALL}
    assert not set(MINE) & BY_MANDATE
    assert set(PRIVATE) <= named


@pytest.mark.parametrize("name", MINE)
@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_acts_on_what_belongs_to_someone_else(town: Town, who: str, name: str) -> None:
    model, owner = MINE[name]
    me = town.people[who].pk if who != PASSER_BY else None
    said = next((words for door, words in WORDS.items() if door.split()[0] == name), {})
    others = model._default_manager.exclude(**{owner: me}) if me else model._default_manager.all()
    visit, before = town.visit(who), contents()
    assert model._default_manager.exists()
    for number in others.values_list("pk", flat=True):
        response = visit.post(reverse(name, args=[number]), town.filled(said))
        if who == PASSER_BY:
            assert response["Location"].startswith("/entrer/?next=")
            continue
        assert response.status_code == 404, f"{number} answers to {who}"
    assert contents() == before


def test_the_one_whose_it_is_may(town: Town) -> None:
    """Else the test above would prove nothing."""
    offer = town.things["offer-of-bruno"]
    with undone():
        before = rows()
        town.visit("bruno").post(reverse("circles:take_back_offer", args=[offer.pk]))
        assert rows() != before
