"""A question is written, then asked to those it concerns. From then on its words no longer change."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from millepieds.charter.queries import opened_under
from millepieds.charter.rules import value_kept
from millepieds.circles.models import Circle, Role
from millepieds.circles.rules.terms import ADVICE_TIME
from millepieds.core.actors import Actor
from millepieds.core.authority import ground_to
from millepieds.core.clock import day_of, the_moment
from millepieds.core.refusals import refuse_if
from millepieds.decisions import deeds
from millepieds.decisions.models import Decision, Solicitation
from millepieds.decisions.queries.making import (
    ground_to_decide,
    holders_in,
    solicitations,
    token_of,
)
from millepieds.decisions.queries.register import KIND
from millepieds.decisions.rules import advice as rules
from millepieds.decisions.rules.terms import A_DECISION_KEEPS, DECIDE, Openness, Why
from millepieds.journal.actions import record
from millepieds.letters.actions import write, write_outside
from millepieds.people.models import Person
from millepieds.search.actions import index
from millepieds.tensions.models import Tension
from millepieds.tensions.queries.reading import tensions_read_by


@dataclass(frozen=True)
class Question:
    """What is asked, why now, and what its author intends."""

    title: str
    question: str
    intention: str
    context: str = ""
    openness: Openness = Openness.MEMBERS
    reaches: Sequence[str] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "reaches", list(self.reaches))


@dataclass(frozen=True)
class Invited:
    """Who is asked, and why: circles by everyone who holds a mandate there, members, people outside."""

    circles: Sequence[Circle] = ()
    people: Sequence[Person] = ()
    outside: Mapping[str, str] | None = None  # a name, and an address or nothing


@transaction.atomic
def open_question(
    role: Role, question: Question, *, by: Actor, tension: Tension | None = None
) -> Decision:
    """From nothing, or from a tension that this person has read and that is still open."""
    at = the_moment()
    ground = ground_to(DECIDE, by=by, circle_id=role.circle_id, role_id=role.pk, on=day_of(at))
    if tension:
        has_read = tensions_read_by(ground.person_id, on=day_of(at)).filter(pk=tension.pk).first()
        refuse_if(rules.refusal_to_open_from(has_read))
    decision = Decision.objects.create(
        role=role, author_id=ground.person_id, opened_by_id=ground.mandate_id, opened_at=at,
        tension=tension, opened_under=opened_under(*A_DECISION_KEEPS, on=day_of(at)), **asdict(question),
    )  # fmt: skip
    index(KIND, [decision.pk])
    record(deeds.OPENED, decision, by=by, at=at, circle_id=role.circle_id, ground=ground)
    return decision


@transaction.atomic
def change_question(decision: Decision, question: Question, *, by: Actor) -> Decision:
    at = the_moment()
    decision = _again(decision)
    ground = ground_to_decide(decision, by=by, on=day_of(at))
    refuse_if(rules.refusal_to_change(decision))
    for name, value in asdict(question).items():
        setattr(decision, name, value)
    decision.save(update_fields=list(asdict(question)))
    index(KIND, [decision.pk])
    record(deeds.CHANGED, decision, by=by, at=at, circle_id=decision.role.circle_id, ground=ground)
    return decision


@transaction.atomic
def ask(
    decision: Decision, invited: Invited, *, why: Why, by: Actor, until: datetime | None = None
) -> list[Solicitation]:
    """Ask for advice. Whoever is asked later has the whole of their time: the end moves, never back."""
    at = the_moment()
    decision = _again(decision)
    ground = ground_to_decide(decision, by=by, on=day_of(at))
    new = _not_asked_yet(decision, invited, at=at)
    refuse_if(rules.refusal_to_ask(decision, asked=len(new), already=decision.asked.count()))
    hours = value_kept(decision.opened_under, ADVICE_TIME)
    ends = rules.time_given(at, hours=hours, wished=until)
    ends = max(ends, decision.answer_until or ends)
    for one in new:
        one.why, one.asked_at, one.until = why.value, at, ends
    rows = Solicitation.objects.bulk_create(new)
    decision.asked_at, decision.answer_until = decision.asked_at or at, ends
    decision.save(update_fields=["asked_at", "answer_until"])
    decision.asked.update(until=ends)
    record(
        deeds.ADVICE_ASKED, decision, by=by, at=at, circle_id=decision.role.circle_id,
        ground=ground, asked=len(rows), until=day_of(ends),
    )  # fmt: skip
    for one in solicitations(decision).filter(pk__in=[row.pk for row in rows]):
        _write_to(one, decision)
    return rows


def _again(decision: Decision) -> Decision:
    """As the table has it under the write lock: what the page showed may be older."""
    return Decision.objects.select_related("role", "author").get(pk=decision.pk)


def _not_asked_yet(decision: Decision, invited: Invited, *, at: datetime) -> list[Solicitation]:
    known: set[tuple[int | None, str]] = set(decision.asked.values_list("person_id", "outside"))
    through = holders_in([circle.pk for circle in invited.circles], on=day_of(at))
    people: dict[Person, int | None] = dict.fromkeys(invited.people)
    people |= {person: circle for person, circle in through.items() if person not in people}
    return [
        *(
            Solicitation(decision=decision, person=person, through_id=circle)
            for person, circle in people.items()
            if person.pk != decision.author_id and (person.pk, "") not in known
        ),
        *(
            Solicitation(decision=decision, outside=name, address=address)
            for name, address in (invited.outside or {}).items()
            if (None, name) not in known
        ),
    ]


def _write_to(asked: Solicitation, decision: Decision) -> None:
    """A letter whose link answers without signing in. Whoever has no address is asked aloud."""
    about = {"asked": asked, "decision": decision, "token": token_of(asked)}
    if asked.person:
        write(
            asked.person, "decisions/letters/advice_asked",
            key=f"decisions.asked:{asked.pk}", **about,
        )  # fmt: skip
    elif asked.address:
        write_outside(asked.address, "decisions/letters/advice_asked_outside", **about)
