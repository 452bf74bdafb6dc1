from argparse import SUPPRESS, ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from millepieds.core.backups.restoring import Restored, Wish, house_in, ours_again, restore
from millepieds.core.backups.rule import NotDone
from millepieds.core.backups.settling import settle

SWITCHES = ("yes", "migrate", "past_the_rule")


class Command(BaseCommand):
    help = (
        "Come back from a backup: checked beside the house first; nothing is changed if in doubt."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="the backup")
        parser.add_argument("--key", type=Path, help="the file of the private key")
        parser.add_argument("--into", help="a folder or the address of a database, not the house's")
        parser.add_argument("--forgotten", type=Path, help="the list of persons forgotten since")
        parser.add_argument("--yes", action="store_true", help="replace the house that is there")
        parser.add_argument("--migrate", action="store_true", help="bring an older one up to date")
        parser.add_argument("--past-the-rule", action="store_true", help="older than BACKUP_DAYS")
        parser.add_argument("--settle", type=Path, help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(self._done(options))
        except (NotDone, OSError) as error:
            raise CommandError(str(error)) from error

    def _done(self, options: dict[str, Any]) -> str:
        if options["settle"]:
            settled = settle(options["settle"], migrate=options["migrate"])
            return _(
                "Guards in place, journal whole, %(people)s forgotten again, %(visits)s visits closed."
            ) % {"people": settled.forgotten_again, "visits": settled.visits_closed}
        if not options["file"]:
            raise NotDone(_("Which backup?"))
        into = options["into"]
        house = house_in(into) if into else _house_of_the_settings()
        if into and not house:
            return ours_again(_the_same(options), DATABASE_URL=into)
        wish = Wish(
            options["file"], options["key"], options["forgotten"], replace=options["yes"],
            migrate=options["migrate"], past_the_rule=options["past_the_rule"],
        )  # fmt: skip
        return _in_words(restore(wish, house))


def _house_of_the_settings() -> Path | None:
    return Path(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else None


def _the_same(options: dict[str, Any]) -> list[str]:
    """Said again to a process that knows only the other database; its address is not an argument."""
    values = [f"--{name}={options[name]}" for name in ("key", "forgotten") if options[name]]
    switches = [f"--{name.replace('_', '-')}" for name in SWITCHES if options[name]]
    return [str(options["file"]), *values, *switches]


def _in_words(done: Restored) -> str:
    made, contents = localtime(done.manifest.moment), done.manifest.contents
    lines = [
        _("Backup of %(date)s, code %(code)s, %(entries)s entries in the journal.")
        % {
            "date": date_format(made, "DATETIME_FORMAT"),
            "code": done.manifest.code[:12],
            "entries": contents.last,
        },
        _("Restored in %(place)s: %(tables)s tables, %(rows)s rows, as the backup promised.")
        % {
            "place": done.place,
            "tables": len(contents.counts),
            "rows": sum(contents.counts.values()),
        },
        done.settled,
    ]
    if done.set_aside:
        lines.append(
            _("What was there is in %(file)s. Delete it as soon as all is well.")
            % {"file": done.set_aside}
        )
    return "\n".join(lines)
