"""Two hundred people speak while what they speak of closes: counted one by one, none lost, none late.

The close comes in the midst of them: by the clock of the database, or by the hand of whoever proposes.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from time import sleep

import pytest
from django.db import transaction
from django.utils import timezone

from millepieds.circles.models import Circle
from millepieds.core import actors
from millepieds.core.clock import ahead, now, today
from millepieds.decisions import deeds
from millepieds.decisions.actions.advising import give_advice
from millepieds.decisions.actions.consenting import hold, stand
from millepieds.decisions.actions.deciding import decide
from millepieds.decisions.actions.proposing import end_round
from millepieds.decisions.models import Decision, Proposal, Solicitation, Stance
from millepieds.decisions.queries.consent import last_stances
from millepieds.decisions.queries.making import solicitations
from millepieds.decisions.queries.rounds import round_shown
from millepieds.decisions.rules.rounds import Stand
from millepieds.decisions.rules.terms import How
from millepieds.decisions.tests.makers import (
    make_asked,
    make_places,
    make_question,
    once_heard,
    verdict,
)
from millepieds.decisions.tests.rounds import LISTENED, make_adopted, make_round, make_stance
from millepieds.home.queries.integrity import broken_promises
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.people.models import Person
from tests.racing import BEFORE, DONE, LAST, all_around, all_at_once, make_crowd, said

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MANY = 200
SOON = timedelta(seconds=0.2)
WORDS = "Je ne pourrai pas toujours."
CLOSED, OVER = "The round is closed since %(until)s.", "This round is over."
LATE, DECIDED = "The time to give advice is over since %(until)s.", "This question is closed."
UNANSWERED = "Advice still waits for your answer: %(waiting)s."


@pytest.fixture
def crowd(odile: Person) -> list[Person]:
    return make_crowd(MANY, welcomed_by=odile)


@pytest.fixture
def clock() -> Iterator[ExitStack]:
    """It goes back to what it was once all is counted."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def proposal(agora: Circle, odile: Person, crowd: list[Person], clock: ExitStack) -> Proposal:
    """Odile's, before every member, once everyone has asked and reacted."""
    with transaction.atomic():
        row = make_round(agora, by=odile)
    clock.enter_context(ahead(now() - timezone.now() + LISTENED))
    return row


@pytest.fixture
def question(odile: Person, bruno: Person, crowd: list[Person]) -> Decision:
    """Bruno's, asked of every member."""
    with transaction.atomic():
        row = make_question(make_places(bruno, by=odile), by=bruno)
        make_asked(row, *crowd, by=bruno)
    return Decision.objects.get(pk=row.pk)


def the_hour(at: datetime, clock: ExitStack) -> Callable[[], None]:
    """The clock is set just before it, then ticks past it while everyone speaks."""

    def strikes() -> None:
        clock.enter_context(ahead(at - SOON - timezone.now()))
        while now() < at:
            sleep(0.005)

    return strikes


def stands(
    proposal: Proposal, people: Sequence[Person], stance: Stand = Stand.CONSENT
) -> list[Callable[[], str]]:
    def of(person: Person) -> Callable[[], str]:
        return said(lambda: stand(proposal, stance, "", by=actors.person(person)), why=True)

    return [of(person) for person in people]


def advises(
    question: Decision, people: Sequence[Person], typist: Person | None = None
) -> list[Callable[[], str]]:
    """Each for themselves; or from paper, typed in by whoever decides."""
    asked = {one.person_id: one for one in solicitations(question)}

    def of(person: Person) -> Callable[[], str]:
        me, one = actors.person(person), asked[person.pk]
        by, how = (me.typed_in_by(typist), How.PAPER) if typist else (me, How.INSIDE)
        return said(lambda: give_advice(one, WORDS, how=how, by=by), why=True)

    return [of(person) for person in people]


def acknowledged(people: Sequence[Person], answers: Sequence[str], *, no: str) -> set[int]:
    """Each one is done or refused, none lost, no other answer; and there are some of both."""
    done = {person.pk for person, answer in zip(people, answers, strict=True) if answer == DONE}
    assert Counter(answers) == {DONE: len(done), no: MANY - len(done)}
    assert BEFORE <= len(done) <= MANY * (1 - LAST)
    return done


def lines(deed: str) -> list[Entry]:
    return list(Entry.objects.filter(deed=deed).select_related("particulars").order_by("number"))


