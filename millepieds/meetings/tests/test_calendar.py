"""Meetings in one's own calendar: the right hours, nothing that is not one's own, and links that stop."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from icalendar import Calendar, Timezone

from millepieds.circles.models import Circle
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.meetings.actions.calendar import renew_calendar
from millepieds.meetings.actions.calling import cancel_meeting
from millepieds.meetings.actions.coming import sign_up, withdraw
from millepieds.meetings.models import CalendarKey, Meeting
from millepieds.meetings.queries.feeds import feed_behind, token_of
from millepieds.meetings.queries.ics import TOWN, VTIMEZONE
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.meetings.tests.test_changing import change
from millepieds.members.actions import leave
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db
PLACE = "12 rue de l’Essai"
FEED = "/reunions/calendrier.ics"


def unfolded(response: Any) -> str:
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    text: str = response.content.decode()
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    return text.replace("\r\n ", "").replace("\\,", ",")


def events(response: Any) -> dict[str, Any]:
    found = Calendar.from_ical(response.content)
    return {str(one["summary"]): one for one in found.events}


def links_of(person: Person, circle: Circle | None = None) -> str:
    key = CalendarKey.objects.get(person=person)
    token = token_of(key, circle.pk) if circle else token_of(key)
    return reverse("meetings:private_feed", args=[token])


def test_the_town_s_feed_holds_what_is_open_to_the_town_and_never_an_action(
    client, amina, bruno, odile
) -> None:
    circle = make_meeting_circle(amina, by=odile)
    agora = make_meeting(circle, by=amina, title="Agora", kind=Kind.AGORA, openness=Openness.TOWN)
    make_meeting(circle, by=amina, title="Entre nous")
    make_meeting(circle, by=amina, title="Tracter", kind=Kind.ACTION)
    first = client.get(FEED)
    assert list(events(first)) == ["Agora"]
    one = events(first)["Agora"]
    assert (one["uid"], one["sequence"], one["status"]) == (
        f"reunion-{agora.pk}@localhost",
        0,
        "CONFIRMED",
    )
    assert one["url"] == f"http://localhost:8000{agora.get_absolute_url()}"
    assert "Entre nous" not in unfolded(first)
    again = client.get(FEED, headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    with pretend(now() + timedelta(minutes=5)):
        change(agora, amina, title="Agora d’hiver")
    changed = client.get(FEED, headers={"if-none-match": first["ETag"]})
    two = events(changed)["Agora d’hiver"]
    assert (two["uid"], two["sequence"]) == (one["uid"], 1)
    assert two["last-modified"].dt > one["last-modified"].dt
    cancel_meeting(agora, "La salle est prise.", by=actors.person(amina))
    (three,) = events(client.get(FEED)).values()
    assert (three["uid"], three["sequence"], three["status"]) == (one["uid"], 2, "CANCELLED")
    assert "La salle est prise." in three["description"]


def test_an_action_is_in_a_private_feed_with_its_place_for_whoever_has_one(
    client, amina, bruno, leila, odile
) -> None:
    circle = make_meeting_circle(leila, by=odile)
    action = make_meeting(circle, by=leila, title="Tracter", kind=Kind.ACTION, capacity=1)
    for one in (amina, bruno, leila):
        renew_calendar(by=actors.person(one))
    sign_up(action, by=actors.person(amina))
    sign_up(action, by=actors.person(bruno))  # waits

    hour = f"T{action.starts_at.astimezone(ZoneInfo(TOWN)):%H%M%S}"
    assert PLACE in unfolded(client.get(links_of(amina)))
    assert events(client.get(links_of(amina)))["Tracter"]["transp"] == "OPAQUE"
    for who in (bruno, leila):  # she called it: her page says it, a link does not
        for link in (links_of(who), links_of(who, circle)):
            said = unfolded(client.get(link))
            assert "Tracter" in said
            assert not any(
                word in said.split("END:VTIMEZONE")[1] for word in (PLACE, "DTSTART;TZID", hour)
            )
    withdraw(action, by=actors.person(amina))
    assert PLACE not in unfolded(client.get(links_of(amina)))
    assert PLACE in unfolded(client.get(links_of(bruno)))


def test_whoever_left_reads_in_their_feed_what_the_town_reads(
    client, amina, bruno, leila, odile
) -> None:
    circle = make_meeting_circle(leila, bruno, by=odile)
    agora = make_meeting(circle, by=leila, title="Agora", kind=Kind.AGORA, openness=Openness.TOWN)
    ours = make_meeting(circle, by=leila, title="Entre nous", openness=Openness.CIRCLE)
    make_meeting(circle, by=leila, title="Tout le monde")
    renew_calendar(by=actors.person(bruno))
    renew_calendar(by=actors.person(amina))
    sign_up(ours, by=actors.person(bruno))
    whole = ["Agora", "Entre nous", "Tout le monde"]
    assert sorted(events(client.get(links_of(bruno)))) == whole
    assert sorted(events(client.get(links_of(bruno, circle)))) == whole
    assert sorted(events(client.get(links_of(amina)))) == ["Agora", "Tout le monde"]
    leave(bruno, by=actors.person(bruno))
    for link in (links_of(bruno), links_of(bruno, circle)):
        with pretend(now() + timedelta(days=1)):
            page = client.get(link)
        assert list(events(page)) == [agora.title]
        assert not any(word in unfolded(page) for word in ("Entre nous", "Voisinage", "Tout le"))


def test_new_links_close_the_old_ones(as_, client, amina, bruno, odile) -> None:
    circle = make_meeting_circle(amina, by=odile)
    page, renew = reverse("meetings:calendar"), reverse("meetings:renew_calendar")
    assert CalendarKey.objects.count() == 0
    as_(amina).post(renew)
    old = [links_of(amina), links_of(amina, circle)]
    shown = as_(amina).get(page).content.decode()
    assert all(link in shown for link in old)
    assert old[0] not in as_(bruno).get(page).content.decode()
    as_(amina).post(renew)
    client.logout()
    assert [client.get(link).status_code for link in old] == [404, 404]
    assert [
        client.get(link).status_code for link in (links_of(amina), links_of(amina, circle))
    ] == [200] * 2
    assert Entry.objects.filter(deed="meetings.calendar_renewed").count() == 2
    person, number, seal = token_of(CalendarKey.objects.get()).split("-")
    for forged in (
        f"{person}-{circle.pk}-{seal}",
        f"{bruno.pk}-{number}-{seal}",
        f"{person}-{number}-{seal[:-1]}",
        "x",
    ):
        assert feed_behind(forged, now=now(), on=today()) is None


def test_each_letter_carries_the_meeting_under_the_same_name(amina, bruno, leila, odile) -> None:
    circle = make_meeting_circle(amina, bruno, leila, by=odile)
    action = make_meeting(circle, by=amina, kind=Kind.ACTION, capacity=1)
    for one in (bruno, leila):
        sign_up(action, by=actors.person(one))
    change(action, amina, place="La halle", title="Tracter")
    change(action, amina, capacity=2)
    cancel_meeting(action, "Il pleut.", by=actors.person(amina))

    def carried(key: str, person: Person) -> str:
        letter = Letter.objects.get(key__startswith=f"meetings.{key}:", person=person)
        assert "METHOD:PUBLISH" in letter.calendar
        assert f"UID:reunion-{action.pk}@localhost" in letter.calendar
        return letter.calendar.replace("\r\n ", "").partition("END:VTIMEZONE")[2]

    for person in (bruno, leila):  # whoever called it knows
        called = carried("called", person)
        assert "SEQUENCE:0" in called
        assert not any(word in called for word in (PLACE, "DTSTART;TZID"))
    assert not Letter.objects.filter(key__startswith="meetings.called:", person=amina).exists()
    assert "LOCATION:La halle" in carried("changed", bruno)
    assert "halle" not in carried("changed", leila)  # she waited
    assert "LOCATION:La halle" in carried("place", leila)
    assert {"SEQUENCE:3", "STATUS:CANCELLED"} <= set(carried("cancelled", leila).split("\r\n"))


def turns(year: int) -> Iterator[datetime]:
    """Each month, and hours around both changes."""
    for month in range(1, 13):
        yield datetime(year, month, 15, 12, tzinfo=UTC)
    for month in (3, 10):
        last = datetime(year, month, 31, 1, tzinfo=UTC)
        turn = last - timedelta(days=(last.weekday() + 1) % 7)
        yield from (turn + timedelta(minutes=minutes) for minutes in (-90, -1, 0, 1, 90))


@pytest.mark.parametrize("year", [2026, 2027, 2037])
def test_the_rule_of_the_town_s_hour_agrees_with_the_world_s_tables(year: int) -> None:
    rule: Any = Timezone.from_ical(VTIMEZONE)
    ours, theirs = rule.to_tz(lookup_tzid=False), ZoneInfo(TOWN)
    for moment in turns(year):
        assert f"{moment.astimezone(ours):%c}" == f"{moment.astimezone(theirs):%c}"


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ((2026, 10, 24), 16), ((2026, 10, 25), 17), ((2027, 3, 27), 17), ((2027, 3, 28), 16),
    ],
)  # fmt: skip
def test_six_in_the_evening_is_six_in_the_evening(
    client, amina, odile, day: tuple[int, int, int], utc: int
) -> None:
    circle = make_meeting_circle(amina, by=odile)
    year, month, date = day
    starts = datetime(year, month, date, 18, tzinfo=ZoneInfo(TOWN))
    assert starts.astimezone(ZoneInfo("UTC")).hour == utc
    Meeting.objects.create(
        circle=circle, kind="agora", title="Agora", openness="town", starts_at=starts,
        ends_at=starts + timedelta(hours=2), called_at=starts - timedelta(days=30),
    )  # fmt: skip
    with pretend(starts):
        page = client.get(FEED)
    assert f"DTSTART;TZID=Europe/Paris:{starts:%Y%m%dT180000}" in unfolded(page)
    assert events(page)["Agora"]["dtstart"].dt == starts


def test_the_feeds_ask_as_much_for_one_as_for_many(client, amina, odile) -> None:
    circle = make_meeting_circle(amina, by=odile)
    renew_calendar(by=actors.person(amina))
    same_queries_for_one_or_many(
        call=lambda: client.get(links_of(amina)), make=lambda: make_meeting(circle, by=amina)
    )
