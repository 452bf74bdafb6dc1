import os
import subprocess
import sys
import time
from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from millepieds.letters.models import Letter

CAST = [
    ("Amina", "amina@exemple.test", "accueille celles et ceux qui frappent à la porte"),
    ("Leïla", "leila@exemple.test", "référente, et confie les mandats"),
    ("Bruno", "bruno@exemple.test", "vient de signer la charte"),
]


class Command(BaseCommand):
    help = "The example movement: make it if it is not there, then serve it and show its mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fresh", action="store_true", help="begin again from nothing")
        parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
        parser.add_argument("--load-only", action="store_true", help="make it, and stop there")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            os.environ["MILLEPIEDS_ENV"] = "demo"
            os.environ.setdefault("MILLEPIEDS_ORIGIN", f"http://localhost:{options['port']}")
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606  (ourselves again)
        if options["fresh"]:
            self._forget()
        self._prepare()
        if not options["load_only"]:
            self._serve(options["port"])

    def _forget(self) -> None:
        for letter in settings.OUTBOX.glob("*.txt"):
            letter.unlink()
        base = settings.DATABASES["default"]["NAME"]
        for end in ("", "-wal", "-shm"):
            Path(f"{base}{end}").unlink(missing_ok=True)

    def _prepare(self) -> None:
        from demo.load import is_loaded, load  # only the demonstration knows it

        started = time.monotonic()
        Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if is_loaded():
            self.stdout.write("Le mouvement d'exemple est déjà là : on continue.")
            return
        load(self._watch)
        call_command("nightly")  # what it announces is not news …
        Letter.objects.all().delete()  # … and would push the addresses out of the terminal
        took = round(time.monotonic() - started)
        self.stdout.write(f"\nLe mouvement d'exemple est prêt, en {took} s.")

    def _watch(self, count: int, total: int, at: datetime) -> None:
        if count % 20 == 0 or count == total:
            bar = "█" * (30 * count // total)
            self.stdout.write(f"\r  {at:%Y} {bar:<30} {count}/{total}", ending="")
            self.stdout.flush()

    def _serve(self, port: str) -> None:
        server = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1",
            "--port", port, "--backpressure", "32", "--no-access-log", "--log-level", "warning",
            "config.wsgi:application",
        ]  # fmt: skip
        self.stdout.write(
            f"\n  {settings.MOVEMENT['name']} est ouvert :  http://localhost:{port}/\n\n"
        )
        self.stdout.write("  Pour entrer, tape une de ces adresses sur la page « Entrer ».")
        self.stdout.write("  Le code arrive ici même, dans ce terminal.\n\n")
        for name, address, what in CAST:
            self.stdout.write(f"    {name:<7} {address:<22} {what}")
        self.stdout.write("    Toi     une adresse inventée   sur la page « Rejoindre »\n")
        self.stdout.write("\n  Ctrl+C pour arrêter. Tout reste là pour la prochaine fois.\n\n")
        self.stdout.flush()
        with subprocess.Popen(server) as running:  # noqa: S603  (our own server)
            try:
                call_command("worker", every=0.5)
            except KeyboardInterrupt:
                self.stdout.write("\nÀ bientôt.")
            finally:
                running.terminate()
