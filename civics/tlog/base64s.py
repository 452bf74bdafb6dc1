"""Base64, read without leniency: one text for one value, so that nothing signed has two forms."""

from base64 import b64decode, b64encode
from binascii import Error

from civics.problems import WrongInput
from civics.tlog.hashes import LENGTH


def written(value: bytes) -> str:
    """Standard base64 (RFC 4648, section 4), with its padding.

    >>> written(b"Amina")
    'QW1pbmE='
    """
    return b64encode(value).decode()


def read(text: str, *, source: str | None = None, row: int | None = None) -> bytes:
    """The bytes of a base64 text; anything but the one right spelling is refused.

    >>> read("QW1pbmF=")
    Traceback (most recent call last):
    civics.problems.WrongInput: « QW1pbmF= » n’est pas du base64.
    """
    try:
        value = b64decode(text.encode("ascii"), validate=True)
    except (Error, UnicodeEncodeError):
        value = None
    if value is None or written(value) != text:
        raise WrongInput(f"« {_short(text)} » n’est pas du base64", source=source, row=row)
    return value


def read_hash(text: str, *, source: str | None = None, row: int | None = None) -> bytes:
    """The 32 bytes of a hash written in base64."""
    value = read(text, source=source, row=row)
    if len(value) != LENGTH:
        raise WrongInput(
            f"une empreinte de {len(value)} octets",
            source=source, row=row, expected=f"{LENGTH} octets",
        )  # fmt: skip
    return value


def read_whole(text: str, *, source: str | None = None, row: int | None = None) -> int:
    """A whole number from 0, in decimal, without a leading zero."""
    if text.isascii() and text.isdigit() and len(text) <= 19 and str(int(text)) == text:
        return int(text)
    raise WrongInput(
        f"« {_short(text)} » ne va pas",
        source=source, row=row, expected="un nombre entier, sans zéro devant",
    )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
