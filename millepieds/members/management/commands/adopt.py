import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from millepieds.core import actors
from millepieds.core.refusals import Refused
from millepieds.members.actions.charter import publish_charter
from millepieds.people.queries import person_behind


class Command(BaseCommand):
    help = "Publish a version of the charter, in the name of someone whose mandate allows it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", type=Path, help="the text, as JSON, like charter-1.json")
        parser.add_argument("--by", required=True, help="the mail address of who publishes it")

    def handle(self, *args: Any, **options: Any) -> None:
        person = person_behind(options["by"])
        if person is None:
            raise CommandError(_("Nobody here proved this address."))
        try:
            text = json.loads(options["text"].read_text(encoding="utf-8"))
            version = publish_charter(text, by=actors.person(person))
        except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
            raise CommandError(_("This file is not a charter: %(why)s") % {"why": error}) from error
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(self.style.SUCCESS(str(version)))
