"""A new master key closes again the key of each row: what these close is not touched."""

from django.db import transaction

from millepieds.care import deeds
from millepieds.care.models import Report, Sanction
from millepieds.core.actors import Actor
from millepieds.core.clock import the_moment
from millepieds.core.sealing import master_keys, place, wrapped_again
from millepieds.journal.actions import record


@transaction.atomic
def wrap_keys_again(*, by: Actor) -> int:
    """How many there were. Done again, it does nothing more."""
    at = the_moment()
    today = next(iter(master_keys()), 0)
    count = 0
    for model in (Report, Sanction):
        for row in model.objects.exclude(key_version=today):
            row.sealed_key, row.key_version = wrapped_again(
                row.sealed_key, row.key_version, place(row)
            )
            row.save(update_fields=["sealed_key", "key_version"])
            count += 1
    if count:
        record(deeds.KEYS_WRAPPED_AGAIN, None, by=by, at=at)
    return count
