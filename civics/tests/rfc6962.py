"""The tree as RFC 6962 section 2.1 writes it, word for word: slow, and nothing to get wrong."""

from hashlib import sha256

Leaves = list[bytes]


def mth(entries: Leaves) -> bytes:
    """Merkle Tree Hash of a list of entries."""
    if not entries:
        return sha256().digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = half(len(entries))
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: Leaves) -> list[bytes]:
    """Merkle inclusion path of entry m."""
    if len(entries) == 1:
        return []
    k = half(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m: int, entries: Leaves, known: bool = True) -> list[bytes]:
    """Merkle consistency proof from the first m entries."""
    if m == len(entries):
        return [] if known else [mth(entries)]
    k = half(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], known), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def half(n: int) -> int:
    """The largest power of two smaller than n."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k
