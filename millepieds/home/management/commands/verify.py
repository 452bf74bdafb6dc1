from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from millepieds.home.queries.integrity import broken_promises


class Command(BaseCommand):
    help = (
        "Walk the whole house: the journal (numbers, commitments, tree, signatures, triggers), "
        "and what must be true between tables."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("journal", "verify", stdout=self.stdout)
        if broken := broken_promises():
            raise CommandError("\n".join(f"{one.promise}: {one.rows}" for one in broken))
        self.stdout.write(self.style.SUCCESS("So do the tables."))
