"""A meeting of a circle, called by its own action so that it always obeys the rules."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from millepieds.circles.models import Circle, Mandate
from millepieds.circles.tests.makers import make_circle, make_mandate, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.meetings.actions.calling import Called, call_meeting
from millepieds.meetings.actions.guests import come_as_guest
from millepieds.meetings.actions.minuting import (
    Written,
    answer_minutes,
    name_present,
    propose_minutes,
    save_minutes,
)
from millepieds.meetings.actions.reporting import Account, report_on
from millepieds.meetings.actions.tasks import Wished, give_task
from millepieds.meetings.models import MandateReport, Meeting, Minutes, SignUp, Task
from millepieds.meetings.rules.minutes import Answer
from millepieds.meetings.rules.needs import Wanted
from millepieds.meetings.rules.terms import CALL, Kind, Openness
from millepieds.people.models import Person

DAY = timedelta(days=1)


def make_meeting_circle(*people: Person, by: Person) -> Circle:
    """A circle whose first member may call its meetings; each of them holds a role there."""
    circle = make_circle("Voisinage", by=by)
    for rank, person in enumerate(people, start=1):
        powers = (CALL,) if rank == 1 else ()
        role = make_role(f"Accueil {rank}", circle=circle, by=by, powers=powers)
        make_mandate(role, person, by=by, days=360)
    return circle


def make_meeting(
    circle: Circle, *, by: Person, kind: Kind = Kind.CIRCLE, title: str = "Réunion de quartier",
    openness: Openness = Openness.MEMBERS, in_days: int = 14,
    capacity: int | None = None, programme: str = "", materials: str = "",
) -> Meeting:  # fmt: skip
    starts = (now() + in_days * DAY).replace(minute=0, second=0, microsecond=0)
    words = Called(
        kind,
        title,
        starts,
        starts + timedelta(hours=2),
        openness,
        place="12 rue de l’Essai",
        capacity=capacity,
        programme=programme,
        materials=materials,
    )
    return call_meeting(circle, words, by=actors.person(by))


def make_agora(by: Person, odile: Person, *, capacity: int | None = None) -> Meeting:
    """Open to the town, called by this person."""
    return make_meeting(
        make_meeting_circle(by, by=odile), by=by, kind=Kind.AGORA, openness=Openness.TOWN,
        capacity=capacity,
    )  # fmt: skip


def make_guest(meeting: Meeting, name: str = "Zélie", wanted: Wanted | None = None) -> SignUp:
    address = f"{name.lower()}@exemple.test"
    return come_as_guest(meeting, name, address, wanted or Wanted(), by=actors.OUTSIDER)


def make_proposed_minutes(person: Person, *, by: Person) -> Minutes:
    """This person called a meeting, wrote its minutes, and proposes them to someone else who was there."""
    meeting = make_meeting(make_meeting_circle(person, by=by), by=person)
    hand = actors.person(person)
    with pretend(meeting.ends_at):
        save_minutes(meeting, Written("Nous ouvrons samedi."), by=hand)
        name_present(meeting, [person, by], [], by=hand)
        return propose_minutes(meeting, by=hand)


def approve_minutes(meeting: Meeting, *people: Person) -> None:
    """Whoever called it proposes the minutes; each of those who were there approves them."""
    assert meeting.called_by
    hand = actors.person(meeting.called_by)
    name_present(meeting, people, [], by=hand)
    minutes = propose_minutes(meeting, by=hand)
    for person in people:
        answer_minutes(minutes, Answer.APPROVES, by=actors.person(person))


def make_task(meeting: Meeting, person: Person, what: str = "Acheter la farine") -> Task:
    """Given by whoever called the meeting, for seven days later."""
    assert meeting.called_by
    wished = Wished(person, what, today() + 7 * DAY)
    return give_task(meeting, wished, by=actors.person(meeting.called_by))


def mandate_of(person: Person) -> Mandate:
    return Mandate.objects.filter(person=person).earliest("pk")


def make_report(mandate: Mandate, *, openness: Openness = Openness.MEMBERS) -> MandateReport:
    said = Account("J’ai ouvert le local chaque samedi.", needs="Deux bras.", openness=openness)
    return report_on(mandate, said, by=actors.person(mandate.person))


@contextmanager
def just_ended(amina: Person, bruno: Person, odile: Person) -> Iterator[Meeting]:
    """A meeting: Amina called it and wrote the minutes; Odile is not of the circle."""
    row = make_meeting(make_meeting_circle(amina, bruno, by=odile), by=amina)
    with pretend(row.ends_at):
        save_minutes(row, Written("On ouvre.", tasks="Odile : le gâteau"), by=actors.person(amina))
        yield row
