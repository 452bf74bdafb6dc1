"""Two calendars that are not ours read the feeds, each with its own parser, on both sides of a change of hour."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from millepieds.circles.models import Circle
from millepieds.core import actors
from millepieds.core.clock import pretend
from millepieds.meetings.actions.calendar import renew_calendar
from millepieds.meetings.actions.calling import Called, call_meeting
from millepieds.meetings.queries.feeds import token_of
from millepieds.meetings.queries.ics import TOWN
from millepieds.meetings.rules.terms import Kind, Openness
from millepieds.meetings.tests.makers import make_meeting_circle
from millepieds.people.models import Person

pytestmark = [pytest.mark.judges, pytest.mark.django_db]
EVENINGS = ["2026-10-24", "2026-10-25", "2026-10-26", "2027-03-27", "2027-03-28", "2027-03-29"]
# In New York the hour changes on other days: 1 November, 14 March
FAR = {
    "2026-10-24": "12:30", "2026-10-25": "13:30", "2026-10-26": "13:30",
    "2027-03-27": "13:30", "2027-03-28": "12:30", "2027-03-29": "12:30",
}  # fmt: skip
# Another Python, the system's, with a parser of its own: it obeys the VTIMEZONE of the file.
VOBJECT = """
import json, sys, vobject
from datetime import timezone
read = vobject.readOne(sys.stdin.read())
said = {one.summary.value: one.dtstart.value.astimezone(timezone.utc).isoformat() for one in read.vevent_list}
print(json.dumps(said))
"""


@pytest.fixture
def circle(amina: Person, odile: Person) -> Circle:
    return make_meeting_circle(amina, by=odile)


@pytest.fixture
def feeds(circle: Circle, amina: Person, client: Client) -> Iterator[list[bytes]]:
    """The town's, Amina's, and her circle's: an agora at half past six on each of these evenings."""
    for evening in EVENINGS:
        starts = datetime.fromisoformat(f"{evening}T18:30").replace(tzinfo=ZoneInfo(TOWN))
        words = Called(
            Kind.AGORA, f"Agora {evening} ; l’été, « virgules », 100 %", starts,
            starts + timedelta(hours=2), Openness.TOWN, "Long. " * 40, "Salle, sous les arcades",
        )  # fmt: skip
        call_meeting(circle, words, by=actors.person(amina))
    key = renew_calendar(by=actors.person(amina))
    tokens = [token_of(key), token_of(key, circle.pk)]
    paths = [
        reverse("meetings:feed"),
        *(reverse("meetings:private_feed", args=[t]) for t in tokens),
    ]
    with pretend(datetime(2026, 10, 1, 12, tzinfo=ZoneInfo(TOWN))):
        yield [client.get(path).content for path in paths]


def calcurse(feed: bytes, folder: Path, *, zone: str) -> dict[str, str]:
    """Each day, the hour at which it shows a meeting to whoever lives there."""
    here = {**os.environ, "TZ": zone, "LC_ALL": "C.UTF-8"}
    (folder / "feed.ics").write_bytes(feed)
    ours = ["calcurse", "-D", str(folder / "data"), "-C", str(folder / "conf")]
    done = subprocess.run(
        [*ours, "-i", str(folder / "feed.ics")],
        env=here,
        capture_output=True,
        text=True,
        check=True,
    )
    assert f"{len(EVENINGS)} apps" in done.stdout, done.stdout + done.stderr
    assert "0 skipped" in done.stdout
    asked = [
        "-Q",
        "--from",
        "10/01/2026",
        "--days",
        "365",
        "--format-apt",
        "%(start:%Y-%m-%d %H:%M) %m\n",
    ]
    said = subprocess.run([*ours, *asked], env=here, capture_output=True, text=True, check=True)
    return dict(re.findall(r"^(\d{4}-\d\d-\d\d) (\d\d:\d\d) Agora \1 ; l’été", said.stdout, re.M))


def test_calcurse_shows_the_hour_of_the_town_on_both_sides_of_a_change(
    feeds: list[bytes], tmp_path: Path
) -> None:
    for number, feed in enumerate(feeds):
        for zone, hours in [(TOWN, dict.fromkeys(EVENINGS, "18:30")), ("America/New_York", FAR)]:
            folder = tmp_path / f"{number}-{zone.replace('/', '-')}"
            folder.mkdir()
            assert calcurse(feed, folder, zone=zone) == hours


def test_another_parser_obeys_the_rule_of_hours_written_in_the_file(feeds: list[bytes]) -> None:
    for feed in feeds:
        done = subprocess.run(
            ["/usr/bin/python3", "-c", VOBJECT], input=feed, capture_output=True, check=True
        )
        said: dict[str, Any] = json.loads(done.stdout)
        found = {title[6:16]: when for title, when in said.items()}
        assert found == {
            evening: f"{evening}T{'16' if evening in ('2026-10-24', '2027-03-28', '2027-03-29') else '17'}:30:00+00:00"
            for evening in EVENINGS
        }
