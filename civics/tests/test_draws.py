"""The ceremony: what is hashed, what may come next, who has a seat."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civics.draws import (
    Beacon,
    Emitted,
    Rolled,
    Stage,
    Transcript,
    add,
    commitment_of,
    draw,
    freeze,
    frozen_hash,
    hashes,
    in_words,
    look_alikes,
    one_line,
    read_transcript,
    text_of,
)
from civics.draws.words import WORDS
from civics.problems import WrongInput
from civics.tests.draws import ALPHABETS, FACES, PHRASES, make_transcript, simple

GOLDEN = sorted((Path(__file__).parent / "data" / "draws").glob("*.json"))
EMITTED = Emitted(1000, "ab" * 32)
AUTHORS = ("Amina", "Bruno", "Chloé", "David")


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_published_draw_gives_for_ever_what_it_gave(path) -> None:
    published = read_transcript(path)
    assert set(published.result) == {"drawn", "reserves", "order", "seed", "hashes", "unopened"}
    published.check(draw(published.transcript))


def test_a_pool_of_one_is_drawn() -> None:
    assert draw(make_transcript(simple(["Amina"], 1))).drawn == ("Amina",)


def test_the_seed_is_the_hash_of_the_text() -> None:
    transcript = make_transcript(simple())
    found = draw(transcript)
    assert found.seed == hashes(transcript)[Stage.DICE]
    assert list(found.hashes) == [Stage.FROZEN, Stage.COMMITTED, Stage.REVEALED, Stage.DICE]
    assert found.hashes[Stage.FROZEN] == frozen_hash(transcript)
    assert text_of(transcript).encode().decode("utf-8").count("\r") == 0


def test_each_stage_only_makes_the_text_longer() -> None:
    transcript = make_transcript(simple())
    texts = [
        text_of(Transcript(transcript.frozen, transcript.events[:count])) for count in (0, 3, 6, 8)
    ]
    assert all(later.startswith(sooner) for sooner, later in pairwise(texts))


CHANGES: dict[str, Callable[[], Transcript]] = {
    "another day": lambda: make_transcript(
        freeze(AUTHORS, title="Le comité, 15 mars", rule="Les membres présents", take=2)
    ),
    "a letter of the rule": lambda: make_transcript(
        freeze(AUTHORS, title="Le comité, 14 mars", rule="Les membres présente", take=2)
    ),
    "a letter of a name": lambda: make_transcript(simple([*AUTHORS[:3], "Davide"])),
    "a seat more": lambda: make_transcript(simple(AUTHORS, 3)),
    "a person more": lambda: make_transcript(simple([*AUTHORS, "Emma"])),
    "a die more": lambda: make_transcript(
        freeze(AUTHORS, title="Le comité, 14 mars", rule="Les membres présents", take=2, dice=26), faces=FACES + "1"
    ),
    "a letter of a phrase": lambda: make_transcript(simple(), PHRASES | {"Amina": "il pleut sur la plage"}),
    "a capital in a phrase": lambda: make_transcript(simple(), PHRASES | {"Bruno": "Sept chats gris"}),
    "an author's name": lambda: make_transcript(
        simple(), {("Farid" if name == "Bruno" else name): p for name, p in PHRASES.items()}
    ),
    "a phrase not opened": lambda: make_transcript(simple(), PHRASES | {"Bruno": None}),
    "one face": lambda: make_transcript(simple(), faces="4" + FACES[1:]),
    "two faces exchanged": lambda: make_transcript(simple(), faces=FACES[1] + FACES[0] + FACES[2:]),
    "a beacon": lambda: make_transcript(
        freeze(AUTHORS, title="Le comité, 14 mars", rule="Les membres présents", take=2, beacon=Beacon("drand quicknet", 1000)),
        emission=EMITTED,
    ),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES)
def test_the_least_change_is_another_seed(change) -> None:
    assert draw(CHANGES[change]()).seed != draw(make_transcript(simple())).seed


def test_what_can_be_chosen_after_the_dice_changes_nothing() -> None:
    """Who typed, how the faces were spaced, the order in which seals, openings and names came."""
    usual = make_transcript(simple())
    other = simple(["David", "Chloé", "Bruno", "Amina"])
    events = [*usual.events[2::-1], *usual.events[5:2:-1]]
    typed = [Rolled("Emma", " ".join(FACES)), Rolled("Farid", FACES)]
    for event in [*events, *typed]:
        other = add(other, event)
    assert draw(other) == draw(usual)


def test_a_seal_is_good_for_one_draw_and_one_author() -> None:
    first, other = frozen_hash(simple()), frozen_hash(simple(take=3))
    seals = {commitment_of(f, a, "il pleut") for f in (first, other) for a in ("Amina", "Bruno")}
    assert len(seals) == 4


@settings(derandomize=True)
@given(
    st.lists(st.sampled_from("".join(ALPHABETS)) | st.integers(0, 0x10FFFF).map(chr)).map("".join)
)
def test_a_line_that_was_tidied_stays_as_it_is(said) -> None:
    try:
        line = one_line(said)
    except WrongInput:
        return
    assert one_line(line) == line
    assert line.splitlines() == [line]


def test_names_to_look_at_are_told_before_the_freeze() -> None:
    assert look_alikes(["Straße", "STRASSE", "ﬁn", "fin", "Амина", "Zoé", "👩‍🔬", "نور"]) == (
        "« STRASSE » et « Straße » se ressemblent",
        "« fin » et « ﬁn » se ressemblent",
    )
    assert look_alikes(["сосо", "coco", "M-1O", "M-l0"]) == (
        "« M-1O » et « M-l0 » se ressemblent",
        "« coco » et « сосо » se ressemblent",
    )
    assert look_alikes(["Brunо"]) == ("« Brunо » mêle CYRILLIC et LATIN",)


def test_the_words_read_aloud_tell_every_byte_apart() -> None:
    assert len(set(WORDS)) == 256
    assert list(WORDS) == sorted(WORDS)
    assert all(word.isascii() and word.islower() for word in WORDS)
    assert in_words("0123456789abcdef" * 4).split()[:8] == [
        WORDS[byte] for byte in bytes.fromhex("0123456789abcdef")
    ]
