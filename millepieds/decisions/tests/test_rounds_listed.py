"""« Propositions » says of each round what its page says, the nearest end first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.actions.proposing import end_round
from millepieds.decisions.models import Proposal
from millepieds.decisions.queries.consent import rounds_for
from millepieds.decisions.queries.reading import reader_of
from millepieds.decisions.queries.rounds import round_shown
from millepieds.decisions.queries.rounds_listed import A_PAGE, page_of
from millepieds.decisions.rules.terms import Openness
from millepieds.decisions.tests.rounds import (
    DAY,
    make_adopted,
    make_coordination,
    make_proposal,
    make_round,
    make_stance,
    once_closed,
    once_listened,
)
from millepieds.people.models import Person
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def of_each_stage(bruno: Person, amina: Person, leila: Person) -> None:
    circle = make_coordination(bruno, amina, by=leila)
    adopted = make_round(circle, by=bruno)
    with once_listened():
        make_stance(adopted, amina)
    with once_closed():
        make_adopted(adopted, by=bruno)
    for title in ("La première", "La seconde"):
        withdrawn = make_proposal(circle, by=amina, title=title)
        with pretend(now() + DAY):
            end_round(withdrawn, "Pas maintenant.", by=actors.person(amina))
    make_proposal(circle, by=bruno, title="En écriture")
    with pretend(now() + DAY):
        make_round(circle, by=amina)
    make_round(circle, by=bruno)


def in_order(one: Proposal) -> tuple[bool, float, bool, float, int]:
    """Open first; the nearest end first, those being written above; then the last that ended."""
    over, closes = one.over_at, one.closes_at
    return (
        over is not None, -over.timestamp() if over else 0, closes is not None,
        closes.timestamp() if closes else 0, -one.pk,
    )  # fmt: skip


def test_a_line_says_what_the_page_says_in_the_order_of_what_waits(
    of_each_stage, bruno, amina, leila, odile
) -> None:
    for days in (0, 2, 20):
        with pretend(now() + days * DAY):
            at, on = now(), today()
            for person in (bruno, amina, leila, odile):
                reader = reader_of(person, on=on)
                rows = sorted(rounds_for(reader, on=on), key=in_order)
                lines = page_of(reader, None, now=at, on=on).object_list
                shown = [round_shown(one, actors.person(person), now=at, on=on) for one in rows]
                assert [(one.pk, one.title, one.author, one.stage, one.circle_name) for one in lines] == [
                    (row.pk, row.title, str(row.author), one.stage, one.circle_name)
                    for row, one in zip(rows, shown, strict=True)
                ]  # fmt: skip


def test_the_list_is_leafed_through_and_asks_as_much_for_one_as_for_many(
    as_, bruno, amina, leila
) -> None:
    circle = make_coordination(bruno, amina, by=leila)
    make_proposal(circle, by=bruno)
    visit = as_(bruno)
    visit.get("/propositions/")
    with CaptureQueriesContext(connection) as few:
        visit.get("/propositions/")
    for _ in range(A_PAGE):
        make_proposal(circle, by=bruno)
    visit.get("/propositions/")
    with CaptureQueriesContext(connection) as many:
        first = visit.get("/propositions/").content.decode()
    assert len(many) <= len(few) <= 8
    second = visit.get("/propositions/?page=2").content.decode()
    every = {one.get_absolute_url() for one in Proposal.objects.all()}
    links = [[link for link in Page(html).links if link in every] for html in (first, second)]
    assert [len(each) for each in links] == [A_PAGE, 1]
    assert {*links[0], *links[1]} == every


def test_a_circles_round_is_listed_to_its_circle(as_, bruno, amina, odile, leila) -> None:
    circle = make_coordination(bruno, amina, by=leila)
    row = make_proposal(circle, by=bruno, openness=Openness.CIRCLE, title="Entre nous")
    for person, reads in ((bruno, True), (amina, False), (odile, False)):
        assert ("Entre nous" in as_(person).get("/propositions/").content.decode()) is reads
    Proposal.objects.filter(pk=row.pk).update(
        asked_at=now(), listens_until=now() + DAY, closes_at=now() + 2 * DAY
    )
    for person, reads in ((bruno, True), (amina, True), (odile, False)):
        assert ("Entre nous" in as_(person).get("/propositions/").content.decode()) is reads
