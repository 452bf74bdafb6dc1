"""Each page that says it speaks every language does, and the others are wholly in French.

Adding a language is adding a file: what it lacks is listed here.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import polib
import pytest
from django.conf import settings
from django.utils.translation import get_language_info, gettext, override

from millepieds.charter.actions import adopt_charter
from millepieds.charter.models import CharterVersion
from millepieds.charter.rules.wording import keys_of
from millepieds.charter.sheets import sheet_to_sign
from millepieds.circles.models import CircleVersion, RoleVersion
from millepieds.circles.rules.ends import HOW_IT_ENDS
from millepieds.circles.tests.makers import charter_text
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.deeds import DEEDS, Audience
from millepieds.core.powers import POWERS
from millepieds.home.rules.words import ENUMS, FACTS
from millepieds.letters.models import Letter
from millepieds.members.rules import NEEDS
from millepieds.people.rules import PURPOSES, WAYS
from millepieds.website.models import Milestone, Post
from millepieds.website.rules import POST_KINDS
from tests.pages import Page, faults, save
from tests.test_doors import HALF_WAY, OPENED, SAMPLES, WORDS
from tests.town import PASSER_BY, Town, make_town, secret, undone

pytestmark = pytest.mark.django_db
LOCALE = Path(settings.LOCALE_PATHS[0])
TEXTS = sorted((settings.BASE_DIR / "millepieds").glob("*/texts/*.*.json"))
# For whoever reads easily, easy French is French: only joining and the charter are said again in it.
WHOLE = [code for code, _ in settings.LANGUAGES if "-" not in code]
OTHERS = [code for code in WHOLE if code != settings.LANGUAGE_CODE]


ON_PAPER = re.compile(r"millepieds/(\w+/sheets|core/paper)\.py")
ONLY_TESTS = "tests."  # deeds that other tests declare
# What is the same in every alphabet: names, initials, the address of an example.
NAMES = {
    settings.MOVEMENT["name"],
    "civics",
    "Amina Cobalt",
    "AC",
    "bruno@exemple.test",
    "zoe@exemple.test",
    "zelie@exemple.test",
    *(secret("zelie", what) for what in ("name", "needs")),
}


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    with django_db_blocker.unblock(), undone():
        yield make_town()


def public() -> list[str]:
    """Every door that answers a visitor. The samples are read by those who write pages."""
    return [door for door, row in OPENED.items() if row[:3] == "200" and door != SAMPLES]


def half_way() -> list[str]:
    """Those that a visitor reaches half-way through something: typing a code."""
    return [door for door in HALF_WAY if not OPENED[door].startswith("enter")]


def movement_s_words() -> set[str]:
    """What the movement wrote, in French: names of circles, of roles, of posts."""
    written = (CircleVersion, "name"), (RoleVersion, "name"), (Post, "title"), (Milestone, "title")
    return {
        words for rows, field in written for words in rows.objects.values_list(field, flat=True)
    }


def is_only_latin(text: str) -> bool:
    """Nothing in it is Arabic, though it has letters."""
    scripts = {unicodedata.name(sign).split()[0] for sign in text if sign.isalpha()}
    return scripts == {"LATIN"}


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
    """Parts that this small town does not show, and the sheets that one takes from them, included."""
    read = [town.visit(PASSER_BY).get(town.path(door)) for door in public()]
    ends = tuple(f"/templates/{each.name}" for page in read for each in page.templates if each.name)
    told = {entry.msgid for entry in catalogue(code).translated_entries()}
    missing = [
        entry.msgid for entry in catalogue("fr")
        if entry.msgid not in told
        and any(where.endswith(ends) or ON_PAPER.fullmatch(where) for where, _ in entry.occurrences)
    ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize("code", [code for code in OTHERS if code != "en"])
def test_each_word_of_a_registry_is_in_each_file(town: Town, code: str) -> None:
    """What no page of this small town happens to say: deeds, their facts, powers, ways, ends."""
    deeds = [deed for deed in DEEDS.values() if not deed.key.startswith(ONLY_TESTS)]
    facts = {name: kind for deed in deeds for name, kind in deed.facts.items()}
    said = [deed.says for deed in deeds if deed.audience is not Audience.SEALED]
    said += [FACTS[name] for name in facts] + [power.says for power in POWERS.values()]
    said += [words for kind in ENUMS.values() for words in kind.values()]
    said += [*HOW_IT_ENDS.values(), *POST_KINDS.values(), *WAYS.values(), *NEEDS.values()]
    said += [text for asked in PURPOSES.values() for text in (asked.words.title, asked.words.text)]
    told = {entry.msgid for entry in catalogue(code).translated_entries()}
    assert sorted(set(said) - told) == []


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("door", half_way())
def test_typing_a_code_is_in_the_language_of_its_reader(town: Town, door: str, code: str) -> None:
    visit = HALF_WAY[door](town)
    opened = visit.get(town.path(door), {"langue": code})
    save(opened, f"{door}--{code}--half-way")
    wrong = visit.post(town.path(door), {"digits": "1", "code": "1", "once": str(uuid4())})
    save(wrong, f"{door}--{code}--wrong")
    for response in (opened, wrong):
        assert response.status_code == 200
        assert faults(response, code) == []


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("door", [door for door in half_way() if "code" in door])
def test_another_code_is_asked_for_in_the_language_of_its_reader(
    town: Town, door: str, code: str
) -> None:
    visit = HALF_WAY[door](town)
    visit.get(town.path(door), {"langue": code})
    answers = [visit.post(town.path(door), {"another": "1"}, follow=True) for _ in range(4)]
    for response in answers:
        assert faults(response, code) == []
    save(answers[-1], f"{door}--{code}--another")


LETTERS = {
    "Your code to sign in to %(name)s": ("/entrer/", {"address": "bruno@exemple.test"}),
    "Your code to knock at the door of %(name)s": ("/rejoindre/", WORDS["members:join"]),
}


@pytest.mark.parametrize("code", [code for code, _ in settings.LANGUAGES])
@pytest.mark.parametrize("subject", LETTERS)
def test_a_code_comes_in_the_language_of_the_page(town: Town, subject: str, code: str) -> None:
    path, words = LETTERS[subject]
    visit = town.visit(PASSER_BY)
    visit.get(path, {"langue": code})
    visit.post(path, words)
    letter = Letter.objects.latest("pk")
    digits = visit.session.get("code-to-enter") or visit.session["code-to-knock"]
    with override(code):
        assert letter.subject == gettext(subject) % {"name": settings.MOVEMENT["name"]}
        assert letter.text.startswith(gettext("Hello,"))
    way = "rtl" if get_language_info(code)["bidi"] else "ltr"
    assert f'<html lang="{code}" dir="{way}">' in letter.html
    assert f"{digits['digits'][:2]} {digits['digits'][2:4]}" in letter.text


def test_the_figures_of_a_code_keep_their_order_in_arabic(town: Town) -> None:
    """Groups of figures change places among words read from the right: 20 39 48 opens nothing."""
    visit = town.visit(PASSER_BY)
    visit.get("/entrer/", {"langue": "ar"})
    visit.post("/entrer/", {"address": "bruno@exemple.test"})
    letter = Letter.objects.latest("pk")
    [line] = re.findall(r"^.*\d\d \d\d \d\d$", letter.text, re.MULTILINE)
    assert line.startswith("\N{LEFT-TO-RIGHT MARK}")
    assert f'<p class="code" dir="ltr">{line}</p>' in letter.html
    page = visit.get("/entrer/code/")
    assert re.search(r'<input(?=[^>]* name="digits")[^>]* dir="ltr"', page.content.decode())
    came_in = visit.post("/entrer/code/", {"digits": line})  # as it is copied from the letter
    assert came_in["Location"] == "/pour-moi/"


@pytest.mark.parametrize("door", [*public(), *half_way()])
def test_in_arabic_what_stays_in_french_says_so(town: Town, door: str) -> None:
    """A screen reader changes its voice there, and the words keep their own direction."""
    visit = HALF_WAY[door](town) if door in HALF_WAY else town.visit(PASSER_BY)
    response = visit.get(town.path(door), {"langue": "ar"})
    if "html" in response["Content-Type"]:
        page, written = Page(response.content.decode()), movement_s_words()
        names = NAMES | set(CharterVersion.objects.values_list("fingerprint", flat=True))
        names |= {deed.says for deed in DEEDS.values() if deed.key.startswith(ONLY_TESTS)}
        read = [text for text in page.texts if text != " ".join(page.title.split())]
        assert [text for text in read if any(words in text for words in written)] == []
        assert [text for text in read if is_only_latin(text) and text not in names] == []


@pytest.mark.parametrize("code", OTHERS)
def test_a_page_inside_is_wholly_in_french(town: Town, code: str) -> None:
    for door in ("home:mine", "people:profile"):
        response = town.visit("bruno").get(town.path(door), {"langue": code})
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


def test_inside_only_a_language_that_was_chosen_is_spoken(town: Town) -> None:
    """Half the doors in English, half in French, because of a telephone: no."""
    visit = town.visit("bruno")
    page = visit.get("/registre/", headers={"accept-language": "en"})
    assert b'<html lang="fr"' in page.content
    page = visit.get("/registre/", {"langue": "en"})
    assert b'<html lang="en"' in page.content
    assert faults(page, "en") == []


@pytest.mark.parametrize("code", WHOLE)
def test_each_page_reads_in_its_own_direction(town: Town, code: str) -> None:
    way = "rtl" if get_language_info(code)["bidi"] else "ltr"
    for path in ("/contact/", "/nulle-part/"):
        html = town.visit(PASSER_BY).get(path, {"langue": code}).content.decode()
        assert f'<html lang="{code}" dir="{way}">' in html


# Sheets to print


@pytest.mark.parametrize("path", ["/rejoindre/feuille.pdf", "/charte/feuille.pdf"])
def test_a_sheet_is_in_the_language_of_the_page_it_is_taken_from(town: Town, path: str) -> None:
    sheets = {
        code: town.visit(PASSER_BY).get(path, {"langue": code}) for code, _ in settings.LANGUAGES
    }
    named = path.split("/")[1]
    for code, taken in sheets.items():
        end = "" if code == settings.LANGUAGE_CODE else f"-{code}"
        assert taken["Content-Disposition"] == f'attachment; filename="{named}{end}.pdf"'
    assert len({taken.content for taken in sheets.values()}) == len(sheets)


def test_a_charter_that_is_not_translated_is_printed_wholly_in_french(town: Town) -> None:
    text = {**charter_text(2), "number": 3, "preamble": "Nous avons tout changé."}
    version = adopt_charter(text, by=actors.person(town.people["odile"]))
    with override("ar"):
        in_arabic = sheet_to_sign(version, on=today())
    assert in_arabic == sheet_to_sign(version, on=today())


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
