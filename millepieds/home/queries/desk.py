from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from millepieds.charter.queries import rule
from millepieds.circles.queries.authority import assigners, circles_reached
from millepieds.circles.queries.mandates import (
    Held,
    ends_without_a_next,
    mandates_of,
    proposed_to,
)
from millepieds.circles.queries.offers import open_offers
from millepieds.circles.queries.organigram import Names
from millepieds.circles.queries.proofs import second_proofs_due
from millepieds.circles.queries.reopening import open_call
from millepieds.circles.queries.standing import (
    asked_people,
    circles_with_an_end,
    circles_with_an_offer,
)
from millepieds.circles.queries.structure import last_names, structure
from millepieds.circles.rules.powers import ASSIGN
from millepieds.circles.rules.terms import NOTICE
from millepieds.core import actors
from millepieds.core.actors import ActorKind
from millepieds.decisions.models import Decision
from millepieds.decisions.queries.reading import decided_without
from millepieds.home.queries.care import care
from millepieds.home.queries.deciding import Todo, deciding, rounds
from millepieds.home.queries.meeting import functioning_meeting
from millepieds.home.queries.meetings import minutes, reports, tasks, to_write
from millepieds.home.queries.path import own_path
from millepieds.home.queries.register import Line, lines, reader_of
from millepieds.home.queries.tensions import tensions
from millepieds.journal.models import Entry
from millepieds.journal.queries import Reader, register, until_a_deed
from millepieds.letters.queries import to_carry
from millepieds.meetings.queries.absent import MetWithout, met_without
from millepieds.meetings.queries.coming import Shown
from millepieds.meetings.queries.upcoming import next_meetings
from millepieds.members.queries import (
    may_answer_appeals,
    may_welcome,
    queue_at_the_door,
)
from millepieds.people.models import Person
from millepieds.people.queries import with_a_second_proof

LATEST = 8
MEETINGS = 3


@dataclass(frozen=True)
class Desk:
    """« Ce qui m'attend »."""

    todos: Sequence[Todo]
    mandates: Sequence[Held]
    news: Sequence[Line]
    without_me: Sequence[Decision]
    met_without_me: Sequence[MetWithout]
    reads_inside: bool
    since: datetime | None
    next_meeting: Shown | None


def desk_of(person: Person, *, now: datetime, on: date) -> Desk:
    reader = reader_of(person, on=on)
    mandates = mandates_of(person.pk, on=on)
    assigned = circles_reached(person.pk, ASSIGN, on=on)
    todos = [
        *own_path(person, on=on, now=now),
        *_mandates_to_answer(person, on=on),
        *_second_proofs(person, on=on),
        *_changed_roles(mandates),
        *reports(person, on=on),
        *minutes(person, is_member=reader.is_member, now=now),
        *to_write(person, is_member=reader.is_member, now=now),
        *tasks(person, is_member=reader.is_member, on=on),
        *_ends(mandates, on=on),
        *_welcomes(person, on=on),
        *_letters(person, on=on),
        *_offers(person, assigned, on=on),
        *_ends_to_follow(person, assigned, on=on),
        *_refounding(reader, on=on),
        *functioning_meeting(person, is_member=reader.is_member, now=now, on=on),
        *care(person, on=on),
        *tensions(person, is_member=reader.is_member, on=on),
        *deciding(person, now=now, on=on),
        *rounds(
            person,
            {one.role.circle_id for one in mandates},
            is_member=reader.is_member,
            now=now,
            on=on,
        ),
    ]
    news: list[Entry] = []
    without_me: Sequence[Decision] = ()
    met: Sequence[MetWithout] = ()
    if person.visited_before_at and reader.is_member:
        without_me = decided_without(reader, since=person.visited_before_at, most=LATEST)
        root = structure(on).root
        mine = {*reader.circle_ids, *({root.pk} if root else ())}
        met = met_without(person, mine, since=person.visited_before_at, most=MEETINGS)
        fresh = register(reader).filter(happened_at__gt=person.visited_before_at)
        by_people = fresh.exclude(particulars__actor_kind=ActorKind.JOB.value)
        news = list(by_people.exclude(particulars__actor=person)[:LATEST])
    next_ones = next_meetings(reader, actors.person(person), most=1, now=now, on=on)
    return Desk(
        todos, mandates, lines(news, Names(True, ())), without_me, met, reader.is_member,
        person.visited_before_at, next_ones[0] if next_ones else None,
    )  # fmt: skip


def _mandates_to_answer(person: Person, *, on: date) -> list[Todo]:
    if person.pk not in asked_people():
        return []
    proposed = proposed_to(person.pk, on=on)
    _, names = last_names(set(), {mandate.role_id for mandate in proposed})
    return [
        Todo(
            gettext("Mandate proposed"), "voice", names[mandate.role_id],
            gettext("Proposed by %(name)s. Nothing is lent before you accept it.")
            % {"name": mandate.proposed_by or gettext("the founding")},
            reverse("circles:accept", args=[mandate.pk]), gettext("Read and answer"),
        )
        for mandate in proposed
    ]  # fmt: skip


