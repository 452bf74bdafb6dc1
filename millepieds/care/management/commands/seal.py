from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from millepieds.care.actions.keys import wrap_keys_again
from millepieds.core.actors import JOB
from millepieds.core.sealing import NotSealing, master_keys, new_master_key


class Command(BaseCommand):
    help = "The keys of sealed words: print a new master key, close every key again under it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked = parser.add_subparsers(dest="asked", required=True)
        asked.add_parser("key", help="print what to write in SEALING_KEYS; nothing is kept here")
        asked.add_parser("rotate", help="close each key under the first master key of SEALING_KEYS")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["asked"] == "key":
                self.stdout.write(f"{max(master_keys(), default=0) + 1}:{new_master_key()}")
            else:
                self.stdout.write(f"{wrap_keys_again(by=JOB)} keys closed again.")
        except NotSealing as problem:
            raise CommandError(str(problem)) from problem
