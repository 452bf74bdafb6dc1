import os
from argparse import ArgumentParser
from pathlib import Path
from secrets import token_bytes
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from civics.tlog import Kind, Signer
from millepieds.core.triggers import missing
from millepieds.journal.actions import sign_checkpoint
from millepieds.journal.queries import verify
from millepieds.journal.queries.keys import key_file, public_keys
from millepieds.journal.queries.tree import verify_tree


class Command(BaseCommand):
    help = "The journal: verify it whole, sign a checkpoint, make or change the key that signs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        asked = parser.add_subparsers(dest="asked", required=True)
        whole = asked.add_parser("verify", help="make every seal, leaf, root and signature again")
        whole.add_argument("--against", type=Path, help="a checkpoint that was kept outside")
        asked.add_parser("checkpoint", help="sign where the journal stands, if it grew")
        key = asked.add_parser("key", help="make the key that signs, once")
        key.add_argument("--change", action="store_true", help="make another; the old one is kept")

    def handle(self, *args: Any, **options: Any) -> None:
        match options["asked"]:
            case "verify":
                self._verify(options["against"])
            case "checkpoint":
                signed = sign_checkpoint()
                self.stdout.write(signed.note if signed else "Nothing to sign.")
            case "key":
                self._key(change=options["change"])

    def _verify(self, against: Path | None) -> None:
        verdict = verify()
        self.stdout.write(f"{verdict.entries} entries, {verdict.forgotten} of them forgotten.")
        if gone := missing():
            raise CommandError(f"Missing triggers: {', '.join(sorted(gone))}")
        if not verdict.holds:
            raise CommandError(f"Gaps before {verdict.gaps}; broken: {verdict.broken}")
        try:
            tree = verify_tree(against=against.read_text("utf-8") if against else "")
        except (OSError, UnicodeDecodeError) as problem:
            raise CommandError(str(problem)) from problem
        if tree.wrong:
            raise CommandError("\n".join(["The tree does not hold:", *tree.wrong]))
        self.stdout.write(
            f"{tree.checkpoints} checkpoints, {tree.by_others} of them by a key not in the file."
        )
        self.stdout.write(self.style.SUCCESS("The journal holds."))

    def _key(self, *, change: bool) -> None:
        """A new secret on the first line; whoever signed before stays below, in public."""
        old = public_keys()
        if old and not change:
            self.stdout.write(str(old[0]))
            return
        parts = urlsplit(settings.ORIGIN)
        name = old[0].name if old else f"{parts.netloc}/registre/journal"
        signer = Signer(name, Kind.LOG, token_bytes(32))
        key_file().parent.mkdir(parents=True, exist_ok=True)
        written = key_file().with_name(f"{key_file().name}.new")
        written.unlink(missing_ok=True)
        with os.fdopen(os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write("".join(f"{line}\n" for line in [signer.secret, *old]))
            file.flush()
            os.fsync(file.fileno())
        written.replace(key_file())
        self.stdout.write(str(signer.key))
