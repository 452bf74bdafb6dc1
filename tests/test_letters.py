"""Every letter the house may write, read as text and as a page: both say the same, why it comes, how to stop.

Each is kept in build/pages, where the judges read it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import RequestFactory

from millepieds.circles.actions.offers import offer_to_take
from millepieds.circles.models import Reopening
from millepieds.circles.tests.makers import make_circle, make_member, make_proposal, make_role
from millepieds.core import actors
from millepieds.core.clock import now, today
from millepieds.decisions.queries.making import token_of
from millepieds.decisions.rules.rounds import Stage, Stand
from millepieds.decisions.tests.makers import make_asked, make_places, make_question
from millepieds.decisions.tests.rounds import (
    make_coordination,
    make_round,
    make_stance,
    make_version,
    once_listened,
)
from millepieds.home.queries.news import Asked, Round, Told, WhatIsNew
from millepieds.letters.actions import write, write_outside
from millepieds.letters.models import Letter
from millepieds.meetings.models import MandateReport, Meeting, ReportAnswer, SignUp, Task, Wording
from millepieds.meetings.queries.absent import MetWithout, StillOpen
from millepieds.meetings.queries.changing import Change
from millepieds.meetings.queries.coming import Shown
from millepieds.people.actions import meet
from millepieds.people.adapter import AccountAdapter
from millepieds.people.models import Person
from millepieds.people.rules import Code
from tests.layers import ROOT
from tests.test_house import templates

pytestmark = pytest.mark.django_db
NASTY = 'Affiches <b>& tracts</b> "du port"'
FRAMES = {"base_code.txt", "base_notification.txt", "foot.txt", "foot_outside.txt"}
TO_THE_PERSON = "Pour choisir comment te joindre, ou pour arrêter"
STOPS = (
    TO_THE_PERSON, "aucun autre mail ne suivra", "quelle que soit la façon de te joindre",
    "Sans lui, rien ne change", "Un seul autre mail suivra", "Pour dire non et que tout soit effacé",
    "pour ne plus venir et que tout soit effacé tout de suite",
)  # fmt: skip
A_LINK = re.compile(r"https?://\S+|\S+@exemple\.test")
EMPTY = {"meta", "br", "hr"}


def every_letter() -> list[str]:
    """The templates that are letters, by the name that `write` or allauth gives them."""
    return [
        str(path).partition("/templates/")[2].removesuffix(".txt")
        for path in templates(".txt")
        if path.parent.name in ("letters", "email") and path.name not in FRAMES
    ]


@pytest.fixture
def about(odile: Person, bruno: Person, amina: Person, leila: Person) -> dict[str, Any]:
    """All that letters speak of, with words that a page must not obey."""
    circle = make_circle(by=odile)
    role = make_role(NASTY, circle=circle, by=odile)
    offer = offer_to_take(role, "Je suis là.", by=actors.person(bruno), person=bruno)
    offer.answer = "Pas cette fois : <i>plus tard</i> & merci."
    mandate = make_proposal(role, make_member("Zoé", welcomed_by=odile), by=leila)
    return {
        "role": role, "offer": offer, "mandate": mandate, "days": 30, "ends_on": today(),
        "reopening": Reopening(person=odile, needed=5, called_at=now()),
        "until": now(),
        "says_where": True,
        "told": [Change("title", NASTY, "Le <b>four</b>"), Change("starts_at", now(), now())],
        "meeting": Meeting(pk=1, title=NASTY, cancelled_why=NASTY, place=NASTY, access=NASTY, starts_at=now()),
        "row": SignUp(place=3), "forgotten_on": today(), "name": NASTY,
        "report": MandateReport(pk=1), "answer": ReportAnswer(author=odile, text=NASTY),
        "role_name": NASTY, "due_on": today(), "late": True,
        "wording": Wording(author=bruno, why=NASTY),
        "task": Task(pk=1, person=bruno, author=odile, what=NASTY, due_on=today(), why=NASTY),
        "code": "ABCD-EF", "minutes": 15, **_asked(bruno, amina, leila),
    }  # fmt: skip


def _asked(bruno: Person, amina: Person, leila: Person) -> dict[str, Any]:
    """A question of Amina's about which Bruno is asked, in words that a page must not obey."""
    decision = make_question(make_places(amina, by=leila), by=amina, title=NASTY)
    (asked,) = make_asked(decision, bruno, by=amina)
    decision.text = decision.reasons = decision.dropped_why = NASTY
    decision.year, decision.number, asked.outside = 2026, 41, NASTY
    return {
        "decision": decision,
        "asked": asked,
        "token": token_of(asked),
        "adopted": [decision],
    } | _proposed(bruno, amina, leila)


def _proposed(bruno: Person, amina: Person, leila: Person) -> dict[str, Any]:
    proposal = make_round(make_coordination(amina, bruno, by=leila), by=amina)
    with once_listened():
        stance = make_stance(proposal, bruno, Stand.OBJECTION, NASTY)
        stance.typed_by = leila
    version = make_version(proposal, by=amina)
    proposal.title = version.changed = NASTY
    proposal.outcome, proposal.outcome_why = "returned", NASTY
    return {
        "proposal": proposal, "stance": stance, "version": version, "scribe": leila,
        "last": Wording(decided=NASTY, next_time=NASTY),
        "rounds": [StillOpen(proposal, Stage.CONSENTING, "jeton")],
    }  # fmt: skip


