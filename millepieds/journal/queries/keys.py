"""The key that signs checkpoints: a file beside the house, never in its database or its backups.

Its first line is the secret; each line below, the public key of one that signed before.
"""

from pathlib import Path

from django.conf import settings

from civics.problems import WrongInput
from civics.tlog import Key, Signer


def key_file() -> Path:
    return Path(settings.JOURNAL_KEY)


def the_signer() -> Signer | None:
    """Who signs for the house, or None where no key was made yet."""
    lines = _lines()
    return Signer.parse(lines[0], source=key_file().name) if lines else None


def public_keys() -> list[Key]:
    """What one needs to verify: the key of today, then those of before."""
    lines = _lines()
    if not lines:
        return []
    signer = Signer.parse(lines[0], source=key_file().name)
    return [signer.key, *(Key.parse(line, source=key_file().name) for line in lines[1:])]


def what_is_wrong_with_the_key() -> str:
    """In one sentence for whoever runs the machine; nothing when all is well."""
    try:
        if not public_keys():
            return f"There is no key in {key_file()}: bin/millepieds journal key makes one."
        if key_file().stat().st_mode & 0o077:
            return f"Others may read {key_file()}: chmod 600."
    except (OSError, WrongInput) as problem:
        return f"The key in {key_file()} cannot be used: {problem}"
    return ""


class Unsigned(RuntimeError):
    """A real movement whose register nobody outside could check."""


def refuse_to_start_without_a_key() -> None:
    if settings.PRODUCTION and (wrong := what_is_wrong_with_the_key()):
        raise Unsigned(wrong)


def _lines() -> list[str]:
    try:
        text = key_file().read_text("utf-8")
    except FileNotFoundError:
        return []
    return [line for line in text.splitlines() if line.strip()]
