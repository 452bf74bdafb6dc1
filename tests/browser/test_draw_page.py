"""The page that redoes a draw: opened from disk, without a network, it finds what the module finds."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

import civics
from civics.draws import commitment_of, in_blocks, in_words
from civics.draws.words import WORDS
from civics.tests.draws import broken, files_by
from civics.tests.spoiled_draws import spoiled_by
from civics.tests.test_draws_replay import GOLDEN, result_of
from tests.browser.conftest import PHONE, Screen, take_picture

PAGE = Path(civics.__file__).parent / "replay" / "draw.html"
REDO = """texts => texts.map(text => { try { return replay(text); } catch (problem) { return null; } })"""


@pytest.fixture
def from_disk(browser: Browser) -> Iterator[Page]:
    """A phone without a network; whatever the page says on the console is a fault."""
    context = browser.new_context(
        offline=True, viewport={"width": PHONE.width, "height": 844}, locale="fr-FR"
    )
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    context.on("weberror", lambda error: said.append(str(error.error)))
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = context.new_page()
    page.goto(PAGE.as_uri())
    yield page
    context.close()
    assert said == []
    assert set(asked) == {PAGE.as_uri()}


def redone(page: Page, files: list[dict[str, Any]]) -> list[dict[str, Any] | None]:
    found: list[dict[str, Any] | None] = page.evaluate(REDO, [json.dumps(file) for file in files])
    return found


def test_a_thousand_draws_are_redone_alike_in_the_browser(from_disk) -> None:
    files = list(files_by(Random(2026), 1100))
    ours = [result_of(file) for file in files]
    assert sum(found is not None for found in ours) >= 1000
    assert redone(from_disk, files) == ours


def test_what_the_module_refuses_the_page_refuses(from_disk) -> None:
    files = broken()
    accepted = [
        name
        for name, found in zip(files, redone(from_disk, list(files.values())), strict=True)
        if found
    ]
    assert accepted == []


def test_spoiled_files_end_alike_in_the_browser(from_disk) -> None:
    files = list(spoiled_by(Random(2026), 1000))
    assert redone(from_disk, files) == [result_of(file) for file in files]


def test_a_key_given_twice_and_a_number_with_a_point_are_refused(from_disk) -> None:
    text = json.dumps(json.loads(GOLDEN[0].read_text()))
    twice = text.replace('"take": ', '"take": 1, "take": ', 1)
    pointed = re.sub(r'"take": (\d+)', r'"take": \1.0', text, count=1)
    found = from_disk.evaluate(REDO, [text, twice, pointed])
    assert [bool(one) for one in found] == [True, False, False]


def test_numbers_of_64_bits_are_divided_rightly(from_disk) -> None:
    """Chance never shows the edge of the last, incomplete round: it is thrown again from there on."""
    cases = [
        (number, n)
        for n in (1, 2, 3, 5, 7, 64, 1000, 99_991)
        for edge in (2**32, 2**53, 2**64 - 2**64 % n)
        for number in range(edge - 3, edge + 3)
        if number < 2**64
    ]
    found = from_disk.evaluate(
        "cases => cases.map(([digits, n]) => below(raw(digits), n))",
        [[f"{number:016x}", n] for number, n in cases],
    )
    assert found == [number % n if number < 2**64 - 2**64 % n else -1 for number, n in cases]
    assert -1 in found


def test_texts_of_any_length_are_hashed_rightly(from_disk) -> None:
    texts = ["é" * length for length in range(130)] + ["🌻" * 50_000]
    found = from_disk.evaluate("texts => texts.map(digest)", texts)
    assert found == [hashlib.sha256(text.encode()).hexdigest() for text in texts]


def test_the_page_shows_the_draw_of_a_file(from_disk) -> None:
    golden = next(path for path in GOLDEN if path.stem == "scripts")
    published = json.loads(golden.read_text())["published"]
    from_disk.get_by_label("Le fichier du tirage").set_input_files(golden)
    expect(from_disk.get_by_label("ou son contenu")).not_to_have_value("")
    from_disk.get_by_role("button", name="Refaire le tirage").click()
    result = from_disk.locator("#result")
    expect(result).to_be_focused()
    assert result.locator("ol").nth(0).locator("li").all_inner_texts() == published["drawn"]
    assert result.locator("ol").nth(1).locator("li").all_inner_texts() == published["reserves"]
    expect(result.locator("ol").nth(1)).to_have_attribute("start", str(len(published["drawn"]) + 1))
    expect(result).to_contain_text(published["seed"])
    expect(result).to_contain_text(in_blocks(published["hashes"]["frozen"]))
    expect(result).to_contain_text(in_words(published["hashes"]["frozen"]))


def test_the_page_hashes_a_pool_before_its_ceremony(from_disk) -> None:
    """It fills in the hash to seal for, too: nobody types 64 signs on a phone."""
    file = json.loads(GOLDEN[0].read_text())
    frozen = file["published"]["hashes"]["frozen"]
    from_disk.get_by_label("ou son contenu").fill(
        json.dumps(file | {"events": [], "published": {}})
    )
    from_disk.get_by_role("button", name="Refaire le tirage").click()
    expect(from_disk.locator("#result")).to_contain_text(f"Empreinte du gel : {in_blocks(frozen)}")
    expect(from_disk.get_by_label("L’empreinte lue")).to_have_value(frozen)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            json.dumps(broken()["a forged phrase"]),
            "la phrase de « Amina » n’est pas celle qui était scellée",
        ),
        ("", "ce n’est pas le fichier d’un tirage"),
        ("null", "ce n’est pas le fichier d’un tirage"),
        ('{"take": 2}', "une clé manque ou est de trop : format, title, rule, dice, pool, events"),
    ],
)
def test_the_page_says_why_it_refuses(from_disk, text, said) -> None:
    from_disk.get_by_label("ou son contenu").fill(text)
    from_disk.get_by_role("button", name="Refaire le tirage").click()
    expect(from_disk.locator("#result")).to_have_text(f"Refusé : {said}")


def test_the_page_seals_a_phrase(from_disk) -> None:
    from_disk.get_by_label("L’empreinte lue").fill(in_blocks("0A" * 32))
    from_disk.get_by_label("Ton nom").fill(" Zoe\u0308 ")
    from_disk.get_by_label("Ta phrase").fill("il pleut\u00a0!")
    from_disk.get_by_role("button", name="Calculer").click()
    sealed = commitment_of("0a" * 32, "Zoë", "il pleut !")
    expect(from_disk.locator("#sealed")).to_contain_text(in_blocks(sealed))


def test_the_policy_lets_in_these_words_and_no_other() -> None:
    """Whoever changes a letter of the script must change its hash in the page's policy too."""
    page = PAGE.read_text()
    for tag in ("script", "style"):
        (body,) = re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page
    assert "default-src 'none'" in page


