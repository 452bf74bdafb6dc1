"""Sealed words: a key for each row, itself closed by a master key that is kept outside the database.

AES-256-GCM. What is sealed is bound to its table, its column and its row: moved elsewhere, it does not
open. It protects a stolen copy or a dump; it does not protect from whoever holds the running server.
"""

from base64 import b64decode, b64encode
from secrets import token_bytes

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db.models import Model

NONCE, SIZE, BLOCK = 12, 32, 256
Bytes = bytes | memoryview  # as each database gives them


class NotSealing(RuntimeError):
    """No master key, or not the one that closed this."""


def master_keys() -> dict[int, bytes]:
    """By version. The first one written closes; the others only open what they closed."""
    found = {}
    for one in settings.SEALING_KEYS.split():
        version, _, text = one.partition(":")
        try:
            key = b64decode(text, validate=True)
        except ValueError:
            key = b""
        if not version.isdigit() or len(key) != SIZE or int(version) in found:
            raise NotSealing("SEALING_KEYS is written « 2:…= 1:…= », each made by « seal key ».")
        found[int(version)] = key
    return found


def can_seal() -> bool:
    return bool(settings.SEALING_KEYS.strip())


def place(row: Model, field: str = "key") -> str:
    """Where something sealed lies, so that it opens nowhere else."""
    return f"{row._meta.label}.{field}|{row.pk}"


def new_master_key() -> str:
    return b64encode(token_bytes(SIZE)).decode()


def new_key(where: str) -> tuple[bytes, int]:
    """A key for one row, closed by the master key of today, and the version of that one."""
    return _wrapped(token_bytes(SIZE), where)


def open_key(wrapped: Bytes, version: int, where: str) -> bytes:
    master = master_keys().get(version)
    if master is None:
        raise NotSealing(f"The master key {version} is not in SEALING_KEYS.")
    return _open(master, where, wrapped)


def wrapped_again(wrapped: Bytes, version: int, where: str) -> tuple[bytes, int]:
    """The same key under the master key of today: what it closes is not touched."""
    return _wrapped(open_key(wrapped, version, where), where)


def seal(key: bytes, where: str, words: str) -> bytes:
    """Padded, so that the length of what is said tells little."""
    plain = words.encode()
    plain += b"\x80" + b"\x00" * (-(len(plain) + 1) % BLOCK)
    return _close(key, where, plain)


def unseal(key: bytes, where: str, sealed: Bytes) -> str:
    return _open(key, where, sealed).rstrip(b"\x00").removesuffix(b"\x80").decode()


def _wrapped(key: bytes, where: str) -> tuple[bytes, int]:
    masters = master_keys()
    if not masters:
        raise NotSealing("There is no master key in SEALING_KEYS.")
    version = next(iter(masters))
    return _close(masters[version], where, key), version


def _close(key: bytes, where: str, plain: bytes) -> bytes:
    nonce = token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, plain, where.encode())


def _open(key: bytes, where: str, sealed: Bytes) -> bytes:
    sealed = bytes(sealed)
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], where.encode())
