import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from millepieds import charter
from millepieds.charter.actions import FoundingProof, change_rule
from millepieds.circles.actions.founding import FoundingWords, found
from millepieds.circles.actions.mandates import accept_mandate
from millepieds.circles.queries.structure import open_role_on
from millepieds.circles.rules.proofs import SECOND_PROOF
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.refusals import Refused
from millepieds.people.actions import give_consent, meet
from millepieds.people.rules import MEMBERSHIP, Channel

TEXT = Path(charter.__file__).parent / "texts" / "charter-1.json"


class Command(BaseCommand):
    help = "Found the movement: its charter, its agora, and one founding mandate of 90 days."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--name", help="the name of the person who founds")
        parser.add_argument("--mail", help="their mail address")
        parser.add_argument("--charter", type=Path, default=TEXT, help="the text, as JSON")
        parser.add_argument("--yes", action="store_true", help="the person has read and commits")

    def handle(self, *args: Any, **options: Any) -> None:
        text = json.loads(options["charter"].read_text(encoding="utf-8"))
        name = options["name"] or input(_("Your name: ")).strip()
        mail = options["mail"] or input(_("Your mail address: ")).strip()
        if not name or "@" not in mail:
            raise CommandError(_("A name and a mail address are needed."))
        words = _words()
        self._commit(text, words, agreed=options["yes"])
        try:
            self._found(name, mail, words, text)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            self.style.SUCCESS(_("The movement is founded. Sign in with your address."))
        )

    def _commit(self, text: dict[str, Any], words: FoundingWords, *, agreed: bool) -> None:
        """Nobody holds a mandate without having accepted it in so many words."""
        for number, article in enumerate(text["articles"], start=1):
            self.stdout.write(f"\n{number}. {article['title']}\n{article['body']}")
            for commitment in article["commitments"]:
                self.stdout.write(f"   - {commitment['text']}")
        self.stdout.write(f"\n{words.role_name} : {words.role_purpose}")
        for line in words.responsibilities:
            self.stdout.write(f"   - {line}")
        word = _("I commit")
        asked = _("Type “%(word)s” to sign this charter and accept this mandate of 90 days: ")
        if not agreed and input(asked % {"word": word}).strip().lower() != word.lower():
            raise CommandError(_("Nothing was done."))

    @transaction.atomic
    def _found(self, name: str, mail: str, words: FoundingWords, text: dict[str, Any]) -> None:
        person = meet(name, mail, by=actors.OUTSIDER)
        me = actors.person(person)
        give_consent(person, MEMBERSHIP, channel=Channel.VOICE, by=me)
        mandate = found(person, words, text, by=actors.JOB, founder_acts=me)
        read = open_role_on(mandate.role, mandate.starts_on).version_id
        accept_mandate(mandate, range(len(words.responsibilities)), read=read, by=me)
        # a movement begins protected; one that was there before decides it by itself
        change_rule(SECOND_PROOF, 1, effective_on=today(), proof=FoundingProof(), by=me)


def _words() -> FoundingWords:
    return FoundingWords(
        _("Agora"), _("Everyone together, to listen to each other and set the course."),
        _("Founding mandate"), _("Start without a chief: lend each role once, then disappear."),
        (
            _("Open the first circles and the first roles"),
            _("Give each role its first mandate"),
            _("Welcome the very first members"),
            _("Account for all of it to the agora"),
        ),
    )  # fmt: skip
