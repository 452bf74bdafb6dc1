"""What the pages of docs/algorithms show is what the commands answer."""

import re
import shlex
from pathlib import Path

import pytest

import civics
from civics.cli import main

PAGES = Path(civics.__file__).parent.parent / "docs" / "algorithms"
FENCE = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize("page", ["judgment.md", "seats.md"])
def test_what_a_page_shows_is_what_the_command_says(page, tmp_path, monkeypatch, capsys) -> None:
    """A block with a file’s name is that file; a `text` block begins what the `sh` one before says."""
    monkeypatch.chdir(tmp_path)
    said, shown = "", 0
    for language, name, text in FENCE.findall((PAGES / page).read_text()):
        if name:
            Path(name).write_text(text)
        elif language == "sh" and text.startswith("civics "):
            assert main(shlex.split(text)[1:]) == 0
            said = capsys.readouterr().out
        elif language == "text":
            assert said.startswith(text)
            shown += 1
    assert shown
