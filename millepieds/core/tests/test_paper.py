"""The press of the house. What a reader gets from its sheets is judged in tests/judges/test_paper.py."""

from datetime import date

import pytest
from django.conf import settings

from millepieds.core.paper import _press, sheet

A_DAY = date(2026, 11, 24)
JOIN = "members/paper/join.typ"
WORDS: dict[str, object] = {
    "title": "Rejoindre", "lead": "…", "name": "Nom", "mail": "Mail", "no_mail": "Pas de mail",
    "phone": "Téléphone", "reach": "Joindre", "ways": ["par mail"], "district": "Quartier",
    "districts": [], "elsewhere": "ailleurs", "languages": "Langues", "tongues": ["العربية"],
    "other": "autre", "needs": "Besoins", "needs_known": [], "wishes": "Envies", "consents": [],
    "taken_back": "…",
}  # fmt: skip


def test_the_same_words_on_the_same_day_are_the_same_bytes() -> None:
    pressed = []
    for _ in range(2):
        _press.cache_clear()
        pressed.append(sheet(JOIN, WORDS, leads_to="/rejoindre/", on=A_DAY))
    assert pressed[0] == pressed[1]
    assert pressed[0].startswith(b"%PDF-")
    assert pressed[0] != sheet(JOIN, WORDS, leads_to="/rejoindre/", on=date(2026, 11, 25))


@pytest.mark.parametrize(
    "code",
    ['#read("/core/paper.py")', '#import "/core/templates/core/paper/sheet.typ"', "*/ #{", '"', "\\", "$x$ <a> @a"],
)  # fmt: skip
def test_what_is_typed_is_printed_and_never_obeyed(code: str) -> None:
    """A word that would be a command is a word: it cannot break the sheet."""
    plain = sheet(JOIN, WORDS | {"districts": ["…"]}, leads_to="/rejoindre/", on=A_DAY)
    nasty = sheet(JOIN, WORDS | {"districts": [code]}, leads_to="/rejoindre/", on=A_DAY)
    assert nasty != plain
    assert abs(len(nasty) - len(plain)) < 4000


def test_nothing_of_the_machine_is_in_a_sheet() -> None:
    pdf = sheet(JOIN, WORDS, leads_to="/rejoindre/", on=A_DAY)
    assert str(settings.BASE_DIR).encode() not in pdf
    assert b"/Users" not in pdf
