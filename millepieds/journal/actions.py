from datetime import datetime
from secrets import token_hex

from django.db import connection
from django.db.models import Max, Q
from django.db.models.base import Model
from django.db.transaction import TransactionManagementError

from millepieds.core import deeds
from millepieds.core.actors import Actor
from millepieds.core.clock import take_write_lock
from millepieds.core.powers import Ground
from millepieds.journal.models import Entry, Particulars
from millepieds.journal.queries import committed
from millepieds.journal.rules import commitment


def record(
    deed: str, subject: Model | None, *, by: Actor, at: datetime,
    about: int | None = None, circle_id: int | None = None, ground: Ground | None = None,
    **facts: object,
) -> Entry:  # fmt: skip
    """Remember a deed, in the transaction that did it, citing the mandate that allowed it."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("A deed and its trace are written together.")
    take_write_lock()
    last = Entry.objects.aggregate(last=Max("number"))["last"] or 0
    particulars = Particulars(
        actor_kind=by.kind.value, actor_id=by.person_id, typed_by_id=by.typed_by_id, about_id=about,
        subject_type=subject._meta.label if subject else "",
        subject_id=subject.pk if subject else None, circle_id=circle_id,
        mandate_id=ground.mandate_id if ground else None,
        facts=deeds.written(deed, facts), key=token_hex(32),
    )  # fmt: skip
    entry = Entry(number=last + 1, deed=deed, happened_at=at)
    entry.commitment = commitment(
        number=entry.number, deed=deed, happened_at=at, key=particulars.key,
        particulars=committed(particulars),
    )  # fmt: skip
    entry.save(force_insert=True)
    particulars.entry = entry
    particulars.save(force_insert=True)
    return entry


def forget(person_id: int, *, at: datetime) -> int:
    """Take a person out of the memory: numbers, deeds and commitments stay, who it was does not.

    What someone else did, or what was done about someone else, stays theirs.
    """
    theirs = Q(actor_id=person_id) | Q(about_id=person_id) | Q(typed_by_id=person_id)
    entries = list(Particulars.objects.filter(theirs).values_list("pk", flat=True))
    lost = {"key": "", "forgotten_at": at}
    rows = Particulars.objects.filter(pk__in=entries)
    rows.filter(about_id=person_id).update(
        about=None, subject_type="", subject_id=None, facts={}, **lost
    )
    rows.filter(actor_id=person_id).update(actor=None, actor_kind="", mandate_id=None, **lost)
    rows.filter(typed_by_id=person_id).update(typed_by=None, **lost)
    return len(entries)
