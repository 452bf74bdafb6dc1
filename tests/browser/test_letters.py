"""How a letter looks where it is opened: as a page, and as bare text."""

from collections.abc import Callable

from django.test import RequestFactory
from playwright.sync_api import Page

from millepieds.core.clock import now
from millepieds.letters.actions import write
from millepieds.letters.models import Letter
from millepieds.people.adapter import AccountAdapter
from millepieds.people.models import Person
from millepieds.people.rules import Code
from tests.browser.conftest import OpenBrowser, Screen, each_screen, take_picture


def written(name: str, known: Callable[[str], Person]) -> Letter:
    if name == "code":
        code: dict[str, object] = {"code": Code("zoe@exemple.test", "483920", now(), "key")}
        adapter = AccountAdapter(RequestFactory().get("/"))
        adapter.render_mail("account/email/login_code", "zoe@exemple.test", code).send()
    else:
        write(known("bruno"), "members/letters/welcomed")
    return Letter.objects.latest("pk")


def fits(page: Page, screen: Screen) -> None:
    assert page.evaluate("document.documentElement.scrollWidth") <= screen.width


@each_screen
def test_each_letter_has_its_picture_as_a_page_and_as_text(
    open_browser: OpenBrowser, example_movement: Callable[[str], Person], screen: Screen
):
    page = open_browser(screen)
    for name in ("code", "welcomed"):
        letter = written(name, example_movement)
        page.set_content(letter.html)
        take_picture(page, f"letter-{name}-page", screen)
        fits(page, screen)
        page.set_content("<pre></pre>")
        page.locator("pre").evaluate(
            "(pre, text) => { pre.textContent = text; pre.style.whiteSpace = 'pre-wrap' }",
            f"{letter.subject}\n\n{letter.text}",
        )
        take_picture(page, f"letter-{name}-text", screen)
        fits(page, screen)
