"""Which pages speak every language of the house. The others are wholly in its own, never half.

`@in_every_language` stands on a view whose words are in each file of `locale/`; a test reads them there.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])
ASKED = "langue"  # /rejoindre/?langue=ar: what a link or a QR code says


def in_every_language(view: View) -> View:
    view.in_every_language = True  # type: ignore[attr-defined]
    return view


def speaks_every_language(view: object) -> bool:
    return getattr(view, "in_every_language", False)


def offered_on(request: HttpRequest) -> list[tuple[str, str]]:
    """The languages that this page can be read in. A page that is not there can be read in all."""
    match = request.resolver_match
    if match and not speaks_every_language(match.func):
        return []
    return list(settings.LANGUAGES)


def asked_by(request: HttpRequest) -> str:
    """The language that the link asks for, if the house has it."""
    asked = request.GET.get(ASKED, "")
    return asked if asked in dict(settings.LANGUAGES) else ""
