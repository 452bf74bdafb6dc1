"""What the group sees of itself: load, hours, and who waits too long, as figures that tell of nobody."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localtime

from millepieds.charter.queries import rule
from millepieds.circles.queries.organigram import SpreadOfPower, spread_of_power
from millepieds.core.actors import ActorKind
from millepieds.core.clock import midnight_of
from millepieds.home.rules.mirror import TOO_LONG_AT_THE_DOOR, Month, Waiting, lived
from millepieds.journal.models import Particulars
from millepieds.journal.queries import until_a_deed
from millepieds.members.queries import without_contact_since
from millepieds.tensions.queries.reading import not_opened_since
from millepieds.tensions.rules.terms import REMINDER


@dataclass(frozen=True)
class Mirror:
    """The load of today, the last whole month, and what waits too long."""

    load: SpreadOfPower
    month: Month
    newcomers: Waiting
    tensions: Waiting
    tension_days: int  # what our rule calls too long


def mirror(*, on: date) -> Mirror:
    days = rule(REMINDER, on=on)
    return Mirror(
        spread_of_power(on), last_month(on.replace(day=1)),
        Waiting(without_contact_since(on - TOO_LONG_AT_THE_DOOR)),
        Waiting(not_opened_since(on - timedelta(days=days))), days,
    )  # fmt: skip


@until_a_deed
def last_month(until: date) -> Month:
    """Of a month that is over: read again tomorrow, its figures are the same."""
    since = (until - timedelta(days=1)).replace(day=1)
    rows = Particulars.objects.filter(
        actor_kind=ActorKind.PERSON, actor__isnull=False,
        entry__happened_at__gte=midnight_of(since), entry__happened_at__lt=midnight_of(until),
    )  # fmt: skip
    deeds = rows.values_list("actor_id", "entry__happened_at").iterator()
    return lived(since, ((person or 0, localtime(at)) for person, at in deeds))
