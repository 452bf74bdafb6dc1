from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from millepieds.circles.queries.organigram import names_for
from millepieds.core.clock import now, today
from millepieds.moving.http import files_of, json_of
from millepieds.moving.queries import movement_on


class Command(BaseCommand):
    help = "Take circles, roles and mandates out, as four CSV files and one JSON file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="a new folder, or an empty one")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise CommandError(_("This folder is not empty."))
        movement = movement_on(today(), names_for(member=True, now=now()))
        for name, content in files_of(movement).items():
            (folder / name).write_bytes(content)
        (folder / "mouvement.json").write_text(json_of(movement, on=today()), encoding="utf-8")
        self.stdout.write(_("Done. These files name members: keep them as you would keep a key."))
