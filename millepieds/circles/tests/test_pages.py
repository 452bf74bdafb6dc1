"""Lists that are longer than a page."""

from collections.abc import Callable

from django.test import Client

from millepieds.circles.queries.mandates import free_roles
from millepieds.circles.tests.makers import make_mandate, make_role
from millepieds.circles.views.chart import A_PAGE, CARDS
from millepieds.core.clock import today
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

As = Callable[[Person | None], Client]


def many_roles(by: Person, powers: tuple[str, ...] = ()) -> None:
    for number in range(A_PAGE + 3):
        make_role(f"Relais {number:03}", by=by, powers=powers)


def test_free_roles_are_read_page_after_page(as_: As, odile: Person, bruno: Person) -> None:
    many_roles(odile)
    client = as_(bruno)
    first, second = (
        client.get("/roles-libres/", {"page": page}).context["free"] for page in (1, 2)
    )
    assert len(first) == A_PAGE
    assert [*first, *second] == free_roles(today())


def test_roles_with_a_power_are_read_page_after_page(as_: As, odile: Person, bruno: Person) -> None:
    many_roles(odile, powers=("circles.assign",))
    client = as_(bruno)
    pages = [
        client.get("/pouvoirs/circles.assign/", {"page": page}).context["answer"].cards
        for page in (1, 2)
    ]
    assert len(pages[0]) == CARDS
    names = [card.role.name for cards in pages for card in cards]
    assert names == sorted(set(names))


def test_the_free_roles_ask_as_often_for_one_as_for_many(
    as_: As, odile: Person, bruno: Person
) -> None:
    client, made = as_(bruno), iter(range(9))
    same_queries_for_one_or_many(
        make=lambda: make_role(f"Relais {next(made)}", by=odile),
        call=lambda: client.get("/roles-libres/"),
    )


def test_holders_are_asked_as_often_for_one_as_for_many(
    as_: As, odile: Person, bruno: Person
) -> None:
    client, made = as_(bruno), iter(range(9))
    same_queries_for_one_or_many(
        make=lambda: make_mandate(make_role(f"Relais {next(made)}", by=odile), bruno, by=odile),
        call=lambda: client.get("/personnes/"),
    )
