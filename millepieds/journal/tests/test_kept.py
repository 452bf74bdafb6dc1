"""What the whole movement shares is asked again after each deed, and never kept outside of a page."""

import pytest
from django.db import transaction

from millepieds.core.reading import one_page
from millepieds.journal.queries import forget_what_was_kept, until_a_deed
from millepieds.journal.tests.makers import make_entry

pytestmark = pytest.mark.django_db
asked: list[int] = []


@until_a_deed
def twice(number: int) -> int:
    asked.append(number)
    return 2 * number


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    asked.clear()
    forget_what_was_kept()


def read(*numbers: int) -> None:
    with one_page():
        assert [twice(number) for number in numbers] == [2 * number for number in numbers]


def test_the_same_question_is_asked_once_for_several_pages() -> None:
    make_entry()
    read(2, 2, 3)
    read(3, 2)
    assert asked == [2, 3]


def test_any_line_has_it_asked_again() -> None:
    read(2)
    make_entry()
    read(2)
    make_entry()
    read(2)
    assert asked == [2, 2, 2]


def test_a_deed_always_asks() -> None:
    read(2)
    twice(2)
    twice(2)
    assert asked == [2, 2, 2]


def test_a_line_with_the_same_number_is_another_line() -> None:
    """After a copy is put back, or a deed undone, numbers come again: keys do not."""
    with transaction.atomic():
        make_entry()
        read(2)
        transaction.set_rollback(True)
    make_entry()
    read(2)
    assert asked == [2, 2]
