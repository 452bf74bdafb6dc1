"""Equal votes and equal averages: the law decides, or nobody does."""

from datetime import date

import pytest

from civics.problems import Infeasible, WrongInput
from civics.seats import RULES, Births, allot, explain, share_by_highest_average

R2020 = RULES["fr-2020"]
OLD, YOUNG = [date(1950, 1, 1)] * 15, [date(1990, 1, 1)] * 15


def test_the_older_list_has_the_bonus_of_two_equal_ones() -> None:
    births = Births({"A": YOUNG, "B": OLD})
    found = allot({"A": 40, "B": 40, "C": 20}, rules=R2020, council=15, births=births)
    assert (found.first, found.level) == ("B", ("A", "B"))
    assert "moyenne d’âge" in explain(found)[0]
    assert any("L262" in doubt and "jours" in doubt for doubt in found.unread)


def test_two_equal_lists_without_ages_are_refused_and_not_guessed() -> None:
    with pytest.raises(WrongInput, match=r"A, B : à égalité.*avec --ages"):
        allot({"A": 50, "B": 50}, rules=R2020, council=15)


@pytest.mark.parametrize("births", [14, 18])
def test_an_average_needs_the_birth_of_each_candidate(births) -> None:
    given = Births({"A": OLD, "B": [date(1960, 1, 1)] * births})
    with pytest.raises(WrongInput, match=f"« B » a {births} dates.*de 15 à 17"):
        allot({"A": 5, "B": 5}, rules=R2020, council=15, births=given)


def test_two_lists_of_one_age_have_no_answer() -> None:
    with pytest.raises(Infeasible) as problem:
        allot({"A": 5, "B": 5}, rules=R2020, council=15, births=Births({"A": OLD, "B": OLD}))
    assert problem.value.conflict == ("A et B ont autant de voix, la même moyenne d’âge",)


def test_the_last_seat_goes_to_more_votes_when_averages_are_equal() -> None:
    # 3 seats to share: A 60/2 = B 30/1
    found = allot({"A": 60, "B": 30}, rules=RULES["fr-2020"], council=5)
    assert found.bonus == 3
    assert [award.to for award in found.shared.awards] == ["A"]
    shared = share_by_highest_average({"A": 60, "B": 30}, 2, valid=90, eldest=refuse)
    assert dict(shared.seats) == {"A": 2, "B": 0}
    assert shared.awards[-1].tied == ("A", "B")
    assert not shared.awards[-1].by_age


def test_a_tie_with_a_seat_for_each_asks_nobody() -> None:
    found = share_by_highest_average({"A": 30, "B": 30}, 2, valid=60, eldest=refuse)
    assert dict(found.seats) == {"A": 1, "B": 1}
    assert [award.tied for award in found.awards] == []


def test_the_last_seat_goes_to_the_older_of_the_two_next_candidates() -> None:
    births = Births(
        {
            "B": [date(1990, 1, 1), date(1950, 1, 1)],  # the next one counts, not the first …
            "C": [date(1980, 1, 1), date(1960, 1, 1)],
        }
    )
    # 6 seats of bonus, 6 to share: averages 50, 30, 30, 25, 16.7, then 15 and 15 for the last one
    found = allot({"A": 50, "B": 30, "C": 30}, rules=R2020, council=12, births=births)
    assert dict(found.seats) == {"A": 9, "B": 2, "C": 1}
    assert [(award.to, award.by_age) for award in found.shared.awards][-1] == ("B", True)
    assert any("plus âgé" in line for line in explain(found))


def refuse(*_: object) -> list[str]:
    raise AssertionError("ages were asked for without need")
