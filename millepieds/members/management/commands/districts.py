from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.text import slugify

from millepieds.core.actors import JOB
from millepieds.members.actions import name_districts
from millepieds.members.queries import districts


class Command(BaseCommand):
    help = "Name the parts of the town, for the list of the “Join” page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("names", nargs="+", help="one name each")

    def handle(self, *args: Any, **options: Any) -> None:
        name_districts([(slugify(name), name) for name in options["names"]], by=JOB)
        self.stdout.write(", ".join(str(district) for district in districts()))
