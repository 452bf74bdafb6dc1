"""What an area puts on a page of an area below, which knows nothing of it.

The page names a place, and tells what it speaks of: `{% beside "circles.role" role=card.role.pk on=on %}`.
An area above puts a part there, in its own `beside.py`:

    @beside("circles.role")
    def reports(request: HttpRequest, *, role: int) -> SafeString: ...
"""

from collections import defaultdict
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest
from django.utils.safestring import SafeString

Part = Callable[..., SafeString]
P = TypeVar("P", bound=Part)
PARTS: dict[str, list[Part]] = defaultdict(list)
NOTHING = SafeString("")


def beside(place: str) -> Callable[[P], P]:
    """The part is drawn wherever a page names this place; parts of several areas follow their order."""

    def put(part: P) -> P:
        PARTS[place].append(part)
        return part

    return put


def parts_at(place: str, request: HttpRequest, **about: object) -> SafeString:
    return SafeString("".join(part(request, **about) for part in PARTS[place]))
