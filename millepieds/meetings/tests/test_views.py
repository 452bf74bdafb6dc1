"""The pages of meetings, as Amina, Bruno and a passer-by read them."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from millepieds.core.clock import now, pretend
from millepieds.meetings.models import Meeting
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db
PLACE = "12 rue de l’Essai"


@pytest.mark.parametrize(("days", "mistakes"), [(14, set()), (15, {"ends_at"}), (365, {"ends_at"})])
def test_a_meeting_lasts_two_weeks_at_most(
    as_, amina, odile, days: int, mistakes: set[str]
) -> None:
    circle = make_meeting_circle(amina, by=odile)
    starts = localtime(now() + timedelta(days=3))
    said = {
        "circle": circle.pk, "title": "Le grand tri", "kind": "circle", "openness": "members",
        "starts_at": f"{starts:%Y-%m-%dT18:00}", "place": PLACE,
        "ends_at": f"{starts + timedelta(days=days):%Y-%m-%dT18:00}",
    }  # fmt: skip
    answer = as_(amina).post(reverse("meetings:call"), said)
    assert Meeting.objects.exists() is not bool(mistakes)
    if mistakes:
        assert set(answer.context["form"].errors) == mistakes
        assert PLACE in answer.content.decode()
        return
    with pretend(Meeting.objects.get().ends_at - timedelta(minutes=1)):
        assert "Le grand tri" in as_(amina).get(reverse("meetings:meetings")).content.decode()


def test_from_the_call_to_the_cancelling_by_the_pages_alone(as_, amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, by=odile)
    starts = localtime(now() + timedelta(days=3))
    said = {
        "circle": circle.pk, "title": "Quartier", "kind": "action", "openness": "town",
        "starts_at": f"{starts:%Y-%m-%dT18:00}", "ends_at": f"{starts:%Y-%m-%dT17:00}",
        "place": PLACE,
    }  # fmt: skip
    page = as_(amina).post(reverse("meetings:call"), said)
    assert set(page.context["form"].errors) == {"ends_at", "openness"}
    assert PLACE in page.content.decode()
    said |= {"ends_at": f"{starts:%Y-%m-%dT20:00}", "openness": "members"}
    url = as_(amina).post(reverse("meetings:call"), said)["Location"]
    meeting = Meeting.objects.get()
    assert localtime(meeting.starts_at).hour == 18
    for address in (url, reverse("meetings:meetings")):
        before = as_(bruno).get(address).content.decode()
        assert "Quartier" in before
        assert PLACE not in before
        assert "18:00" not in before
    as_(bruno).post(reverse("meetings:sign_up", args=[meeting.pk]))
    assert PLACE in as_(bruno).get(url).content.decode()
    as_(bruno).post(reverse("meetings:withdraw", args=[meeting.pk]))
    assert PLACE not in as_(bruno).get(url).content.decode()
    as_(amina).post(reverse("meetings:cancel", args=[meeting.pk]), {"why": "Il pleut."})
    assert "Il pleut." in as_(bruno).get(url).content.decode()


def test_a_passer_by_reads_what_is_open_to_the_town_and_nothing_else(client, amina, odile) -> None:
    circle = make_meeting_circle(amina, by=odile)
    ours = make_meeting(circle, by=amina, title="Entre nous")
    town = make_meeting(
        circle, by=amina, title="Agora", kind=Kind.AGORA, openness=Openness.TOWN
    )  # fmt: skip
    page = client.get(reverse("meetings:meetings")).content.decode()
    assert "Agora" in page
    assert "Entre nous" not in page
    assert client.get(town.get_absolute_url()).status_code == 200
    assert client.get(ours.get_absolute_url()).status_code == 404


def test_the_list_asks_as_much_for_one_as_for_many(as_, amina, odile) -> None:
    circle = make_meeting_circle(amina, by=odile)
    same_queries_for_one_or_many(
        call=lambda: as_(amina).get(reverse("meetings:meetings")),
        make=lambda: make_meeting(circle, by=amina),
    )
