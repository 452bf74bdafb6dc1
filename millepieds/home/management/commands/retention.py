from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils.translation import gettext as _

from millepieds.core.actors import JOB
from millepieds.core.privacy import KEEPINGS, REGISTRY
from millepieds.home.actions import Removed, apply_retention


class Command(BaseCommand):
    help = "Delete what has been kept as long as the registry says, and forget people long gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what it would do, do nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """The dry run is the real one, undone: it cannot say anything else than what would happen."""
        dry_run = options["dry_run"]
        with transaction.atomic():
            removed = apply_retention(by=JOB)
            transaction.set_rollback(dry_run)
        self._say(removed)
        self.stdout.write(_("Nothing was changed.") if dry_run else _("Done."))

    def _say(self, removed: Removed) -> None:
        """Table by table: how many, what it is, the rule. Nobody is named."""
        for model in dict.fromkeys(keeping.model for keeping in KEEPINGS):
            self._line(removed.by_terms[model], model, _(REGISTRY[model].retention))
        self._line(removed.people, "people.Person", _(REGISTRY["people.Person"].retention))
        for model, count in sorted(removed.deleted.items()):
            self._line(count, model, _("deleted with these people"))
        for model, count in sorted(removed.blanked.items()):
            self._line(count, model, _("blanked with these people"))

    def _line(self, count: int, model: str, rule: str) -> None:
        self.stdout.write(f"{count:>8}  {model:<26} {_(REGISTRY[model].says)} ({rule})")
