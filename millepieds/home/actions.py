import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from django.apps import apps
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Case, Value, When
from django.urls import reverse
from django.utils.timezone import localtime

from millepieds.charter.queries import rule
from millepieds.circles.rules.spread import balance, moves
from millepieds.core import actors
from millepieds.core.actors import JOB, Actor, ActorKind
from millepieds.core.backups.forgotten import note
from millepieds.core.clock import day_of, now, the_moment
from millepieds.core.deeds import HouseKey
from millepieds.core.privacy import REGISTRY, Declared, OnErase
from millepieds.core.refusals import refuse_if
from millepieds.home.deeds import BALANCE_OF_MEETINGS_NOTED, RETENTION_APPLIED
from millepieds.home.models import Digest, MonthOfMeetings
from millepieds.home.queries.data import overdue_rows, people_to_forget, whose
from millepieds.home.queries.merging import what_forbids_to_merge
from millepieds.home.queries.mirror import declared_in_meetings
from millepieds.home.queries.news import due_for_news, stop_token, what_is_new
from millepieds.home.rules.forgetting import refusal_to_erase
from millepieds.home.rules.news import QUIET_FROM, QUIET_UNTIL
from millepieds.journal.actions import forget, record
from millepieds.letters.actions import write_news
from millepieds.letters.models import Letter
from millepieds.letters.rules import News, is_quiet
from millepieds.meetings.actions.passing import bring_places, forget_guest
from millepieds.members.actions import leave
from millepieds.members.models import Invitation
from millepieds.members.queries import is_member, periods_to_leave
from millepieds.people.actions import merge_accounts, withdraw_consent
from millepieds.people.deeds import PERSON_ERASED
from millepieds.people.models import Person
from millepieds.people.queries import addresses_of, ledger_of, own_ids
from millepieds.people.rules import Channel, Rhythm
from millepieds.search.actions import index, leave_nothing_behind
from millepieds.search.queries.kinds import SEARCHABLES

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Removed:
    """How many rows went, table by table: never which, never whose."""

    by_terms: Counter[str] = field(default_factory=Counter)
    people: int = 0
    deleted: Counter[str] = field(default_factory=Counter)  # with these people
    blanked: Counter[str] = field(default_factory=Counter)


@transaction.atomic
def erase(person: Person, *, by: Actor) -> Removed:
    """Forget someone: their rows are deleted or blanked as declared; acts stay whole, without them."""
    at = the_moment()
    refuse_if(
        refusal_to_erase(
            person_id=person.pk, by_person_id=by.person_id, by_job=by.kind is ActorKind.JOB
        )
    )
    if periods_to_leave(person):
        leave(person, by=by)
    gone = Removed(people=1)
    addresses = [row.email for row in addresses_of(person)]
    letters = Letter.objects.filter(address__in=addresses)  # codes too, written to nobody yet
    gone.deleted.update(letters.delete()[1])
    gone.deleted.update(Invitation.objects.filter(address__in=addresses).delete()[1])
    gone.deleted["meetings.Guest"] += forget_guest(addresses, by=JOB)
    accounts = own_ids(person)
    gone.deleted.update(_close_sessions(accounts))
    written = _found_by_words(accounts)
    for declared in REGISTRY.values():
        if declared.whose and declared.model != "journal.Particulars":  # `forget` does it
            _erase(declared, accounts, gone)
    for kind, ids in written.items():
        index(kind, ids)
    if any(written.values()):
        leave_nothing_behind()
    rows = Person.objects.filter(pk__in=accounts)
    rows.update(erased_at=at)
    forgotten = sum(forget(pk, at=at) for pk in accounts)
    gone.blanked["journal.Particulars"] = forgotten
    record(PERSON_ERASED, None, by=JOB, at=at, entries_forgotten=forgotten)
    for key in rows.values_list("key", flat=True):
        # a copy made before today is told, so that bringing it back forgets them again
        transaction.on_commit(partial(note, key, on=day_of(at)), robust=True)
    return gone


@transaction.atomic
def merge(other: Person, *, into: Person, by: Actor) -> None:
    """Two accounts of one person, both proved, become one: the other closes, what it did stays whole."""
    at = the_moment()
    for account in (other, into):
        account.refresh_from_db()  # another window may have closed one while this one waited
    refuse_if(what_forbids_to_merge(other, into=into, now=at))
    themself = actors.person(other)  # they have just proved that they are both
    bring_places(other, into=into, by=by)
    if periods_to_leave(other):
        leave(other, by=themself)
    for consent in ledger_of(other):
        if consent.withdrawn_at is None:
            withdraw_consent(other, HouseKey(consent.purpose), channel=Channel.WEB, by=themself)
    merge_accounts(other, into=into, by=by)
    _close_sessions([other.pk])


