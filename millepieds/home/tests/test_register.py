import pytest

from millepieds.circles.tests.makers import make_member, make_role
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.deeds import DEEDS
from millepieds.home.actions import erase
from millepieds.home.queries.register import reader_of
from millepieds.home.rules import FACTS
from millepieds.journal.models import Entry
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many


@pytest.mark.parametrize("key", [key for key in DEEDS if not key.startswith("tests.")])
def test_each_fact_has_its_word(key: str) -> None:
    assert set(DEEDS[key].facts) <= set(FACTS)


def test_who_reads_the_register(odile: Person, bruno: Person, agora) -> None:
    assert reader_of(None, on=today()).person_id is None
    assert reader_of(bruno, on=today()).is_member
    assert reader_of(odile, on=today()).circle_ids == {agora.pk}


def test_the_register_is_open_to_the_town_within_its_audience(as_, odile, bruno: Person) -> None:
    make_role(by=odile)
    page = as_(None).get("/registre/")
    assert page.status_code == 200
    assert {line.deed.audience for line in page.context["lines"]} == {"town"}
    assert not any(line.actor or line.about for line in page.context["lines"])
    assert "who" not in page.context["form"].fields
    inside = as_(bruno).get("/registre/?who=odile")
    assert inside.context["lines"]
    assert all("Odile" in (line.actor, line.about) for line in inside.context["lines"])


def test_every_line_is_reached_page_after_page(as_, odile: Person, bruno: Person) -> None:
    for n in range(55):
        make_role(f"Rôle {n}", by=odile)
    client, before, seen = as_(bruno), "", []
    while before is not None:
        page = client.get(f"/registre/?before={before}")
        seen += [line.entry.number for line in page.context["lines"]]
        before = page.context["older"]
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) > 55


def test_the_register_costs_the_same_for_one_or_many(as_, odile: Person) -> None:
    names = iter("ABCDEFG")
    client = as_(odile)
    same_queries_for_one_or_many(
        make=lambda: make_role(f"Rôle {next(names)}", by=odile),
        call=lambda: client.get("/registre/"),
    )


def test_the_forgotten_leave_a_number_and_a_count(as_, odile: Person) -> None:
    zoe = make_member("Zoé", welcomed_by=odile)
    numbers = Entry.objects.count()
    erase(zoe, by=actors.person(zoe))
    page = as_(odile).get("/registre/")
    assert "Zoé" not in page.content.decode()
    assert Entry.objects.count() == numbers + 2  # left, and forgotten
    assert page.context["sealed"][0].count == 1