def test_the_page_speaks_as_browsers_did_in_2016() -> None:
    """Nothing younger than ECMAScript 2015, so that an old phone can check a draw too."""
    (script,) = re.findall("<script>(.*?)</script>", PAGE.read_text(), re.DOTALL)
    code = re.sub(r"//.*", "", script)
    younger = r"\?\.|\?\?|\*\*|\basync\b|\.includes\(|\.padStart|Object\.(entries|values)|\{ ?\.\.\.|catch \{"
    assert re.findall(rf"{younger}|\.flat|replaceAll|BigInt|\\p\{{|\(\?<", code) == []


def test_the_page_asks_nobody() -> None:
    page = PAGE.read_text()
    assert not re.search(r"https?:|innerHTML|\bimport\b|\bfetch\b", page)


def test_the_page_reads_the_words_of_the_module(from_disk) -> None:
    assert from_disk.evaluate("WORDS") == list(WORDS)


@pytest.mark.parametrize("screen", [PHONE, Screen(1280, "dark")], ids=str)
def test_the_page_is_accessible(browser: Browser, screen: Screen) -> None:
    context = browser.new_context(
        viewport={"width": screen.width, "height": 844},
        color_scheme="dark" if screen.scheme == "dark" else "light",
        bypass_csp=True,
    )
    page = context.new_page()
    page.goto(PAGE.as_uri())
    page.get_by_label("ou son contenu").fill(GOLDEN[-1].read_text())
    page.get_by_role("button", name="Refaire le tirage").click()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]})
    assert found.response["violations"] == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= screen.width
    take_picture(page, "draw", screen)
    context.close()
