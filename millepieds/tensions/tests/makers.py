"""A tension, made by its own actions so that it always obeys the rules."""

from millepieds.circles.tests.makers import make_mandate, make_role
from millepieds.core import actors
from millepieds.people.models import Person
from millepieds.tensions.actions.following import close_tension, move_on, open_tension
from millepieds.tensions.actions.saying import Words, entrust, raise_tension
from millepieds.tensions.models import Tension, Trust
from millepieds.tensions.rules.terms import MEDIATE, About

WORDS = Words(
    "La porte est fermée", "Le local est fermé quand j’arrive.", "Je me sens de trop.",
    "Une heure où quelqu’un ouvre.",
)  # fmt: skip


def make_mediator(person: Person, *, by: Person) -> Person:
    """Someone who mediates, under a mandate."""
    make_mandate(make_role("Médiation", by=by, powers=(MEDIATE,)), person, by=by)
    return person


def make_tension(by: Person, *, about: About = About.RULE, words: Words = WORDS) -> Tension:
    return raise_tension(about, words, by=actors.person(by))


def make_trust(tension: Tension, person: Person) -> Trust:
    (trust,) = entrust(tension, [person], by=actors.person(tension.author))
    return trust


def make_read(tension: Tension, person: Person) -> Trust:
    return open_tension(make_trust(tension, person), by=actors.person(person))


def take_up(tension: Tension) -> Tension:
    return move_on(tension, by=actors.person(tension.author))


def make_closed(tension: Tension, changed: str = "La porte ouvre le samedi.") -> Tension:
    return close_tension(tension, changed, by=actors.person(tension.author))
