import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from millepieds.circles.models import Circle, Mandate
from millepieds.circles.queries.organigram import names_for
from millepieds.circles.queries.structure import structure
from millepieds.circles.rules.powers import OPEN
from millepieds.circles.rules.structure import Kind
from millepieds.circles.tests.makers import (
    make_circle,
    make_founder,
    make_mandate,
    make_member,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import now, today
from millepieds.home.actions import erase
from millepieds.moving.actions import move_in
from millepieds.moving.http import files_of
from millepieds.moving.queries import movement_on
from millepieds.moving.rules.reading import table_of, text_of
from millepieds.moving.rules.sheets import Sheet, Table, sheet_of
from millepieds.moving.tests.makers import looked_at
from millepieds.people.models import Person

pytestmark = pytest.mark.django_db
As = Callable[[Person | None], Client]


def taken_out(*, member: bool = True) -> dict[str, bytes]:
    return files_of(movement_on(today(), names_for(member=member, now=now())))


def tables_of(files: dict[str, bytes]) -> list[Table]:
    named = {sheet_of(name): content for name, content in files.items()}
    return [table_of(sheet, text_of(named[sheet])) for sheet in Sheet]


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def build(odile: Person) -> None:
    leila = make_member("Leïla", welcomed_by=odile)
    pole = make_circle("=Vie ; « interne »", by=odile)
    make_circle("Accueil", parent=pole, kind=Kind.COMMITTEE, by=odile)
    lines = ("- Tenir parole", "'Écrire | relire", "Répondre")
    role = make_role(
        "@Mémoire",
        circle=pole,
        by=odile,
        powers=(OPEN,),
        seats=2,
        term_days=200,
        accountabilities=lines,
        report_days=60,
    )
    make_role("Référent·e", circle=pole, by=odile, accountabilities=("Un | deux",))
    make_mandate(role, leila, by=odile, days=100)


def test_what_is_taken_out_makes_the_same_movement_in_an_empty_house() -> None:
    with transaction.atomic():
        build(make_founder("Odile"))
        files = taken_out()
        transaction.set_rollback(True)
    assert not Circle.objects.exists()
    zelie = make_founder("Zélie")
    made = looked_at(tables_of(files), zelie)
    assert made.problems == []
    assert [line.person for line in made.later] == ["Leïla"]
    move_in(tables_of(files), by=actors.person(zelie))
    again = taken_out()
    same = {name: again[name] == files[name] for name in ("cercles.csv", "roles.csv")}
    assert same == {"cercles.csv": True, "roles.csv": True}
    role = next(role for role in structure(today()).roles.values() if role.name == "@Mémoire")
    assert list(role.accountabilities) == ["- Tenir parole", "'Écrire | relire", "Répondre"]
    assert role.report_days == 60
    leila = make_member("Leïla", welcomed_by=zelie)
    move_in(tables_of(files), by=actors.person(zelie))
    mandate = Mandate.objects.get(person=leila)
    assert (mandate.accepted_at, mandate.ends_on) == (None, today() + timedelta(days=100))


def test_no_cell_is_a_formula_and_no_address_is_taken_out(odile: Person) -> None:
    build(odile)
    files = taken_out()
    cells = [cell for content in files.values() for row in rows_of(content) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert [cell for cell in cells if "exemple.test" in cell] == []
    assert rows_of(files["personnes.csv"])[1:] == [["Leïla", ""]]


def test_names_are_for_members_and_the_forgotten_stay_forgotten(odile: Person) -> None:
    build(odile)
    assert len(rows_of(taken_out(member=False)["mandats.csv"])) == 1
    leila = Person.objects.get(name="Leïla")
    assert len(rows_of(taken_out()["mandats.csv"])) == 2
    erase(leila, by=actors.person(leila))
    assert len(rows_of(taken_out()["mandats.csv"])) == 1


def test_the_founding_role_stays_where_it_is(odile: Person) -> None:
    assert rows_of(taken_out()["roles.csv"])[1:] == []
    assert rows_of(taken_out()["mandats.csv"])[1:] == []


def test_the_page_gives_four_sheets_or_one_file(as_: As, odile: Person) -> None:
    build(odile)
    client = as_(odile)
    sheets = client.get("/emporter/feuilles/")
    assert "attachment" in sheets["Content-Disposition"]
    archive = zipfile.ZipFile(io.BytesIO(sheets.content))
    assert sorted(archive.namelist()) == [
        "cercles.csv",
        "mandats.csv",
        "personnes.csv",
        "roles.csv",
    ]
    told = json.loads(client.get("/emporter/fichier/").content)
    assert told["circles"][0]["key"] == "agora"
    assert told["mandates"][0]["person"] == "Leïla"


# From the machine itself


def test_a_command_looks_and_writes_when_told(
    odile: Person, bruno: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, more = tmp_path / "out", tmp_path / "roles.csv"
    call_command("move-out", str(out))
    assert (out / "mouvement.json").exists()
    more.write_text("nom;cercle;utilité;responsabilités\nClés;Agora;x;y\n", encoding="utf-8")
    call_command("move-in", str(more))
    assert "Clés" in capsys.readouterr().out
    assert structure(today()).roles_of(Circle.objects.get(key="agora").pk)[-1].name != "Clés"
    call_command("move-in", str(more), "--write", "--by", "odile@exemple.test")
    assert structure(today()).roles_of(Circle.objects.get(key="agora").pk)[-1].name == "Clés"
    call_command("move-in", str(out), "--write")


def test_a_command_says_why_not(
    odile: Person, bruno: Person, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad, budget = tmp_path / "cercles.csv", tmp_path / "budget.csv"
    bad.write_text("nom;sorte;utilité\nA;bureau;x\n", encoding="utf-8")
    budget.write_bytes(b"a;b")
    calls = [
        [str(bad), "--write"], [str(budget)], [str(tmp_path / "rien")],
        [str(bad), "--by", "bruno@exemple.test"], [str(bad), "--by", "personne@exemple.test"],
    ]  # fmt: skip
    for call in calls:
        with pytest.raises(CommandError):
            call_command("move-in", *call)
    assert "'bureau'" in capsys.readouterr().out
    assert Circle.objects.count() == 1
    with pytest.raises(CommandError):
        call_command("move-out", str(tmp_path))
