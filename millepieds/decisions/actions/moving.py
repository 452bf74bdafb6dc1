"""A question is handed to a role of a wider circle, or of one inside: the same, with another decider."""

from django.db import transaction

from millepieds.circles.models import Role
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.decisions import deeds
from millepieds.decisions.models import Decision, Move
from millepieds.decisions.queries.making import ground_to_decide
from millepieds.decisions.queries.moving import holders_of, places_for
from millepieds.decisions.rules.moving import refusal_to_move
from millepieds.journal.actions import record
from millepieds.letters.actions import write


@transaction.atomic
def move_question(decision: Decision, to: Role, why: str, *, by: Actor) -> Move:
    """What was asked, said and answered goes with it; those asked keep their time."""
    at = the_moment()
    on = day_of(at)
    decision = Decision.objects.select_related("role", "author").get(pk=decision.pk)
    ground = ground_to_decide(decision, by=by, on=on)
    place = next((one for one in places_for(decision, on=on) if one.role_id == to.pk), None)
    refuse_if(refusal_to_move(decision, place.way if place else None))
    assert place  # noqa: S101  (tells mypy)
    move = Move.objects.create(
        decision=decision, from_role=decision.role, to_role=to, way=place.way.value, why=why,
        moved_at=at, moved_by_id=ground.person_id, moved_under_id=ground.mandate_id,
    )  # fmt: skip
    decision.role = to
    decision.save(update_fields=["role"])
    record(
        deeds.MOVED, decision, by=by, at=at, circle_id=place.circle_id, ground=ground, way=place.way
    )
    for person in holders_of(to.pk, on=on):
        key = f"decisions.moved:{move.pk}:{person.pk}"
        write(person, "decisions/letters/question_moved", key=key, decision=decision, move=move)
    return move
