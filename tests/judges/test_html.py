"""The Nu HTML checker reads every page that the door tests have opened."""

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.judges

BUILD = Path(__file__).parents[2] / "build"
PAGES = BUILD / "pages"
TOLERATED: dict[str, str] = {
    # the beginning of a warning: why we live with it
}


def verdict(*places: Path) -> list[str]:
    """What the checker has to say, one line each: file, line, message."""
    judge = ["java", "-jar", f"{BUILD}/judges/vnu.jar"]
    options = ["--exit-zero-always", "--stdout", "--skip-non-html", "--format", "json"]
    done = subprocess.run(
        [*judge, *options, *map(str, places)], capture_output=True, text=True, check=True
    )
    return [
        f"{Path(said.get('url', '')).name}:{said.get('lastLine', 0)}: {said['message']}"
        for said in json.loads(done.stdout)["messages"]
        if not said["message"].startswith(tuple(TOLERATED))
    ]


def test_every_page_is_sound_html():
    assert list(PAGES.glob("*.html")), "build/pages is empty: run `make test` first"
    faults = verdict(PAGES)
    assert not faults, "\n" + "\n".join(faults)


def test_the_judge_sees_a_planted_fault(tmp_path):
    page = tmp_path / "planted.html"
    page.write_text(
        '<!doctype html><html lang="fr"><title>Planté</title>'
        '<p id="twice">Un<p id="twice">Deux<img src="x.png">'
    )
    faults = "\n".join(verdict(page))
    assert "Duplicate ID" in faults
    assert "alt" in faults
