"""« Mes tensions » says of each what its page says, in the same words, however many there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from millepieds.core.clock import today
from millepieds.people.models import Person
from millepieds.tensions.models import Tension
from millepieds.tensions.queries.listing import A_PAGE, Line, page_of
from millepieds.tensions.queries.reading import shown, tensions_for
from millepieds.tensions.rules.terms import About
from millepieds.tensions.tests.makers import (
    make_closed,
    make_read,
    make_tension,
    make_trust,
    take_up,
)
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_each_kind(bruno: Person, amina: Person, leila: Person) -> None:
    """Between them: kept, entrusted, read, taken up, closed before and after someone opened it."""
    for about in About:
        make_tension(bruno, about=about)
    make_trust(make_tension(bruno), amina)
    twice = make_tension(amina)
    make_read(twice, bruno)
    make_trust(twice, leila)
    take_up(make_tension(amina, about=About.POLITICS))
    make_closed(make_tension(bruno))
    unread = make_tension(bruno)
    make_trust(unread, amina)
    make_closed(unread)
    read = make_tension(amina)
    make_read(read, bruno)
    make_closed(read)


def test_a_line_says_what_the_page_says(of_each_kind, bruno, amina, leila, odile) -> None:
    on = today()
    for person in (bruno, amina, leila, odile):
        lines = {one.pk: one for one in page_of(person.pk, None, on=on).object_list}
        readable = {one.pk: shown(one, person.pk, on=on) for one in tensions_for(person.pk, on=on)}
        assert lines.keys() == readable.keys()
        for pk, one in readable.items():
            title = one.tension.title if one.read else ""
            said = Line(pk, title, str(one.tension.author), one.mine, one.state, one.rung, one.days)
            assert lines[pk] == said


def test_what_is_entrusted_comes_first_and_what_is_closed_last(of_each_kind, bruno) -> None:
    lines = page_of(bruno.pk, None, on=today()).object_list
    shelves = [one.shelf for one in lines]
    assert shelves == sorted(shelves, key=["entrusted", "mine", "closed"].index)
    assert {*shelves} == {"entrusted", "mine", "closed"}
    for shelf in ("entrusted", "mine"):
        numbers = [one.pk for one in lines if one.shelf == shelf]
        assert numbers == sorted(numbers, reverse=True)


def test_the_list_is_leafed_through_and_asks_as_much_for_one_as_for_many(as_, bruno, amina) -> None:
    make_read(make_tension(amina), bruno)
    visit = as_(bruno)
    visit.get("/tensions/")
    with CaptureQueriesContext(connection) as few:
        visit.get("/tensions/")
    for _ in range(A_PAGE):
        make_trust(make_tension(bruno), amina)
    visit.get("/tensions/")
    with CaptureQueriesContext(connection) as many:
        first = visit.get("/tensions/").content.decode()
    assert len(many) <= len(few) <= 8
    second = visit.get("/tensions/?page=2").content.decode()
    links = [[link for link in Page(html).links if link in doors()] for html in (first, second)]
    assert [len(each) for each in links] == [A_PAGE, 1]
    assert {*links[0], *links[1]} == doors()


def doors() -> set[str]:
    return {one.get_absolute_url() for one in Tension.objects.all()}


def test_the_words_of_what_was_not_opened_are_in_no_list(as_, bruno, amina) -> None:
    make_trust(make_tension(bruno), amina)
    page = as_(amina).get("/tensions/").content.decode()
    assert "La porte est fermée" not in page
    assert "Bruno te confie une tension" in page
    assert "La porte est fermée" in as_(bruno).get("/tensions/").content.decode()
