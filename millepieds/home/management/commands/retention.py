from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from millepieds.core.actors import JOB
from millepieds.core.clock import now
from millepieds.home.actions import apply_retention
from millepieds.home.queries.data import overdue_rows, people_to_forget


class Command(BaseCommand):
    help = "Delete what has been kept as long as the registry says, and forget people long gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what it would do, do nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        for overdue in overdue_rows(now=at):
            keeping = overdue.keeping
            terms = f"{keeping.days} days after {keeping.since}"
            self.stdout.write(f"{overdue.rows.count():>8}  {keeping.model}, {terms}")
        self.stdout.write(f"{len(people_to_forget(now=at)):>8}  people to forget")
        if options["dry_run"]:
            self.stdout.write("Nothing was changed.")
            return
        apply_retention(by=JOB)
