"""The same word, however it is written: what both databases compare."""

from datetime import UTC, datetime, timedelta
from itertools import chain

import pytest

from millepieds.search.rules import LONGEST, MOST_ASKED, MOST_THINGS, Depth, asked, rank, words_of

ALIKE = [
    ("œuvre", "oeuvre"), ("Œuvres", "oeuvre"), ("l’école", "ecole"), ("l'école", "école"),
    ("écoles", "école"), ("ÉCOLES", "ecole"), ("e\u0301coles", "école"), ("Le samedi", "samedis"),
    ("ouvre", "ouvrir"), ("décidée", "decide"), ("locaux", "local"), ("qu’une fête", "fetes"),
    ("aujourd’hui", "aujourd'hui"), ("2026-041", "2026-041"), ("Ørsted łódź", "orsted lodz"),
    ("straße", "strasse"), ("مُحَمَّد", "محمد"), ("أحمد", "احمد"), ("cœurs", "coeur"), ("élus", "élu"),
    ("élue", "elues"), ("jeux", "jeu"), ("perdus", "perdu"), ("bureaux", "bureau"), ("avis", "avis"), ("ﬁn", "fin"),
]  # fmt: skip
OTHER = [("école", "écologie"), ("marche", "marteau"), ("salle", "sel"), ("rue", "roue")]


def finds(text: str, question: str) -> bool:
    held = set(words_of(text).split())
    words = asked(question)
    return bool(words) and all(held & set(forms) for forms in words)


@pytest.mark.parametrize(("text", "question"), ALIKE)
def test_a_word_is_found_however_it_is_written(text: str, question: str) -> None:
    assert finds(f"avant {text} après", question)
    assert finds(f"avant {question} après", text)


@pytest.mark.parametrize(("text", "question"), OTHER)
def test_another_word_is_not(text: str, question: str) -> None:
    assert not finds(text, question)


def test_small_words_do_not_count_unless_nothing_else_is_asked() -> None:
    assert finds("Un local en ville", "le local de la ville")
    assert finds("Qui ?", "qui")
    assert not finds("Un local", "qui")


@pytest.mark.parametrize("nothing", ["", "  ", "?!", "'\"", "🦶" * 30, "\x00", "%_*:()|&"])
def test_signs_alone_ask_nothing(nothing: str) -> None:
    assert asked(nothing) == []


def test_what_is_asked_and_kept_has_an_end() -> None:
    assert len(asked(" ".join(f"mot{n}" for n in range(500)))) == MOST_ASKED
    assert len(words_of("a" * 10_000)) <= LONGEST


def test_no_sentence_is_left_in_the_index_and_no_sign_of_the_engines() -> None:
    said = "Zoé a tort: elle l'a dit \"ici\" & là (ou ailleurs) | pas * ' loin"
    kept = words_of(said).split()
    assert kept == sorted(set(kept))
    assert all(form.isalnum() for form in chain(kept, *asked(said)))


NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)


def test_the_newer_ranks_above_and_what_has_no_moment_above_all() -> None:
    moments = [NOON, NOON + timedelta(seconds=1), NOON.replace(year=2200), None]
    ranks = [rank(MOST_THINGS, 15, Depth.INSIDE, moment) for moment in moments]
    assert ranks == sorted(ranks)
    assert [rank(1, 0, Depth.TITLE, moment) for moment in moments[1:]] > ranks[:-1]
    assert ranks[-1] == (1 << 63) - 1 - 1  # a database counts that far


def test_within_a_second_things_follow_their_numbers() -> None:
    at = NOON + timedelta(microseconds=7)
    assert rank(2, 1, Depth.TITLE, NOON) > rank(1, 1, Depth.INSIDE, at)


def test_no_two_things_share_a_rank() -> None:
    ranks = [
        rank(number, kind, depth, moment)
        for number in (0, 1, MOST_THINGS) for kind in (0, 1, 15) for depth in Depth
        for moment in (NOON, None)
    ]  # fmt: skip
    assert len(set(ranks)) == len(ranks)


@pytest.mark.parametrize(("number", "kind"), [(-1, 1), (MOST_THINGS + 1, 1), (1, 16), (1, -1)])
def test_what_no_rank_can_tell_is_refused(number: int, kind: int) -> None:
    with pytest.raises(ValueError, match=str(number)):
        rank(number, kind, Depth.OPEN, NOON)
