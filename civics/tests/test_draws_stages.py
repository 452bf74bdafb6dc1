"""What may come next in a ceremony, against a model that only counts; and why the rest is refused."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civics.draws import (
    MOVES,
    Beacon,
    Committed,
    Emitted,
    Event,
    Revealed,
    Rolled,
    Stage,
    Transcript,
    add,
    check_move,
    commitment_of,
    draw,
    freeze,
    frozen_hash,
    text_of,
)
from civics.problems import WrongInput
from civics.tests.draws import FACES, PHRASES, make_transcript, simple

EMITTED = Emitted(1000, "ab" * 32)
AUTHORS = ("Amina", "Bruno", "Chloé", "David")
BEACON = Beacon("drand quicknet", 1000)
STARTS = {
    with_beacon: freeze(
        AUTHORS,
        title="Le comité, 14 mars",
        rule="Les membres présents",
        take=1,
        beacon=BEACON if with_beacon else None,
    )
    for with_beacon in (False, True)
}
MOVEMENTS = [
    *(("seal", name) for name in AUTHORS),
    *(("open", name) for name in AUTHORS),
    *(("record missing", name) for name in AUTHORS),
    *(("type", name) for name in AUTHORS[:3]),
    ("mistype", "Bruno"),
    ("emit", ""),
    ("draw", ""),
]


class Model:
    """What is allowed, by sets and numbers."""

    def __init__(self, announced: bool) -> None:
        self.announced, self.emitted = announced, False
        self.sealed, self.opened, self.typists = set[str](), set[str](), set[str]()

    def allows(self, move: str, name: str) -> bool:
        """Whether the move may be made; if so it is."""
        rolled = bool(self.typists)
        match move:
            case "seal" if not self.opened and name not in self.sealed:
                self.sealed.add(name)
                return True
            case "open" | "record missing" if not rolled and len(self.sealed) >= 3:
                if name in self.sealed - self.opened:
                    self.opened.add(name)
                    return True
            case "type" if self.sealed and self.sealed == self.opened and not self.emitted:
                if name not in self.typists and len(self.typists) < 2:
                    self.typists.add(name)
                    return True
            case "emit" if len(self.typists) == 2 and self.announced and not self.emitted:
                self.emitted = True
                return True
            case "draw":
                return len(self.typists) == 2 and self.emitted == self.announced
        return False


def event_of(start: Transcript, move: str, name: str) -> Event:
    phrase = f"la phrase de {name}"
    match move:
        case "seal":
            return Committed(name, commitment_of(frozen_hash(start), name, phrase))
        case "open":
            return Revealed(name, phrase)
        case "record missing":
            return Revealed(name, None)
        case "type":
            return Rolled(name, FACES)
        case "mistype":
            return Rolled(name, FACES[:-1])
    return EMITTED


def follow(announced: bool, moves: list[tuple[str, str]]) -> int:
    """How many draws were made on the way; the machine and the model must agree at each step."""
    transcript = start = STARTS[announced]
    model, draws = Model(announced), 0
    for move, name in moves:
        before = transcript
        try:
            if move == "draw":
                draws += len(draw(transcript).order) == len(AUTHORS)
            else:
                transcript = add(transcript, event_of(start, move, name))
            went = True
        except WrongInput:
            went = False
        assert went == model.allows(move, name), (move, name, before.events)
    return draws


steps = st.lists(st.sampled_from(MOVEMENTS), max_size=50)


@settings(max_examples=150, derandomize=True)
@given(st.booleans(), steps)
def test_the_machine_does_what_the_model_allows(announced, moves) -> None:
    follow(announced, moves)


@pytest.mark.soak
@settings(max_examples=2000, derandomize=True, deadline=None)
@given(st.booleans(), steps)
def test_the_machine_does_what_the_model_allows_for_long(announced, moves) -> None:
    follow(announced, moves)


@pytest.mark.parametrize("announced", [False, True])
def test_the_way_through_is_followed_to_its_end(announced) -> None:
    moves = [
        *(("seal", name) for name in AUTHORS),
        *(("open", name) for name in AUTHORS),
        ("type", "Amina"),
        ("type", "Bruno"),
        *([("emit", "")] if announced else []),
        ("draw", ""),
    ]
    assert follow(announced, moves) == 1
    for skipped in range(len(moves) - 1):
        if moves[skipped][0] != "seal":  # three seals are enough, but then each must be opened
            assert follow(announced, moves[:skipped] + moves[skipped + 1 :]) == 0


@pytest.mark.parametrize("at", Stage)
@pytest.mark.parametrize("to", Stage)
def test_a_stage_is_never_skipped(at, to) -> None:
    """Wherever a complete ceremony stands, only the moves of the table are made."""
    whole = make_transcript(STARTS[True], emission=EMITTED)
    until = {
        Stage.FROZEN: 0,
        Stage.COMMITTED: 3,
        Stage.REVEALED: 6,
        Stage.DICE: 8,
        Stage.BEACON: 9,
    }
    if at is Stage.DRAWN:
        assert MOVES[at] == frozenset()
        return
    transcript = replace(whole, events=whole.events[: until[at]])
    assert transcript.stage is at
    announced = to is Stage.DRAWN and at is Stage.DICE
    if to in MOVES[at] and not announced:
        check_move(transcript, to)
        return
    with pytest.raises(WrongInput, match=r"^trop t(ôt|ard) pour "):
        check_move(transcript, to)


def test_it_takes_three_phrases_from_three_people() -> None:
    start = simple()
    for name in ("Amina", "Bruno"):
        start = add(start, Committed(name, "0" * 64))
    with pytest.raises(
        WrongInput, match="trop tôt pour l’ouverture des phrases ; attendu : 1 phrase"
    ):
        add(start, Revealed("Amina", None))
    with pytest.raises(WrongInput, match="a déjà scellé une phrase"):
        add(start, Committed("A\u200dmina ", "1" * 64))


def test_a_missing_phrase_counts_as_an_empty_line() -> None:
    transcript = make_transcript(simple(), PHRASES | {"Bruno": None})
    assert "phrases:\nil pleut sur la place\n\nà demain\nfaces:" in text_of(transcript)
    assert draw(transcript).unopened == ("Bruno",)


def test_typings_that_differ_say_where() -> None:
    start = make_transcript(simple())
    start = replace(start, events=start.events[:-1])
    with pytest.raises(WrongInput, match="les deux saisies diffèrent au dé n° 3 : 1 et 2"):
        add(start, Rolled("David", FACES[:2] + "2" + FACES[3:]))
