"""A proposal before a circle, made by its own actions so that it always obeys the rules."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import transaction

from millepieds.circles.models import Circle
from millepieds.circles.rules.structure import Kind
from millepieds.circles.tests.makers import make_circle, make_mandate, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.actions.adopting import Adoption, adopt
from millepieds.decisions.actions.consenting import stand
from millepieds.decisions.actions.proposing import Draft, amend, present, propose
from millepieds.decisions.models import Decision, Proposal, Stance, Version
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.rules.rounds import EffectKind, Stand
from millepieds.decisions.rules.terms import Openness
from millepieds.people.models import Person
from millepieds.tensions.models import Tension

DAY = timedelta(days=1)
LISTENED = timedelta(hours=48)
CLOSED = timedelta(hours=48 + 72)


def make_coordination(*people: Person, by: Person, kind: Kind = Kind.COORDINATION) -> Circle:
    """A circle in which each of them holds a role of their own."""
    circle = make_circle("Coordination", by=by, kind=kind)
    for rank, person in enumerate(people, start=1):
        role = make_role(f"Référence {rank}", circle=circle, by=by)
        make_mandate(role, person, by=by, days=360)
    return circle


def make_proposal(
    circle: Circle, *, by: Person, effects: Sequence[Does] = (), title: str = "Une pause d’été",
    openness: Openness = Openness.MEMBERS, tension: Tension | None = None,
) -> Proposal:  # fmt: skip
    draft = Draft(
        title=title, example="L’an dernier, personne n’est venu en août.",
        text="Aucune réunion en août. Le local reste ouvert.", openness=openness, effects=effects,
    )  # fmt: skip
    return propose(circle, draft, by=actors.person(by), tension=tension)


def make_round(circle: Circle, *, by: Person, effects: Sequence[Does] = ()) -> Proposal:
    return present(make_proposal(circle, by=by, effects=effects), by=actors.person(by))


def make_stance(
    proposal: Proposal, person: Person, stance: Stand = Stand.CONSENT, why: str = ""
) -> Stance:
    return stand(proposal, stance, why, by=actors.person(person))


def make_version(proposal: Proposal, *, by: Person, effects: Sequence[Does] = ()) -> Version:
    text = "Aucune réunion en août, sauf urgence. Le local reste ouvert."
    return amend(proposal, text, "Sauf urgence.", effects, by=actors.person(by))


def make_adopted(proposal: Proposal, *, by: Person) -> Decision:
    return adopt(proposal, adoption(), by=actors.person(by))


def adoption() -> Adoption:
    return Adoption("Tout le monde y consent.", today(), today() + 180 * DAY)


@contextmanager
def once_listened() -> Iterator[None]:
    with pretend(now() + LISTENED):
        yield


@contextmanager
def once_closed() -> Iterator[None]:
    with pretend(now() + CLOSED):
        yield


def make_own_consent(
    circle: Circle, key: str, value: int | None, *, people: Sequence[Person],
    openness: Openness = Openness.TOWN,
) -> Decision:  # fmt: skip
    """The first of them proposes, the others consent: it stands from the day on which the round closes."""
    author, *others = people
    effect = Does(EffectKind.OWN_RULE, rule=key, value=value)
    row = make_proposal(
        circle, by=author, effects=[effect], title="Notre règle", openness=openness
    )  # fmt: skip
    present(row, by=actors.person(author))
    with once_listened():
        for person in others:
            make_stance(row, person)
    with once_closed():
        return make_adopted(row, by=others[0])


def refused(deed: Callable[..., object]) -> str:
    """Why not, in the words of the rule; each refusal names its article."""
    with pytest.raises(Refused) as no, transaction.atomic():
        deed()
    assert no.value.refusal.article
    return no.value.refusal.because