def _second_proofs(person: Person, *, on: date) -> list[Todo]:
    if with_a_second_proof([person.pk]):
        return []
    due = second_proofs_due(on=on, person=person)
    _, names = last_names(set(), {one.mandate.role_id for one in due})
    until = gettext(
        "Add a key or an app until %(day)s included: this role lets you read what many people wrote."
    )
    waits = gettext(
        "Without a key or an app, what this role lets you do waits. Your mandate has not changed."
    )
    return [
        Todo(
            gettext("Second proof"), "voice", names[one.mandate.role_id],
            until % {"day": date_format(one.last_day)} if on < one.waits_from else waits,
            reverse("mfa_index"), gettext("Add one now"),
        )
        for one in due
    ]  # fmt: skip


def _changed_roles(mandates: Iterable[Held]) -> list[Todo]:
    return [
        Todo(
            gettext("Your role has changed"), "voice", one.role.name,
            gettext("What was added to it counts once you commit to it."),
            reverse("circles:commit_again", args=[one.mandate.pk]), gettext("Read it again"),
        )
        for one in mandates
        if one.asks_again
    ]  # fmt: skip


def _ends(mandates: Iterable[Held], *, on: date) -> list[Todo]:
    notice = rule(NOTICE, on=on)
    return [
        Todo(
            gettext("Mandate ending"), "care", one.role.name,
            ngettext(
                "It ends in %(days)s day. Who comes next?",
                "It ends in %(days)s days. Who comes next?",
                one.days_left,
            )
            % {"days": one.days_left},
            reverse("circles:handover", args=[one.mandate.pk]), gettext("Leave a note"),
        )
        for one in mandates
        if one.days_left <= notice
    ]  # fmt: skip


def _welcomes(person: Person, *, on: date) -> list[Todo]:
    me = actors.person(person)
    welcomes, answers = may_welcome(me, on=on), may_answer_appeals(me, on=on)
    if not (welcomes or answers):
        return []
    queue = queue_at_the_door(on=on)
    waiting = welcomes * (queue.waiting + queue.forgotten) + answers * queue.appeals
    if not waiting:
        return []
    return [
        Todo(
            gettext("Late") if welcomes and queue.late else gettext("Welcome"), "voice",
            ngettext("%(n)s person is waiting at the door", "%(n)s people are waiting at the door", waiting)
            % {"n": waiting},
            gettext("You hold the welcome: write to them, or take it on."),
            reverse("members:welcome_queue"), gettext("Go and see"),
        )
    ]  # fmt: skip


@until_a_deed
def letters_to_carry() -> int:
    """A letter is part of a deed, and so is its being handed over."""
    return to_carry().count()


def _letters(person: Person, *, on: date) -> list[Todo]:
    waiting = may_welcome(actors.person(person), on=on) and letters_to_carry()
    if not waiting:
        return []
    return [
        Todo(
            gettext("To carry"), "care",
            ngettext("%(n)s letter waits to be carried", "%(n)s letters wait to be carried", waiting)
            % {"n": waiting},
            gettext("To people reached by phone or on paper."),
            reverse("members:to_carry"), gettext("Go and see"),
        )
    ]  # fmt: skip


def _offers(person: Person, assigned: set[int], *, on: date) -> list[Todo]:
    where = assigned & circles_with_an_offer(on=on)
    if not where:
        return []
    rows = open_offers(on=on).filter(role__circle_id__in=where)
    offers = list(rows.exclude(person=person))
    _, names = last_names(set(), {offer.role_id for offer in offers})
    return [
        Todo(
            gettext("Offer"), "agreed", f"{names[offer.role_id]}{gettext(': ')}{offer.person}",
            offer.text or gettext("Offers to take this role."), offer.role.get_absolute_url(),
            gettext("Answer"),
        )
        for offer in offers
    ]  # fmt: skip


def _ends_to_follow(person: Person, assigned: set[int], *, on: date) -> list[Todo]:
    """For whoever may propose what comes next: nobody gives themself a mandate."""
    where = assigned & circles_with_an_end(rule(NOTICE, on=on), on=on)
    if not where:
        return []
    rows = ends_without_a_next(rule(NOTICE, on=on), where, on=on)
    others = [mandate for mandate in rows if mandate.person_id != person.pk]
    _, names = last_names(set(), {mandate.role_id for mandate in others})
    return [
        Todo(
            gettext("A mandate ends"), "care", names[mandate.role_id],
            gettext("Held by %(name)s until %(day)s. Propose it again, or to someone else.")
            % {"name": mandate.person, "day": date_format(mandate.last_day)},
            f"{reverse('circles:propose', args=[mandate.role_id])}?person={mandate.person_id}",
            gettext("Propose a mandate"),
        )
        for mandate in others
    ]  # fmt: skip


def _refounding(reader: Reader, *, on: date) -> list[Todo]:
    """When nobody can propose mandates, every member is told here, until someone can."""
    if not reader.is_member or assigners(on=on):
        return []
    if open_call(on=on):
        title = gettext("A member calls to refound the movement")
        why = gettext("Nobody can propose mandates any more.")
    else:
        title = gettext("Nobody can propose mandates any more")
        why = gettext("Any member can call the others to refound, in the open.")
    url = reverse("circles:reopening")
    return [Todo(gettext("Refounding"), "voice", title, why, url, gettext("Go and see"))]
