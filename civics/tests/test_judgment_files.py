"""Ballots and tallies from files, the command that ranks them, and what it refuses."""

import json

import pytest

from civics.cli import main
from civics.judgment import read_ballots, read_tallies
from civics.problems import WrongInput

GRADES = "Excellent,Bien,Passable"
BALLOTS = "Amina;Zoé\nExcellent;bien\nBIEN;\n-;Passable\n"


def civics(capsys: pytest.CaptureFixture[str], *typed: object) -> tuple[int, str, str]:
    ended = main(["judge", *map(str, typed)])
    said = capsys.readouterr()
    return ended, said.out, said.err


def test_a_ballot_is_a_row_and_nothing_written_is_no_opinion(tmp_path) -> None:
    path = tmp_path / "b.csv"
    path.write_text(BALLOTS)
    found = read_ballots(path, grades=GRADES.split(","))
    assert found.counts == {"Amina": (1, 1, 0), "Zoé": (0, 1, 1)}
    assert (found.voters, found.no_opinion("Amina"), found.complete) == (3, 1, False)


def test_an_accent_is_the_same_however_it_is_typed(tmp_path) -> None:
    path = tmp_path / "b.csv"
    path.write_text("A\nTre\u0300s bien\n")
    assert read_ballots(path, grades=["Tr\u00e8s bien", "Bof"]).counts == {"A": (1, 0)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A,B\nBien,Bein\n", "b.csv, ligne 2, colonne « B » : « Bein » n’est pas une mention ; attendu : Excellent, Bien, Passable, ou rien."),
        ("A,B\nBien,Bien\n,\n", "b.csv, ligne 3 : cette ligne est vide ; attendu : une mention au moins, ou « - » dans les cases d’un bulletin blanc."),
        ("A,B\n", "b.csv : aucun bulletin ; attendu : une ligne par bulletin."),
        ("A,B\nBien\n", "b.csv, ligne 2 : 1 cases ; attendu : 2, comme la première ligne."),
        ("A,A\nBien,Bien\n", "b.csv, ligne 1 : la colonne « A » est là deux fois."),
    ],
)  # fmt: skip
def test_a_ballot_that_cannot_be_read_stops_everything(tmp_path, capsys, text, said) -> None:
    path = tmp_path / "b.csv"
    path.write_text(text)
    ended, out, err = civics(capsys, "--ballots", path, "--grades", GRADES)
    assert (ended, out, err) == (2, "", said + "\n")


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ([], "ce n’est pas un objet JSON"),
        ({}, "aucune option n’est donnée"),
        ({"A": 3}, "« A » ne va pas ; attendu : une liste de nombres"),
        ({"A": [1, 2], "B": [1]}, "« B » a 1 nombres ; attendu : 2, un par mention"),
        ({"A": [1, -2]}, "« A », mention « 1 » : -2 ne va pas"),
        ({"A": [1, 2.0]}, "« A », mention « 1 » : 2.0 ne va pas"),
        ({"A": [1, True]}, "« A », mention « 1 » : True ne va pas"),
        ({"A": [1]}, "1 mention ; attendu : au moins deux"),
        ({"A": [1, 2], "B": [1, 1]}, "« B » a 2 mentions et « A » 3"),
        ({" ": [1, 2]}, "une option n’a pas de nom"),
        ({"A": [0, 0]}, "personne n’a voté"),
        ({"tallies": {"A": [1, 2]}, "voters": 2}, "« A » a 3 mentions ; attendu : au plus 2"),
        ({"tallies": {"A": [1, 2]}, "voters": "3"}, "« voters » ne va pas"),
        ({"tallies": {"A": [1, 2]}, "grades": [1, 2]}, "« grades » ne va pas"),
        ({"tallies": {"A": [1, 2]}, "grades": ["a", "a"]}, "« a » est vide ou là deux fois"),
    ],
)
def test_tallies_that_cannot_be_are_refused(tmp_path, held, said) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(held))
    with pytest.raises(WrongInput) as problem:
        read_tallies(path, grades=None, filled=False)
    assert str(problem.value).startswith("t.json : ")
    assert said in str(problem.value)


