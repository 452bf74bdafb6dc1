from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from millepieds.letters.models import Letter
from millepieds.people.rules import Rhythm


def due(*, now: datetime) -> QuerySet[Letter]:
    """What should leave now, oldest first. News neither at night, nor to whoever said stop."""
    hour, stopped = localtime(now).hour, Q(person__rhythm=Rhythm.NEVER.value) & ~Q(stop="")
    awake = Q(quiet_until=None) | Q(quiet_until__lte=hour, quiet_from__gt=hour)
    rows = Letter.objects.filter(awake, sent_at=None, given_up_at=None, try_at__lte=now)
    return rows.exclude(stopped).order_by("try_at", "pk")


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
