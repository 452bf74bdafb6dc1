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
