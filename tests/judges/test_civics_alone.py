"""`civics` installed from its wheel, with nothing of the house beside it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.layers import ROOT

pytestmark = pytest.mark.judges


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that knows only the wheel and what the wheel asks for."""
    place = tmp_path_factory.mktemp("alone")
    uv = Path(sys.executable).with_name("uv")

    def run(*words: object) -> None:
        subprocess.run([str(word) for word in words], check=True, cwd=place, capture_output=True)

    run(uv, "build", "--wheel", "--out-dir", place / "wheel", ROOT / "civics")
    run(uv, "venv", "--python", sys.executable, place / "env")
    (wheel,) = (place / "wheel").glob("*.whl")
    run(uv, "pip", "install", "--python", place / "env" / "bin" / "python", wheel)
    return Path(place, "env", "bin")


def civics(alone: Path, *words: str) -> subprocess.CompletedProcess[str]:
    clean = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    return subprocess.run(
        [alone / "civics", *words],
        cwd=alone,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_wheel_runs_alone(alone) -> None:
    told = civics(alone, "--version")
    assert told.returncode == 0
    assert told.stdout.startswith("civics ")


def test_a_published_draw_is_redone_alone(alone) -> None:
    published = ROOT / "civics" / "tests" / "data" / "draws" / "scripts.json"
    told = civics(alone, "draw", str(published), "--json")
    assert json.loads(told.stdout) == json.loads(published.read_text())["published"]
    (page,) = alone.parent.glob("lib/*/site-packages/civics/replay/draw.html")
    assert page.with_suffix(".py").exists()


def test_the_wheel_orders_a_list_and_guards_a_table(alone) -> None:
    """The two commands that need the solver, which the wheel brings."""
    for name, text in (
        ("candidates.csv", "id,sex,rank\namina,F,1\nbruno,M,2\nchloé,F,3\n"),
        ("conditions.toml", "seats = 1\n"),
        ("table.csv", "quartier;jeunes;adultes\nMosson;14;31\nCentre;22;45\nCelleneuve;7;25\n"),
    ):
        (alone / name).write_text(text, encoding="utf-8")
    assert "amina" in civics(alone, "order", "conditions.toml", "candidates.csv").stdout
    told = civics(alone, "disclose", "table.csv", "--json").stdout
    assert '"passes": true' in told


def test_the_commands_of_the_day_run_alone(alone, tmp_path) -> None:
    seats = civics(
        alone, "seats", "--rules", "fr-2020", "--council", "65", "--valid", "50916",
        "--votes", "Delafosse=24046,Saurel=17644,Altrad=9226", "--json",
    )  # fmt: skip
    assert json.loads(seats.stdout)["seats"] == {"Delafosse": 48, "Saurel": 11, "Altrad": 6}
    tallies = tmp_path / "t.json"
    tallies.write_text('{"A": [3, 1], "B": [1, 3]}')
    assert json.loads(civics(alone, "judge", "--tallies", str(tallies), "--json").stdout)[
        "ranking"
    ] == ["A", "B"]
    pool = ROOT / "civics" / "tests" / "data" / "panels" / "example_small_20"
    panel = civics(
        alone, "panel", "--people", str(pool / "people.csv"), "--quotas",
        str(pool / "features.csv"), "--size", "20", "--seed", "c0ffee", "--json",
    )  # fmt: skip
    found = json.loads(panel.stdout)
    assert found["certified"] is True
    assert len(found["panel"]) == 20
