"""Voices said on paper: whose may still be typed in, and which were taken back."""

from datetime import date

from django.db.models import QuerySet

from millepieds.core.actors import Actor
from millepieds.core.refusals import Refusal
from millepieds.decisions import deeds
from millepieds.decisions.models import Proposal, Stance, Version
from millepieds.decisions.queries.consent import current_of, grounds_in, voices_in
from millepieds.decisions.rules import paper as rules
from millepieds.decisions.rules.adopting import refusal_of_who_typed
from millepieds.journal.models import Particulars
from millepieds.people.models import Person


def what_forbids_to_type(proposal: Proposal, typist: Actor, *, on: date) -> Refusal | None:
    return rules.refusal_to_type_in(
        proposal, typist_id=typist.person_id,
        holds_here=bool(grounds_in(typist, circle_id=proposal.circle_id, on=on)),
    )  # fmt: skip


def what_forbids_this_voice(
    version: Version, person_id: int, typist_id: int | None
) -> Refusal | None:
    said = Stance.objects.filter(version=version, person_id=person_id, typed_by=None)
    return rules.refusal_of_a_voice(
        is_typist=person_id == typist_id, said_it_themself=said.exists(),
        contested=_taken_back(version).filter(about_id=person_id).exists(),
    )  # fmt: skip


def what_forbids_this_hand(proposal: Proposal, hand: Actor) -> Refusal | None:
    """In a room, whoever typed in a voice on the last words does not adopt them."""
    typed = Stance.objects.filter(version=current_of(proposal), typed_by_id=hand.person_id)
    return refusal_of_who_typed(
        proposal, typed=hand.person_id is not None and typed.exists()
    )  # fmt: skip


def people_to_type_in(proposal: Proposal, typist_id: int | None, *, on: date) -> QuerySet[Person]:
    """Those of the circle who have not said it themself on these words."""
    version = current_of(proposal)
    said = Stance.objects.filter(version=version, typed_by=None).values("person")
    rows = Person.objects.filter(pk__in=voices_in(proposal.circle_id, on=on) - {typist_id})
    rows = rows.exclude(pk__in=said).exclude(pk__in=_taken_back(version).values("about"))
    return rows.exclude(pk=proposal.author_id).order_by("name")


def _taken_back(version: Version) -> QuerySet[Particulars]:
    return Particulars.objects.filter(
        entry__deed=deeds.CONTESTED, subject_id=version.proposal_id, about__isnull=False,
        facts__version=version.number,
    )  # fmt: skip
