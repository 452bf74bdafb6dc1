"""Two files in, one list out: what is refused, and how it is told."""

import json
import time
from pathlib import Path

import pytest

from civics.cli import main
from civics.lists import broken, support
from civics.lists.files import read_list
from civics.tests.lists.makers import EIGHT_CONDITIONS, make_candidates

PEOPLE = """id;sex;rank;age;resident;district;list
amina;F;1;34;yes;Mosson;A
bruno;M;2;51;no;Centre;A
chloé;F;3;22;oui;Mosson;B
karim;M;4;19;non;Centre;B
"""


@pytest.fixture
def told(tmp_path: Path, capsys):
    """What `civics order` says of two files, and how it ends."""

    def tell(conditions: str, candidates: str = PEOPLE, *options: str) -> tuple[int, str, str]:
        (tmp_path / "conditions.toml").write_text(conditions, encoding="utf-8")
        (tmp_path / "candidates.csv").write_text(candidates, encoding="utf-8")
        files = [str(tmp_path / name) for name in ("conditions.toml", "candidates.csv")]
        end = main(["order", *files, *options])
        said = capsys.readouterr()
        return end, said.out, said.err

    return tell


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ("seats = 2\n[pin\n", "conditions.toml, ligne 2 : ce n’est pas du TOML."),
        ("", "conditions.toml, colonne « seats » : manque ; attendu : un nombre entier, au moins 1."),
        ("seats = true", "conditions.toml, colonne « seats » : « True » ne va pas ; attendu : un nombre entier, au moins 1."),
        ("seats = 2\nseat = 3", "conditions.toml : « seat » n’est pas connu ; attendu : seats, names, non_residents, grades, voters, no_opinion, pin, quota, designation, merger."),
        ("seats = 2\nnames = 9", "conditions.toml, colonne « names » : [9] ne va pas ; attendu : 1 à 4."),
        ("seats = 2\nnames = [2.0]", "conditions.toml, colonne « names » : [2.0] ne va pas ; attendu : 1 à 4."),
        ('seats = 2\n[[pin]]\nid = "eve"\nrank = 1', "conditions.toml, colonne « pin 1 » : « eve » n’est pas dans les candidatures."),
        ('seats = 2\n[[pin]]\nid = "amina"', "conditions.toml, colonne « pin 1 » : il faut « rank » ou « first »."),
        ('seats = 2\n[[pin]]\nid = "amina"\nrank = 0', "conditions.toml, colonne « pin 1, rank » : « 0 » ne va pas ; attendu : un nombre entier, au moins 1."),
        ('seats = 2\npin = 3', "conditions.toml, colonne « pin » : ne va pas ; attendu : [[pin]], autant de fois qu’il en faut."),
        ('seats = 2\n[[quota]]\ndistrict = "Moson"\nmin = 1', "conditions.toml, colonne « quota 1, district » : personne n’a « Moson » ; attendu : Centre, Mosson."),
        ('seats = 2\n[[quota]]\ndistrict = [["Mosson"]]\nmin = 1', "conditions.toml, colonne « quota 1, district » : personne n’a « ['Mosson'] » ; attendu : Centre, Mosson."),
        ('seats = 2\n[[quota]]\nwork = "cadre"\nmin = 1', "conditions.toml, colonne « quota 1 » : « work » n’est pas une colonne des candidatures ; attendu : id, sex, rank, age, resident, district, list."),
        ('seats = 2\n[[quota]]\nage = 30\nmin = 1', "conditions.toml, colonne « quota 1, age » : « 30 » ne va pas ; attendu : par exemple [18, 29]."),
        ('seats = 2\n[[quota]]\nage = [18, 29]', "conditions.toml, colonne « quota 1 » : il faut « min » ou « max »."),
        ('seats = 2\n[[quota]]\nmin = 1', "conditions.toml, colonne « quota 1 » : il manque de qui l’on parle ; attendu : par exemple sex = \"F\"."),
        ('seats = 2\n[[quota]]\neach = "district"\nage = [18, 29]\nmin = 1', "conditions.toml, colonne « quota 1 » : « each » ne va avec aucune colonne."),
        ('seats = 2\ngrades = "Bien"', "conditions.toml, colonne « grades » : ne va pas ; attendu : par exemple [\"Excellent\", \"Bien\"]."),
        ('seats = 2\ngrades = ["Bien"]\nno_opinion = "lost"', "conditions.toml, colonne « no_opinion » : « lost » ne va pas ; attendu : worst, excluded."),
        ('seats = 2\ndesignation = 3', "conditions.toml, colonne « designation » : ce n’est pas une table ; attendu : size, quota."),
        ('seats = 2\n[merger]\nvalid = 100\nvotes = { A = 12, B = 4 }', "« B » n’a pas 5 % des suffrages et ne peut pas fusionner (art. L264) ; attendu : 5 voix."),
        ('seats = 2\n[merger]\nvalid = 100\nvotes = { A = 12, C = 14 }', "chloé vient de « B », qui ne fusionne pas ; attendu : A, C."),
    ],
)  # fmt: skip
def test_a_slip_in_the_conditions_is_told_in_one_line(told, conditions: str, said: str) -> None:
    assert told(conditions) == (2, "", said + "\n")


