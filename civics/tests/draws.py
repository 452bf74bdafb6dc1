"""Ceremonies for the tests: one that goes well, many that chance invents, and those to refuse."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from random import Random
from typing import Any

from civics.draws import (
    Committed,
    Emitted,
    Event,
    Revealed,
    Rolled,
    Transcript,
    add,
    as_data,
    commitment_of,
    freeze,
    frozen_hash,
    one_line,
    transcript_of,
)
from civics.problems import Infeasible, WrongInput

FACES = "3514261325441632551634211"
PHRASES = {"Amina": "il pleut sur la place", "Bruno": "sept chats gris", "Éloïse": "à demain"}
ALPHABETS = (
    "abcdefghijklmnopqrstuvwxyz ABC’-",
    "éèêàçœßÿŒÅ",
    "e\u0301 o\u0308 n\u0303 a\u030a\u0323 ",  # letters and their marks apart
    "نور سلمى عمر",
    "שרה דוד ",
    "🌻🦊👩\u200d🔬🏳️\u200d🌈👍🏽",
    "\U0001d4d0\U0001d4d1\U00020000\uff21\ufb01",  # beyond 16 bits, wide, ligature: not what they look like
    "한글 각 가나 漢字 かな が",
    "\u00a0\u202f\u3000 . , ; : ! ?",
    '__proto__constructor"\\/{}[]<>&%$',
)


def make_transcript(
    start: Transcript,
    phrases: Mapping[str, str | None] | None = None,
    faces: str = FACES,
    emission: Emitted | None = None,
) -> Transcript:
    """A whole ceremony from its freeze; a phrase that is None was sealed and never opened."""
    said: Mapping[str, str | None] = PHRASES if phrases is None else phrases
    frozen = frozen_hash(start)
    events: list[Event] = [
        *(
            Committed(a, commitment_of(frozen, one_line(a), one_line(p or "?")))
            for a, p in said.items()
        ),
        *(Revealed(author, phrase) for author, phrase in said.items()),
        *(Rolled(typist, faces) for typist in ("Chloé", "David")),
        *([emission] if emission else []),
    ]
    for event in events:
        start = add(start, event)
    return start


def simple(
    people: Sequence[str] = ("Amina", "Bruno", "Chloé", "David"), take: int = 2
) -> Transcript:
    return freeze(people, title="Le comité, 14 mars", rule="Les membres présents", take=take)


def text_by(chance: Random, most: int = 12) -> str:
    """Words in one or two alphabets; sometimes nothing that a line can hold."""
    letters = "".join(chance.sample(ALPHABETS, chance.randint(1, 2)))
    return "".join(chance.choice(letters) for _ in range(chance.randint(1, most)))


def files_by(chance: Random, count: int) -> Iterator[dict[str, Any]]:
    """Files of whole ceremonies, as somebody typed them: not normalised, in any order."""
    made = 0
    while made < count:
        people = [
            f"{text_by(chance)}{number or ''}" for number in range(chance.choice((1, 2, 5, 12, 25)))
        ]
        people += chance.sample(
            ["__proto__", "constructor", "toString", "id"], chance.randint(0, 2)
        )
        chance.shuffle(people)
        quotas: list[dict[str, Any]] = []
        pool: list[Any] = people
        take = chance.randint(1, len(people))
        if chance.random() < 0.4:
            values = [text_by(chance) + str(number) for number in range(chance.randint(1, 3))]
            features = [text_by(chance) + str(number) for number in range(chance.randint(1, 2))]
            pool = [{"id": name, **{f: chance.choice(values) for f in features}} for name in people]
            quotas = [
                {"feature": f, "value": v, "min": 0, "max": chance.randint(take // 2, take + 1)}
                for f in features
                for v in values
            ]
        beacon = {"source": text_by(chance), "round": chance.randint(1, 10**15)}
        signature = sha256(str(made).encode()).hexdigest() * 2
        dice = chance.randint(25, 60)
        start: dict[str, Any] = {
            "format": "civics draw 1", "title": text_by(chance), "rule": text_by(chance, 40), "take": take,
            "dice": dice, "pool": pool, "quotas": quotas, "events": [],
        } | ({"beacon": beacon} if chance.random() < 0.5 else {})  # fmt: skip
        authors = [text_by(chance) + str(number) for number in range(chance.randint(3, 6))]
        phrases = {name: text_by(chance, 60) for name in authors}
        try:
            frozen = frozen_of(start)
            sealed = {
                a: commitment_of(frozen, one_line(a), one_line(p)) for a, p in phrases.items()
            }
        except (WrongInput, Infeasible):
            continue
        events: list[dict[str, Any]] = [
            {"stage": "committed", "author": a, "commitment": sealed[a]} for a in authors
        ]
        chance.shuffle(authors)
        events += [
            {
                "stage": "revealed",
                "author": a,
                "phrase": phrases[a] if chance.random() < 0.8 else None,
            }
            for a in authors
        ]
        faces = "".join(chance.choice("123456") for _ in range(dice))
        events += [
            {"stage": "dice", "typed_by": "Chloé", "faces": faces},
            {"stage": "dice", "typed_by": "David", "faces": " ".join(faces)},
        ]
        if "beacon" in start:
            emitted = {
                "round": beacon["round"],
                "randomness": sha256(bytes.fromhex(signature)).hexdigest(),
            }
            events.append({"stage": "beacon", **emitted, "signature": signature})
        made += 1
        yield start | {"events": events}


def frozen_of(file: dict[str, Any]) -> str:
    return frozen_hash(transcript_of(file | {"events": []}).transcript)


def broken() -> dict[str, dict[str, Any]]:
    """What nobody may accept, by the name of what is wrong with it."""
    good = as_data(make_transcript(simple()))
    # nothing was opened here, so that another freeze breaks no seal: only what is tried can be refused
    shut = as_data(make_transcript(simple(), dict.fromkeys(PHRASES)))
    events = good["events"]
    sealed, opened, dice = events[:3], events[3:6], events[6:]
    late = {"stage": "committed", "author": "Farid", "commitment": "0" * 64}
    beacon = {"source": "drand quicknet", "round": 1000}
    emission = {"stage": "beacon", "round": 1000, "randomness": "00" * 32}

    def with_events(*told: Any) -> dict[str, Any]:
        return good | {"events": list(told)}

    def changed(place: int, **words: Any) -> dict[str, Any]:
        return with_events(*(e | words if at == place else e for at, e in enumerate(events)))

    def emitting(told: dict[str, Any]) -> dict[str, Any]:
        return shut | {"beacon": beacon, "events": [*shut["events"], told]}

    quotas = [{"feature": "sexe", "value": v, "min": 1, "max": 1} for v in "FH"]
    pool = [{"id": name, "sexe": "F"} for name in good["pool"]]
    return {
        "the same name twice": shut | {"pool": ["Zoé", "Zoe\u0301", "Bruno"]},
        "the same name to the eye": shut | {"pool": ["Zoé", "Zo\u200dé", "Bruno"]},
        "the same name but for a space": shut | {"pool": ["Zoé B", "Zoé\u00a0 B ", "Bruno"]},
        "nobody": shut | {"pool": []},
        "a pool in one word": shut | {"pool": "Amina"},
        "an empty name": shut | {"pool": ["Amina", " "]},
        "an invisible name": shut | {"pool": ["Amina", "\u200d"]},
        **{
            f"U+{ord(mark):04X} in a name": shut | {"pool": ["Amina", f"Bru{mark}no"]}
            for mark in "\0\n\r\t\x85\xad\u061c\u200b\u200e\u2028\u2029\u202e\u2066\u3164\ufeff\ufffd\ud800"
        },
        "more seats than people": shut | {"take": 5},
        "no seat": shut | {"take": 0},
        "a seat and a half": shut | {"take": 1.5},
        "a number with a point": shut | {"take": 2.0},
        "seats in words": shut | {"take": "2"},
        "seats that are true": shut | {"take": True},
        "too few dice announced": shut | {"dice": 24},
        "another number of dice than announced": shut | {"dice": 26},
        "a key nobody knows": shut | {"note": "…"},
        "a key that is missing": {key: value for key, value in shut.items() if key != "rule"},
        "another format": shut | {"format": "civics draw 2"},
        "two phrases": with_events(*sealed[:2], *opened[:2], *dice),
        "a late commitment": with_events(*sealed, *opened, late, *dice),
        "a commitment between two openings": with_events(
            *sealed, opened[0], late, *opened[1:], *dice
        ),
        "an opening before the last seal": with_events(
            *sealed[:2], opened[0], sealed[2], *opened[1:], *dice
        ),
        "dice before the last opening": with_events(
            *sealed, *opened[:2], dice[0], opened[2], dice[1]
        ),
        "dice before everything": with_events(*dice, *sealed, *opened),
        "an opening that nobody recorded": with_events(*sealed, *opened[:2], *dice),
        "no opening at all": with_events(*sealed, *dice),
        "an opening without a seal": with_events(
            *sealed, *opened, opened[0] | {"author": "Farid"}, *dice
        ),
        "the same seal twice": with_events(sealed[0], *sealed, *opened, *dice),
        "the same opening twice": with_events(*sealed, opened[0], *opened, *dice),
        "a forged phrase": changed(3, phrase="il pleut sur la plage"),
        "somebody else's seal": changed(1, commitment=sealed[0]["commitment"]),
        "an empty phrase": changed(3, phrase=""),
        "a phrase in two lines": changed(3, phrase="il pleut\nsur la place"),
        "a seal in capitals": changed(0, commitment="A" * 64),
        "a seal too short": changed(0, commitment="a" * 63),
        "one typing": with_events(*sealed, *opened, dice[0]),
        "three typings": with_events(*sealed, *opened, *dice, dice[1] | {"typed_by": "Emma"}),
        "the same person typing twice": changed(7, typed_by="Chloé"),
        "typings that differ": changed(7, faces="4" + FACES[1:]),
        "a die that shows 7": with_events(
            *sealed, *opened, *(e | {"faces": "7" + FACES[1:]} for e in dice)
        ),
        "too few dice": with_events(*sealed, *opened, *(e | {"faces": FACES[1:]} for e in dice)),
        "dice in Arabic digits": with_events(
            *sealed, *opened, *(e | {"faces": "٣" * 25} for e in dice)
        ),
        "a beacon nobody announced": with_events(*events, emission),
        "a beacon announced that never came": shut | {"beacon": beacon},
        "another emission than announced": emitting(emission | {"round": 1001}),
        "an emission that is not hexadecimal": emitting(emission | {"randomness": "?" * 64}),
        "an emission that its signature denies": emitting(emission | {"signature": "00"}),
        "an event nobody knows": with_events(*sealed, *opened, {"stage": "toString"}, *dice),
        "an event that is a word": with_events(*sealed, *opened, "dice", *dice),
        "a quota for nobody": shut | {"quotas": quotas},
        "a quota that nobody can fill": shut | {"pool": pool, "quotas": quotas},
        "the same quota twice": shut | {"pool": pool, "quotas": [quotas[0] | {"max": 4}] * 2},
        "a minimum above its maximum": shut
        | {"pool": pool, "quotas": [quotas[0] | {"min": 3, "max": 2}]},
        "answers to no quota": shut | {"pool": pool},
        "another seed than published": shut | {"published": {"seed": "0" * 64}},
        "another order than published": shut | {"published": {"drawn": ["Amina", "Farid"]}},
        "other hashes than published": shut | {"published": {"hashes": {}}},
        "a result nobody knows": shut | {"published": {"winner": "Amina"}},
    }
