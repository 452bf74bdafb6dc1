"""What a change of rule would touch in circles: the dry run that is shown before."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import F
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from millepieds.charter.queries import Touched, effect, rule
from millepieds.circles.models import Mandate
from millepieds.circles.queries.mandates import in_force, proposed
from millepieds.circles.queries.persons import loaded_people
from millepieds.circles.queries.proofs import due_under
from millepieds.circles.queries.reopening import open_call
from millepieds.circles.queries.structure import last_names
from millepieds.circles.rules.proofs import (
    SECOND_PROOF,
    TIME_FOR_A_SECOND_PROOF,
    SecondProof,
)
from millepieds.circles.rules.terms import (
    LAST_NOTICE,
    LONGEST_MANDATE,
    MOST_MANDATES,
    NOTICE,
    PROPOSAL_KEPT,
    REOPENED_BY,
)


@effect(LONGEST_MANDATE)
def mandates_longer_than(value: int, on: date) -> Sequence[Touched]:
    """They keep the rule they opened under: listed, not cut."""
    longer = in_force(on).filter(ends_on__gt=F("starts_on") + timedelta(days=value))
    return _touched(
        list(longer), gettext("%(role)s: keeps its dates, which the new rule would refuse")
    )


@effect(NOTICE, LAST_NOTICE)
def mandates_announced_at_once(value: int, on: date) -> Sequence[Touched]:
    soon = in_force(on).filter(ends_on__lte=on + timedelta(days=value))
    return _touched(list(soon), gettext("%(role)s: its end would be announced at once"))


@effect(MOST_MANDATES)
def people_above(value: int, on: date) -> Sequence[Touched]:
    """How many, never who: a rule is not made against someone."""
    above = len(loaded_people(on=on, above=value + 1))
    if not above:
        return ()
    said = ngettext(
        "%(n)s person holds more than that: the page would warn, and take nothing away",
        "%(n)s people hold more than that: the page would warn, and take nothing away",
        above,
    )
    return [Touched(said % {"n": above}, reverse("circles:spread"))]


@effect(REOPENED_BY)
def call_under_way(value: int, on: date) -> Sequence[Touched]:
    call = open_call(on=on)
    if call is None:
        return ()
    said = ngettext(
        "the call to refound under way keeps its number: %(n)s person",
        "the call to refound under way keeps its number: %(n)s people",
        call.needed,
    )
    return [Touched(said % {"n": call.needed}, reverse("circles:reopening"))]


@effect(PROPOSAL_KEPT)
def proposals_that_wait(value: int, on: date) -> Sequence[Touched]:
    """They keep the time they were made with."""
    return _touched(proposed(on), gettext("%(role)s: keeps its time to be answered"))


@effect(SECOND_PROOF)
def holders_without_a_second_proof(value: int, on: date) -> Sequence[Touched]:
    days = rule(TIME_FOR_A_SECOND_PROOF, on=on)
    return _to_prove(SecondProof(on, days), on) if value else ()


@effect(TIME_FOR_A_SECOND_PROOF)
def time_that_starts_again(value: int, on: date) -> Sequence[Touched]:
    return _to_prove(SecondProof(on, value), on) if rule(SECOND_PROOF, on=on) else ()


def _to_prove(asked: SecondProof, on: date) -> Sequence[Touched]:
    """How many, never who."""
    due = due_under(asked, on=on)
    people = len({one.mandate.person_id for one in due})
    if not people:
        return ()
    said = ngettext(
        "%(n)s person would have to add a key or an app, by %(day)s at the earliest",
        "%(n)s people would have to add a key or an app, by %(day)s at the earliest",
        people,
    )
    day = min(one.last_day for one in due)
    return [Touched(said % {"n": people, "day": date_format(day)})]


def _touched(mandates: list[Mandate], words: str) -> list[Touched]:
    _, names = last_names(set(), {mandate.role_id for mandate in mandates})
    return [
        Touched(words % {"role": names[mandate.role_id]}, mandate.get_absolute_url())
        for mandate in mandates
    ]
