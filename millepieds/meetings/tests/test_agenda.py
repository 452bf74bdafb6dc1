"""The pages of an agenda made by all, as Amina, Bruno and a passer-by use them."""

from uuid import uuid4

import pytest
from django.urls import reverse

from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.decisions.rules.terms import Openness as DecisionOpenness
from millepieds.decisions.tests.makers import make_decision, make_places
from millepieds.meetings.actions.minuting import Written, save_minutes
from millepieds.meetings.actions.preparing import Wish, add_point
from millepieds.meetings.models import Meeting, Point, Turn
from millepieds.meetings.queries.agenda import offers_to
from millepieds.meetings.rules.agenda import Aim
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.tensions.tests.makers import make_tension
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(amina, bruno, odile) -> Meeting:
    """Amina calls it; Bruno is of the circle, Odile is not."""
    return make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina)


def test_anyone_of_the_circle_adds_and_whoever_called_puts_in_order(
    as_, amina, bruno, odile, meeting
) -> None:
    add, page = reverse("meetings:add_point", args=[meeting.pk]), meeting.get_absolute_url()
    wrong = as_(bruno).post(add, {"title": "Le four", "aim": "hear", "minutes": "0"})
    assert set(wrong.context["form"].errors) == {"minutes"}
    assert "Le four" in wrong.content.decode()
    said = {"title": "Le four", "aim": "hear", "minutes": "30", "once": str(uuid4())}
    assert as_(bruno).post(add, said)["Location"] == page
    as_(bruno).post(add, said)  # the finger slipped
    as_(amina).post(add, said | {"title": "La salle", "minutes": "100", "once": str(uuid4())})
    assert as_(odile).post(add, said | {"once": str(uuid4())}).status_code == 403
    oven, room = Point.objects.all()
    shown = as_(amina).get(page)
    assert shown.context["agenda"].over == 10
    assert "Bruno" in shown.content.decode()
    assert as_(bruno).post(reverse("meetings:raise_point", args=[room.pk])).status_code == 403
    as_(amina).post(reverse("meetings:raise_point", args=[room.pk]))
    assert list(Point.objects.all()) == [room, oven]
    assert as_(amina).post(reverse("meetings:withdraw_point", args=[oven.pk])).status_code == 403
    as_(bruno).post(reverse("meetings:withdraw_point", args=[oven.pk]))
    assert "Le four" not in as_(bruno).get(page).content.decode()
    assert as_(bruno).post(reverse("meetings:withdraw_point", args=[oven.pk])).status_code == 404


def test_what_offers_itself_is_one_click_away(as_, amina, bruno, odile, meeting) -> None:
    role = make_places(bruno, by=odile, circle=meeting.circle)
    decision = make_decision(role, amina, by=bruno)
    late = make_meeting(meeting.circle, by=amina, in_days=330)
    page = as_(amina).get(late.get_absolute_url()).content.decode()
    add = reverse("meetings:add_point", args=[late.pk])
    assert f'value="decision-{decision.pk}"' in page
    offer = next(one for one in offers_to(late, amina, on=late.called_at.date()) if one.decision)
    said = {
        "title": offer.title, "aim": offer.aim.value, "minutes": offer.minutes, "comes_from": offer.key
    }  # fmt: skip
    assert not offer.asks_first
    assert as_(amina).post(add, said).status_code == 302
    assert Point.objects.get().decision == decision
    again = as_(amina).post(add, said)
    assert set(again.context["form"].errors) == {"comes_from"}
    assert reverse("decisions:decision", args=[decision.pk]) in (
        as_(amina).get(late.get_absolute_url()).content.decode()
    )


