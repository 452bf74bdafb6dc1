"""`civics log`: what a person types to check what the movement published."""

import json
from base64 import b64encode
from pathlib import Path

import pytest

from civics.cli import main
from civics.tests.test_tlog_notes import AMINA, BRUNO, HOUSE, LOG, checkpoint
from civics.tlog import Log, Place, Signer

ENTRIES = [f"entrée {number}" for number in range(20)]


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("entrees.txt").write_text("".join(f"{one}\n" for one in ENTRIES))
    Path("treize.txt").write_text("".join(f"{one}\r\n" for one in ENTRIES[:13]), newline="")
    Path("point").write_text(str(checkpoint(LOG, AMINA)))
    Path("point-avant").write_text(str(checkpoint(Log(one.encode() for one in ENTRIES[:13]))))
    Path("point-autre").write_text(str(checkpoint(Log(one.encode() for one in ENTRIES[1:14]))))
    Path("cle").write_text(f"{HOUSE.key}\n")
    hashes = LOG.read([Place(0, at) for at in range(20)])
    Path("000").write_bytes(b"".join(hashes[:16]))
    Path("001").write_bytes(b"".join(hashes[16:]))
    Path("empreintes.txt").write_text("".join(f"{b64encode(one).decode()}\n" for one in hashes))
    return tmp_path


def typed(capsys, line: str, *, ends: int = 0) -> str:
    assert main(["log", *line.split()]) == ends
    told = capsys.readouterr()
    return str(told.err if ends else told.out)


@pytest.mark.parametrize("files", ["entrees.txt", "--hashes 000 001", "--hashes empreintes.txt"])
def test_the_root_is_made_again(capsys, place, files) -> None:
    root = b64encode(LOG.root()).decode()
    assert typed(
        capsys, f"root {files.removeprefix('--hashes ')} {'--hashes' * ('--' in files)}"
    ) == (f"20 entrées\nracine {root}\n")


def test_a_checkpoint_is_verified(capsys, place) -> None:
    said = typed(capsys, f"verify point --key cle --witness {AMINA.key}")
    assert "Registre « exemple.org/registre » : 20 entrées, signé par lui." in said
    assert "Témoin : amina.exemple.org, 2026-11-25 12:00 UTC." in said
    found = json.loads(typed(capsys, f"verify point --key {HOUSE.key} --json"))
    assert found == {
        "verified": True, "origin": HOUSE.name, "size": 20,
        "root": b64encode(LOG.root()).decode(), "witnesses": [],
    }  # fmt: skip
    assert "Aucun témoin" in typed(capsys, "verify point --key cle")


def test_an_entry_is_proved_then_verified(capsys, place) -> None:
    Path("p").write_text(typed(capsys, "prove entrees.txt --index 7 --checkpoint point"))
    Path("entree").write_text("entrée 7")
    assert "l’entrée 7 (la première est 0) y est, et dit :\n  entrée 7\n" in typed(
        capsys, "verify p --key cle --entry entree"
    )
    Path("entree").write_text("entrée 8")
    assert typed(capsys, "verify p --key cle --entry entree", ends=2) == (
        "p : la preuve ne tient pas : cette entrée n’est pas là dans ce registre.\n"
    )
    assert "ne porte pas l’entrée" in typed(capsys, "verify p --key cle", ends=2)


def test_a_growth_is_proved_then_verified(capsys, place) -> None:
    Path("p").write_text(typed(capsys, "prove entrees.txt --old 13 --checkpoint point"))
    assert "Ses 13 premières entrées sont celles d’avant." in typed(
        capsys, "verify p --key cle --older point-avant"
    )
    assert "le passé a été réécrit" in typed(
        capsys, "verify p --key cle --older point-autre", ends=2
    )
    assert "--older FICHIER" in typed(capsys, "verify p --key cle", ends=2)


def test_the_whole_log_is_made_again_from_its_tiles(capsys, place) -> None:
    said = typed(capsys, "verify point --key cle --older point-avant --hashes 000 001")
    assert "Ses 13 premières entrées" in said
    assert "Les 20 empreintes donnent cette racine." in said
    assert "a rétréci : 20 entrées avant, 13 maintenant" in typed(
        capsys, "verify point-avant --key cle --older point", ends=2
    )
    assert "n’a pas 20 entrées" in typed(capsys, "verify point --key cle --hashes 000", ends=2)
    assert "ne donnent pas sa racine" in typed(
        capsys, "verify point --key cle --hashes 001 000", ends=2
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("verify absent --key cle", "absent : ce fichier ne s’ouvre pas"),
        ("verify point --key absent", "absent : ce fichier ne s’ouvre pas"),
        ("verify point --key a+b", "ce n’est pas une clé"),
        ("verify cle --key cle", "cle : ce n’est pas une note signée"),
        ("verify point --key point", "point : ce n’est pas une clé"),
        ("verify point --key cle --older point-avant", "une preuve de croissance, ou --hashes"),
        ("verify point --key cle --entry cle", "c2sp.org/tlog-proof@v1"),
        ("root absent", "absent : ce fichier ne s’ouvre pas"),
        ("root cle --hashes", "cle : "),
        ("prove treize.txt --index 1 --checkpoint point", "n’a pas 20 entrées"),
        ("prove entrees.txt --index 20 --checkpoint point", "un rang de 0 à 19"),
        ("prove entrees.txt --index 1 --checkpoint point-autre", "ne donnent pas sa racine"),
    ],
)
def test_what_does_not_hold_is_said_in_one_line(capsys, place, line, said) -> None:
    told = typed(capsys, line, ends=2)
    assert said in told
    assert told.count("\n") == 1


def test_a_witness_who_did_not_sign_is_missed(capsys, place) -> None:
    line = f"verify point --key cle --witness {AMINA.key} --witness {BRUNO.key}"
    assert "point : 1 témoins l’ont signé ; attendu : au moins 2." in typed(capsys, line, ends=2)
    assert typed(capsys, f"{line} --quorum 1")
    other = Signer(HOUSE.name, HOUSE.kind, bytes(32)).key
    assert "ne l’a pas signé" in typed(capsys, f"verify point --key {other}", ends=2)


def test_nothing_typed_is_told_in_one_line(capsys) -> None:
    with pytest.raises(SystemExit) as end:
        main(["log"])
    assert end.value.code == 2
    assert "il manque" in capsys.readouterr().err
