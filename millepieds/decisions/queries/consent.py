"""Who has a voice in a round, who reads it, where it stands, what waits for someone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from millepieds.charter.rules import Procedure, Rule, value_kept
from millepieds.circles.queries.mandates import held_by, in_force
from millepieds.circles.queries.structure import structure
from millepieds.core.actors import Actor
from millepieds.core.powers import Ground
from millepieds.core.refusals import Refusal, Refused
from millepieds.decisions.models import Effect, Proposal, Stance, Version
from millepieds.decisions.rules import adopting as adopting_rules
from millepieds.decisions.rules import consent as rules
from millepieds.decisions.rules.rounds import (
    QUORUM,
    SILENCE_CONSENTS,
    EffectKind,
    Outcome,
    Stage,
    procedure_of,
)
from millepieds.decisions.rules.terms import Openness
from millepieds.journal.queries import Reader, until_a_deed
from millepieds.members.queries import is_member, members_on


def is_the_root(circle_id: int, *, on: date) -> bool:
    root = structure(on).root
    return root is not None and root.pk == circle_id


def voices_in(circle_id: int, *, on: date) -> set[int]:
    """Whoever holds a mandate in the circle that day; in the Agora, every member."""
    if is_the_root(circle_id, on=on):
        return set(members_on(on).values_list("person_id", flat=True))
    return set(in_force(on).filter(role__circle_id=circle_id).values_list("person_id", flat=True))


def has_a_voice(circle_id: int, person_id: int | None, *, on: date) -> bool:
    if person_id is None:
        return False
    if is_the_root(circle_id, on=on):
        return is_member(person_id, on=on)
    return held_by(person_id, on=on).filter(role__circle_id=circle_id).exists()


def grounds_in(actor: Actor, *, circle_id: int | None = None, on: date) -> list[Ground]:
    """The mandates under which this actor proposes in a circle, or takes note of what it adopted."""
    if actor.person_id is None:
        return []
    rows = held_by(actor.person_id, on=on).order_by("role__circle_id", "pk")
    if circle_id is not None:
        rows = rows.filter(role__circle_id=circle_id)
    return [
        Ground(
            mandate_id=one.pk, person_id=one.person_id, role_id=one.role_id,
            circle_id=one.role.circle_id, ends_on=one.ends_on, power="",
        )
        for one in rows
    ]  # fmt: skip


def ground_in(circle_id: int, *, by: Actor, on: date) -> Ground:
    found = grounds_in(by, circle_id=circle_id, on=on)
    if no := rules.refusal_to_propose(holds_here=bool(found)):
        raise Refused(no)
    return found[0]


def procedure_in(circle_id: int, *, on: date) -> Procedure | None:
    """Which procedure this circle's consent is the proof of."""
    plan = structure(on)
    circle, root = plan.circles.get(circle_id), plan.root
    if circle is None or root is None:
        return None
    is_root, under_root = circle.pk == root.pk, circle.parent_id == root.pk
    return procedure_of(circle.kind, is_root=is_root, under_root=under_root)


@dataclass(frozen=True)
class ConsentProof:
    """That a circle adopted this proposal: the proof that a rule asks for, if it names that circle."""

    proposal: Proposal
    procedure: Procedure

    def settles(self, rule: Rule, *, by: Actor, on: date) -> Ground | None:
        row = Proposal.objects.filter(pk=self.proposal.pk, outcome=Outcome.ADOPTED.value).first()
        if row is None or procedure_in(row.circle_id, on=on) is not self.procedure:
            return None
        done = Effect.objects.filter(version=current_of(row), kind=EffectKind.RULE.value)
        if not done.filter(rule=rule.key).exists():
            return None
        found = grounds_in(by, circle_id=row.circle_id, on=on)
        return found[0] if found else None


