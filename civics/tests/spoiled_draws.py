"""Files of draws that chance spoiled: whatever they hold, all must end alike."""

from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256
from random import Random
from typing import Any

from civics.draws import Beacon, Emitted, Quota, as_data, draw, freeze
from civics.tests.draws import PHRASES, make_transcript, simple

ODD: tuple[Any, ...] = (
    None, True, 0, 1, -1, 25.0, 10**16, "", " ", "1", "x", "\u200d", "\ud800", "id", [], {}, [[]], {"id": "x"},
)  # fmt: skip


def spoiled_by(chance: Random, count: int) -> Iterator[dict[str, Any]]:
    """Files in which chance changed, removed, doubled or moved one thing, wherever it stands."""
    quotas = [Quota("sexe", value, 1, 1) for value in "FH"]
    traits = {name: {"sexe": "FH"[place % 2]} for place, name in enumerate(PHRASES)}
    beacon = Beacon("drand quicknet", 1000)
    whole = [
        make_transcript(simple(), {"Amina": None, "Bruno": None, "Zoé": None}),
        make_transcript(
            freeze(
                PHRASES, title="t", rule="r", take=2, quotas=quotas, traits=traits, beacon=beacon
            ),
            dict.fromkeys(PHRASES),
            emission=Emitted(1000, sha256(b"\xab").hexdigest(), "ab"),
        ),
    ]
    for number in range(count):
        transcript = whole[number % 2]
        file = deepcopy(as_data(transcript, draw(transcript) if chance.random() < 0.3 else None))
        place: Any = file
        while True:
            key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            if not isinstance(place[key], dict | list) or not place[key] or chance.random() < 0.2:
                break
            place = place[key]
        _spoil(chance, place, key)
        yield file


def _spoil(chance: Random, place: Any, key: Any) -> None:
    match chance.choice(["change", "remove", "add", "swap", "mark"]):
        case "remove":
            del place[key]
        case "add" if isinstance(place, list):
            place.insert(key, deepcopy(place[key]))
        case "add":
            place[chance.choice(["x", "signature", "id", "beacon", "__proto__"])] = chance.choice(
                ODD
            )
        case "swap":
            other = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
            place[key], place[other] = place[other], place[key]
        case "mark" if isinstance(place[key], str):
            place[key] += chance.choice(
                [" ", "\u00a0", "\u0301", "\u200d", "\ufe0f", "\n", "1", "a"]
            )
        case _:
            place[key] = deepcopy(chance.choice(ODD))
