"""The tree over the entries: what a proof reads of it, what the outside may fetch, and whether it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from civics.problems import WrongInput
from civics.tlog import (
    Key,
    Log,
    Place,
    Proof,
    leaf_hash,
    parse_checkpoint,
    parse_note,
    signed_by,
    trees,
)
from millepieds.journal import rules
from millepieds.journal.models import Checkpoint, Entry, Node
from millepieds.journal.queries.keys import public_keys
from millepieds.journal.rules import Tile


class TreeBroken(RuntimeError):
    """A part of the tree is missing: someone went past the triggers."""


def leaf_of(entry: Entry) -> bytes:
    return rules.leaf(
        number=entry.number, deed=entry.deed, happened_at=entry.happened_at,
        recorded_at=entry.recorded_at, commitment=entry.commitment,
    )  # fmt: skip


def hashes_at(places: Sequence[Place]) -> list[bytes]:
    """The hashes of complete parts of the tree, in one query."""
    asked = Q()
    for level in {place.level for place in places}:
        asked |= Q(level=level, number__in=[n for at, n in places if at == level])
    rows = Node.objects.filter(asked).values_list("level", "number", "hash") if places else ()
    found = {Place(level, number): bytes.fromhex(said) for level, number, said in rows}
    if gone := [place for place in places if place not in found]:
        raise TreeBroken(
            f"The tree of the journal lacks {gone}. See bin/millepieds journal verify."
        )
    return [found[place] for place in places]


def last_checkpoint() -> Checkpoint | None:
    return Checkpoint.objects.first()


def proof_of(entry: Entry) -> Proof | None:
    """That the entry is under the last checkpoint, which may not have come to it yet."""
    checkpoint = last_checkpoint()
    if not checkpoint or checkpoint.size < entry.number:
        return None
    index = entry.number - 1
    return Proof(
        index, trees.inclusion(index, checkpoint.size, hashes_at), parse_note(checkpoint.note),
        extra=leaf_of(entry),
    )  # fmt: skip


def hashes_in(tile: Tile) -> bytes | None:
    """What the outside may fetch: hashes, and none that a published checkpoint does not cover."""
    checkpoint = last_checkpoint()
    if not checkpoint or not tile.is_within(checkpoint.size):
        return None
    return b"".join(hashes_at([Place(tile.height, number) for number in tile.numbers]))


@dataclass(frozen=True)
class TreeVerdict:
    """What making the whole tree again found."""

    checkpoints: int = 0
    by_others: int = 0  # signed by a key that is not in the file: made again after it was lost
    wrong: list[str] = field(default_factory=list)


MOST_SAID = 20


def verify_tree(*, against: str = "") -> TreeVerdict:
    """Make every leaf, every part and every root again; `against` is a checkpoint kept outside."""
    log, keys = Log(), public_keys()
    for entry in Entry.objects.order_by("number").iterator(chunk_size=2000):
        log.append_hash(leaf_hash(leaf_of(entry)))
    wrong, by_others = list(_wrong_nodes(log)), 0
    for row in Checkpoint.objects.order_by("size").iterator(chunk_size=2000):
        known, problem = _held_against(row.note, log, keys, size=row.size)
        by_others += not known
        wrong += [f"{row}: {problem}"] if problem else []
    if against:
        known, problem = _held_against(against, log, keys)
        if problem or not known:
            wrong.append(f"the checkpoint kept outside: {problem or 'not signed by this house'}")
    if len(wrong) > MOST_SAID:
        wrong = [*wrong[:MOST_SAID], f"… and {len(wrong) - MOST_SAID} more"]
    return TreeVerdict(Checkpoint.objects.count(), by_others, wrong)


def _wrong_nodes(log: Log) -> Iterator[str]:
    """A part that is not what the entries make, one too many, or one too few."""
    found = 0
    rows = Node.objects.values_list("level", "number", "hash").order_by("level", "number")
    for level, number, said in rows.iterator(chunk_size=10_000):
        found += 1
        beyond = number < 0 or (number + 1) << level > log.size
        if beyond or log.read([Place(level, number)])[0].hex() != said:
            yield f"entry {number + 1}" if not level else f"part {level}/{number} of the tree"
    expected = sum(log.size >> level for level in range(log.size.bit_length()))
    if found != expected:
        yield f"{found} parts of the tree instead of {expected}"


def _held_against(
    given: str, log: Log, keys: Sequence[Key], *, size: int | None = None
) -> tuple[bool, str]:
    """Is it signed by one of these keys? And what is wrong with it, held against the entries."""
    try:
        note = parse_note(given)
        known = bool(signed_by(note, keys))
        checkpoint = parse_checkpoint(note.text)
    except WrongInput as problem:
        return True, str(problem)
    if size not in (None, checkpoint.size):
        return known, f"it speaks of {checkpoint.size} entries"
    if checkpoint.size > log.size:
        return known, f"{checkpoint.size} entries then, {log.size} now"
    if log.root(checkpoint.size) != checkpoint.root:
        return known, "the entries it covers were rewritten"
    return known, ""
