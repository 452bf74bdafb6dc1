"""In French, « : ; ? ! » and guillemets never stand alone at the end of a line, whoever translated."""

import json
import re

import polib
import pytest

from scripts.words import BY_HAND, files, is_french, typeset
from tests.layers import ROOT

FRENCH = [path for path in files() if is_french(path)]
# What the movement wrote: nothing typesets it, its own file has the spaces.
WRITTEN = [
    path for path in (*ROOT.glob("demo/data/*.json"), *ROOT.glob("millepieds/*/texts/*.json"))
    if not path.stem.endswith((".ar", ".en"))
]  # fmt: skip
ALONE = re.compile(r"« |« ?$| (?:[:;?!»]|%%)(?:\W|$)", re.MULTILINE)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("Qui vient ?", "Qui vient~?"),
        ("Trop tard ! Et demain ; ou après :", "Trop tard~! Et demain~; ou après~:"),
        (" : ", "~: "),
        ("« %(name)s » : qui ?", "«~%(name)s~»~: qui~?"),
        ("(« Pour moi ») « quoi ? »", "(«~Pour moi~») «~quoi~?~»"),
        ("<b>Quand :</b> environ %(share)s %%.", "<b>Quand~:</b> environ %(share)s~%%."),
        ("https://exemple.test/?de=1;a:2 à 14:30", "https://exemple.test/?de=1;a:2 à 14:30"),
        (
            '<a href="?page=2" title=":">%(a)s:%(b)s</a>',
            '<a href="?page=2" title=":">%(a)s:%(b)s</a>',
        ),
        ("lancer move-in ; puis http://a.test :8000", "lancer move-in~; puis http://a.test :8000"),
        ("déjà~: là", "déjà~: là"),
    ],
)
def test_a_sign_is_kept_with_its_word(typed: str, read: str) -> None:
    kept = read.replace("~", "\N{NO-BREAK SPACE}")
    assert typeset(typed.replace("~", "\N{NO-BREAK SPACE}")) == kept
    assert typeset(kept) == kept


def test_easy_french_is_french_too() -> None:
    assert sorted(path.parent.parent.name for path in FRENCH) == ["fr", "fr_X-facile"]


@pytest.mark.parametrize("path", FRENCH, ids=[path.parent.parent.name for path in FRENCH])
def test_what_is_compiled_leaves_no_sign_alone(path) -> None:
    """When it does, the words were compiled by something else than scripts/words.py."""
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    said = [text for entry in compiled for text in (entry.msgstr, *entry.msgstr_plural.values())]
    assert len(said) >= len(polib.pofile(str(path)).translated_entries())
    assert [text for text in said if ALONE.search(text)] == []


@pytest.mark.parametrize("path", files(), ids=[path.parent.parent.name for path in files()])
def test_whoever_translates_types_plain_spaces(path) -> None:
    """`make words` puts them back."""
    assert [line for line in path.read_text("utf-8").splitlines() if BY_HAND.search(line)] == []


@pytest.mark.parametrize("path", WRITTEN, ids=[path.name for path in WRITTEN])
def test_the_texts_of_the_movement_leave_no_sign_alone(path) -> None:
    said = json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=False, indent=0)
    assert [line for line in said.splitlines() if ALONE.search(line)] == []
