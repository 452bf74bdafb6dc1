from typing import Any

from django.core.management.base import BaseCommand, CommandError

from millepieds.core.triggers import missing
from millepieds.home.queries.integrity import broken_promises
from millepieds.journal.queries import verify


class Command(BaseCommand):
    help = (
        "Walk the whole house: numbers without gaps, commitments that hold, triggers that stand, "
        "and what must be true between tables."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        verdict = verify()
        self.stdout.write(f"{verdict.entries} entries, {verdict.forgotten} of them forgotten.")
        if gone := missing():
            raise CommandError(f"Missing triggers: {', '.join(sorted(gone))}")
        if not verdict.holds:
            raise CommandError(f"Gaps before {verdict.gaps}; broken: {verdict.broken}")
        if broken := broken_promises():
            raise CommandError("\n".join(f"{one.promise}: {one.rows}" for one in broken))
        self.stdout.write(self.style.SUCCESS("The journal holds, and so do the tables."))
