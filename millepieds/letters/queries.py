from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from millepieds.letters.models import Letter


def due(*, now: datetime) -> QuerySet[Letter]:
    """What should leave now, oldest first."""
    return Letter.objects.filter(sent_at=None, given_up_at=None, try_at__lte=now).order_by(
        "try_at", "pk"
    )


def to_carry() -> QuerySet[Letter]:
    """What waits to be printed and handed over, or read aloud, oldest first."""
    return Letter.objects.filter(address="", sent_at=None).select_related("person")


def given_up() -> QuerySet[Letter]:
    """What no mail server would take, to someone who may be waiting for it."""
    return Letter.objects.filter(given_up_at__isnull=False).select_related("person")


@dataclass(frozen=True)
class Sent:
    """A letter of the demonstration, as it was sent."""

    to: str
    subject: str
    text: str


def on_the_table(most: int = 50) -> list[Sent]:
    """The last letters of the demonstration, newest first."""
    files = sorted(settings.OUTBOX.glob("*.txt"), reverse=True)[:most]
    return [_sent(path.read_text(encoding="utf-8")) for path in files]


def _sent(whole: str) -> Sent:
    to, subject, text = whole.split("\n", 2)
    return Sent(to, subject, text.strip())
