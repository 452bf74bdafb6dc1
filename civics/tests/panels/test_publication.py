"""The published list of panels, and the command that makes it, checks it and draws from it."""

import hashlib
import json
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civics.cli import main
from civics.panels import fair_lottery, publish, read_published
from civics.panels.chance import Chance
from civics.panels.synthetic import synthetic_pool
from civics.problems import WrongInput
from civics.tests.panels.pools import NAMES, PUBLIC, every_panel, public_pool, small_pools

CITIZENS = PUBLIC / "citizen_list_135_80"
ASKED = [
    "panel",
    "--people",
    str(CITIZENS / "people.csv"),
    "--quotas",
    str(CITIZENS / "features.csv"),
    "--size",
    "80",
]


@pytest.mark.parametrize("name", NAMES)
def test_in_a_thousand_panels_no_chance_moves_by_two_thousandths(name) -> None:
    pool = public_pool(name)
    lottery = fair_lottery(pool)
    published = publish(lottery, 1000)
    for panel in published.panels:
        assert pool.refusals(panel) == ()
    assert len(published.panels) == 1000
    assert sum(published.chances.values()) == pool.size
    for id, chance in published.chances.items():
        assert abs(chance - lottery.chances[id]) < Fraction(2, 1000)


@settings(max_examples=40, derandomize=True, deadline=None)
@given(small_pools(), st.integers(1, 60))
def test_each_published_panel_keeps_every_quota_and_no_home_sends_two(pool, number) -> None:
    if not every_panel(pool):
        return
    published = publish(fair_lottery(pool), number)
    assert len(published.panels) == number
    assert all(pool.refusals(panel) == () for panel in published.panels)
    assert read_published(published.text, pool, source="liste") == published


def test_the_fingerprint_is_that_of_the_file() -> None:
    published = publish(fair_lottery(public_pool("example_small_20")), 10)
    assert published.sha256 == hashlib.sha256(published.text.encode()).hexdigest()
    assert published.text.count("\n") == 10


def test_a_seed_draws_a_number_from_the_list_alone() -> None:
    """Golden: whoever rewrites this in another language must find the same numbers."""
    assert [Chance(bytes([seed])).below(1000) + 1 for seed in range(5)] == GOLDEN


GOLDEN = [536, 116, 943, 829, 165]


def test_each_number_is_as_likely() -> None:
    chance = Chance(b"Amina")
    count = Counter(chance.below(10) for _ in range(20_000))
    assert sum((seen - 2000) ** 2 / 2000 for seen in count.values()) < 27.9  # chi-square, p > 0.001


def test_a_changed_list_is_refused() -> None:
    pool = public_pool("example_small_20")
    text = publish(fair_lottery(pool), 3).text
    lines = text.splitlines(keepends=True)
    first, second = lines[0].split("\t"), lines[1].split("\t")
    for changed, said in [
        ("".join([lines[1], lines[0], lines[2]]), "ligne 1 : « 2 » ; attendu : le panel 1"),
        ("\t".join([*first[:-1], first[-2] + "\n"]) + lines[1], "ligne 1"),
        ("\t".join(first[:-1]) + "\n", "19 personnes, il en faut 20"),
        ("\t".join([*first[:-1], "nobody"]) + "\n", "quelqu’un n’est pas dans la base"),
        ("", "ligne 1"),
    ]:
        with pytest.raises(WrongInput) as problem:
            read_published(changed, pool, source="liste.tsv")
        assert said in str(problem.value)
    assert first != second


