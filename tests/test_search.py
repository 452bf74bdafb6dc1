"""A search is a way to read: nobody finds, by a word, what their own pages do not let them read."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.reading import reader_of
from millepieds.decisions.queries.register import taken_in
from millepieds.home.actions import erase
from millepieds.search.actions import rebuild
from millepieds.search.models import Indexed
from millepieds.search.rules import asked, words_of
from tests.test_walls import _decisions_of, secrets
from tests.town import PASSER_BY, PEOPLE, Town, make_town, secret, undone

pytestmark = pytest.mark.django_db
DRAFT, OF_THE_CIRCLE = secret("amina", "draft-question"), secret("circle", "decision")


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), undone():
        yield make_town()


def found_by(town: Town, who: str, words: str) -> set[str]:
    """The addresses that both pages give to this person for these words."""
    visit = town.visit(who)
    kinds = visit.get("/chercher/", {"q": words}).context["kinds"]
    lines = visit.get("/decisions/", {"q": words}).context["lines"]
    everywhere = {line.url for _says, found in kinds for line in found.lines}
    register = {f"/decisions/{one.pk}/" for one in lines}
    assert everywhere == register
    return register


@pytest.mark.parametrize("who", PEOPLE)
def test_nobody_finds_what_they_may_not_read(town: Town, who: str) -> None:
    mine = {f"/decisions/{pk}/" for pk in _decisions_of(who)}
    for word in ("local", "samedi", "faut", "moitié"):
        assert found_by(town, who, word) <= mine, word
    for _whose, _what, word in secrets():  # one page is enough: both find the same
        kinds = town.visit(who).get("/chercher/", {"q": word}).context["kinds"]
        assert {line.url for _says, found in kinds for line in found.lines} <= mine, word


@pytest.mark.parametrize("who", PEOPLE)
def test_a_question_being_written_and_a_circles_decision_are_found_by_their_own(
    town: Town, who: str
) -> None:
    draft = town.things["draft-question"].get_absolute_url()
    circle = town.things["circle-decision"].get_absolute_url()
    assert found_by(town, who, DRAFT) == ({draft} if who == "amina" else set())
    inside = who in ("amina", "bruno")
    assert found_by(town, who, OF_THE_CIRCLE) == ({circle} if inside else set())


def test_the_town_does_not_find_a_decision_by_a_word_of_its_making(town: Town) -> None:
    taken = town.things["taken"].get_absolute_url()
    assert taken in found_by(town, PASSER_BY, "moitié")  # its reasons
    assert taken not in found_by(town, PASSER_BY, "faut")  # its question: « Faut-il ouvrir ? »
    assert taken in found_by(town, "leila", "faut")


@pytest.mark.parametrize("who", PEOPLE)
def test_the_book_of_a_year_holds_what_its_reader_may_read_and_the_feed_what_the_town_may(
    town: Town, who: str
) -> None:
    reader = reader_of(town.people.get(who), on=today())
    book = taken_in(reader, town.things["year"]).values_list("pk", flat=True)
    assert set(book) == _decisions_of(who, taken=True)
    feed = town.visit(who).get("/decisions/flux.xml").content.decode()
    assert set(re.findall(r"/decisions/(\d+)/</id>", feed)) == {
        str(pk) for pk in _decisions_of(PASSER_BY)
    }
    assert {f"{what} of {whose}" for whose, what, word in secrets() if word in feed} == set()


def test_no_tension_no_advice_and_no_person_is_in_the_index(town: Town) -> None:
    every = set(" ".join(Indexed.objects.values_list("words", flat=True)).split())
    for whose, what, word in secrets():
        if what not in ("draft-question", "decision"):
            assert not all(every & set(forms) for forms in asked(word)), f"{what} of {whose}"


def test_the_index_is_what_the_deeds_made_of_it(town: Town) -> None:
    def words() -> list[tuple[object, ...]]:
        return sorted(Indexed.objects.values_list("kind", "object_id", "depth", "words", "rank"))

    before = words()
    with undone():
        rebuild()
        assert words() == before
    assert len(before) == 3 * Decision.objects.count()


def test_whoever_is_forgotten_leaves_no_word_of_theirs(town: Town) -> None:
    with undone():
        bruno = town.people["bruno"]
        erase(bruno, by=actors.person(bruno))
        every = set(" ".join(Indexed.objects.values_list("words", flat=True)).split())
        theirs = {word for whose, what, word in secrets() if whose == "bruno" and what != "note"}
        assert not any(set(words_of(word).split()) <= every for word in theirs)
