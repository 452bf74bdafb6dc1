from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from millepieds.search.actions import rebuild


class Command(BaseCommand):
    help = "The index of what may be searched: write it again, whole."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("asked", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} things are found again.")
