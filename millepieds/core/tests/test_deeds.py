"""The journal takes numbers, dates, words of an enum and keys of the house: never free text."""

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from millepieds.core.deeds import DEEDS, Audience, Deed, Fact, HouseKey, deed, written


class Weather(StrEnum):
    SUN = "sun"


class Mood(StrEnum):
    GLAD = "glad"


NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
FACTS: dict[str, type] = {
    "count": int, "sure": bool, "on": date, "at": datetime, "sky": Weather, "rule": HouseKey,
}  # fmt: skip
SAID: dict[str, object] = {
    "count": 3, "sure": True, "on": NOON.date(), "at": NOON, "sky": Weather.SUN,
    "rule": HouseKey("circles.notice"),
}  # fmt: skip


@pytest.fixture(autouse=True)
def walked(monkeypatch: pytest.MonkeyPatch) -> str:
    """A deed of these tests, which the house forgets after them."""
    told: dict[str, type] = {"text": str}
    for key, declared in [("tests.walked", FACTS), ("tests.told", told)]:
        monkeypatch.setitem(DEEDS, key, Deed(key, "Someone walked", Audience.TOWN, declared))
    return "tests.walked"


def test_facts_are_written_as_plain_values(walked: str) -> None:
    assert written(walked, SAID) == {
        "count": 3, "sure": True, "on": "2026-03-15", "at": NOON.isoformat(), "sky": "sun",
        "rule": "circles.notice",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "fact"),
    [
        ("count", "3"),
        ("count", 3.0),
        ("count", None),
        ("sure", 1),
        ("on", "2026-03-15"),
        ("at", date(2026, 3, 15)),
        ("sky", "sun"),
        ("sky", Mood.GLAD),
        ("rule", "Amina m’a dit que Bruno partait"),
    ],
)
def test_a_fact_of_the_wrong_type_is_refused(walked: str, name: str, fact: object) -> None:
    with pytest.raises(TypeError, match=name):
        written(walked, {**SAID, name: fact})


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {name: fact for name, fact in SAID.items() if name != "count"},
        {**SAID, "why": 3},
    ],
)
def test_a_fact_missing_or_unheard_of_is_refused(walked: str, facts: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="takes the facts"):
        written(walked, facts)


def test_free_text_is_refused_even_when_a_deed_declares_it() -> None:
    with pytest.raises(TypeError, match="text"):
        written("tests.told", {"text": "Bruno est malade."})


@pytest.mark.parametrize("key", sorted(DEEDS))
def test_no_deed_of_the_house_declares_free_text(key: str) -> None:
    assert all(issubclass(kind, Fact) for kind in DEEDS[key].facts.values())


def test_declaring_a_deed_gives_its_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("millepieds.core.deeds.DEEDS", {})
    assert deed("tests.sat", "Someone sat", audience=Audience.MEMBERS) == "tests.sat"
