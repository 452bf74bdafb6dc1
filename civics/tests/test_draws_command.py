"""`civics draw`: from the freeze to the order, and the sheet for those who have no computer."""

import io
import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from civics.cli import main
from civics.draws import as_data, commitment_of, draw, frozen_hash, in_blocks
from civics.tests.draws import PHRASES, broken, make_transcript, simple

GOLDEN = Path(__file__).parent / "data" / "draws"
POOL = "id;quartier;sexe\nAmina;Nord;F\nBruno;Sud;H\nChloé;Sud;F\nDavid;Nord;H\n"
QUOTAS = "feature,value,min,max\nsexe,F,1,1\nsexe,H,1,1\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "tirage.json"
    path.write_text(json.dumps(as_data(make_transcript(simple()))))
    return path


def asked(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str, str]:
    ended = main(["draw", *map(str, words)])
    told = capsys.readouterr()
    return ended, told.out, told.err


def data(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(asked(capsys, *words, "--json")[1])
    return found


def test_a_draw_is_told_and_given(capsys) -> None:
    path = GOLDEN / "two-seats.json"
    published = json.loads(path.read_text())["published"]
    assert data(capsys, path) == published
    ended, said, _ = asked(capsys, path)
    lines = said.splitlines()
    assert ended == 0
    assert lines[0].split() == ["rang", "personne"]
    assert [line.split() for line in lines[1:6]] == [
        [str(place), name, "place" if place <= 2 else "réserve"]
        for place, name in enumerate(published["order"], start=1)
    ]
    assert f"Graine : {published['seed']}" in lines
    assert all(f"  {in_blocks(digest)}" in lines for digest in published["hashes"].values())


def test_a_beacon_that_was_not_verified_says_so(capsys) -> None:
    assert "sa signature n’est pas vérifiée ici" in asked(capsys, GOLDEN / "beacon.json")[1]


def test_a_pool_is_frozen_from_a_spreadsheet(capsys, tmp_path) -> None:
    (tmp_path / "vivier.csv").write_text(POOL)
    (tmp_path / "quotas.csv").write_text(QUOTAS)
    files = ("--freeze", tmp_path / "vivier.csv", "--quotas", tmp_path / "quotas.csv")
    words = (
        *files,
        "--take",
        2,
        "--title",
        "14 mars",
        "--rule",
        "Les présents",
        "--dice",
        30,
        "--beacon",
        27946612,
    )
    started = data(capsys, *words)
    assert started["pool"][0] == {"id": "Amina", "sexe": "F"}
    assert started["beacon"] == {"source": "drand quicknet", "round": 27946612}
    (tmp_path / "t.json").write_text(json.dumps(started))
    ended, said, _ = asked(capsys, *words)
    assert ended == 0
    assert "Vivier : 4. Places : 2. Dés : 30." in said
    assert "émise le 20/04/2026 à 00:00:00 (temps universel)" in said
    assert in_blocks(data(capsys, tmp_path / "t.json", "--so-far")["hashes"]["frozen"]) in said
    assert said.endswith("On attend : les phrases scellées.\n")


@pytest.mark.parametrize(
    ("pool", "said"),
    [
        (
            "id;sexe\nAmina;F\nBruno;H\nAmina‍;F\n",
            "vivier.csv, ligne 4, colonne « id » : « Amina‍ » est là deux fois.",
        ),
        (
            "id;sexe\nAmina;F\nBruno;X\n",
            "vivier.csv, ligne 3, colonne « sexe » : « X » n’a pas de quota ; attendu : F, H.",
        ),
        (
            "id;sexe\nAmina;F\nBru‮no;H\n",
            "vivier.csv, ligne 3, colonne « id » : le caractère U+202E ne va pas ; attendu : une seule ligne, sans caractère invisible.",
        ),
        ("id;sexe\nAmina;F\n;H\n", "vivier.csv, ligne 3, colonne « id » : la case est vide."),
    ],
)
def test_what_is_wrong_with_a_pool_is_said_with_its_place(capsys, tmp_path, pool, said) -> None:
    (tmp_path / "vivier.csv").write_text(pool)
    (tmp_path / "quotas.csv").write_text(QUOTAS)
    files = ("--freeze", tmp_path / "vivier.csv", "--quotas", tmp_path / "quotas.csv")
    words = (*files, "--take", 2, "--title", "14 mars", "--rule", "Les présents")
    assert asked(capsys, *words) == (2, "", f"{said}\n")


def test_a_freeze_shows_the_names_to_look_at(capsys, tmp_path) -> None:
    (tmp_path / "vivier.csv").write_text("id\nAmina\nAMINA\n")
    said = asked(
        capsys,
        "--freeze",
        tmp_path / "vivier.csv",
        "--take",
        1,
        "--title",
        "14 mars",
        "--rule",
        "Les présents",
    )[1]
    assert "À regarder avant : « AMINA » et « Amina » se ressemblent." in said


def test_a_ceremony_is_followed_stage_by_stage(capsys, tmp_path) -> None:
    whole = as_data(make_transcript(simple()))
    path = tmp_path / "t.json"

    def so_far(count: int) -> dict[str, Any]:
        path.write_text(json.dumps(whole | {"events": whole["events"][:count]}))
        return data(capsys, path, "--so-far")

    assert so_far(0)["awaited"] == "les phrases scellées"
    assert so_far(2) == so_far(0) | {
        "stage": "committed",
        "awaited": "1 phrase(s) scellée(s) de plus",
    }
    assert list(so_far(3)["hashes"]) == ["frozen", "committed"]
    assert so_far(3)["awaited"] == "les phrases scellées ou l’ouverture des phrases"
    assert so_far(5)["awaited"] == "la phrase de Éloïse, ou qu’elle manque"
    assert list(so_far(6)["hashes"]) == ["frozen", "committed", "revealed"]
    assert so_far(7)["awaited"] == "une deuxième saisie des dés, par une autre personne"
    assert so_far(8)["awaited"] == "le tirage"
    assert so_far(8)["hashes"] == data(capsys, path)["hashes"]


def test_a_phrase_is_sealed_from_the_keyboard(capsys, file, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("  il pleut sur la place\r\n"))
    sealed = commitment_of(frozen_hash(simple()), "Amina", PHRASES["Amina"])
    assert data(capsys, file, "--seal", "Amina") == {"author": "Amina", "commitment": sealed}


def test_the_text_is_what_was_hashed(capsys, file) -> None:
    text = asked(capsys, file, "--text")[1]
    assert sha256(text.encode()).hexdigest() == data(capsys, file)["seed"]


def test_whoever_leaves_is_replaced_without_a_second_draw(capsys, file) -> None:
    first, second, third, fourth = draw(make_transcript(simple())).order
    assert data(capsys, file, "--gone", first) == {"drawn": [second, third]}
    assert data(capsys, file, "--gone", first, "--gone", second) == {"drawn": [third, fourth]}
    assert data(capsys, file, "--gone", first, "--gone", third) == {"drawn": [second, fourth]}
    assert asked(capsys, file, "--gone", "Farid")[0] == 2


def test_the_sheet_is_printed_with_and_without_a_list(capsys, file) -> None:
    blank = asked(capsys, "--sheet")[1]
    assert blank.startswith("TIRAGE AU SORT SUR PAPIER\n")
    assert "PROCÈS-VERBAL" in blank
    filled = asked(capsys, file, "--sheet")[1]
    assert "Nombre de places : 2   Nombre de papiers : 4" in filled
    assert "   4. David" in filled
    assert max(map(len, blank.splitlines())) <= 150


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "il manque le fichier du tirage ; attendu : civics draw tirage.json."),
        (("--freeze", "vivier.csv"), "pour geler, il faut aussi --title, --rule et --take."),
        (("nowhere.json",), "nowhere.json : ce fichier ne s’ouvre pas."),
    ],
)
def test_what_is_missing_is_said(capsys, words, said) -> None:
    assert asked(capsys, *words) == (2, "", f"{said}\n")


@pytest.mark.parametrize(
    "wrong", ["a late commitment", "a forged phrase", "another seed than published"]
)
def test_a_broken_ceremony_is_refused_in_one_line(capsys, tmp_path, wrong) -> None:
    (tmp_path / "t.json").write_text(json.dumps(broken()[wrong]))
    ended, out, err = asked(capsys, tmp_path / "t.json")
    assert (ended, out, err.count("\n")) == (2, "", 1)


def test_quotas_that_cannot_be_met_end_with_three(capsys, tmp_path) -> None:
    (tmp_path / "t.json").write_text(json.dumps(broken()["a quota that nobody can fill"]))
    ended, out, err = asked(capsys, tmp_path / "t.json")
    assert (ended, out) == (3, "")
    assert "sexe = H : au moins 1, mais 0 dans le vivier" in err


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"take": ' + "1" * 5000 + "}", "[]", "null", '"draw"']
)
def test_a_file_made_to_break_us_is_refused(capsys, tmp_path, text) -> None:
    (tmp_path / "t.json").write_text(text)
    ended, _, err = asked(capsys, tmp_path / "t.json")
    assert ended == 2
    assert err.startswith("t.json : ")
