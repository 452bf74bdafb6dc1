from datetime import datetime
from secrets import token_hex

from django.db import connection, transaction
from django.db.models import Max, Q
from django.db.models.base import Model
from django.db.transaction import TransactionManagementError

from civics import tlog
from civics.tlog import Place, leaf_hash, signed, trees
from millepieds.core import deeds
from millepieds.core.actors import Actor
from millepieds.core.clock import take_write_lock
from millepieds.core.powers import Ground
from millepieds.journal.models import Checkpoint, Entry, Node, Particulars
from millepieds.journal.queries import committed
from millepieds.journal.queries.keys import the_signer
from millepieds.journal.queries.tree import hashes_at, leaf_of
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
    _grow(entry, sign=deeds.DEEDS[deed].checkpoint)
    return entry


def _grow(entry: Entry, *, sign: bool) -> None:
    """One more leaf, and the parts of the tree that it completes: a few rows, however long the journal."""
    size = entry.number - 1
    edge = trees.edge(size)
    if not sign:  # only what the leaf completes, and one place more so that each deed asks as often
        completes = (size ^ entry.number).bit_length() - 1
        edge = edge[-max(completes, 1) :]
    known = dict(zip(edge, hashes_at(edge), strict=True))
    done = trees.completed(size, [known[place] for place in edge], leaf_hash(leaf_of(entry)))
    known |= {Place(level, size >> level): part for level, part in enumerate(done)}
    Node.objects.bulk_create(
        Node(level=level, number=size >> level, hash=part.hex()) for level, part in enumerate(done)
    )
    if sign:
        _sign(size + 1, trees.root(size + 1, lambda places: [known[place] for place in places]))


def _sign(size: int, root: bytes) -> Checkpoint | None:
    """Without a key nothing is signed: `check --deploy` and the register's own page say so."""
    signer = the_signer()
    if not signer:
        return None
    note = signed(str(tlog.Checkpoint(signer.name, size, root)), signer)
    return Checkpoint.objects.create(size=size, note=str(note))


@transaction.atomic
def sign_checkpoint() -> Checkpoint | None:
    """Sign where the journal stands, unless it was signed already: nothing said twice."""
    take_write_lock()
    size = Entry.objects.aggregate(last=Max("number"))["last"] or 0
    if not size or Checkpoint.objects.filter(size__gte=size).exists():
        return None
    return _sign(size, trees.root(size, hashes_at))


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