def _news(about: dict[str, Any]) -> dict[str, Any]:
    """A decision, a question, a round and a meeting, in the same words."""
    decision, meeting = about["decision"], about["meeting"]
    new = WhatIsNew(
        now(), [Told(decision, NASTY, NASTY)], [Asked(about["asked"], about["token"])],
        [Round(about["proposal"], about["token"])], [Shown(meeting, None, says_where=True)],
        [MetWithout(meeting, NASTY)],
    )  # fmt: skip
    return {"news": new, "on": today(), "stop": f"/nouvelles/arreter/{about['token']}/"}


@pytest.fixture
def posted(about: dict[str, Any], bruno: Person) -> Any:
    """One letter, written to Bruno by whoever writes it in the house, as it waits in the table."""

    def post(template: str, **said: Any) -> Letter:
        Letter.objects.all().delete()
        if template == "members/letters/invited":
            write_outside("bruno@exemple.test", template, name=NASTY, token="jeton")
        elif template.endswith("_outside"):
            write_outside("bruno@exemple.test", template, **about)
        elif "/letters/" in template:
            about["role"].name = NASTY
            write(bruno, template, **about | _news(about))
        else:
            of_allauth = {
                "code": Code("bruno@exemple.test", "483920", now(), "key"), "timestamp": now(),
                "about": "autre@exemple.test",
            }  # fmt: skip
            adapter = AccountAdapter(RequestFactory().get("/"))
            adapter.render_mail(template, "bruno@exemple.test", of_allauth).send()
        return Letter.objects.get()

    return post


@dataclass
class Mail(HTMLParser):
    """The page of a letter."""

    html: str
    links: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    root: dict[str, str | None] = field(default_factory=dict)
    text: str = ""

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[str] = []
        self.feed(self.html)
        assert self._open == [], "each tag that opens is closed"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.root = given if tag == "html" else self.root
        self.tags.add(tag)
        self.attributes |= given.keys()
        self.links += [str(given["href"])] if "href" in given else []
        self._open += [] if tag in EMPTY else [tag]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data if "body" in self._open else ""


def links_in(text: str) -> Iterator[str]:
    found = (link.rstrip(".,;:!?)»") for link in A_LINK.findall(text))
    return (f"mailto:{link}" if "@" in link else link for link in found)


def words(text: str) -> list[str]:
    return text.replace("--\n", " ").split()


def test_a_letter_says_the_same_as_text_and_as_a_page(posted: Any, subtests: Any) -> None:
    for template in every_letter():
        with subtests.test(template):
            _says_the_same(posted(template), template)


def _says_the_same(letter: Letter, template: str) -> None:
    page = Mail(letter.html)
    kept = ROOT / "build" / "pages"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / f"letter--{template.replace('/', '.')}.html").write_text(letter.html, "utf-8")
    assert words(page.text) == words(letter.text)
    assert page.links == list(links_in(letter.text))
    assert all(f"{link}/".startswith((f"{settings.ORIGIN}/", "mailto:")) for link in page.links)


def test_a_letter_says_why_it_comes_and_how_to_stop(posted: Any, subtests: Any) -> None:
    for template in every_letter():
        with subtests.test(template):
            _says_why_and_how_to_stop(posted(template))


def _says_why_and_how_to_stop(letter: Letter) -> None:
    assert "Tu reçois ce mail parce que" in letter.text
    assert any(stops in letter.text for stops in STOPS)
    assert (TO_THE_PERSON in letter.text) is bool(letter.person)
    assert letter.text.startswith("Bonjour")
    whole = letter.subject + letter.text
    assert not re.search(r"%\(|\{\{|\{%|None|&amp;|&lt;|&#", whole)
    assert 0 < len(letter.subject) <= 120
    assert max(map(len, letter.text.splitlines())) < 998  # the longest line a mail may have


def test_the_page_of_a_letter_stands_alone(posted: Any, subtests: Any) -> None:
    """Nothing to fetch that would tell that it was opened, nothing that runs, nothing obeyed."""
    for template in every_letter():
        with subtests.test(template):
            _stands_alone(posted(template))


def _stands_alone(letter: Letter) -> None:
    page = Mail(letter.html)
    assert page.tags <= {"html", "head", "meta", "title", "style", "body", "p", "a", "br"}
    assert page.attributes <= {"lang", "dir", "charset", "name", "content", "class", "href", "rel"}
    assert "url(" not in letter.html
    assert "@import" not in letter.html
    assert (page.root["lang"], page.root["dir"]) == ("fr", "ltr")


def test_a_letter_in_arabic_is_read_from_right_to_left(db: None, settings: Any) -> None:
    settings.LETTERS_SPEAK = ["fr", "ar"]
    salma = meet("Salma", "salma@exemple.test", language="ar", by=actors.OUTSIDER)
    write(salma, "members/letters/welcomed")
    root = Mail(Letter.objects.get().html).root
    assert (root["lang"], root["dir"]) == ("ar", "rtl")


@pytest.mark.parametrize("template", ["account/email/knock_code", "account/email/login_code"])
def test_a_code_is_what_one_sees_first(posted: Any, template: str) -> None:
    assert re.search(r'<p class="code" dir="ltr">(ABCD-EF|48 39 20)</p>', posted(template).html)
