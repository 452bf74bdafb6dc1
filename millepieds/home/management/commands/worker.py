import time
from argparse import ArgumentParser
from datetime import date, datetime
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

from millepieds.core.clock import now, today
from millepieds.core.triggers import refuse_to_start_without_triggers
from millepieds.home.actions import send_news
from millepieds.journal.actions import sign_checkpoint
from millepieds.letters.actions import send_due


class Command(BaseCommand):
    help = (
        "The worker: sends the letters that wait, signs the journal and writes the news every hour, and "
        "once a day does the work of the night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=5.0, help="seconds between two rounds")
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_to_start_without_triggers()
        night: date | None = None
        hour: datetime | None = None
        while True:
            if night != today():
                night = today()
                call_command("nightly", stdout=self.stdout)
            if hour != (this := now().replace(minute=0, second=0, microsecond=0)):
                hour = this
                sign_checkpoint()
                send_news()
            send_due()
            if options["once"]:
                return
            close_old_connections()
            time.sleep(options["every"])
