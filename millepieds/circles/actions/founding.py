from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from millepieds.charter.actions import adopt_charter
from millepieds.charter.models import CharterVersion
from millepieds.charter.queries import opened_under, rule
from millepieds.charter.rules import ADOPT_CHARTER, CHANGE_RULES
from millepieds.circles import deeds
from millepieds.circles.models import (
    Circle,
    CircleVersion,
    Mandate,
    Reopening,
    Role,
    RoleVersion,
    Support,
)
from millepieds.circles.queries.authority import assigners
from millepieds.circles.queries.reopening import open_call
from millepieds.circles.queries.structure import role_on, structure
from millepieds.circles.rules.mandates import Process, refusal_to_found
from millepieds.circles.rules.powers import ASSIGN, FOUND
from millepieds.circles.rules.reopening import (
    refusal_to_call,
    refusal_to_support,
    refusal_to_take_back_call,
)
from millepieds.circles.rules.structure import Kind
from millepieds.circles.rules.terms import (
    A_PROPOSAL_KEEPS,
    FOUNDING_LASTS,
    LONGEST_MANDATE,
    REOPENED_BY,
    REOPENED_LASTS,
)
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.journal.actions import record
from millepieds.letters.actions import write, write_to_all
from millepieds.members.actions import come_first, sign
from millepieds.members.queries import count_members, is_member, people_in_the_movement
from millepieds.members.rules import WELCOME
from millepieds.people.models import Person

FOUNDING = "founding"


@dataclass(frozen=True)
class FoundingWords:
    """What a movement says of itself on its first day."""

    agora_name: str
    agora_purpose: str
    role_name: str
    role_purpose: str
    responsibilities: tuple[str, ...]


@transaction.atomic
def found(
    founder: Person,
    words: FoundingWords,
    charter: Mapping[str, Any],
    *,
    by: Actor,
    founder_acts: Actor,
) -> Mandate:
    """Create the movement: its charter, its agora, its first member, and one mandate offered to them."""
    at = the_moment()
    on = day_of(at)
    refuse_if(refusal_to_found(circles=Circle.objects.count()))
    version = adopt_charter(charter, by=by)
    come_first(founder, by=by)
    sign(founder, version, _article_keys(version), by=founder_acts)
    agora = Circle.objects.create(key="agora", opened_on=on)
    CircleVersion.objects.create(
        circle=agora, from_on=on, kind=Kind.AGORA.value, name=words.agora_name,
        purpose=words.agora_purpose,
    )  # fmt: skip
    role = Role.objects.create(key=FOUNDING, circle=agora, opened_on=on)
    RoleVersion.objects.create(
        role=role, from_on=on, name=words.role_name, purpose=words.role_purpose,
        accountabilities=list(words.responsibilities), powers=[FOUND, WELCOME, CHANGE_RULES, ADOPT_CHARTER],
        seats=1, term_days=FOUNDING_LASTS.days, assigned_by=Process.FOUNDING.value,
    )  # fmt: skip
    record(deeds.FOUNDED, agora, by=by, at=at, circle_id=agora.pk)
    return _offer_founding(role, founder, on, ends_on=on + FOUNDING_LASTS, by=by)


@transaction.atomic
def call_for_founding(person: Person, *, by: Actor) -> Reopening:
    """When nobody can propose mandates any more, a member calls the others, in the open."""
    at = the_moment()
    on = day_of(at)
    refuse_if(
        refusal_to_call(
            is_member=is_member(person.pk, on=on), assigners=len(assigners(on=on)),
            call_is_open=open_call(on=on) is not None,
        )
    )  # fmt: skip
    needed = min(rule(REOPENED_BY, on=on), count_members(on=on))
    reopening = Reopening.objects.create(person=person, called_at=at, needed=needed)
    record(deeds.REOPENING_CALLED, reopening, by=by, at=at, about=person.pk, needed=needed)
    write_to_all(
        people_in_the_movement(on=on), "circles/letters/reopening_called",
        key=f"reopening:{reopening.pk}", reopening=reopening,
    )  # fmt: skip
    support_founding(reopening, person, by=by)
    return reopening


