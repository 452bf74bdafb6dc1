from typing import Any

from django.core.management.base import BaseCommand, CommandError

from millepieds.core.triggers import missing
from millepieds.journal.queries import verify


class Command(BaseCommand):
    help = (
        "Walk the whole journal: numbers without gaps, commitments that hold, triggers that stand."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        self.stdout.write(f"{verdict.entries} entries, {verdict.forgotten} of them forgotten.")
        if gone := missing():
            raise CommandError(f"Missing triggers: {', '.join(sorted(gone))}")
        if not verdict.holds:
            raise CommandError(f"Gaps before {verdict.gaps}; broken: {verdict.broken}")
        self.stdout.write(self.style.SUCCESS("The journal holds."))