def answer(capsys: Any, *more: str) -> Any:
    assert main([*ASKED, *more, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_command_answers_with_each_chance(capsys) -> None:
    told = answer(capsys)
    assert set(told) >= {"chance", "min", "gini", "panels", "certified", "panel"}
    assert told["certified"] is True
    assert told["panel"] == []
    assert abs(sum(told["chance"].values()) - 80) < 1e-9
    assert told["min"] == min(told["chance"].values())


def test_a_seed_draws_the_same_panel_from_the_list_with_or_without_solving(
    capsys, tmp_path
) -> None:
    there = tmp_path / "liste.tsv"
    told = answer(capsys, "--seed", "c0ffee", "--published", "100", "--write", str(there))
    assert hashlib.sha256(there.read_bytes()).hexdigest() == told["published"]["sha256"]
    line = there.read_text().splitlines()[told["number"] - 1].split("\t")
    assert line == [str(told["number"]), *told["panel"]]
    assert public_pool(CITIZENS.name).refusals(told["panel"]) == ()
    again = answer(capsys, "--seed", "c0ffee", "--check", str(there))
    assert (again["panel"], again["number"]) == (told["panel"], told["number"])
    times = told["published"]["times"]
    assert again["chance"] == {id: seen / 100 for id, seen in times.items()}
    moved = told["published"]["moved"]
    for id, seen in times.items():
        assert abs(told["chance"][id] + moved[id] - seen / 100) < 1e-12
    assert main([*ASKED, "--write", str(there)]) == 2  # a published list is not written over


def test_the_command_speaks_to_people(capsys) -> None:
    assert main([*ASKED, "--seed", "c0ffee", "--published", "50"]) == 0
    told = capsys.readouterr().out
    assert "Chance la plus petite : 51,2821 %" in told
    assert "prouvé par l’addition des quotas" in told
    assert "Liste publiée : 50 panels" in told


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            ("p0,F,D1", "p0,X,D1"),
            "people.csv, ligne 2, colonne « gender » : « X » n’a pas de quota",
        ),
        (("p1,M", "p0,M"), "people.csv, ligne 3, colonne « id » : « p0 » est là deux fois"),
        (("id,gender", "id,genre"), "people.csv, ligne 1 : la colonne « gender » manque"),
        (("p0,F,D1,18-29", "p0,F,D1,"), "people.csv, ligne 2, colonne « age » : la case est vide"),
    ],
)
def test_a_wrong_file_is_told_by_row_and_column(capsys, tmp_path, changed, said) -> None:
    people = tmp_path / "people.csv"
    people.write_text((CITIZENS / "people.csv").read_text().replace(*changed))
    typed = [str(people) if part.endswith("people.csv") else part for part in ASKED]
    assert main(typed) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith(said)
    assert captured.out == ""


@pytest.mark.parametrize("more", [["--seed", "dés"], ["--published", "0"], ["--published", "-3"]])
def test_a_wrong_option_is_refused(capsys, more) -> None:
    assert main([*ASKED, *more]) == 2
    assert capsys.readouterr().out == ""


def test_quotas_that_cannot_be_met_end_with_the_conflict(capsys, tmp_path) -> None:
    quotas = tmp_path / "features.csv"
    text = (CITIZENS / "features.csv").read_text().replace("gender,M,40,40", "gender,M,39,39")
    quotas.write_text(text)
    typed = [str(quotas) if part.endswith("features.csv") else part for part in ASKED]
    assert main([*typed, "--json"]) == 3
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert told["infeasible"] is True
    assert len(told["conflict"]) == 1
    assert told["conflict"][0] in {
        "gender, M : au plus 40 au lieu de 39",
        "gender, F : au plus 41 au lieu de 40",
    }


def test_an_address_column_keeps_neighbours_apart(capsys, tmp_path) -> None:
    people = tmp_path / "people.csv"
    rows = (CITIZENS / "people.csv").read_text().splitlines()
    homes = ["rue", *(f"n° {number // 2}" if number < 60 else "" for number in range(135))]
    people.write_text("".join(f"{row},{home}\n" for row, home in zip(rows, homes, strict=True)))
    typed = [str(people) if part.endswith("people.csv") else part for part in ASKED]
    assert main([*typed, "--address", "rue", "--seed", "c0ffee", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    drawn = {int(id[1:]) for id in told["panel"]}
    assert told["certified"] is True
    assert len(drawn) == 80
    assert all({2 * home, 2 * home + 1} - drawn for home in range(30))


def test_synthetic_pools_are_always_the_same() -> None:
    pool = synthetic_pool(2000, 150)
    told = "\n".join(",".join(value for _, value in one.values) for one in pool.people)
    assert len(set(told.split("\n"))) >= 1500
    assert hashlib.sha256(told.encode()).hexdigest() == SYNTHETIC


SYNTHETIC = "808193f6fa9c6ae364f9b569e5dcd1c83c7f9c8edc20901668882042418b8719"


@pytest.mark.soak
@pytest.mark.parametrize(("people", "size"), [(2000, 150), (10_000, 200)])
def test_a_large_pool_is_solved_and_published(people, size) -> None:
    pool = synthetic_pool(people, size)
    lottery = fair_lottery(pool)
    assert lottery.certified
    published = publish(lottery, 1000)
    aimed = lottery.chances
    for id, chance in published.chances.items():
        assert abs(chance - aimed[id]) < Fraction(2, 1000)