GRADED = """id,sex,Bien,Passable
amina,F,1,2
bruno,M,2,1
chloé,F,1,1
"""


def test_grades_are_judged_here(told, tmp_path: Path, capsys) -> None:
    """Of those who know her, half find Chloé good: no opinion is left out, or counted as the worst."""
    conditions = 'seats = 2\nnames = 2\ngrades = ["Bien", "Passable"]\nvoters = 4\n'
    assert json.loads(told(conditions, GRADED, "--json")[1])["list"] == ["bruno", "amina"]
    excluded = conditions + 'no_opinion = "excluded"\n'
    assert json.loads(told(excluded, GRADED, "--json")[1])["list"] == ["bruno", "chloé"]
    assert told(conditions.replace("voters = 4", ""), GRADED)[2] == (
        "« chloé » a 2 mentions et « amina » 3 ; attendu : le nombre de votants, voters.\n"
    )
    assert told(excluded, GRADED.replace("1,1", "0,0"))[2] == (
        "candidates.csv, ligne 4, colonne « Bien » : personne n’a jugé chloé.\n"
    )
    (tmp_path / "all.csv").write_text(GRADED.replace("1,1", "2,1"), encoding="utf-8")
    typed = ["weave", str(tmp_path / "all.csv"), "--grades", "Bien, Passable", "--json"]
    assert main(typed) == 0
    assert json.loads(capsys.readouterr().out)["list"] == ["bruno", "chloé"]


@pytest.mark.parametrize(
    ("candidates", "said"),
    [
        ("id,sex,rank\n", "candidates.csv : personne n’est candidat."),
        ("id,sex\namina,F\n", "candidates.csv, ligne 1 : la colonne « rank » manque ; attendu : id, sex, rank."),
        ("id,sex,rank\namina,F,1\namina,F,2\n", "candidates.csv, ligne 3, colonne « id » : « amina » est là deux fois."),
        ("id,sex,rank\namina,femme,1\n", "candidates.csv, ligne 2, colonne « sex » : « femme » ne va pas ; attendu : F ou M, comme à l’état civil."),
        ("id,sex,rank\namina,F,première\n", "candidates.csv, ligne 2, colonne « rank » : « première » ne va pas ; attendu : un nombre entier, au moins 1."),
        ("id,sex,rank,age\namina,F,1,17\n", "candidates.csv, ligne 2, colonne « age » : « 17 » ne va pas ; attendu : un nombre entier, au moins 18."),
        ("id,sex,rank,resident\namina,F,1,peut-être\n", "candidates.csv, ligne 2, colonne « resident » : « peut-être » ne va pas ; attendu : yes ou no."),
    ],
)  # fmt: skip
def test_a_slip_in_the_candidates_is_told_with_its_row(told, candidates: str, said: str) -> None:
    assert told("seats = 1", candidates) == (2, "", said + "\n")


