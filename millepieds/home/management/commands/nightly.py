from typing import Any

from django.core.management.base import BaseCommand

from millepieds.circles.actions.notices import announce_ends, announce_last_assigner, note_balance
from millepieds.core.actors import JOB
from millepieds.home.actions import apply_retention


class Command(BaseCommand):
    help = "What the house does by itself once a day. Run twice, it does nothing more."

    def handle(self, *args: Any, **options: Any) -> None:
        announce_ends(by=JOB)
        announce_last_assigner(by=JOB)
        note_balance(by=JOB)
        apply_retention(by=JOB)