def written_in_time(deed: str, times: Mapping[int, int], *, closed: str, until: datetime) -> None:
    """In the journal as often as acknowledged, before the line that closes, before the hour.

    `recorded_at` is the clock of the database, that nothing can set: of all these lines one at most, which
    had the write lock, was being written as the hour struck.
    """
    spoken, ends = lines(deed), lines(closed)
    assert Counter(one.particulars.about_id for one in spoken) == times
    assert all(one.happened_at < until for one in spoken)
    assert all(one.number < end.number for one in spoken for end in ends)
    if not ends:
        on_its_clock = until - (now() - timezone.now())
        assert sum(one.recorded_at > on_its_clock + timedelta(seconds=0.01) for one in spoken) <= 1
    assert verify().holds
    assert broken_promises() == []


@pytest.mark.parametrize("by_hand", [False, True], ids=["the_hour", "its_author"])
def test_two_hundred_stand_while_the_round_ends(
    by_hand: bool, proposal: Proposal, crowd: list[Person], odile: Person, clock: ExitStack
) -> None:
    assert proposal.closes_at
    hour, hand = the_hour(proposal.closes_at, clock), actors.person(odile)
    end = (lambda: end_round(proposal, "Pas cette année.", by=hand)) if by_hand else hour
    answers = all_around(end, stands(proposal, crowd))
    done = acknowledged(crowd, answers, no=OVER if by_hand else CLOSED)
    once, rows = dict.fromkeys(done, 1), Stance.objects.filter(proposal=proposal)
    proposal.refresh_from_db()
    until = proposal.over_at or proposal.closes_at
    shown = round_shown(proposal, hand, now=now(), on=today()).stances
    assert Counter(rows.values_list("person", flat=True)) == once
    assert Counter(one.person_id for one in last_stances(proposal)) == once
    assert Counter(one.stance.person_id for one in shown) == once
    assert not rows.filter(given_at__gte=until).exists()
    written_in_time(deeds.STOOD, once, closed=deeds.ENDED, until=until)


def test_two_hundred_change_their_mind_while_their_round_is_adopted_in_the_room(
    proposal: Proposal, crowd: list[Person], odile: Person
) -> None:
    """Where each stood when it was adopted is where the register says that they stood."""
    hold(proposal, by=actors.person(odile))
    with transaction.atomic():
        for person in crowd:
            make_stance(proposal, person)
    answers = all_around(
        lambda: make_adopted(proposal, by=odile), stands(proposal, crowd, Stand.ASIDE)
    )
    done = acknowledged(crowd, answers, no=OVER)
    proposal.refresh_from_db()
    stood = {one.pk: "aside" if one.pk in done else "consent" for one in crowd}
    rows = Stance.objects.filter(proposal=proposal)
    assert rows.count() == MANY
    assert dict(rows.values_list("person", "stance")) == stood
    assert {one.person_id: one.stance for one in last_stances(proposal)} == stood
    assert not rows.filter(given_at__gte=proposal.over_at).exists()
    assert Decision.objects.get().proposal == proposal
    times = {one.pk: 2 if one.pk in done else 1 for one in crowd}
    assert proposal.over_at
    written_in_time(deeds.STOOD, times, closed=deeds.ADOPTED, until=proposal.over_at)


def test_two_hundred_advise_while_their_time_ends(
    question: Decision, crowd: list[Person], clock: ExitStack
) -> None:
    until = question.answer_until
    assert until
    answers = all_around(the_hour(until, clock), advises(question, crowd))
    done = acknowledged(crowd, answers, no=LATE)
    given = Solicitation.objects.exclude(advice="", advised_at=None)
    assert set(given.filter(advice=WORDS).values_list("person", flat=True)) == done
    assert given.filter(advised_at__lt=until).count() == len(done) == given.count()
    once = dict.fromkeys(done, 1)
    written_in_time(deeds.ADVICE_GIVEN, once, closed=deeds.TAKEN, until=until)


def test_two_hundred_advices_are_typed_in_from_paper_while_it_is_decided(
    question: Decision, crowd: list[Person], bruno: Person
) -> None:
    """Decided first, none is typed in after; or one was typed in first, and it waits for its answer."""
    with once_heard():
        takes = said(lambda: decide(question, verdict(), by=actors.person(bruno)), why=True)
        decided, *answers = all_at_once([takes, *advises(question, crowd, typist=bruno)])
    heard = answers.count(DONE)
    assert (decided, Counter(answers)) in [(DONE, {DECIDED: MANY}), (UNANSWERED, {DONE: MANY})]
    assert Solicitation.objects.filter(advised_at__isnull=False).count() == heard
    assert len(lines(deeds.ADVICE_GIVEN)) == heard
    assert len(lines(deeds.TAKEN)) == (decided == DONE)
    assert verify().holds
