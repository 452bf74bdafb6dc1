import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from millepieds.core.clock import now
from millepieds.core.leafing import leaf
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def seven() -> list[int]:
    people = [Person.objects.create(name=f"P{place}", met_at=now()) for place in range(7)]
    return [one.pk for one in people]


def _at(wanted: str | None) -> tuple[list[int], int, bool, bool]:
    page = leaf(Person.objects.order_by("pk"), wanted, size=3)
    return [one.pk for one in page.object_list], page.number, page.has_previous, page.has_next


def test_each_page_holds_its_rows_and_says_whether_another_follows(seven: list[int]) -> None:
    assert _at(None) == (seven[:3], 1, False, True)
    assert _at("2") == (seven[3:6], 2, True, True)
    assert _at("3") == (seven[6:], 3, True, False)


def test_a_list_that_ends_with_its_page_has_no_page_after(seven: list[int]) -> None:
    Person.objects.filter(pk=seven[-1]).delete()
    assert _at("2") == (seven[3:6], 2, True, False)


@pytest.mark.parametrize("wanted", ["", "0", "-1", "deux", "²", "4", "9" * 5000])
def test_a_number_that_is_no_page_opens_the_first(seven: list[int], wanted: str) -> None:
    assert _at(wanted) == (seven[:3], 1, False, True)


def test_nothing_is_counted(seven: list[int]) -> None:
    with CaptureQueriesContext(connection) as asked:
        _at("2")
    assert len(asked) == 1
    assert "COUNT" not in asked[0]["sql"]


def test_an_empty_list_is_one_page() -> None:
    page = leaf(Person.objects.none(), None, size=3)
    assert (page.object_list, page.has_other_pages) == ([], False)
