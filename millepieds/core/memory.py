"""Remembering a deed from an area below the journal. Areas above import `journal.actions` itself."""

from importlib import import_module
from typing import Protocol, cast

from django.conf import settings

from millepieds.core.actors import HasKey


class Journal(Protocol):
    def record(self, deed: str, subject: HasKey, **rest: object) -> object: ...


def record(deed: str, subject: HasKey, **rest: object) -> None:
    """settings.JOURNAL names the module that remembers."""
    cast(Journal, import_module(settings.JOURNAL)).record(deed, subject, **rest)
