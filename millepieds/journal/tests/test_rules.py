import hashlib
import hmac
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from millepieds.journal.rules import commitment

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
KEY = "00" * 32
SAID: dict[str, Any] = {
    "number": 7, "deed": "circles.opened", "happened_at": NOON, "key": KEY,
    "particulars": {"actor_id": 3, "facts": {"é": 1}},
}  # fmt: skip


def test_anyone_can_redo_a_commitment_by_hand() -> None:
    text = (
        '{"actor_id":3,"deed":"circles.opened","facts":{"é":1},'
        '"happened_at":"2026-03-15T12:00:00+00:00","number":7}'
    )
    assert commitment(**SAID) == hmac.new(bytes(32), text.encode(), hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    "other",
    [
        {"number": 8},
        {"deed": "circles.closed"},
        {"happened_at": NOON + timedelta(microseconds=1)},
        {"key": "01" + "00" * 31},
        {"particulars": {"actor_id": 4, "facts": {"é": 1}}},
        {"particulars": {"actor_id": 3, "facts": {}}},
    ],
    ids=lambda other: next(iter(other)),
)
def test_one_thing_changed_changes_the_commitment(other: dict[str, object]) -> None:
    assert commitment(**{**SAID, **other}) != commitment(**SAID)


def test_the_same_moment_told_elsewhere_is_the_same_commitment() -> None:
    there = NOON.astimezone(timezone(timedelta(hours=2)))
    assert commitment(**{**SAID, "happened_at": there}) == commitment(**SAID)