@dataclass(frozen=True)
class OwnConsent:
    """That a circle adopted this value of a rule for itself alone."""

    proposal: Proposal

    def settles(
        self, circle_id: int, key: str, value: int | None, *, by: Actor, on: date
    ) -> Ground | None:
        row = Proposal.objects.filter(pk=self.proposal.pk, outcome=Outcome.ADOPTED.value).first()
        if row is None or row.circle_id != circle_id:
            return None
        done = Effect.objects.filter(version=current_of(row), kind=EffectKind.OWN_RULE.value)
        if not done.filter(rule=key, value=value, applied_at=None).exists():
            return None
        found = grounds_in(by, circle_id=circle_id, on=on)
        return found[0] if found else None


def proposal_again(proposal: Proposal) -> Proposal:
    """As the table has it under the write lock: what the page showed may be older."""
    return Proposal.objects.select_related("author", "opened_by__role").get(pk=proposal.pk)


def current_of(proposal: Proposal) -> Version:
    return proposal.versions.order_by("-number")[0]


def stances_of(proposal: Proposal) -> QuerySet[Stance]:
    return proposal.stances.select_related(
        "person", "version", "tested_by", "tested_on", "typed_by"
    )


def last_stances(proposal: Proposal) -> list[Stance]:
    """Where each person stands now: what they said of earlier words stays in the story of the round."""
    rows = proposal.stances.order_by("version__number", "pk")
    return list({one.person_id: one for one in rows}.values())


def has_moved(stance: Stance) -> bool:
    """Whether its author has answered later words since."""
    return Stance.objects.filter(
        proposal=stance.proposal_id, person=stance.person_id, version__gt=stance.version_id
    ).exists()


def refusal_to_adopt_now(proposal: Proposal, *, now: datetime, on: date) -> Refusal | None:
    return adopting_rules.refusal_to_adopt(
        proposal, last_stances(proposal), current=current_of(proposal).pk,
        voices=voices_in(proposal.circle_id, on=on),
        quorum=value_kept(proposal.opened_under, QUORUM),
        silence_consents=bool(value_kept(proposal.opened_under, SILENCE_CONSENTS)), now=now,
    )  # fmt: skip


def may_read_rounds(reader: Reader, *, root: int | None) -> Q:
    """A proposal being written is its author's; before its circle, it is read inside only."""
    if reader.person_id is None:
        return Q(pk=None)
    seen = Q(author_id=reader.person_id)
    if reader.is_member:
        asked = Q(asked_at__isnull=False)
        seen |= asked & Q(openness__in=[Openness.TOWN.value, Openness.MEMBERS.value])
        seen |= asked & Q(circle_id__in=reader.circle_ids)
        seen |= asked & Q(circle_id=root)
    return seen


def rounds_for(reader: Reader, *, on: date) -> QuerySet[Proposal]:
    root = structure(on).root
    rows = Proposal.objects.filter(may_read_rounds(reader, root=root.pk if root else None))
    return rows.select_related("author", "decision", "tension__author")


# What waits for someone


@until_a_deed
def circles_with_a_round() -> frozenset[int]:
    """The numbers of the circles that have an open round."""
    rows = Proposal.objects.filter(asked_at__isnull=False, over_at=None)
    return frozenset(rows.order_by().values_list("circle_id", flat=True))


def rounds_that_wait_for(
    person_id: int, circle_ids: Collection[int], *, now: datetime
) -> list[tuple[Proposal, Stage]]:
    """Of these circles: those whose last words this person has not answered, and their own once closed."""
    newer = Version.objects.filter(proposal=OuterRef("proposal"), number__gt=OuterRef("number"))
    last = Version.objects.exclude(Exists(newer)).values("pk")
    answered = Stance.objects.filter(person_id=person_id, version__in=last).values("proposal")
    waits = Q(closes_at__gt=now) & ~Q(author_id=person_id) & ~Q(pk__in=answered)
    mine = Q(closes_at__lte=now, author_id=person_id)
    rows = Proposal.objects.filter(
        waits | mine, circle_id__in=circle_ids, asked_at__isnull=False, over_at=None,
        called_at=None,
    ).select_related("author")  # fmt: skip
    return [(one, rules.stage(one, now=now)) for one in rows.order_by("closes_at", "pk")]
