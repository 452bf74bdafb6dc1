"""What decisions ask of someone: their advice, an answer, the decision itself, a second look."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, ngettext

from millepieds.circles.queries.structure import structure
from millepieds.decisions.queries.consent import circles_with_a_round, rounds_that_wait_for
from millepieds.decisions.queries.making import (
    Mine,
    advice_asked_of,
    people_asked,
    people_with_a_decision,
    waiting_for_the_decider,
)
from millepieds.decisions.rules.rounds import Stage
from millepieds.people.models import Person


@dataclass(frozen=True)
class Todo:
    """Something that waits for me: what, why, and the one thing to do."""

    tag: str
    tone: str  # "voice", "agreed", "town" or "care"
    title: str
    why: str
    url: str
    button: str


def deciding(person: Person, *, now: datetime, on: date) -> list[Todo]:
    asked = _advice_asked(person, now=now) if person.pk in people_asked() else []
    decides = person.pk in people_with_a_decision(on=on)
    mine = waiting_for_the_decider(person.pk, now=now, on=on) if decides else []
    return [*asked, *_my_questions(mine), *_reviews(mine)]


def _advice_asked(person: Person, *, now: datetime) -> list[Todo]:
    return [
        Todo(
            gettext("Advice asked"), "voice", one.decision.title,
            gettext("%(name)s is about to decide. Until %(until)s.")
            % {"name": one.decision.author, "until": date_format(localtime(one.until), "DATETIME_FORMAT")},
            reverse("decisions:give", args=[one.decision_id]), gettext("Give my advice"),
        )
        for one in advice_asked_of(person.pk, now=now)
    ]  # fmt: skip


def _my_questions(mine: Sequence[Mine]) -> list[Todo]:
    todos = []
    for one, waiting, is_over in ((each.decision, each.waiting, each.is_over) for each in mine):
        if waiting:
            why = ngettext(
                "%(n)s advice waits for your answer.", "%(n)s pieces of advice wait for your answer.",
                waiting,
            ) % {"n": waiting}  # fmt: skip
            button = gettext("Answer")
        elif is_over:
            why, button = gettext("Everyone has had their time."), gettext("Decide")
        else:
            continue
        todos.append(
            Todo(gettext("My question"), "town", one.title, why, one.get_absolute_url(), button)
        )
    return todos


def _reviews(mine: Sequence[Mine]) -> list[Todo]:
    return [
        Todo(
            gettext("To look at again"), "care", one.title,
            gettext("Decided as %(mark)s, to be looked at again since %(day)s.")
            % {"mark": one.mark, "day": one.review_on and date_format(one.review_on)},
            one.get_absolute_url(), gettext("Look at it"),
        )
        for one in (each.decision for each in mine if each.is_to_review)
    ]  # fmt: skip


def rounds(
    person: Person, held: Collection[int], *, is_member: bool, now: datetime, on: date
) -> list[Todo]:
    """Rounds of consent that wait for this voice, in the circles where they hold a mandate."""
    root = structure(on).root
    own = {*held, *({root.pk} if is_member and root else ())} & circles_with_a_round()
    if not own:
        return []
    todos = []
    for one, stage in rounds_that_wait_for(person.pk, own, now=now):
        url, until = one.get_absolute_url(), one.closes_at
        why, button = gettext("The round is closed."), gettext("See what is next")
        if stage is Stage.LISTENING:
            why, until = gettext("Ask or react until %(until)s."), one.listens_until
            button = gettext("Read it")
        elif stage is Stage.CONSENTING:
            why = gettext("Consent or object until %(until)s.")
            url, button = reverse("decisions:stand", args=[one.pk]), gettext("Say where I stand")
        said = date_format(localtime(until), "DATETIME_FORMAT") if until else ""
        todos.append(
            Todo(gettext("Proposal"), "voice", one.title, why % {"until": said}, url, button)
        )
    return todos
