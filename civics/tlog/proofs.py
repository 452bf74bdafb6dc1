"""Does a proof hold? Answered with hashes alone, without the log.

Sizes and roots are trusted here: they come together from one signed checkpoint (a root alone does
not say how many entries it covers).
"""

from collections.abc import Sequence

from civics.tlog.hashes import LENGTH, node_hash


def includes(*, root: bytes, size: int, index: int, leaf: bytes, proof: Sequence[bytes]) -> bool:
    """Is the entry of this leaf hash the `index`-th (from 0) of the log of this size and root?

    >>> from civics.tlog import Log, leaf_hash
    >>> log = Log([b"a", b"b", b"c"])
    >>> includes(root=log.root(), size=3, index=1, leaf=leaf_hash(b"b"), proof=log.inclusion(1))
    True
    >>> includes(root=log.root(), size=3, index=1, leaf=leaf_hash(b"B"), proof=log.inclusion(1))
    False

    Source: RFC 9162 section 2.1.3.2.
    """
    if not 0 <= index < size or not _are_hashes([root, leaf, *proof]):
        return False
    here, last, found = index, size - 1, leaf
    for step in proof:
        if not last:
            return False
        if here & 1 or here == last:
            found = node_hash(step, found)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            found = node_hash(found, step)
        here, last = here >> 1, last >> 1
    return not last and found == root


def continues(
    *, old_root: bytes, old_size: int, root: bytes, size: int, proof: Sequence[bytes]
) -> bool:
    """Does the log of this size and root only add to the old one?

    >>> from civics.tlog import Log
    >>> old, new = Log([b"a", b"b"]), Log([b"a", b"b", b"c"])
    >>> rewritten = Log([b"a", b"B", b"c"])
    >>> [continues(old_root=old.root(), old_size=2, root=log.root(), size=3, proof=log.consistency(2))
    ...  for log in (new, rewritten)]
    [True, False]

    Source: RFC 9162 section 2.1.4.2. An empty old log is continued by any, with an empty proof.
    """
    if not 0 <= old_size <= size or not _are_hashes([old_root, root, *proof]):
        return False
    if old_size == size:
        return not proof and old_root == root
    if not old_size:
        return not proof
    steps = list(proof) if old_size & (old_size - 1) else [old_root, *proof]
    if not steps:
        return False
    here, last = old_size - 1, size - 1
    while here & 1:
        here, last = here >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if not last:
            return False
        if here & 1 or here == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while not here & 1 and here:
                here, last = here >> 1, last >> 1
        else:
            after = node_hash(after, step)
        here, last = here >> 1, last >> 1
    return not last and (before, after) == (old_root, root)


def _are_hashes(given: Sequence[bytes]) -> bool:
    return all(len(one) == LENGTH for one in given)
