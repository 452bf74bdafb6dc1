"""Each page that says it speaks every language does, and the others are wholly in French.

Adding a language is adding a file: what it lacks is listed here.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import polib
import pytest
from django.conf import settings
from django.utils.translation import get_language_info

from millepieds.charter.rules.wording import keys_of
from tests.pages import doors, faults, save
from tests.test_doors import OPENED
from tests.town import PASSER_BY, Town, make_town, undone

pytestmark = pytest.mark.django_db
LOCALE = Path(settings.LOCALE_PATHS[0])
TEXTS = sorted((settings.BASE_DIR / "millepieds").glob("*/texts/*.*.json"))
EVERYWHERE = {name for name, door in doors().items() if hasattr(door.callback, "in_every_language")}
# For whoever reads easily, easy French is French: only joining and the charter are said again in it.
WHOLE = [code for code, _ in settings.LANGUAGES if "-" not in code]
OTHERS = [code for code in WHOLE if code != settings.LANGUAGE_CODE]


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), undone():
        yield make_town()


def public() -> list[str]:
    """Doors that answer a visitor with a page, in every language."""
    return [
        door for door, row in OPENED.items() if door.split()[0] in EVERYWHERE and row[:3] == "200"
    ]


@cache
def catalogue(code: str) -> polib.POFile:
    [path] = [
        path for path in LOCALE.glob("*/LC_MESSAGES/django.po")
        if polib.pofile(str(path)).metadata["Language"] == code
    ]  # fmt: skip
    return polib.pofile(str(path))


def test_each_file_of_words_is_a_language() -> None:
    assert len(settings.LANGUAGES) == len(list(LOCALE.glob("*/LC_MESSAGES/django.po")))
    assert settings.LANGUAGES[0] == ("fr", "Français")


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("door", public())
def test_a_public_page_is_wholly_in_the_language_of_its_reader(
    town: Town, door: str, code: str
) -> None:
    response = town.visit(PASSER_BY).get(town.path(door), {"langue": code})
    save(response, f"{door}--{code}")
    assert response.status_code == 200
    assert faults(response, code) == []


@pytest.mark.parametrize("code", [code for code in OTHERS if code != "en"])
def test_each_word_of_the_public_pages_is_in_each_file(town: Town, code: str) -> None:
    read = [town.visit(PASSER_BY).get(town.path(door)) for door in public()]
    names = {template.name for response in read for template in response.templates}
    french, told = catalogue("fr"), {entry.msgid for entry in catalogue(code).translated_entries()}
    missing = [
        entry.msgid for entry in french
        if entry.msgid not in told
        and any(str(where).endswith(f"/templates/{name}") for where, _ in entry.occurrences for name in names if name)
    ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_page_that_speaks_french_only_is_wholly_in_french(town: Town, code: str) -> None:
    for door in ("home:register", "circles:free_roles"):
        response = town.visit(PASSER_BY).get(town.path(door), {"langue": code})
        assert faults(response) == []
        assert b"hreflang" not in response.content


@pytest.mark.parametrize("code", OTHERS)
def test_pages_that_nobody_asks_for_speak_it_too(town: Town, code: str) -> None:
    visit = town.visit(PASSER_BY)
    nowhere = visit.get("/nulle-part/", {"langue": code})
    save(nowhere, f"nowhere--{code}")
    nonsense = visit.get("/", {"langue": code}, headers={"host": "ailleurs.test"})
    save(nonsense, f"nonsense--{code}")
    assert (nowhere.status_code, nonsense.status_code) == (404, 400)
    assert faults(nowhere, code) + faults(nonsense, code) == []
    empty = visit.post("/rejoindre/")
    save(empty, f"members:join--{code}--empty")
    assert faults(empty, code) == []


def test_choosing_a_language_keeps_it_and_writes_no_row(
    town: Town, django_assert_num_queries: Any
) -> None:
    visit = town.visit(PASSER_BY)
    with django_assert_num_queries(0):
        chosen = visit.get("/accessibilite/", {"langue": "en"})
    assert set(chosen.cookies) == {"langue"}
    assert b'<html lang="en"' in visit.get("/contact/").content
    visit.get("/contact/", {"langue": "fr"})
    assert b'<html lang="fr"' in visit.get("/contact/").content


def test_a_language_that_the_house_does_not_have_changes_nothing(town: Town) -> None:
    response = town.visit(PASSER_BY).get("/contact/", {"langue": "tlh"})
    assert not response.cookies
    assert b'<html lang="fr"' in response.content


def test_a_browser_says_which_language_it_prefers(town: Town) -> None:
    page = town.visit(PASSER_BY).get("/contact/", headers={"accept-language": "en-GB,fr;q=0.5"})
    assert b'<html lang="en"' in page.content


@pytest.mark.parametrize("code", WHOLE)
def test_each_page_reads_in_its_own_direction(town: Town, code: str) -> None:
    way = "rtl" if get_language_info(code)["bidi"] else "ltr"
    for path in ("/contact/", "/nulle-part/"):
        html = town.visit(PASSER_BY).get(path, {"langue": code}).content.decode()
        assert f'<html lang="{code}" dir="{way}">' in html


# Texts of the movement


@pytest.mark.parametrize("told", TEXTS, ids=[path.name for path in TEXTS])
def test_a_translated_text_has_the_parts_of_the_one_that_counts(told: Path) -> None:
    name, code, _ = told.name.split(".")
    assert code in dict(settings.LANGUAGES)
    text, french = (
        json.loads(path.read_text("utf-8")) for path in (told, told.with_name(f"{name}.json"))
    )
    assert text.keys() == french.keys()
    if "number" in french:
        assert (text["number"], keys_of(text)) == (french["number"], keys_of(french))
    else:
        assert [p["key"] for p in text["principles"]] == [p["key"] for p in french["principles"]]
    assert all(_words(text))


def _words(part: Any) -> Iterator[str]:
    inside = part.values() if isinstance(part, dict) else part
    for each in inside:
        if isinstance(each, dict | list):
            yield from _words(each)
        elif isinstance(each, str):
            yield each.strip()


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES[1:]])
def test_the_charter_says_that_the_french_one_is_signed(town: Town, code: str) -> None:
    text = json.loads(
        (settings.BASE_DIR / f"millepieds/charter/texts/charter-2.{code}.json").read_text("utf-8")
    )
    html = town.visit(PASSER_BY).get("/charte/", {"langue": code}).content.decode()
    assert text["preamble"] in html
    assert '<p class="notice">' in html
