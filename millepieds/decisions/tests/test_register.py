"""The register of decisions: every state, the feed of the town, the book of a year."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from millepieds.circles.actions.mandates import withdraw_mandate
from millepieds.circles.actions.structure import close_circle, close_role
from millepieds.circles.models import Mandate, Role
from millepieds.circles.queries.organigram import names_for
from millepieds.circles.tests.makers import make_circle
from millepieds.core import actors
from millepieds.core.clock import day_of, now, pretend, today
from millepieds.decisions.actions.deciding import Verdict, decide, drop_question
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.listing import lines_of
from millepieds.decisions.queries.page import A_PAGE, page_of
from millepieds.decisions.queries.reading import decisions_for, reader_of, shown
from millepieds.decisions.queries.register import found
from millepieds.decisions.rules.terms import Openness, State, Tie
from millepieds.decisions.tests.makers import (
    DAY,
    make_asked,
    make_decision,
    make_places,
    make_question,
    once_heard,
)
from millepieds.journal.queries import Reader
from millepieds.members.actions import leave
from millepieds.people.models import Person
from millepieds.search.models import Indexed
from millepieds.search.rules import Depth, asked
from tests.pages import Page

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
FEED = "/decisions/flux.xml"


@pytest.fixture
def of_each_state(places: Role, bruno: Person, amina: Person) -> None:
    """Some questions and decisions whose dates and ties put them everywhere."""
    old, gone, twice = (
        make_decision(places, amina, by=bruno, title=title) for title in ("Un", "Deux", "Trois")
    )
    make_decision(places, amina, by=bruno, title="Quatre", earlier=old, tie=Tie.REPLACES)
    make_decision(places, amina, by=bruno, title="Cinq", earlier=gone, tie=Tie.REVOKES)
    make_decision(places, amina, by=bruno, title="Six", earlier=twice, tie=Tie.APPLIES)
    make_question(places, by=bruno, title="Brouillon")
    make_asked(make_question(places, by=bruno, title="Demandé"), amina, by=bruno)
    dropped = make_question(places, by=bruno, title="Abandonné")
    make_asked(dropped, amina, by=bruno)
    drop_question(dropped, "Le local est vendu.", by=actors.person(bruno))
    for title, begins, ends in [("Bref", 0, 10), ("Plus tard", 40, 60)]:
        question = make_question(places, by=bruno, title=title)
        make_asked(question, amina, by=bruno)
        with once_heard():
            on = today()
            words = Verdict(
                "Oui.", "Car.", on + begins * DAY, on + (begins + 5) * DAY, on + ends * DAY
            )
            decide(question, words, by=actors.person(bruno))


@pytest.mark.parametrize("days", [0, 4, 20, 50, 90])
def test_the_table_and_the_rule_say_the_same_of_every_state(
    of_each_state: None, bruno: Person, amina: Person, days: int
) -> None:
    with pretend(now() + days * DAY):
        at, on = now(), today()
        reader = reader_of(bruno, on=on)
        every = list(found(reader, {}, now=at, on=on))

        everyone = names_for(member=True, now=at)
        lines = shown(every, everyone, now=at, on=on)
        assert len(every) == Decision.objects.count()
        for state in State:
            listed = set(found(reader, {"state": state}, now=at, on=on))
            assert listed == {one.decision for one in lines if one.state is state}, state
        late = set(found(reader, {"late": True}, now=at, on=on))
        assert late == {one.decision for one in lines if one.review_late}
        # read as values, a line says the same of each
        said = lines_of([one.pk for one in every], everyone, now=at, on=on)
        assert [(one.pk, one.title, one.mark, one.state, one.by) for one in said] == [
            (one.decision.pk, one.decision.title, one.decision.mark, one.state, one.by)
            for one in lines
        ]
        beside = ("circle_name", "role_name", "review_late", "mandate_over")
        for line, page in zip(said, lines, strict=True):
            assert [getattr(line, name) for name in beside] == [
                getattr(page, name) for name in beside
            ]


def test_a_page_holds_what_is_found_for_every_reader_and_filter(
    of_each_state: None, places: Role, bruno: Person, amina: Person, odile: Person
) -> None:
    circle = Role.objects.get(pk=places.pk).circle_id
    with pretend(now() + 20 * DAY):
        at, on = now(), today()
        filters: list[dict[str, Any]] = [
            {}, {"late": True}, {"circle": circle}, {"circle": circle + 1}, {"year": on.year},
            {"circle": circle, "state": State.IN_FORCE}, {"year": on.year, "late": True}, {"year": 2001},
            *({"state": state} for state in State), {"q": "un"}, {"q": "local"}, {"q": "faut"},
            {"q": "oui", "state": State.IN_FORCE},
        ]  # fmt: skip
        for person in (None, bruno, amina, odile):
            reader = reader_of(person, on=on)
            for wanted in filters:
                rows = sorted(found(reader, wanted, now=at, on=on), key=in_order)
                every = [one.pk for one in rows if holds(one, wanted.get("q"), reader)]
                assert page_of(reader, wanted, None, now=at, on=on).numbers == every, wanted
                for place, pk in enumerate(every):  # and what follows each of them
                    page = page_of(reader, wanted, pk, now=at, on=on)
                    assert (page.numbers, page.older) == (every[place + 1 :], None), wanted
            assert page_of(reader, {}, 10**9, now=at, on=on) == page_of(
                reader, {}, None, now=at, on=on
            )


def in_order(one: Decision) -> tuple[bool, float, int]:
    """Those being made above, then what was decided or dropped, the newest first."""
    settled = one.taken_at or one.dropped_at
    return settled is not None, -(settled or now()).timestamp(), -one.pk


def holds(one: Decision, word: str | None, reader: Reader) -> bool:
    """One word, at the depth at which this reader may search."""
    depth = Depth.INSIDE if reader.is_member or one.author_id == reader.person_id else Depth.OPEN
    ((form, *_),) = asked(word) if word else [("",)]
    return (
        form in Indexed.objects.get(object_id=one.pk, depth=depth).words.split() if word else True
    )


def test_leafing_meets_each_decision_once(places: Role, bruno: Person, amina: Person) -> None:
    for _ in range(A_PAGE + 2):
        make_question(places, by=bruno, title="Le local")
    one = make_decision(places, amina, by=bruno, title="Le local")
    reader, at, on = reader_of(bruno, on=today()), now(), today()
    wanted_ones: list[dict[str, Any]] = [{}, {"q": "local"}]
    for wanted in wanted_ones:
        first = page_of(reader, wanted, None, now=at, on=on)
        assert first.older == first.numbers[-1]
        last = page_of(reader, wanted, first.older, now=at, on=on)
        assert (len(first.numbers), len(last.numbers), last.older) == (A_PAGE, 3, None)
        assert {*first.numbers, *last.numbers} == set(Decision.objects.values_list("pk", flat=True))
        assert last.numbers[-1] == one.pk


@pytest.mark.parametrize("asked", ["", "?q=local", "?q=local&year=", "?state=draft"])
def test_older_decisions_are_a_link_away_and_so_are_the_newest(
    as_, places, bruno, asked: str
) -> None:
    for number in range(2 * A_PAGE + 1):
        make_question(places, by=bruno, title=f"Le local {number:02}")
    visit, register = as_(bruno), reverse("decisions:decisions")

    def leads(html: str, where: str) -> str:
        [link] = re.findall(rf'rel="{where}" href="([^"]*)"', html)
        return register + unescape(link)

    newest = visit.get(register + asked).content.decode()
    middle = visit.get(leads(newest, "next")).content.decode()
    oldest = visit.get(leads(middle, "next")).content.decode()
    assert 'rel="first"' not in newest
    assert 'rel="next"' not in oldest
    again = visit.get(leads(oldest, "first")).content.decode()
    pages = [re.findall(r"Le local \d\d", html) for html in (newest, middle, oldest, again)]
    every = [f"Le local {number:02}" for number in range(2 * A_PAGE, -1, -1)]
    assert pages == [every[:A_PAGE], every[A_PAGE:-1], every[-1:], every[:A_PAGE]]


@pytest.mark.parametrize("before", ["0", "-1", "x", "", "٣", "9" * 40, "1e3"])
def test_after_no_line_at_all_the_register_opens_at_the_newest(
    as_, places, bruno, before: str
) -> None:
    make_question(places, by=bruno, title="Le local")
    assert "Le local" in words_of(as_(bruno).get(f"/decisions/?before={before}"))


@pytest.mark.parametrize("how", ["withdrawn", "left", "role closed", "circle closed", "term"])
def test_a_line_knows_a_mandate_that_is_over_however_it_ended(
    how: str, bruno, amina, leila
) -> None:
    """On the very day, the rule and the table say the same: a decision is taken, then its mandate ends."""
    inner = make_circle("Lieux", by=leila)
    role = make_places(bruno, by=leila, circle=inner)
    row = make_decision(role, amina, by=bruno)
    reader, by = reader_of(amina, on=today()), actors.person(leila)

    def is_over(days: int) -> set[bool]:
        with pretend(now() + days * DAY):
            at, on = now(), today()
            [line] = lines_of([row.pk], names_for(member=True, now=at), now=at, on=on)
            [page] = shown(
                [decisions_for(reader).get()], names_for(member=True, now=at), now=at, on=on
            )
            return {line.mandate_over, page.mandate_over}

    assert is_over(4) == {False}
    with pretend(now() + 5 * DAY):
        match how:
            case "withdrawn":
                withdraw_mandate(Mandate.objects.get(role=role), "Ailleurs.", by=by)
            case "left":
                leave(bruno, by=actors.person(bruno))
            case "role closed":
                close_role(role, by=by)
            case "circle closed":
                close_circle(inner, by=by)
    last = 359 if how == "term" else 4
    ends = [is_over(last + more) for more in range(4)]
    assert {False} in ends
    assert ends[-1] == {True}
    assert all(len(said) == 1 for said in ends)


def test_a_decision_stands_after_the_mandate_it_was_taken_under(
    as_, places, bruno, amina, leila
) -> None:
    make_decision(places, amina, by=bruno)
    page = reverse("decisions:decisions")
    with pretend(now() + 4 * DAY):
        assert "Mandat fini depuis" not in words_of(as_(amina).get(page))
        mandate = Mandate.objects.get(role=places)
        withdraw_mandate(mandate, "Ailleurs.", by=actors.person(leila))
    with pretend(now() + 6 * DAY):
        read = words_of(as_(amina).get(page))
    assert "Mandat fini depuis" in read
    assert "En vigueur" in read


def test_the_feed_is_read_by_a_parser_that_is_not_ours(as_, places, bruno, amina) -> None:
    taken = make_decision(
        places, amina, by=bruno, title="Le local & <la cour>", openness=Openness.TOWN
    )
    Decision.objects.filter(pk=taken.pk).update(text="Oui\x0b & non", reasons="Parce que <b>.")
    make_decision(places, amina, by=bruno, title="CANARI", openness=Openness.MEMBERS)
    make_asked(
        make_question(places, by=bruno, title="CANARI", openness=Openness.TOWN), amina, by=bruno
    )
    for reader in (None, amina, bruno):  # the same for whoever asks
        answer = as_(reader).get(FEED)
        assert answer["Content-Type"].startswith("application/atom+xml")
        feed = ElementTree.fromstring(answer.content)
        [entry] = feed.findall(f"{ATOM}entry")
        assert entry.findtext(f"{ATOM}title") == f"{taken.mark} Le local & <la cour>"
        content = entry.findtext(f"{ATOM}content") or ""
        assert "Oui  & non" in content
        assert "Parce que <b>." in content
        for word in ("CANARI", "Bruno", "Amina", "Faut-il"):
            assert word not in answer.content.decode()


def test_an_empty_feed_is_a_feed_and_the_register_leads_to_it(as_) -> None:
    feed = ElementTree.fromstring(as_(None).get(FEED).content)
    assert feed.findtext(f"{ATOM}updated")
    assert FEED in as_(None).get(reverse("decisions:decisions")).content.decode()


def test_the_book_of_a_year_is_the_same_whenever_it_is_printed(as_, places, bruno, amina) -> None:
    taken = make_decision(places, amina, by=bruno, openness=Openness.TOWN)
    door = reverse("decisions:year_sheet", args=[taken.year])
    printed = set()
    for days in (4, 5):
        with pretend(now() + timedelta(days=days)):
            printed.add(as_(None).get(door).content)
    assert len(printed) == 1
    assert printed.pop().startswith(b"%PDF")


def test_a_year_in_which_one_may_read_nothing_has_no_book(as_, places, bruno, amina) -> None:
    taken = make_decision(places, amina, by=bruno, openness=Openness.MEMBERS)
    door = reverse("decisions:year_sheet", args=[taken.year])
    assert as_(None).get(door).status_code == 404
    assert as_(amina).get(door).status_code == 200
    assert as_(amina).get(reverse("decisions:year_sheet", args=[1999])).status_code == 404
    assert taken.taken_at
    assert day_of(taken.taken_at).year == taken.year


@pytest.mark.parametrize("asked", ["", "?q=local", "?state=in-force", "?late=on", "?circle=1"])
def test_the_register_asks_at_most_eight_times(as_, places, bruno, amina, asked: str) -> None:
    make_decision(places, amina, by=bruno)
    client, page = as_(bruno), reverse("decisions:decisions") + asked
    client.get(page)
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    assert len(queries) <= 8, "\n".join(one["sql"][:200] for one in queries.captured_queries)


def words_of(answer) -> str:
    return " ".join(Page(answer.content.decode()).texts)
