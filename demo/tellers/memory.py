"""Who is who while the story is told."""

from typing import Any

from demo.story import Said
from millepieds.circles.models import Circle, Mandate
from millepieds.circles.queries.authority import who_may
from millepieds.core import actors
from millepieds.core.actors import Actor
from millepieds.core.clock import today
from millepieds.decisions.models import Decision, Proposal
from millepieds.meetings.models import Meeting
from millepieds.people.actions import choose_profile, give_consent, meet
from millepieds.people.models import Person
from millepieds.people.rules import MEMBERSHIP, NAME_IN_TOWN, Channel, Gender, Rhythm, Way
from millepieds.tensions.models import Tension


class Memory:
    """Who is who while the story is told."""

    def __init__(self, charters: dict[int, Any]) -> None:
        self.charters = charters
        self.people: dict[str, Person] = {}
        self.mandates: dict[int, Mandate] = {}
        self.decisions: dict[str, Decision] = {}
        self.proposals: dict[str, Proposal] = {}
        self.tensions: dict[str, Tension] = {}
        self.meetings: dict[str, Meeting] = {}

    def meet(self, said: Said) -> Person:
        person = meet(said["name"], said["email"], language=said["language"], by=actors.OUTSIDER)
        me = actors.person(person)
        choose_profile(
            person, name=said["name"], pronoun=said["pronoun"], gender=Gender(said["gender"]),
            language=said["language"], phone="", reach=Way.MAIL, rhythm=Rhythm.WEEKLY, by=me,
        )  # fmt: skip
        give_consent(person, MEMBERSHIP, channel=Channel.WEB, by=me)
        if said["shows_name_to_town"]:
            give_consent(person, NAME_IN_TOWN, channel=Channel.WEB, by=me)
        self.people[said["key"]] = person
        return person

    def who(self, *powers: str, circle: Circle | None = None) -> Actor:
        """Whoever holds one of these powers over this circle on that day."""
        on = today()
        for power in powers:
            circle_id = circle.pk if circle else None
            for ground in who_may(power, circle_id=circle_id, on=on):
                return actors.person(Person.objects.get(pk=ground.person_id))
        raise LookupError(f"Nobody holds {' or '.join(powers)} on {on}.")


def circle_of(key: str) -> Circle:
    return Circle.objects.get(key=key)
