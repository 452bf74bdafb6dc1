"""A charter that changes: adopted, announced, and remembered to those who have not signed."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction

from millepieds.charter.actions import adopt_charter
from millepieds.charter.models import CharterVersion
from millepieds.charter.queries import rule, version_in_force
from millepieds.charter.rules import REMINDER_TO_SIGN
from millepieds.core.actors import Actor
from millepieds.core.clock import day_of, the_moment
from millepieds.journal.actions import record
from millepieds.journal.models import Entry
from millepieds.letters.actions import write_to_all
from millepieds.members import deeds
from millepieds.members.queries import asked_to_sign


@transaction.atomic
def publish_charter(text: Mapping[str, Any], *, by: Actor) -> CharterVersion:
    """Adopt a version, and tell everyone at once what it asks of them, and until when."""
    version = adopt_charter(text, by=by)
    announce_charter(by=by)
    return version


@transaction.atomic
def announce_charter(*, by: Actor) -> None:
    """Write to each member who has not signed the charter in force. Once, however it was adopted."""
    at = the_moment()
    on = day_of(at)
    version = version_in_force(on=on)
    told = Entry.objects.filter(deed=deeds.CHARTER_ANNOUNCED)
    if version is None or told.filter(particulars__facts__version=version.number).exists():
        return
    asked = asked_to_sign(on=on)
    if not asked:
        return
    record(deeds.CHARTER_ANNOUNCED, version, by=by, at=at, version=version.number)
    for time, people in asked.items():
        write_to_all(
            people, "members/letters/charter_changed", key=f"charter:{version.number}", time=time
        )


@transaction.atomic
def remind_to_sign(*, by: Actor) -> None:
    """Some days before the last one, write again to whoever has not signed. Once for each date."""
    at = the_moment()
    on = day_of(at)
    soon = on + timedelta(days=rule(REMINDER_TO_SIGN, on=on))
    for time, people in asked_to_sign(on=on).items():
        version, last_day = time.to_sign, time.last_day
        if version is None or last_day is None or not on <= last_day < soon:
            continue
        told = Entry.objects.filter(
            deed=deeds.SIGNING_REMINDED, particulars__facts__version=version.number,
            particulars__facts__last_day=last_day.isoformat(),
        )  # fmt: skip
        if not told.exists():
            record(
                deeds.SIGNING_REMINDED,
                version,
                by=by,
                at=at,
                version=version.number,
                last_day=last_day,
            )
            write_to_all(
                people, "members/letters/charter_last_days",
                key=f"charter:{version.number}:last:{last_day}", time=time,
            )  # fmt: skip