def test_a_quarter_of_non_residents_at_most(told) -> None:
    end, out, err = told("seats = 4\nnames = 4", PEOPLE, "--json")
    assert end == 3
    assert json.loads(out)["conflict"] == [
        "au plus 1 personnes qui n’habitent pas la commune (art. L228)"
    ]
    assert err.startswith("Parmi 4 noms, ceci ne peut pas tenir ensemble :\n")
    end, out, _ = told("seats = 4\nnames = 4\nnon_residents = 2", PEOPLE, "--json")
    assert (end, json.loads(out)["list"]) == (0, ["amina", "bruno", "chloé", "karim"])


def test_two_lists_are_merged_under_the_same_conditions(told) -> None:
    conditions = """
        seats = 2
        names = 2
        non_residents = 2
        quota = [{ list = "B", min = 1, first = 2 }]
        [merger]
        valid = 100
        votes = { A = 12, B = 5 }
    """
    assert json.loads(told(conditions, PEOPLE, "--json")[1])["list"] == ["amina", "karim"]


def test_the_order_of_the_rows_changes_nothing(told) -> None:
    head, *rows = PEOPLE.splitlines(keepends=True)
    conditions = "seats = 4\nnames = 4\nnon_residents = 2"
    assert told(conditions) == told(conditions, head + "".join(rows[::-1]))


def test_the_table_for_people_says_the_proof_and_the_reasons(told) -> None:
    end, out, _ = told(
        'seats = 4\nnames = 4\nnon_residents = 2\n[[pin]]\nid = "karim"\nrank = 2', PEOPLE
    )
    assert end == 0
    assert (
        out
        == """\
rang  id     sexe  jugement  à cause de
   1  amina  F            1
   2  karim  M            4  3, 1
   3  chloé  F            3
   4  bruno  M            2  3, 1

1. alternance stricte femme, homme (art. L264)
2. au plus 2 personnes qui n’habitent pas la commune (art. L228)
3. karim au rang 2

4 noms, soutien 16.
Aucune liste permise ne dépasse 16 (preuve : prix en nombres entiers).
"""
    )


def test_the_simple_alternation_from_the_command_line(tmp_path: Path, capsys) -> None:
    file = tmp_path / "candidates.csv"
    file.write_text(PEOPLE)
    assert main(["weave", str(file), "--head", "chloé", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"list": ["chloé", "bruno", "amina", "karim"]}
    assert main(["weave", str(file), "--names", "5"]) == 2
    assert main(["weave", str(file), "--head", "eve"]) == 2
    assert capsys.readouterr().err == (
        "l’alternance s’arrête à 4 noms ; attendu : 5 noms.\n"
        "« eve » n’est pas dans la liste des candidates et candidats.\n"
    )


def test_136_candidates_then_80_then_67_with_eight_conditions(told, tmp_path: Path) -> None:
    began = time.process_time()
    end, out, _ = told(EIGHT_CONDITIONS, make_candidates(), "--json")
    took = time.process_time() - began
    found = json.loads(out)
    assert (end, len(found["places"]), len(found["designated"]), len(found["list"])) == (
        0,
        136,
        80,
        67,
    )
    assert found["optimal"] is True
    assert found["support"] == found["bound"]
    assert found["proof"] == "prices"
    assert took < 2  # of one core, on this machine
    candidates, rules = read_list(tmp_path / "conditions.toml", tmp_path / "candidates.csv")
    group = [one for one in candidates if one.id in found["designated"]]
    assert sum(one.sex == "F" for one in group) == 40
    assert broken(found["list"], group, rules) == ()
    assert support(found["list"], group) == found["support"]
    moved = [one for one in found["places"] if one["rank"] and one["rank"] != one["grade_rank"]]
    assert all(one["moved_by"] for one in moved)