def test_the_command_ranks_tallies(tmp_path, capsys) -> None:
    path = tmp_path / "t.json"
    path.write_text('{"tallies": {"A": [1, 2, 1], "B": [2, 0, 2], "C": [1, 2, 1]}}')
    told = json.loads(civics(capsys, "--tallies", path, "--json")[1])
    assert (told["ranking"], told["ties"]) == (["A", "C", "B"], [["A", "C"]])
    assert told["majority_grade"] == {"A": 1, "B": 2, "C": 1}
    assert told["ranks"] == {"A": 1, "C": 1, "B": 3}
    told = json.loads(civics(capsys, "--tallies", path, "--json", "--grades", GRADES)[1])
    assert told["majority_grade"] == {"A": "Bien", "B": "Passable", "C": "Bien"}
    _, out, _ = civics(capsys, "--tallies", path, "--grades", GRADES)
    assert "À égalité, rien ne les départage : A, C." in out
    assert "C est avant B. Sa mention majoritaire est « Bien », celle de B « Passable »." in out
    _, out, _ = civics(capsys, "--tallies", path, "--grades", GRADES, "--why", "B", "A")
    assert out.count("est avant") == out.count("A est avant B") == 1
    ended, out, err = civics(capsys, "--tallies", path, "--why", "A", "D")
    assert (ended, out, err) == (2, "", "« D » n’est pas au classement ; attendu : A, C, B.\n")


def test_the_rule_for_no_opinion_is_always_said(tmp_path, capsys) -> None:
    path = tmp_path / "b.csv"
    path.write_text(BALLOTS)
    typed = ["--ballots", path, "--grades", GRADES]
    assert "Sans avis vaut « Passable »." in civics(capsys, *typed)[1]
    _, out, _ = civics(capsys, *typed, "--no-opinion", "excluded")
    assert "Sans avis ne compte pas" in out
    tallies = tmp_path / "t.json"
    tallies.write_text('{"A": [1, 2], "B": [1, 1], "C": [0, 0]}')
    assert civics(capsys, "--tallies", tallies)[0] == 2  # somebody must say what is missing
    told = json.loads(civics(capsys, "--tallies", tallies, "--no-opinion", "excluded", "--json")[1])
    assert (told["voters"], told["ranking"], told["unjudged"]) == (3, ["B", "A"], ["C"])


def test_approval_and_score_have_their_tables(tmp_path, capsys) -> None:
    path = tmp_path / "t.json"
    path.write_text('{"grades": ["1", "0"], "tallies": {"A": [1, 2], "B": [2, 0]}, "voters": 3}')
    for method in ("approval", "score"):
        told = json.loads(civics(capsys, "--tallies", path, "--method", method, "--json")[1])
        assert (told["ranking"], told["points"]) == (["B", "A"], {"B": 2, "A": 1})
    _, out, _ = civics(capsys, "--tallies", path, "--method", "score", "--no-opinion", "excluded")
    assert "1/3" in out


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--ballots", "b.csv"], "il manque --grades"),
        (["--ballots", "b.csv", "--grades", "Bien"], "1 mention ; attendu : au moins deux"),
        (["--ballots", "b.csv", "--grades", "Bien,bien"], "ne diffèrent que par leurs majuscules"),
        (["--ballots", "b.csv", "--grades", GRADES], "b.csv : ce fichier ne s’ouvre pas"),
        (["--tallies", "t.json"], "t.json : ce fichier ne s’ouvre pas"),
    ],
)
def test_what_is_missing_is_told_in_one_line(capsys, typed, said) -> None:
    ended, out, err = civics(capsys, *typed)
    assert (ended, out, err.count("\n")) == (2, "", 1)
    assert said in err
