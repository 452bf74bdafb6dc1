"""The one question about rights.

Low areas ask here without knowing `circles`; settings.AUTHORITY names the module that answers.
"""

from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from millepieds.core.actors import Actor, ActorKind
from millepieds.core.powers import POWERS, Ground
from millepieds.core.refusals import Refusal, Refused, Who
from millepieds.core.words import _

NO_SECOND_PROOF = Refusal(
    _(
        "Your mandate lets you read what many people wrote, and your mailbox alone still opens your "
        "account: the time our rule gives to add a second proof is over."
    ),
    article="trust.consent", who=Who.YOU, leads_to="mfa_index",
    instead=_(
        "Add a key or an app to your account: your mandate has not changed, and this opens again at once."
    ),
)  # fmt: skip


class Authority(Protocol):
    def grounds(
        self, person_id: int, power: str, *, circle_id: int | None, on: date
    ) -> Sequence[Ground]: ...
    def waits_for_a_second_proof(self, person_id: int, power: str, *, on: date) -> bool: ...


def grounds(actor: Actor, *powers: str, circle_id: int | None = None, on: date) -> Sequence[Ground]:
    """Which mandates, if any, give this actor one of these powers over this circle on this day."""
    if actor.person_id is None:
        return ()
    return [
        ground
        for power in powers
        for ground in _authority().grounds(actor.person_id, power, circle_id=circle_id, on=on)
    ]


def ground_to(
    *powers: str, by: Actor, circle_id: int | None = None, role_id: int | None = None, on: date
) -> Ground:
    """The mandate under which this actor does this, or a refusal that says who may.

    Any of the powers is enough; the first is the one that is used first, and the one that a refusal names.
    With a role, only a mandate of that role: its perimeter is lent to nobody else.
    """
    for ground in grounds(by, *powers, circle_id=circle_id, on=on):
        if role_id in (None, ground.role_id):
            return ground
    if by.person_id is not None and _waits(by.person_id, powers, on=on):
        raise Refused(NO_SECOND_PROOF)
    raise Refused(no_mandate(powers[0], circle_id=circle_id))


def _authority() -> Authority:
    return cast(Authority, import_module(settings.AUTHORITY))


def _waits(person_id: int, powers: Sequence[str], *, on: date) -> bool:
    return any(_authority().waits_for_a_second_proof(person_id, each, on=on) for each in powers)


def may_type_in(actor: Actor, *, on: date) -> bool:
    """Whether the person at the keyboard may type in for others. Low areas ask, and name no power."""
    typist = Actor(ActorKind.PERSON, person_id=actor.typed_by_id)
    return any(grounds(typist, key, on=on) for key, each in POWERS.items() if each.types_in)


def no_mandate(power: str, *, circle_id: int | None = None) -> Refusal:
    return Refusal(
        _("None of your mandates in force today gives you this power."),
        article="self-management.mandates",
        instead=_("Ask someone who holds it, or offer to take a free role."),
        power=power,
        circle_id=circle_id,
    )