@transaction.atomic
def support_founding(reopening: Reopening, person: Person, *, by: Actor) -> None:
    """Stand behind the call. At the number the rule asks, the mandate is proposed."""
    at = the_moment()
    on = day_of(at)
    call = open_call(on=on)
    refuse_if(
        refusal_to_support(
            is_member=is_member(person.pk, on=on), assigners=len(assigners(on=on)),
            is_open=call is not None and call.reopening.pk == reopening.pk,
            supports_already=reopening.supports.filter(person=person).exists(),
        )
    )  # fmt: skip
    Support.objects.create(reopening=reopening, person=person, given_at=at)
    record(deeds.REOPENING_SUPPORTED, reopening, by=by, at=at, about=person.pk)
    call = open_call(on=on)
    if call and call.is_enough:
        role = _founding_role_again(on, by=by)
        lasts = min(REOPENED_LASTS, timedelta(days=rule(LONGEST_MANDATE, on=on)))
        mandate = _offer_founding(role, call.reopening.person, on, ends_on=on + lasts, by=by)
        write(
            mandate.person, "circles/letters/mandate_proposed", key=f"proposed:{mandate.pk}",
            mandate=mandate, role=role_on(role, on),
        )  # fmt: skip
        Reopening.objects.filter(pk=reopening.pk).update(mandate=mandate, closed_at=at)


@transaction.atomic
def take_back_call(reopening: Reopening, *, by: Actor) -> None:
    """Another member can then call."""
    at = the_moment()
    reopening = Reopening.objects.get(pk=reopening.pk)
    mine = reopening.person_id == by.person_id
    refuse_if(refusal_to_take_back_call(is_mine=mine, is_closed=reopening.closed_at is not None))
    reopening.closed_at = at
    reopening.save(update_fields=["closed_at"])
    record(deeds.REOPENING_TAKEN_BACK, reopening, by=by, at=at, about=reopening.person_id)


def _founding_role_again(on: date, *, by: Actor) -> Role:
    """The founding role of the agora, with the power to hand out mandates again.

    Closed, or left behind by a new agora, it stays in the past as it was: another one opens.
    """
    rows = RoleVersion.objects.filter(assigned_by=Process.FOUNDING.value).select_related("role")
    foundings = [row for row in rows.order_by("from_on", "pk") if FOUND in row.powers]
    last, root = foundings[-1], structure(on).root
    role = last.role
    if root and (role.closed_on or role.circle_id != root.pk):
        key = f"{FOUNDING}-{len({row.role_id for row in foundings}) + 1}"
        role = Role.objects.create(key=key, circle_id=root.pk, opened_on=on)
        record(deeds.ROLE_OPENED, role, by=by, at=the_moment(), circle_id=root.pk, seats=1)
    RoleVersion.objects.create(
        role=role, from_on=on, name=last.name, purpose=last.purpose,
        accountabilities=last.accountabilities,
        powers=[*{FOUND: None, ASSIGN: None, **dict.fromkeys(last.powers)}],
        seats=1, term_days=REOPENED_LASTS.days, assigned_by=Process.FOUNDING.value,
    )  # fmt: skip
    return role


def _offer_founding(role: Role, person: Person, on: date, *, ends_on: date, by: Actor) -> Mandate:
    mandate = Mandate.objects.create(
        role=role, person=person, process=Process.FOUNDING.value, proposed_at=the_moment(),
        starts_on=on, ends_on=ends_on, opened_under=opened_under(*A_PROPOSAL_KEEPS, on=on),
    )  # fmt: skip
    record(
        deeds.MANDATE_PROPOSED, mandate, by=by, at=mandate.proposed_at, about=person.pk,
        circle_id=role.circle_id, process=Process.FOUNDING, starts_on=on, ends_on=ends_on,
    )  # fmt: skip
    return mandate


def _article_keys(version: CharterVersion) -> list[str]:
    return list(version.articles.values_list("key", flat=True))
