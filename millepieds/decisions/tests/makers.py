"""A question and a decision, made by their own actions so that they always obey the rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from millepieds.circles.models import Circle, Role
from millepieds.circles.tests.makers import make_mandate, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.actions.advising import answer_advice, give_advice
from millepieds.decisions.actions.asking import Invited, Question, ask, open_question
from millepieds.decisions.actions.deciding import Verdict, decide
from millepieds.decisions.models import Decision, Solicitation
from millepieds.decisions.rules.terms import DECIDE, Followed, How, Openness, Tie, Why
from millepieds.people.models import Person
from millepieds.tensions.models import Tension

DAY = timedelta(days=1)
IN_TIME = timedelta(hours=73)  # the rule says 72


def make_places(person: Person, *, by: Person, circle: Circle | None = None) -> Role:
    """The role « Lieux », which decides in its perimeter, held by this person."""
    role = make_role(
        "Lieux", by=by, circle=circle, powers=(DECIDE,), domain="Les horaires du local.",
        consults="Celles et ceux qui y travaillent.",
    )  # fmt: skip
    make_mandate(role, person, by=by, days=360)
    return role


def make_question(
    role: Role, *, by: Person, title: str = "Le local ouvre le samedi",
    openness: Openness = Openness.MEMBERS, tension: Tension | None = None,
) -> Decision:  # fmt: skip
    words = Question(
        title=title, question="Faut-il ouvrir le samedi ?", intention="Ouvrir de 9 h à midi.",
        openness=openness,
    )  # fmt: skip
    return open_question(role, words, by=actors.person(by), tension=tension)


def make_asked(
    decision: Decision, *people: Person, by: Person, why: Why = Why.CONCERNED
) -> list[Solicitation]:
    return ask(decision, Invited(people=people), why=why, by=actors.person(by))


def make_advice(asked: Solicitation, words: str = "Je ne pourrai pas toujours.") -> Solicitation:
    assert asked.person
    return give_advice(asked, words, how=How.INSIDE, by=actors.person(asked.person))


def make_answer(asked: Solicitation, *, by: Person) -> Solicitation:
    return answer_advice(asked, Followed.FOLLOWED, "", by=actors.person(by))


def verdict() -> Verdict:
    return Verdict(
        text="Le local ouvre le samedi de 9 h à midi.", reasons="La moitié travaille en semaine.",
        effective_on=today(), review_on=today() + 180 * DAY,
    )  # fmt: skip


def make_decision(
    role: Role, *asked: Person, by: Person, title: str = "Le local ouvre le samedi",
    openness: Openness = Openness.MEMBERS, earlier: Decision | None = None, tie: Tie | None = None,
) -> Decision:  # fmt: skip
    """Opened and asked now, decided once everyone has had their time."""
    question = make_question(role, by=by, title=title, openness=openness)
    make_asked(question, *asked, by=by)
    with once_heard():
        return decide(question, verdict(), by=actors.person(by), earlier=earlier, tie=tie)


@contextmanager
def once_heard() -> Iterator[None]:
    """When everyone asked has had their time."""
    with pretend(now() + IN_TIME):
        yield
