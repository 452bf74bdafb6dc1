"""One tar, compressed, sealed with age (age-encryption.org): `age -d` opens it without us."""

import os
import tarfile
import zlib
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from gzip import GzipFile
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO

import pyrage  # type: ignore[import-untyped]  # a Rust library, without stubs
from django.utils.translation import gettext as _

from millepieds.core.backups.rule import NotDone

AGE, GZIP = b"age-encryption.org/", b"\x1f\x8b"
QUICK_ENOUGH = 6


def seal(files: Sequence[Path], into: Path, recipients: Collection[str]) -> None:
    """Pack the files and seal them to these public keys; to none, leave them readable."""
    to = [_recipient(key) for key in recipients]
    read, write = os.pipe()
    with ThreadPoolExecutor(1) as hands:  # one packs, the other seals: no second copy in clear
        packing = hands.submit(_pack, files, write)
        with open(read, "rb") as packed, _private(into) as out:  # noqa: PTH123
            if to:
                pyrage.encrypt_io(packed, out, to)
            else:
                copyfileobj(packed, out)
            out.flush()
            os.fsync(out.fileno())
        packing.result()


def _pack(files: Sequence[Path], write: int) -> None:
    with (
        open(write, "wb") as out,
        GzipFile(fileobj=out, mode="wb", compresslevel=QUICK_ENOUGH) as smaller,
        tarfile.open(fileobj=smaller, mode="w|") as tar,
    ):
        for path in files:
            tar.add(path, arcname=path.name)


def _private(path: Path) -> BinaryIO:
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")  # noqa: PTH123


def _recipient(key: str) -> object:
    try:
        return pyrage.x25519.Recipient.from_str(key)
    except pyrage.RecipientError as error:
        said = _("“%(key)s…” is not a public key: one begins with age1.")
        raise NotDone(said % {"key": key[:8]}) from error


def unseal(file: Path, key: Path | None, into: Path, *, wanted: Collection[str]) -> None:
    """Bring back the wanted files. They are only written once the whole seal was found right."""
    packed = file
    with _opened(file) as source:
        head = source.read(len(AGE))
        source.seek(0)
        if head == AGE:
            packed = into / "packed"
            with _private(packed) as out:
                _decrypt(source, out, _identities(key))
        elif not head.startswith(GZIP):
            raise NotDone(_("This file is not a backup of the house."))
    try:
        with tarfile.open(packed, "r:gz") as tar:
            for name in wanted:
                if not (member := tar.extractfile(name)):
                    raise KeyError(name)
                with _private(into / name) as out:
                    copyfileobj(member, out)
    except KeyError as error:
        raise NotDone(_("This file is not a backup of the house.")) from error
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        if isinstance(error, OSError) and error.errno:  # the disk speaks, not the file
            raise
        raise NotDone(_("This backup is damaged or cut short.")) from error
    if packed != file:
        packed.unlink()


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        said = _("%(file)s cannot be read: %(why)s.")
        raise NotDone(said % {"file": file, "why": error.strerror}) from error


def _decrypt(source: BinaryIO, out: BinaryIO, identities: list[object]) -> None:
    try:
        pyrage.decrypt_io(source, out, identities)
    except pyrage.DecryptError as error:
        if "No matching keys" in str(error):
            raise NotDone(_("This key does not open this backup.")) from error
        raise NotDone(_("This backup is damaged or cut short.")) from error
    except OSError as error:
        if error.errno:  # the disk speaks, not the seal
            raise
        raise NotDone(_("This backup is damaged or cut short.")) from error


def _identities(key: Path | None) -> list[object]:
    """The lines of a file made by age-keygen."""
    if not key:
        raise NotDone(_("This backup is sealed: give the file of the private key with --key."))
    with _opened(key) as file:
        lines = file.read(100_000).decode("ascii", "replace").split("\n")
    keys = [line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")]
    try:
        found: list[object] = [pyrage.x25519.Identity.from_str(line) for line in keys]
    except pyrage.IdentityError:
        found = []
    if not found:
        said = _("%(file)s holds no private key: a line of it begins with AGE-SECRET-KEY-.")
        raise NotDone(said % {"file": key})
    return found
