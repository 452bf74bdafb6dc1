"""The story as data: what happened, when, in the order it must be told. It writes nothing."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from millepieds.core.clock import now

DATA = Path(__file__).parent / "data"
TOWN = ZoneInfo("Europe/Paris")
Said = Mapping[str, Any]

# Within a day: what opens comes first, then what is changed, lent, and handed back.
ENDED, OPENED, CHANGED, RULED, PROPOSED, ACCEPTED, CLOSED = (
    time(8), time(9, 30), time(9, 45), time(9, 50), time(11), time(12), time(23),
)  # fmt: skip
FOUNDED = time(9)


@dataclass(frozen=True)
class Scene:
    """Something that happened at a moment, and the deed that tells it."""

    at: datetime
    rank: int
    tell: str  # the method of the teller
    said: Said


def read(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def scenes(today: date) -> list[Scene]:
    """Everything, oldest first. Relative dates count from the day the story is loaded."""
    told = [
        *_places(),
        *_people(),
        *_mandates(today),
        *_rules(),
        *_lately(today),
        *_tensions(today),
        *_decisions(today),
        *_proposals(today),
        *_meetings(today),
    ]
    return sorted((one for one in told if one.at <= now()), key=lambda one: (one.at, one.rank))


def _scene(on: date, at: time, tell: str, said: Said, rank: int = 0) -> Scene:
    return Scene(datetime.combine(on, at, TOWN), rank, tell, said)


def _day(word: str) -> date:
    return date.fromisoformat(word)


def _moment(word: str) -> datetime:
    return datetime.fromisoformat(word).replace(tzinfo=TOWN)


def _places() -> Iterator[Scene]:
    """Circles and roles: opened, changed, closed. The founding itself opens the agora and its role."""
    for rank, circle in enumerate(read("circles")):
        if circle["parent"]:
            yield _scene(_day(circle["opened_on"]), OPENED, "open_circle", circle, rank)
        yield from _changes(circle, "change_circle", rank)
        if circle["closed_on"]:
            yield _scene(_day(circle["closed_on"]), CLOSED, "close_circle", circle, -rank)
    for rank, role in enumerate(read("roles"), start=100):
        if role["key"] != "founding":
            yield _scene(_day(role["opened_on"]), OPENED, "open_role", role, rank)
        yield from _changes(role, "change_role", rank)
        if role["closed_on"]:
            yield _scene(_day(role["closed_on"]), CLOSED, "close_role", role, -rank)


def _changes(place: Said, tell: str, rank: int) -> Iterator[Scene]:
    then = dict(place)
    for change in place["changes"]:
        then = {**then, **change}
        yield _scene(_day(change["from_on"]), CHANGED, tell, then, rank)


def _people() -> Iterator[Scene]:
    steps: list[tuple[str, str]] = [
        ("asked_at", "knock"), ("welcomed_at", "welcome"), ("signed_at", "sign"), ("left_at", "leave"),
    ]  # fmt: skip
    for person in read("people"):
        for field, tell in steps:
            if person[field] and person["key"] != "odile":
                yield Scene(_moment(person[field]), 0, tell, person)
        if person["signs_charter_2"] and (person["signed_at"] or "9") < "2020-09-12":
            yield _scene(_day("2020-09-20"), time(18), "sign_again", person)


def _mandates(today: date) -> Iterator[Scene]:
    for rank, mandate in enumerate(read("mandates")):
        starts, ends = _from_to(mandate, today)
        said = {**mandate, "rank": rank, "starts_on": starts, "ends_on": ends}
        if mandate["process"] != "founding":
            before = starts - timedelta(days=1 + rank % 3)
            yield _scene(before, PROPOSED, "propose", said, rank)
            yield _scene(starts, ACCEPTED, "accept", said, rank)
        if ended := mandate["ended"]:
            on = _day(ended["on"]) if "on" in ended else today + timedelta(days=ended["in"])
            yield _scene(on, ENDED, "end", said, rank)
        if mandate["handover"]:
            last = min(ends, today) - timedelta(days=2)
            yield _scene(last, time(20), "hand_over", said, rank)


def _from_to(mandate: Said, today: date) -> tuple[date, date]:
    if "starts_on" in mandate:
        return _day(mandate["starts_on"]), _day(mandate["ends_on"])
    start = today + timedelta(days=mandate["starts_in"])
    return start, today + timedelta(days=mandate["ends_in"])


def _lately(today: date) -> Iterator[Scene]:
    """The last weeks, whichever day the story is loaded: who knocked, who offers, who is asked."""
    people = {person["key"]: person for person in read("people")}
    for rank, one in enumerate(read("lately"), start=1000):
        said = {**people[one["person"]], **one, "rank": rank}
        if one["tell"] == "propose":
            starts, ends = (today + timedelta(days=one[when]) for when in ("starts_in", "ends_in"))
            said |= {"starts_on": starts, "ends_on": ends}
        at = time.fromisoformat(one["at"])
        yield _scene(today + timedelta(days=one["in"]), at, one["tell"], said, rank)


def _decisions(today: date) -> Iterator[Scene]:
    """Asked, advised two days later, answered the day after, moved perhaps, decided in its time."""
    told = [*read("first-decisions"), *read("decisions")]
    for rank, one in enumerate(told, start=2000):
        asked = _on(one, "asked", today)
        yield _scene(asked, time(13), "ask_question", one, rank)
        yield from _advice(one, asked, rank)
        for move in one.get("moves", ()):
            yield _scene(_day(move["on"]), time(18), "move_question", {**one, **move}, rank)
        if "dropped_on" in one:
            yield _scene(_day(one["dropped_on"]), time(20), "drop_question", one, rank)
        if "decided_on" in one or "decided_in" in one:
            yield _scene(_on(one, "decided", today), time(20), "decide_question", one, rank)


def _advice(one: Said, first: date, rank: int) -> Iterator[Scene]:
    """Some are asked at once, some once the question has moved."""
    for later in sorted({said["on"] for said in one["asked"] if "on" in said}):
        yield _scene(_day(later), time(20), "ask_more", {**one, "on": later}, rank)
    for place, said in enumerate(one["asked"]):
        if not said["advice"]:
            continue
        asked = _day(said["on"]) if "on" in said else first
        advised = {**said, "decision": one["key"]}
        after = 1 if one["key"] == "traduire" else 2
        yield _scene(asked + timedelta(days=after), time(8, place), "advise", advised, rank)
        if "followed" in said:
            answered = asked + timedelta(days=3)
            yield _scene(answered, time(19, place), "answer_advice", advised, rank)


def _on(one: Said, what: str, today: date) -> date:
    """A day of those years, or so many days from the one when the story is loaded."""
    fixed = one.get(f"{what}_on")
    return _day(fixed) if fixed else today + timedelta(days=one[f"{what}_in"])


def _tensions(today: date) -> Iterator[Scene]:
    """Said, entrusted, opened, taken up, closed: each so many days after it was said."""
    for rank, one in enumerate([*read("first-tensions"), *read("tensions")], start=3000):
        said = _on(one, "raised", today)
        yield _scene(said, time(10), "say_tension", one, rank)
        for days in one.get("steps", ()):
            yield _scene(said + timedelta(days=days), time(10, 30), "take_up", one, rank)
        for trust in one.get("entrusted", ()):
            told = {**trust, "tension": one["key"]}
            yield _scene(said + timedelta(days=trust["after"]), time(11), "entrust", told, rank)
            if "opened_after" in trust:
                opened = said + timedelta(days=trust["opened_after"])
                yield _scene(opened, time(12), "open_tension", told, rank)
        if "closed_after" in one:
            closed = said + timedelta(days=one["closed_after"])
            yield _scene(closed, time(21), "close_tension", one, rank)


def _proposals(today: date) -> Iterator[Scene]:
    """Put to a circle, questioned, objected to, tested, written again, adopted: over ten days."""
    told = [*read("first-proposals"), *read("proposals")]
    for rank, one in enumerate(told, start=4000):
        put = _on(one, "presented", today)
        yield _scene(put, time(12), "put_proposal", one, rank)
        yield _scene(put + timedelta(days=1), time(19), "remark_proposal", one, rank)
        yield _scene(put + timedelta(days=3), time(18), "stand_on_proposal", one, rank)
        if "version" in one:
            yield _scene(put + timedelta(days=4), time(20), "write_version", one, rank)
        if "adopted_on" in one:
            yield _scene(_day(one["adopted_on"]), time(19), "adopt_proposal", one, rank)
        if "ended_on" in one:
            yield _scene(_day(one["ended_on"]), time(19), "end_proposal", one, rank)


def _meetings(today: date) -> Iterator[Scene]:
    """Called, prepared by a few, held; minutes the day after, approved, sometimes amended later."""
    told = [*read("first-meetings"), *read("meetings")]
    for rank, one in enumerate(told, start=5000):
        called, day = _on(one, "called", today), _on(one, "starts", today)
        starts = datetime.combine(day, time.fromisoformat(one["at"]), TOWN)
        yield _scene(called, time(12), "call_meeting", one | {"starts_at": starts}, rank)
        for person in one["come"]:
            said = {"meeting": one["key"], "person": person}
            yield _scene(called, time(20), "come", said, rank)
        for point in one.get("points", ()):
            on = called + timedelta(days=point.get("after", 0))
            yield _scene(on, time(21), "add_point", {"meeting": one["key"], **point}, rank)
        for duty in one.get("duties", ()):
            yield _scene(called, time(22), "take_duty", {"meeting": one["key"], **duty}, rank)
        if "minutes" in one:
            over = (starts + timedelta(hours=one["hours"])).date()
            yield from _minutes(one["key"], one["minutes"], over, rank)
    yield _scene(
        today - timedelta(days=20), time(21), "report_on_mandates", {"said": read("reports")}
    )


def _minutes(meeting: str, minutes: Said, over: date, rank: int) -> Iterator[Scene]:
    said, after = {"meeting": meeting, **minutes}, over + timedelta(days=1)
    yield _scene(after, time(12), "write_minutes", said, rank)
    yield _scene(after + timedelta(days=1), time(19), "approve_minutes", said, rank)
    if amended := minutes.get("amended"):
        on = after + timedelta(days=amended["after"])
        yield _scene(on, time(19), "amend_minutes", {**said, **amended}, rank)


def _rules() -> Iterator[Scene]:
    for rule in read("rules"):
        yield _scene(_day("2018-12-09"), RULED, "change_rule", rule)
    yield _scene(_day("2020-09-12"), time(15), "adopt_charter", {})
    yield _scene(_day("2020-09-19"), time(15), "tell_history", {})
