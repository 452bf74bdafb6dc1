"""Each place exactly as likely: from blocks to numbers, from numbers to orders, from orders to seats."""

import math
from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civics.draws import (
    Quota,
    draw,
    number_from_seed,
    order_from_dice,
    order_from_seed,
    seat_by_quotas,
    stand_in,
)
from civics.draws.chance import below, strike_out
from civics.draws.quotas import check_quotas
from civics.problems import Infeasible, WrongInput
from civics.tests.draws import make_transcript, simple

LIKELY = (0.001, 0.999)


def p_of(counts: Sequence[int]) -> float:
    """How often chance alone strays further from equal counts: Pearson's χ², by its closed forms."""
    mean, freedom = sum(counts) / len(counts), len(counts) - 1
    half = sum((count - mean) ** 2 for count in counts) / mean / 2
    if freedom % 2 == 0:
        return sum(
            math.exp(i * math.log(half) - half - math.lgamma(i + 1)) for i in range(freedom // 2)
        )
    steps = (i + 0.5 for i in range(freedom // 2))
    tail = sum(math.exp(i * math.log(half) - half - math.lgamma(i + 1)) for i in steps)
    return math.erfc(math.sqrt(half)) + tail


def test_the_yardstick_measures_right() -> None:
    """Critical values of χ² printed in tables: 5 % beyond 3.841, 9.488 and 35.172."""
    for freedom, value in ((1, 3.841), (4, 9.488), (23, 35.172)):
        mean = 1000.0
        shift = math.sqrt(value * mean / 2)
        counts = [mean + shift, mean - shift, *[mean] * (freedom - 1)]
        assert p_of(counts) == pytest.approx(0.05, abs=2e-4)  # type: ignore[arg-type]


def orders(count: int) -> list[tuple[str, ...]]:
    """As many whole ceremonies, each with another phrase."""
    start = simple(["Amina", "Bruno", "Chloé", "David"], 1)
    return [
        draw(make_transcript(start, {"Amina": f"tirage {n}", "Bruno": "b", "Zoé": "z"})).order
        for n in range(count)
    ]


def check_fair(found: list[tuple[str, ...]]) -> None:
    whole = Counter(found)
    assert len(whole) == 24
    assert LIKELY[0] <= p_of(list(whole.values())) <= LIKELY[1]
    for place in range(4):
        assert (
            LIKELY[0] <= p_of(list(Counter(order[place] for order in found).values())) <= LIKELY[1]
        )


def test_every_order_comes_as_often_as_another() -> None:
    check_fair(orders(3_000))


@pytest.mark.soak
def test_every_order_comes_as_often_as_another_in_a_hundred_thousand_draws() -> None:
    check_fair(orders(100_000))


def test_every_place_of_a_larger_pool_comes_as_often_as_another() -> None:
    people = [f"M-{number}" for number in range(11)]
    seeds = [f"{number:064x}" for number in range(5_000)]
    found = [order_from_seed(seed, people) for seed in seeds]
    for place in (0, 5, 10):
        assert (
            LIKELY[0] <= p_of(list(Counter(order[place] for order in found).values())) <= LIKELY[1]
        )
    numbers = Counter(number_from_seed(seed, 37) for seed in seeds)
    assert set(numbers) == set(range(1, 38))
    assert LIKELY[0] <= p_of(list(numbers.values())) <= LIKELY[1]


@given(st.integers(1, 40), st.integers(1, 64))
def test_a_number_is_exactly_as_likely_as_another(limit, size) -> None:
    """Every block of a small world in turn: each remainder as many times, the others thrown again."""
    if limit > size:
        return
    found = Counter[int]()
    for block in range(size):
        try:
            found[below(limit, iter([block]), size)] += 1
        except WrongInput:
            assert block >= size - size % limit
    assert set(found) == set(range(limit))
    assert len(set(found.values())) == 1


def test_striking_out_gives_every_order_once() -> None:
    """Each way of picking places leads to its own order, so equal picks make equal orders."""
    people = "ABCDE"
    ways = product(*(range(left) for left in range(5, 0, -1)))
    found = set()
    for way in ways:
        picks = iter(way)
        found.add(strike_out(people, lambda _: next(picks)))  # noqa: B023 (used at once)
    assert found == set(permutations(people))


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_dice_alone_give_every_order_equally(count) -> None:
    """The method on paper, its tree of throws followed with exact fractions."""
    people = "ABCD"[:count]
    chances = Counter[tuple[str, ...]]()

    def follow(faces: str, chance: Fraction, again: int) -> None:
        try:
            chances[order_from_dice(people, faces)] += chance  # type: ignore[assignment]
        except WrongInput:
            if again:
                for face in "123456":
                    follow(faces + face, chance / 6, again - 1)

    follow("", Fraction(1), 5)
    assert len(chances) == math.factorial(count)
    assert len(set(chances.values())) == 1


def test_more_than_six_people_take_two_dice() -> None:
    people = [f"{number:02}" for number in range(1, 37)]
    assert order_from_dice(people, "36" + "11" * 40)[0] == "18"
    with pytest.raises(WrongInput, match="pas assez de hasard"):
        order_from_dice(people, "36")


@pytest.mark.parametrize(
    ("seed", "most"), [("0" * 63, 5), ("G" * 64, 5), ("0" * 64, 0), ("0" * 64, 2**64)]
)
def test_a_seed_or_a_number_that_is_none_is_refused(seed, most) -> None:
    with pytest.raises(WrongInput):
        number_from_seed(seed, most)


# Quotas, in drawn order.


@st.composite
def one_feature(draw: st.DrawFn) -> tuple[list[str], list[Quota], dict[str, dict[str, str]], int]:
    people = [str(number) for number in range(draw(st.integers(1, 12)))]
    values = "ABC"[: draw(st.integers(1, 3))]
    traits = {name: {"f": draw(st.sampled_from(values))} for name in people}
    quotas = []
    for value in values:
        least = draw(st.integers(0, 4))
        quotas.append(Quota("f", value, least, least + draw(st.integers(0, 4))))
    return people, quotas, traits, draw(st.integers(1, len(people)))


@settings(max_examples=300)
@given(one_feature())
def test_one_feature_never_stops_short(case) -> None:
    people, quotas, traits, take = case
    try:
        check_quotas(people, quotas, traits, take)
    except Infeasible:
        return
    seated = seat_by_quotas(people, quotas, traits, take)
    assert len(seated) == len(set(seated)) == take
    counts = Counter(traits[name]["f"] for name in seated)
    assert all(quota.least <= counts[quota.value] <= quota.most for quota in quotas)


SEXES = [Quota("sexe", "F", 2, 2), Quota("sexe", "H", 2, 2)]
PEOPLE = {name: {"sexe": "F" if name in "ACE" else "H"} for name in "ABCDEF"}


def test_quotas_go_down_the_order_and_pass_over_who_does_not_fit() -> None:
    assert seat_by_quotas("ACEBDF", SEXES, PEOPLE, 4) == ("A", "C", "B", "D")


def test_whoever_leaves_is_replaced_by_the_next_who_fits() -> None:
    seated = seat_by_quotas("ACEBDF", SEXES, PEOPLE, 4)
    assert stand_in("ACEBDF", seated, "B", quotas=SEXES, traits=PEOPLE) == "F"
    assert stand_in("ACEBDF", seated, "A", quotas=SEXES, traits=PEOPLE) == "E"
    with pytest.raises(Infeasible):
        stand_in("ACEBDF", seated, "A", quotas=SEXES, traits=PEOPLE, refused=["E"])
    assert stand_in("ABCD", "AB", "A") == "C"


def test_two_features_may_stop_short_and_say_it() -> None:
    quotas = [Quota("a", v, 1, 1) for v in "01"] + [Quota("b", v, 1, 1) for v in "01"]
    traits = {n: {"a": n[0], "b": n[1]} for n in ("00", "01", "10")}
    check_quotas(list(traits), quotas, traits, 2)
    with pytest.raises(Infeasible, match="1 places sur 2") as stop:
        seat_by_quotas(["00", "01", "10"], quotas, traits, 2)
    assert "a = 1 : 0 (de 1 à 1)" in stop.value.conflict


def test_quotas_that_nobody_can_meet_are_refused_before_any_chance() -> None:
    with pytest.raises(Infeasible) as stop:
        check_quotas("AC", SEXES, {name: PEOPLE[name] for name in "AC"}, 3)
    assert stop.value.conflict == (
        "sexe = H : au moins 2, mais 0 dans le vivier",
        "sexe : les minimums font 4, pour 3 places",
        "sexe : au plus 2 places peuvent être prises, sur 3",
    )
