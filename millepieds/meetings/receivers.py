from django.dispatch import receiver

from millepieds.core.actors import JOB
from millepieds.meetings.actions.passing import hand_on_places
from millepieds.members.signals import left
from millepieds.people.models import Person


@receiver(left, dispatch_uid="whoever_leaves_hands_their_places_on")
def whoever_leaves_hands_their_places_on(*, person: Person, **rest: object) -> None:
    """At once: whoever waits may have to come tonight."""
    hand_on_places(person, by=JOB)
