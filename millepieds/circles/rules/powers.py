"""The powers over circles, and how far each reaches."""

from collections.abc import Collection, Mapping, Sequence

from millepieds.charter.rules import CHANGE_RULES
from millepieds.core.powers import POWERS, Ground, Reach, power
from millepieds.core.refusals import Refusal, Who
from millepieds.core.words import _

OPEN = power(
    "circles.open", _("open, change and close circles and roles"),
    reach=Reach.INSIDE, also_called=_("create circle role group committee organise structure"),
)  # fmt: skip
ASSIGN = power(
    "circles.assign", _("propose mandates"),
    reach=Reach.INSIDE, also_called=_("give mandate appoint name assign entrust role"),
)  # fmt: skip
WITHDRAW = power(
    "circles.withdraw", _("withdraw a mandate, giving the reason"),
    reach=Reach.INSIDE, also_called=_("withdraw remove revoke mandate dismiss"),
)  # fmt: skip
FOUND = power(
    "circles.found", _("open the first circles and roles, and give each role its first mandate"),
    reach=Reach.INSIDE, also_called=_("found start movement"),
)  # fmt: skip


# Until decisions exist, only a founding mandate changes rules: no ordinary role carries these.
ONLY_FOUNDING = {FOUND, CHANGE_RULES}


def powers_to_give(*, reaches_agora: bool) -> set[str]:
    """The powers that someone who changes roles may put on one.

    What is exercised for the whole movement is given by who reaches the whole movement: a pole that
    opens its own roles does not give itself the voice of everyone.
    """
    return {
        key
        for key, power in POWERS.items()
        if key not in ONLY_FOUNDING and (reaches_agora or power.reach is not Reach.MOVEMENT)
    }


def refusal_to_give_powers(
    added: Collection[str], *, reaches_agora: bool, agora_id: int | None
) -> Refusal | None:
    if set(added) - powers_to_give(reaches_agora=True):
        return Refusal(
            _("A role gives only powers that the house knows."), article="self-management.mandates",
            who=Who.YOU,
            instead=_("Choose among the powers listed."),
        )  # fmt: skip
    if set(added) - powers_to_give(reaches_agora=reaches_agora):
        return Refusal(
            _("A power over the whole movement is put on a role by whoever opens roles in the agora."),
            article="self-management.perimeter", power=OPEN, circle_id=agora_id,
            instead=_("Leave this power out, or ask them to add it to the role."),
        )  # fmt: skip
    return None


def reaching(
    held: Sequence[Ground], reach: Reach, circle_id: int | None, *,
    parents: Mapping[int, int | None], given: Collection[int],
) -> list[Ground]:  # fmt: skip
    """Those of the mandates held that reach this circle.

    A power reaches its own circle. Declared to reach inside, it goes down until a circle to which the
    same power was given (`given`: someone holds it there today): a domain given leaves the outer one.
    """
    if reach is Reach.MOVEMENT:
        return list(held)
    at, seen = circle_id, set[int]()
    while at is not None and at not in seen:
        if here := [ground for ground in held if ground.circle_id == at]:
            return here
        if reach is Reach.OWN or at in given:
            return []
        seen.add(at)
        at = parents.get(at)
    return []
