from django.conf import settings
from django.http import HttpRequest

from millepieds.core.tongues import offered_on


def house(request: HttpRequest) -> dict[str, object]:
    """What the base page shows everywhere."""
    return {
        "movement": settings.MOVEMENT, "demo": settings.DEMO, "origin": settings.ORIGIN,
        "tongues": offered_on(request),
    }  # fmt: skip
