"""The page for people: its example is what the program answers."""

import re
from fractions import Fraction
from pathlib import Path

import pytest

from civics.cli import main
from civics.panels import Pool, fair_lottery, publish, read_pool

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "panels.md"


@pytest.fixture
def example(tmp_path) -> tuple[Pool, str, list[str]]:
    people, quotas, listed = re.findall(r"```(?:csv|text)\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (tmp_path / "people.csv").write_text(people)
    (tmp_path / "features.csv").write_text(quotas)
    pool = read_pool(tmp_path / "people.csv", tmp_path / "features.csv", 2)
    return pool, listed, [str(tmp_path / "people.csv"), str(tmp_path / "features.csv")]


def test_the_panels_of_the_example_are_those_found(example) -> None:
    pool, listed, _ = example
    lottery = fair_lottery(pool)
    assert publish(lottery, 5).text == listed
    assert {id: chance.limit_denominator(1000) for id, chance in lottery.chances.items()} == {
        "Amina": Fraction(3, 5),
        "Bruno": Fraction(2, 5),
        **dict.fromkeys(["Chloé", "Driss", "Emma", "Farid", "Hugo"], Fraction(1, 5)),
    }


def test_the_commands_of_the_page_work(example, capsys, tmp_path) -> None:
    _, listed, there = example
    for typed in re.findall(r"^civics (panel .*)$", PAGE.read_text(), re.MULTILINE):
        typed = typed.replace("people.csv", there[0]).replace("features.csv", there[1])
        assert main(typed.replace("liste.tsv", str(tmp_path / "liste.tsv")).split()) == 0
    assert (tmp_path / "liste.tsv").read_text() == listed
    assert "La graine c0ffee tire le panel 2" in capsys.readouterr().out
