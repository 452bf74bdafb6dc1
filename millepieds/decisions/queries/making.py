"""The making of a decision: who was asked, what they said, what was answered; what waits for me."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core import signing
from django.db.models import Count, Max, Q, QuerySet

from millepieds.circles.queries.mandates import in_force
from millepieds.circles.queries.structure import parents_on
from millepieds.core.actors import Actor, ActorKind
from millepieds.core.authority import ground_to, grounds, may_type_in, no_mandate
from millepieds.core.powers import Ground
from millepieds.core.refusals import Refusal
from millepieds.decisions.models import Decision, Precedent, Solicitation
from millepieds.decisions.rules.terms import DECIDE
from millepieds.journal.queries import until_a_deed
from millepieds.people.models import Person

ADVICE = "decisions.advice"


def grounds_to_decide(actor: Actor, *, role_id: int | None = None, on: date) -> list[Ground]:
    """The mandates under which this actor decides, in this role or in any."""
    if actor.person_id is None:
        return []
    circles = set(
        in_force(on).filter(person_id=actor.person_id).values_list("role__circle_id", flat=True)
    )
    return [
        ground
        for circle in sorted(circles)
        for ground in grounds(actor, DECIDE, circle_id=circle, on=on)
        if role_id in (None, ground.role_id)
    ]


def ground_to_decide(decision: Decision, *, by: Actor, on: date) -> Ground:
    """The mandate of this question's role under which this actor goes on with it, or who may."""
    role = decision.role
    return ground_to(DECIDE, by=by, circle_id=role.circle_id, role_id=role.pk, on=on)


def what_forbids_to_type_in(
    asked: Solicitation, *, typist_id: int | None, on: date
) -> Refusal | None:
    """Whoever decides types an advice in, or someone whose mandate is to type in sheets."""
    role, typist = asked.decision.role, Actor(ActorKind.PERSON, person_id=typist_id)
    typing = Actor(ActorKind.OUTSIDER, typed_by_id=typist_id)
    if may_type_in(typing, on=on) or grounds_to_decide(typist, role_id=role.pk, on=on):
        return None
    return no_mandate(DECIDE, circle_id=role.circle_id)


def solicitations(decision: Decision) -> QuerySet[Solicitation]:
    return decision.asked.select_related("person", "typed_by", "decision")


def solicitation_of(decision: Decision, person_id: int | None) -> Solicitation | None:
    return solicitations(decision).filter(person_id=person_id).first() if person_id else None


def token_of(asked: Solicitation) -> str:
    """What a letter that asks for advice carries: it opens this one question, and nothing else."""
    return signing.Signer(salt=ADVICE).sign_object(asked.pk)


def solicitation_behind(token: str) -> Solicitation | None:
    try:
        pk = signing.Signer(salt=ADVICE).unsign_object(token)
    except signing.BadSignature:
        return None
    rows = Solicitation.objects.select_related("decision__author", "decision__role", "person")
    return rows.filter(pk=pk).first()


def holders_in(circle_ids: Sequence[int], *, on: date) -> dict[Person, int]:
    """Whoever holds a mandate in these circles, with the circle through which they are asked."""
    rows = in_force(on).filter(role__circle_id__in=circle_ids).select_related("person")
    found: dict[Person, int] = {}
    for mandate in rows.order_by("role__circle_id", "pk"):
        found.setdefault(mandate.person, mandate.role.circle_id)
    return found


def next_number(year: int) -> int:
    """Asked under the write lock: numbers of a year follow each other without a gap."""
    return (Decision.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0) + 1


def precedents(decision: Decision) -> QuerySet[Precedent]:
    return decision.earlier.select_related("earlier")


def is_within(earlier: Decision, circle_id: int, *, on: date) -> bool:
    """Whether this circle is the one that took it, or holds it."""
    parents, at, seen = parents_on(on), earlier.role.circle_id, set[int]()
    while at is not None and at not in seen:
        if at == circle_id:
            return True
        seen.add(at)
        at = parents.get(at)  # type: ignore[assignment]
    return False


@until_a_deed
def people_asked() -> frozenset[int]:
    """The numbers of those from whom an open question waits for advice."""
    rows = Solicitation.objects.filter(
        person__isnull=False, advised_at=None, decision__taken_at=None, decision__dropped_at=None
    )
    return frozenset(pk for pk in rows.order_by().values_list("person_id", flat=True) if pk)


@until_a_deed
def people_with_a_decision(*, on: date) -> frozenset[int]:
    """The numbers of those who hold a role with a question open, or a decision to look at again."""
    waits = Q(taken_at=None, dropped_at=None, asked_at__isnull=False) | Q(review_on__lte=on)
    roles = Decision.objects.filter(waits).order_by().values("role_id")
    holders = in_force(on).filter(role_id__in=roles).order_by()
    return frozenset(holders.values_list("person_id", flat=True))


def advice_asked_of(person_id: int, *, now: datetime) -> QuerySet[Solicitation]:
    """Questions that wait for this person's advice, the nearest first."""
    rows = Solicitation.objects.filter(
        person_id=person_id, advised_at=None, until__gt=now,
        decision__taken_at=None, decision__dropped_at=None,
    )  # fmt: skip
    return rows.select_related("decision", "decision__author").order_by("until")


@dataclass(frozen=True)
class Mine:
    """A question or a decision that waits for whoever decides."""

    decision: Decision
    waiting: int  # advice not answered yet
    is_over: bool  # everyone asked has had their time
    is_to_review: bool


def waiting_for_the_decider(person_id: int, *, now: datetime, on: date) -> list[Mine]:
    """What the roles they hold have open, and what these decided and should look at again."""
    roles = in_force(on).filter(person_id=person_id).values("role_id")
    gone = Precedent.objects.filter(
        decision__effective_on__lte=on, tie__in=["replaces", "revokes"]
    ).values("earlier")
    opened = Q(role_id__in=roles, taken_at=None, dropped_at=None, asked_at__isnull=False)
    stands = Q(ends_on=None) | Q(ends_on__gt=on)
    due = Q(role_id__in=roles, review_on__lte=on) & stands & ~Q(pk__in=gone)
    unanswered = Count("asked", filter=Q(asked__advised_at__isnull=False, asked__answered_at=None))
    rows = Decision.objects.filter(opened | due).annotate(waiting=unanswered)
    return [
        Mine(
            one, one.waiting if one.taken_at is None else 0,
            one.taken_at is None and one.answer_until is not None and one.answer_until <= now,
            one.taken_at is not None,
        )
        for one in rows.order_by("review_on", "pk")
    ]  # fmt: skip
