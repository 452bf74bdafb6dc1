from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from millepieds.core.backups.making import backup
from millepieds.core.backups.rule import NotDone, rule


class Command(BaseCommand):
    help = "A copy of the whole house while it is open, sealed to the keys of BACKUP_RECIPIENTS."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, help="the folder, instead of BACKUP_FOLDER")
        parser.add_argument("--clear", action="store_true", help="not sealed; never in production")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = backup(to=options["to"], clear=options["clear"])
        except (NotDone, OSError) as error:
            raise CommandError(str(error)) from error
        said = _("%(file)s: %(size)s in %(seconds)s s, %(entries)s entries in the journal.")
        self.stdout.write(
            self.style.SUCCESS(
                said
                % {
                    "file": made.file,
                    "size": filesizeformat(made.size),
                    "seconds": f"{made.seconds:.1f}",
                    "entries": made.manifest.contents.last,
                }
            )
        )
        if made.pruned:
            self.stdout.write(
                _("Taken away, older than %(days)s days: %(files)s")
                % {"days": rule().days, "files": ", ".join(path.name for path in made.pruned)}
            )
