from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from millepieds.core.clock import today
from millepieds.members.queries import may_stand_at_the_door


def desk(request: HttpRequest) -> dict[str, object]:
    """What the side of the house shows to whoever has entered. Asked only where it is shown."""
    actor = getattr(request, "actor", None)
    if actor is None or actor.person_id is None:
        return {}
    return {"may_welcome": SimpleLazyObject(lambda: may_stand_at_the_door(actor, on=today()))}