def test_words_that_fewer_people_read_are_typed_again_first(as_, amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, bruno, by=odile)
    decision = make_decision(
        make_places(bruno, by=odile, circle=circle), amina, by=bruno,
        openness=DecisionOpenness.CIRCLE,
    )  # fmt: skip
    tension = make_tension(bruno)
    agora = make_meeting(
        circle, by=amina, kind=Kind.AGORA, openness=Openness.TOWN, in_days=330
    )  # fmt: skip
    add = reverse("meetings:add_point", args=[agora.pk])
    found = {one.key: one.asks_first for one in offers_to(agora, bruno, on=now().date())}
    assert found[f"tension-{tension.pk}"]
    assert found[f"decision-{decision.pk}"]
    filled = as_(bruno).get(add, {"de": f"tension-{tension.pk}"})
    assert filled.context["form"].initial["title"] == tension.title
    assert "data-warning" in filled.content.decode()
    taken = as_(amina).post(
        add, {"title": "Le bruit", "aim": "tension", "minutes": 20, "comes_from": f"tension-{tension.pk}"}
    )  # fmt: skip
    assert set(taken.context["form"].errors) == {"comes_from"}
    assert not Point.objects.exists()


def test_duties_are_proposed_then_taken_and_given_back(as_, amina, bruno, odile, meeting) -> None:
    page, take = meeting.get_absolute_url(), reverse("meetings:take_duty", args=[meeting.pk])
    shown = as_(bruno).get(page).context["agenda"].duties
    assert {one.proposed for one in shown} == {amina, bruno}
    as_(bruno).post(take, {"duty": "scribe"})
    assert as_(amina).post(take, {"duty": "scribe"}).status_code == 403
    as_(amina).post(take, {"duty": "everything"})
    turn = Turn.objects.get()
    assert as_(amina).post(reverse("meetings:give_back_duty", args=[turn.pk])).status_code == 403
    as_(bruno).post(reverse("meetings:give_back_duty", args=[turn.pk]))
    assert not Turn.objects.exists()


def test_the_town_reads_the_points_of_an_agora_and_no_name(
    client, as_, amina, bruno, odile
) -> None:
    circle = make_meeting_circle(amina, bruno, by=odile)
    agora = make_meeting(circle, by=amina, kind=Kind.AGORA, openness=Openness.TOWN)
    point = add_point(agora, Wish("Le four", Aim.HEAR, 20), by=actors.person(bruno))
    read = client.get(agora.get_absolute_url())
    assert "Le four" in read.content.decode()
    assert "Bruno" not in read.content.decode()
    assert read.context["agenda"].duties == ()
    ours = make_meeting(circle, by=amina, openness=Openness.CIRCLE)
    hidden = add_point(ours, Wish("Entre nous", Aim.HEAR, 20), by=actors.person(amina))
    zoe = make_member("Zoé", welcomed_by=odile)
    for address in ("meetings:withdraw_point", "meetings:raise_point"):
        assert as_(zoe).post(reverse(address, args=[hidden.pk])).status_code == 404
        assert as_(zoe).post(reverse(address, args=[point.pk])).status_code == 403


def test_once_it_is_over_the_agenda_is_only_read(as_, amina, meeting) -> None:
    add_point(meeting, Wish("Le four", Aim.HEAR, 20), by=actors.person(amina))
    with pretend(meeting.ends_at):
        page = as_(amina).get(meeting.get_absolute_url())
        assert "Le four" in page.content.decode()
        main = page.content.decode().partition("<main")[2].partition("</main")[0]
        assert main.count("<button") == main.count('value="scribe"') == 1  # to type a paper in
        assert as_(amina).get(reverse("meetings:add_point", args=[meeting.pk])).status_code == 403


def test_a_meeting_put_on_paper_finds_its_scribe_afterwards(as_, amina, bruno, meeting) -> None:
    take = reverse("meetings:take_duty", args=[meeting.pk])
    with pretend(meeting.ends_at):
        assert as_(bruno).post(take, {"duty": "care"}).status_code == 403
        as_(bruno).post(take, {"duty": "scribe"})
        assert Turn.objects.get().person == bruno
    other = make_meeting(meeting.circle, by=amina)
    with pretend(other.ends_at):
        save_minutes(other, Written("On ouvre."), by=actors.person(amina))
        again = as_(bruno).post(reverse("meetings:take_duty", args=[other.pk]), {"duty": "scribe"})
    assert again.status_code == 403


def test_the_page_asks_as_much_for_one_point_as_for_many(as_, amina, meeting) -> None:
    by = actors.person(amina)
    same_queries_for_one_or_many(
        make=lambda: add_point(meeting, Wish("Le four", Aim.HEAR, 5), by=by),
        call=lambda: as_(amina).get(meeting.get_absolute_url()),
    )
