"""What two pages of docs/algorithms show is what the program answers."""

import re
from pathlib import Path

import pytest

from civics.cli import main
from civics.lists import Condition, Rules, order, points, support, weave
from civics.lists.files import read_list

PAGES = Path(__file__).parents[2] / "docs" / "algorithms"


def blocks(page: str, kind: str) -> list[str]:
    """The examples of a page, in order."""
    return re.findall(
        rf"```{kind}\n(.*?)```", (PAGES / page).read_text(encoding="utf-8"), re.DOTALL
    )


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """The files of the example of lists.md."""
    rules, people = tmp_path / "conditions.toml", tmp_path / "candidates.csv"
    rules.write_text(blocks("lists.md", "toml")[0], encoding="utf-8")
    people.write_text(blocks("lists.md", "csv")[0], encoding="utf-8")
    return rules, people


def test_the_list_of_the_page(files: tuple[Path, Path], capsys) -> None:
    assert main(["order", *map(str, files)]) == 0
    assert capsys.readouterr().out == blocks("lists.md", "text")[0]


def test_the_conflict_of_the_page(files: tuple[Path, Path], capsys) -> None:
    with files[0].open("a", encoding="utf-8") as more:
        more.write('[[pin]]\nid = "Amina"\nrank = 1\n[[pin]]\nid = "Nour"\nrank = 2\n')
    assert main(["order", *map(str, files)]) == 3
    assert capsys.readouterr().err == blocks("lists.md", "text")[1]


def test_the_other_lists_of_the_page_and_their_support(files: tuple[Path, Path]) -> None:
    people, _ = read_list(*files)
    text = (PAGES / "lists.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (\w+, \w+, \w+, \w+) \| .* = (\d+) \|$", text, re.MULTILINE)
    assert [int(total) for _, total in told] == [30, 28, 28, 26]
    assert [support(ids.split(", "), people) for ids, _ in told] == [30, 28, 28, 26]
    by_hand = weave(people, length=4)
    assert (by_hand, support(by_hand, people)) == (("Amina", "Bruno", "Chloé", "Karim"), 40)


def test_the_prices_of_the_page_prove_it(files: tuple[Path, Path]) -> None:
    """No list that starts with a woman exceeds 30; none that starts with a man exceeds 28."""
    people, rules = read_list(*files)
    ranks, names, bonus = {1: 14, 2: 10, 3: 4, 4: 2}, {"Amina": 6, "Bruno": 2, "Chloé": 2}, 10
    worth, quota = points(people), rules.conditions[-1]
    for one in people:
        for rank in (1, 3) if one.sex == "F" else (2, 4):
            helped = bonus if one.id in quota.who and quota.covers(rank) else 0
            brings = worth[one.id] * (5 - rank)
            assert ranks[rank] + names.get(one.id, 0) - helped >= brings
    assert sum(ranks.values()) + sum(names.values()) - bonus == 30
    assert order(people, rules).support == 30
    men = frozenset(one.id for one in people if one.sex == "M")
    man_first = Condition("un homme d’abord", men, 1, None, 1, 1)
    assert order(people, Rules((4,), (*rules.conditions, man_first))).support == 28


@pytest.mark.parametrize("number", [0, 1])
def test_the_tables_of_the_page(number: int, tmp_path: Path, capsys) -> None:
    file = tmp_path / "table.csv"
    file.write_text(blocks("disclosure.md", "csv")[number], encoding="utf-8")
    assert main(["disclose", str(file)]) == 0
    assert capsys.readouterr().out == blocks("disclosure.md", "text")[number]


def test_the_published_table_of_the_page_gives_a_cell_away(tmp_path: Path, capsys) -> None:
    file = tmp_path / "table.csv"
    file.write_text(blocks("disclosure.md", "csv")[2], encoding="utf-8")
    assert main(["disclose", str(file), "--check"]) == 0
    assert "Celleneuve, jeunes : exactement 7" in capsys.readouterr().out
