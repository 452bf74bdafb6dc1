"""In the restored house, before anyone enters: forget again, close the visits, verify."""

from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from millepieds.core import actors, triggers
from millepieds.core.backups import forgotten
from millepieds.core.backups.rule import NotDone

ERASURE = "millepieds.home.actions.erase"  # who erases a person, in settings.ERASURE if elsewhere


@dataclass(frozen=True)
class Settled:
    forgotten_again: int
    visits_closed: int


def settle(keys: Path, *, migrate: bool) -> Settled:
    if migrate:
        call_command("migrate", verbosity=0)
    again = forget_again(keys)
    visits, _each = apps.get_model("sessions.Session")._default_manager.all().delete()
    if gone := triggers.missing():
        raise NotDone(
            _("Guards of the database are missing: %(which)s") % {"which": ", ".join(sorted(gone))}
        )
    call_command("verify", stdout=StringIO())
    return Settled(again, visits)


@transaction.atomic
def forget_again(keys: Path) -> int:
    """Whoever asked to be forgotten after the copy was made: what they asked is done again."""
    erase = import_string(getattr(settings, "ERASURE", ERASURE))
    people = get_user_model()._default_manager.filter(erased_at=None)
    count = 0
    for key in sorted(forgotten.read(keys)):
        if person := people.filter(key=key).first():
            erase(person, by=actors.person(person))
            count += 1
    return count
