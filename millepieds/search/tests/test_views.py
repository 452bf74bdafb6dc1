"""« Chercher » says what it searches, and what to try when it finds nothing."""

import pytest
from django.test import Client

from millepieds.circles.models import Circle
from millepieds.search.queries.kinds import SEARCHABLES
from tests.pages import Page

pytestmark = pytest.mark.django_db
NOTHING = "Rien de ce que tu peux y lire ne contient tous ces mots."
NO_WORD = "Il n’y a pas de mot là-dedans"


def read(client: Client, question: str | None = None) -> str:
    said = {} if question is None else {"q": question}
    return " ".join(Page(client.get("/chercher/", said).content.decode()).texts)


def test_the_page_names_every_kind_that_is_searched(client: Client, agora: Circle) -> None:
    searched = client.get("/chercher/").context["searched"]
    assert len(searched) == len(SEARCHABLES)
    assert "Décisions, et questions que l’on décide en ce moment" in searched
    page = read(client)
    assert all(name in page for name in searched)
    assert "tout ce que tu peux lire" not in page
    assert NOTHING not in page
    assert NO_WORD not in page


def test_whoever_finds_nothing_reads_what_to_try(client: Client, agora: Circle) -> None:
    page = read(client, "trottinette")
    assert NOTHING in page
    assert NO_WORD not in page
    for way in ("moins de mots", "Qui décide quoi", "toutes les décisions", "le registre"):
        assert way in page
    html = client.get("/chercher/", {"q": "trottinette"}).content.decode()
    for door in ("/decisions/", "/registre/"):
        assert f'<li><a href="{door}">' in html


@pytest.mark.parametrize("signs", ["'", "’ ?", "…", "---"])
def test_signs_alone_are_no_question(client: Client, agora: Circle, signs: str) -> None:
    page = read(client, signs)
    assert NO_WORD in page
    assert NOTHING not in page


def test_an_empty_question_says_nothing(client: Client, agora: Circle) -> None:
    page = read(client, "  ")
    assert NO_WORD not in page
    assert NOTHING not in page
