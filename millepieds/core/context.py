from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, object]:
    """What the base page shows everywhere."""
    return {"movement": settings.MOVEMENT, "demo": settings.DEMO, "origin": settings.ORIGIN}
