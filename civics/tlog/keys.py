"""Keys that sign, and keys that verify, in the text form of C2SP signed notes.

Source: c2sp.org/signed-note (log keys, `0x01`) and c2sp.org/tlog-cosignature (witness keys, `0x04`);
signatures are Ed25519 (RFC 8032).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from hashlib import sha256
from typing import Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from civics.problems import WrongInput
from civics.tlog import base64s

STAMP = 8  # bytes of a witness's moment, before its signature
LATEST = 2**63 - 1
SECRET = "PRIVATE+KEY+"


class Kind(IntEnum):
    """Who signs: the log itself, or a witness who says when it looked."""

    LOG = 1
    WITNESS = 4


@dataclass(frozen=True)
class Key:
    """What one must know of a signer beforehand, by another way than the note it signed."""

    name: str
    kind: Kind
    public: bytes  # 32 bytes

    @property
    def id(self) -> bytes:
        """Four bytes that tell this key in a note, where names may be alike."""
        return sha256(self.name.encode() + b"\n" + bytes([self.kind]) + self.public).digest()[:4]

    def __str__(self) -> str:
        """`name+id+key`, as `parse` reads it and as other programs do (a "vkey")."""
        return f"{self.name}+{self.id.hex()}+{base64s.written(bytes([self.kind]) + self.public)}"

    @classmethod
    def parse(cls, text: str, *, source: str | None = None) -> Self:
        """Read `name+id+key`. Raises WrongInput when the parts do not agree.

        >>> key = Signer("exemple.org/registre", Kind.LOG, bytes(32)).key
        >>> Key.parse(str(key)) == key
        True
        >>> Key.parse("exemple.org+00000000+AQ==")
        Traceback (most recent call last):
        civics.problems.WrongInput: ce n’est pas une clé ; attendu : nom+identifiant+clé.
        """
        name, *rest = text.strip().split("+", 2)
        if len(rest) == 2 and is_name(name):
            identifier, material = rest
            try:
                kind, *_ = raw = base64s.read(material)
                key = cls(name, Kind(kind), raw[1:])
            except ValueError:
                key = None
            if key and len(key.public) == 32 and key.id.hex() == identifier:
                return key
        raise WrongInput("ce n’est pas une clé", source=source, expected="nom+identifiant+clé")

    def signed(self, text: str, signature: bytes) -> bool:
        """Is this the signature of this text by this key? A witness's begins with its moment."""
        stamp, proof = signature[: self._stamp], signature[self._stamp :]
        at = int.from_bytes(stamp, "big")
        if len(stamp) != self._stamp or at > LATEST:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(
                proof, _message(self.kind, text, at)
            )
        except (InvalidSignature, ValueError):
            return False
        return True

    def signed_at(self, signature: bytes) -> datetime | None:
        """When a witness says it looked; a log says nothing of the sort."""
        if not self._stamp:
            return None
        try:
            return datetime.fromtimestamp(int.from_bytes(signature[: self._stamp], "big"), UTC)
        except (OverflowError, ValueError, OSError):
            return None

    @property
    def _stamp(self) -> int:
        return STAMP if self.kind is Kind.WITNESS else 0


@dataclass(frozen=True)
class Signer:
    """A name and 32 secret bytes, from which everything else follows."""

    name: str
    kind: Kind
    seed: bytes = field(repr=False)

    @property
    def secret(self) -> str:
        """The secret in one line, as Go's `note.NewSigner` reads it: for a file nobody else reads."""
        return f"{SECRET}{self.name}+{self.key.id.hex()}+{base64s.written(bytes([self.kind]) + self.seed)}"

    @classmethod
    def parse(cls, text: str, *, source: str | None = None) -> Self:
        """Read what `secret` wrote. Raises WrongInput, without repeating any of it."""
        name, *rest = text.strip().removeprefix(SECRET).split("+", 2)
        try:
            identifier, material = rest
            raw = base64s.read(material)
            signer = cls(name, Kind(raw[0]), raw[1:])
        except (ValueError, IndexError):
            signer = None
        if not signer or not text.startswith(SECRET) or signer.key.id.hex() != identifier:
            raise WrongInput(
                "ce n’est pas un secret", source=source, expected=f"{SECRET}nom+identifiant+secret"
            ) from None
        return signer

    def __post_init__(self) -> None:
        if not is_name(self.name):
            raise WrongInput(f"« {self.name} » ne peut nommer une clé", expected="ni espace ni +")
        if len(self.seed) != 32:
            raise WrongInput(f"un secret de {len(self.seed)} octets", expected="32 octets")

    @property
    def key(self) -> Key:
        """What others need to verify."""
        return Key(self.name, self.kind, self._private.public_key().public_bytes_raw())

    def sign(self, text: str, *, at: datetime | None = None) -> bytes:
        """Sign a note's text; a witness says when (to the second), a log does not.

        >>> amina = Signer("amina.exemple.org", Kind.WITNESS, bytes(32))
        >>> signature = amina.sign("a\\n", at=datetime(2026, 11, 25, tzinfo=UTC))
        >>> amina.key.signed("a\\n", signature), amina.key.signed_at(signature).day
        (True, 25)
        """
        if (at is None) is (self.kind is Kind.WITNESS):
            raise WrongInput("un témoin dit quand il signe, un registre ne le dit pas")
        stamp = int(at.timestamp()) if at else 0
        head = stamp.to_bytes(STAMP, "big") if at else b""
        return head + self._private.sign(_message(self.kind, text, stamp))

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)


def is_name(text: str) -> bool:
    """Not empty, and without space, `+` or control character.

    >>> is_name("exemple.org/registre"), is_name("le registre"), is_name("")
    (True, False, False)
    """
    return bool(text) and text.isprintable() and text == "".join(text.split()) and "+" not in text


def _message(kind: Kind, text: str, at: int) -> bytes:
    head = f"cosignature/v1\ntime {at}\n" if kind is Kind.WITNESS else ""
    return (head + text).encode()