def _close_sessions(accounts: Sequence[int]) -> Counter[str]:
    """An open visit remembers the address that opened it."""
    gone: Counter[str] = Counter()
    opened_by = {str(pk) for pk in accounts}
    for visit in Session.objects.iterator():
        if visit.get_decoded().get(SESSION_KEY) in opened_by:
            gone.update(visit.delete()[1])
    return gone


def _found_by_words(accounts: Sequence[int]) -> dict[str, list[int]]:
    """What they wrote that search finds, kind by kind: it is read again once their words are gone."""
    found = {}
    for kind, which in SEARCHABLES.items():
        declared = REGISTRY[which.rows().model._meta.label]
        if declared.whose:
            theirs = which.rows().filter(whose(declared, accounts))
            found[kind] = list(theirs.values_list("pk", flat=True))
    return found


def _erase(declared: Declared, accounts: Sequence[int], gone: Removed) -> None:
    rows = apps.get_model(declared.model)._default_manager.filter(whose(declared, accounts))
    if declared.on_erase is OnErase.DELETE:
        gone.deleted.update(rows.delete()[1])
    elif declared.blanks:
        blanks = {name: _instead_of(name, blank) for name, blank in declared.blanks.items()}
        gone.blanked[declared.model] += rows.update(**blanks)


def _instead_of(name: str, blank: object) -> object:
    """Three dots stand for words that were there; where nothing was said, nothing is."""
    if blank != "…":
        return blank
    return Case(When(**{name: ""}, then=Value("")), default=Value(blank))


@transaction.atomic
def apply_retention(*, by: Actor) -> Removed:
    """What has been kept long enough goes: rows by the registry's terms, then people long gone."""
    at = the_moment()
    by_terms: Counter[str] = Counter()
    for overdue in overdue_rows(now=at):
        by_terms.update(overdue.rows.delete()[1])
    gone = [erase(person, by=by) for person in people_to_forget(now=at)]
    if by_terms.total() or gone:
        record(
            RETENTION_APPLIED, None, by=by, at=at, rows=by_terms.total(), people=len(gone)
        )  # fmt: skip
    return Removed(
        by_terms, len(gone),
        deleted=sum((each.deleted for each in gone), Counter()),
        blanked=sum((each.blanked for each in gone), Counter()),
    )  # fmt: skip


@transaction.atomic
def note_who_came(*, by: Actor) -> MonthOfMeetings | None:
    """The balance of who came to the meetings of the two months that ended: once, never again for them.

    As for the balance of holders, one answer more or less never moves what is shown.
    """
    at = the_moment()
    until = day_of(at).replace(day=1)
    month = (until - timedelta(days=1)).replace(day=1)
    if MonthOfMeetings.objects.filter(month=month).exists():
        return None
    counts, last = declared_in_meetings(until), MonthOfMeetings.objects.first()
    row = MonthOfMeetings(month=month, counted=counts)
    if last and not moves(last.counted, counts):
        row.women, row.men, row.others = last.women, last.men, last.others
        row.counted = last.counted
    elif found := balance(counts):
        row.women, row.men, row.others = found.women, found.men, found.others
    row.save()
    MonthOfMeetings.objects.exclude(pk=row.pk).update(counted=None)
    record(BALANCE_OF_MEETINGS_NOTED, row, by=by, at=at)
    return row


def send_news() -> int:
    """To each member whose day it is; at night, to nobody. Run by two workers at once, it does no more."""
    at = now()
    hours = {"until": rule(QUIET_UNTIL, on=day_of(at)), "since": rule(QUIET_FROM, on=day_of(at))}
    if is_quiet(localtime(at).hour, **hours):
        return 0
    due = due_for_news(now=at, on=day_of(at))
    return sum(_written_for(person, since=since) for person, since in due)


def _written_for(person: Person, *, since: datetime) -> bool:
    """What breaks for one leaves the others their letters. The log says where, never for whom."""
    try:
        return _send_news_to(person, since=since)
    except Exception:
        logger.exception("The news of one person could not be written.")
        return False


@transaction.atomic
def _send_news_to(person: Person, *, since: datetime) -> bool:
    """Asked again under the write lock: another worker, a stop or a departure may have come before."""
    at = the_moment()
    on = day_of(at)
    person = Person.objects.get(pk=person.pk)
    stopped = person.rhythm == Rhythm.NEVER or not is_member(person.pk, on=on)
    if stopped or Digest.objects.filter(person=person, day=on).exists():
        return False
    new = what_is_new(person, since=since, now=at, on=on)
    if new.is_empty:
        return False
    Digest.objects.create(person=person, day=on, written_at=at)
    stop = reverse("home:stop_news", args=[stop_token(person)])
    quiet = News(stop, rule(QUIET_UNTIL, on=on), rule(QUIET_FROM, on=on))
    write_news(person, "home/letters/news", quiet, news=new, on=on)
    return True
