"""Whoever reads one page asks each question once; a deed asks again each time."""

from millepieds.core.reading import asked_once, one_page

asked: list[int] = []


@asked_once
def twice(number: int) -> int:
    asked.append(number)
    return 2 * number


def test_the_same_question_is_asked_once_in_a_page() -> None:
    asked.clear()
    with one_page():
        assert [twice(2), twice(2), twice(3)] == [4, 4, 6]
    assert asked == [2, 3]


def test_nothing_is_kept_after_the_page_nor_outside_of_one() -> None:
    asked.clear()
    with one_page():
        twice(2)
    twice(2)
    twice(2)
    assert asked == [2, 2, 2]
