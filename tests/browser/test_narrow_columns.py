"""In the narrow columns of a phone, of a zoomed page, of the side of a page, a word stays whole."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from millepieds.core.clock import now, pretend
from millepieds.decisions.rules.rounds import Stand
from millepieds.decisions.tests.rounds import (
    CLOSED,
    LISTENED,
    make_coordination,
    make_round,
)
from tests.browser.conftest import OpenBrowser, Screen, bring_in, take_picture
from tests.browser.test_axe import faults_on

MINUTE = timedelta(minutes=1)
# words only: a key, a seal or an address has nowhere to be cut but in its middle
CUT = r"""() => [...document.querySelectorAll("main dl.facts :is(dt, dd)")].flatMap(one => {
  const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), cut = [];
  while (texts.nextNode()) {
    for (const word of texts.currentNode.data.matchAll(/(?<=^|\s)[\p{L}’]+(?=[\s.,;:]|$)/gu)) {
      const where = document.createRange();
      where.setStart(texts.currentNode, word.index);
      where.setEnd(texts.currentNode, word.index + word[0].length);
      if (new Set([...where.getClientRects()].map(box => Math.round(box.top))).size > 1) cut.push(word[0]);
    }
  }
  return cut;
})"""


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_no_word_is_cut_beside_its_label(
    open_browser: OpenBrowser, width: int, bruno, amina, leila
) -> None:
    row = make_round(make_coordination(bruno, amina, by=leila), by=bruno)
    screen = Screen(width, "light")
    page = open_browser(screen)
    bring_in(page, amina)
    for path in (row.get_absolute_url(), "/mes-donnees/", "/regles/"):
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        assert page.evaluate(CUT) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_was_written_too_late_is_read_and_copied(
    open_browser: OpenBrowser, bruno, amina, leila
) -> None:
    row = make_round(make_coordination(bruno, amina, by=leila), by=bruno)
    screen, start = Screen(390, "light"), now()
    page = open_browser(screen)
    bring_in(page, amina)
    words = "Le local serait fermé en août.\nEt la fête ?"
    with pretend(start + LISTENED + MINUTE):
        say(page, f"{row.get_absolute_url()}voix/", words)
        with pretend(start + CLOSED + MINUTE):
            page.locator("main form button[data-voice]").click()
            expect(page.locator("h1")).to_have_text("Pas possible")
    given_back = page.locator("blockquote.typed")
    assert given_back.inner_text() == words
    assert not faults_on(page)
    take_picture(page, "given-back", screen)


def say(page: Page, door: str, words: str) -> None:
    page.goto(door)
    page.locator(f"[name=stance][value={Stand.OBJECTION}]").check()
    page.locator("[name=why]").fill(words)
    expect(page).to_have_url(re.compile(f"{door}$"))
