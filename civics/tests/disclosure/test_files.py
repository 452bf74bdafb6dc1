"""`civics disclose`: what it prints, and what it refuses."""

import json
from pathlib import Path

import pytest

from civics.cli import main


@pytest.fixture
def told(tmp_path: Path, capsys):
    """What `civics disclose` says of a table, and how it ends."""

    def tell(table: str, *options: str, beside: str = "") -> tuple[int, str, str]:
        (tmp_path / "table.csv").write_text(table, encoding="utf-8")
        (tmp_path / "beside.csv").write_text(beside, encoding="utf-8")
        beside_option = ["--largest", str(tmp_path / "beside.csv")] if beside else []
        end = main(["disclose", str(tmp_path / "table.csv"), *options, *beside_option])
        said = capsys.readouterr()
        return end, said.out, said.err

    return tell


AGES = "quartier;jeunes;adultes\nMosson;14;31\nCentre;22;45\nCelleneuve;7;25\n"


def test_a_table_that_may_be_published(told) -> None:
    assert told(AGES) == (0, """\
             jeunes  adultes    total
Mosson            ·        ·       45
Centre           22       45       67
Celleneuve        ·        ·       32
total            43      101      144

4 cases cachées ; chacune reste inconnue à 11 près au moins.
""", "")  # fmt: skip


def test_the_same_for_a_program(told) -> None:
    found = json.loads(told(AGES, "--json")[1])
    assert found["passes"] is True
    assert found["table"]["Celleneuve"] == {"jeunes": None, "adultes": None, "total": 32}
    assert found["hidden"][0] == {"row": "Mosson", "column": "jeunes", "least": 0, "most": 21}


def test_one_column_alone(told) -> None:
    assert (
        told("mois;entrées\n2019-11;3\n2019-12;20\n2020-01;14\n")[1]
        == """\
         entrées
2019-11        ·
2019-12       20
2020-01        ·
total         37

2 cases cachées ; chacune reste inconnue à 11 près au moins.
"""
    )


def test_what_a_published_table_gives_away(told) -> None:
    published = (
        "quartier;jeunes;adultes;total\nMosson;14;31;45\nCelleneuve;·;25;32\ntotal;21;56;77\n"
    )
    end, out, _ = told(published, "--check")
    assert end == 0
    assert out.endswith(
        "1 cases cachées se devinent à moins de 11 près :\n  Celleneuve, jeunes : exactement 7\n"
    )
    assert json.loads(told(published, "--check", "--json")[1])["passes"] is False


def test_what_one_person_brings(told) -> None:
    beside = "quartier;jeunes;adultes\nMosson;2;1\nCentre;3;40\nCelleneuve;1;1\n"
    found = json.loads(told(AGES, "--json", beside=beside)[1])
    assert found["table"]["Centre"]["adultes"] is None


@pytest.mark.parametrize(
    ("table", "options", "said"),
    [
        ("", [], "table.csv : ce fichier est vide."),
        ("quartier;jeunes\n", [], "table.csv : ce tableau est vide."),
        ("quartier\nMosson\n", [], "table.csv : il n’y a rien à compter ; attendu : une colonne de plus."),
        ("quartier;jeunes\nMosson;3\n", [], "table.csv : une case seule n’est pas un tableau."),
        ("jour;entrées\n2019-11-30;12\n2020-01-11;20\n", [], "table.csv : « 2019-11-30 » est un jour ; attendu : un mois, par exemple 2019-11."),
        ("quartier;jeunes\nMosson;3\nMosson;4\n", [], "table.csv, ligne 3, colonne « quartier » : « Mosson » est là deux fois."),
        ("quartier;jeunes\nMosson;trois\nCentre;4\n", [], "table.csv, ligne 2, colonne « jeunes » : « trois » ne va pas ; attendu : un nombre entier, au moins 0."),
        ("quartier;jeunes\nMosson;3\ntotal;4\n", [], "table.csv : les totaux ne s’écrivent pas ici ; attendu : les cases seules."),
        ("quartier;jeunes\nMosson;3\nCentre;4\n", ["--check"], "table.csv : les totaux manquent ; attendu : « total », à la fin."),
        ("quartier;jeunes\nMosson;3\nCentre;4\ntotal;9\n", ["--check"], "les nombres de « total × jeunes » ne s’additionnent pas."),
        (AGES, ["--floor", "0"], "--floor : « 0 » ne va pas ; attendu : au moins 1."),
    ],
)  # fmt: skip
def test_a_slip_is_told_in_one_line(told, table: str, options: list[str], said: str) -> None:
    assert told(table, *options) == (2, "", said + "\n")


@pytest.mark.parametrize(
    ("beside", "said"),
    [
        ("quartier;jeunes\nMosson;1\nCentre;2\n", "beside.csv : ce tableau n’a pas les mêmes cases."),
        ("quartier;jeunes;adultes\nMosson;15;1\nCentre;3;40\nCelleneuve;1;1\n", "beside.csv : « Mosson × jeunes » : 15 ne va pas ; attendu : au plus 14, le nombre de la case."),
    ],
)  # fmt: skip
def test_a_slip_in_what_one_person_brings(told, beside: str, said: str) -> None:
    assert told(AGES, beside=beside) == (2, "", said + "\n")
