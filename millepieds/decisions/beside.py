"""What decisions put on pages below: a circle's own rules with the decisions that gave them, and what may
be made of a tension."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from millepieds.charter.rules import RULES, Rule
from millepieds.circles.queries.own import Own, own_rules
from millepieds.core.beside import NOTHING, beside
from millepieds.core.clock import today
from millepieds.decisions.models import Decision, Effect
from millepieds.decisions.queries.consent import grounds_in
from millepieds.decisions.queries.making import grounds_to_decide
from millepieds.decisions.queries.reading import decisions_for, reader_of
from millepieds.people.http import HouseRequest
from millepieds.people.models import Person
from millepieds.tensions.models import Tension
from millepieds.tensions.rules.terms import About


@dataclass(frozen=True)
class OwnShown:
    """A rule of this circle, and the decision that gave it, if this reader may read it."""

    rule: Rule
    own: Own
    decision: Decision | None


@beside("circles.circle")
def rules_of_its_own(request: HttpRequest, *, circle: int, on: date) -> SafeString:
    """In one question where it has none; in as many for one as for all."""
    own = {one.pk: one for one in own_rules(on=on).values() if one.circle_id == circle}
    if not own:
        return NOTHING
    person = request.user if isinstance(request.user, Person) else None
    reader = reader_of(
        person, on=today()
    )  # who reads today, whatever the day that the page tells of
    told = "version__proposal__decision"
    done = Effect.objects.filter(own_rule__in=own, **{f"{told}__in": decisions_for(reader)})
    taken = {one.own_rule_id: one.version.proposal.decision for one in done.select_related(told)}
    shown = [OwnShown(RULES[one.rule], one, taken.get(pk)) for pk, one in own.items()]
    return render_to_string("decisions/own_rules.html", {"shown": shown, "request": request})


@beside("tensions.mine")
def to_a_proposal(request: HouseRequest, *, tension: Tension) -> SafeString:
    """A person is not a matter for a circle."""
    if tension.about == About.PERSON or not grounds_in(request.actor, on=today()):
        return NOTHING
    return format_html(
        '<a href="{}?tension={}">{}</a>', reverse("decisions:propose"), tension.pk, _proposal()
    )


@beside("tensions.entrusted")
def to_a_proposal_or_a_question(request: HouseRequest, *, tension: Tension) -> SafeString:
    """Whoever read it may take it before a circle of theirs, or decide of it in their own perimeter."""
    on, ways = today(), []
    if grounds_in(request.actor, on=on):
        ways.append((reverse("decisions:propose"), _proposal()))
    if grounds_to_decide(request.actor, on=on):
        ways.append(
            (reverse("decisions:open"), gettext("Open a question from it, in my perimeter"))
        )
    one = '<p class="no-print"><a href="{}?tension={}">{}</a></p>'
    return format_html_join("", one, ((url, tension.pk, words) for url, words in ways))


def _proposal() -> str:
    return gettext("Make a proposal of it, to a circle of mine")
