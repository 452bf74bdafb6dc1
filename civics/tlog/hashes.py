"""The two hashes of the tree, kept apart by their first byte (RFC 9162, section 2.1.1)."""

from hashlib import sha256

LENGTH = 32  # bytes
EMPTY = sha256(b"").digest()  # the root of a log without an entry


def leaf_hash(data: bytes) -> bytes:
    """The 32 bytes that stand for an entry: SHA-256 of a zero byte, then of the entry itself.

    >>> leaf_hash(b"Amina accepte le mandat")[:4].hex()
    '75332ce7'
    """
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32 bytes that stand for two neighbours: SHA-256 of a one byte, then of both, left first.

    The first byte keeps a pair of hashes from passing for an entry.

    >>> node_hash(leaf_hash(b"a"), leaf_hash(b"b")) == node_hash(leaf_hash(b"b"), leaf_hash(b"a"))
    False
    """
    return sha256(b"\x01" + left + right).digest()
