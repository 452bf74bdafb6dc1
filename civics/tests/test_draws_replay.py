"""A published draw redone by a file of the standard library alone: the same result, the same refusals."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

import civics
from civics.draws import as_data, draw, transcript_of
from civics.problems import Infeasible, WrongInput
from civics.replay.draw import replay
from civics.tests.draws import PHRASES, broken, files_by, make_transcript, simple
from civics.tests.spoiled_draws import spoiled_by

PROGRAM = Path(civics.__file__).parent / "replay" / "draw.py"
GOLDEN = sorted((Path(__file__).parent / "data" / "draws").glob("*.json"))


def result_of(file: dict[str, Any]) -> dict[str, Any] | None:
    """What the module says of a file; None when it refuses."""
    try:
        published = transcript_of(file)
        found = draw(published.transcript)
        published.check(found)
    except (WrongInput, Infeasible):
        return None
    return found.as_data()


def redone(file: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return replay(json.dumps(file))
    except (ValueError, LookupError, TypeError, AttributeError):
        return None


def test_a_thousand_draws_are_redone_alike() -> None:
    files = list(files_by(Random(2026), 1100))
    ours = [result_of(file) for file in files]
    assert sum(found is not None for found in ours) >= 1000
    assert [redone(file) for file in files] == ours


def test_what_is_broken_below_was_whole_before() -> None:
    for ceremony in (make_transcript(simple()), make_transcript(simple(), dict.fromkeys(PHRASES))):
        file = as_data(ceremony)
        assert redone(file) == result_of(file) is not None


def test_spoiled_files_end_alike() -> None:
    files = list(spoiled_by(Random(2026), 1000))
    ours = [result_of(file) for file in files]
    assert 0 < sum(found is not None for found in ours) < 1000
    assert [redone(file) for file in files] == ours


@pytest.mark.parametrize("wrong", broken())
def test_what_one_refuses_the_other_refuses(wrong) -> None:
    file = broken()[wrong]
    assert result_of(file) is None
    assert redone(file) is None


def test_a_key_given_twice_is_refused() -> None:
    file = json.dumps(json.loads(GOLDEN[0].read_text()))
    with pytest.raises(ValueError, match="deux fois"):
        replay(file.replace('"take": ', '"take": 1, "take": ', 1))


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_the_program_runs_without_civics(path, tmp_path) -> None:
    copy = tmp_path / "draw.py"
    copy.write_bytes(PROGRAM.read_bytes())
    run = subprocess.run(
        [sys.executable, "-I", copy, path], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert f"graine : {json.loads(path.read_text())['published']['seed']}" in run.stdout


def test_the_program_refuses_in_one_line(tmp_path) -> None:
    (tmp_path / "t.json").write_text('{"take": 1}')
    run = subprocess.run(
        [sys.executable, "-I", PROGRAM, tmp_path / "t.json"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr == "Refusé : il manque une clé, ou il y en a une de trop : file\n"


def test_the_program_says_what_to_type() -> None:
    run = subprocess.run(
        [sys.executable, "-I", PROGRAM], capture_output=True, text=True, check=False
    )
    assert "python draw.py tirage.json" in run.stderr


def test_both_programs_are_short() -> None:
    for name in ("draw.py", "draw.html"):
        assert len(PROGRAM.with_name(name).read_text().splitlines()) < 200
