"""Bruno was forgotten: whoever looks, wherever, finds the act and not the person."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session

from millepieds.core import actors
from millepieds.home.actions import erase
from millepieds.letters.models import Letter
from tests.test_walls import secrets, walk
from tests.town import PASSER_BY, Town, make_town, undone

pytestmark = pytest.mark.django_db
LEFT_TO_THE_NEXT = {"note"}  # the movement's: « relis-les avant », says the page that forgets


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """The town of the walls, from which Bruno has just been erased."""
    with django_db_blocker.unblock(), undone():
        made = make_town()
        bruno = made.people["bruno"]
        assert Letter.objects.filter(address="bruno@exemple.test").exists()
        erase(bruno, by=actors.person(bruno))
        yield made


def words_of_bruno() -> dict[str, str]:
    return {
        f"{what} of {whose}": word
        for whose, what, word in secrets()
        if whose in ("bruno", "maia") and what not in LEFT_TO_THE_NEXT
    }


@pytest.mark.parametrize("who", [PASSER_BY, "leila", "amina", "odile"])
def test_no_page_no_register_no_file_of_anyone_says_it_any_more(town: Town, who: str) -> None:
    pages, _nothing = walk(town, who)
    assert any("/registre/" in path for path in pages)
    assert {"/mes-donnees/fichier/", "/mes-donnees/fichier.html"} <= pages.keys()
    found = {
        (path, what)
        for path, text in pages.items()
        for what, word in words_of_bruno().items()
        if word in text
    }
    assert found == set()


@pytest.mark.parametrize("asked", ["Basalte", "bruno", "Jaspe", "maia"])
def test_no_search_finds_the_name_any_more(town: Town, asked: str) -> None:
    visit = town.visit("leila")
    assert visit.get("/registre/", {"who": "Dolmen"}).context["lines"]
    assert visit.get("/registre/", {"who": asked}).context["lines"] == []


def test_no_letter_and_no_open_visit_is_left(town: Town) -> None:
    for who in ("bruno", "maia"):
        assert not Letter.objects.filter(address__startswith=f"{who}@").exists()
    for person in (town.people["bruno"], town.things["other-account-of-bruno"]):
        assert not Letter.objects.filter(person=person).exists()
    for visit in Session.objects.all():
        assert "bruno" not in str(visit.get_decoded()).lower()
    assert town.visit("bruno").get("/pour-moi/").status_code == 302
