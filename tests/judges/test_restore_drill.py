"""The restore drill: a copy while people act, then back on another machine, and someone signs in."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyrage  # type: ignore[import-untyped]
import pytest

from scripts.postgres import cluster
from tests.layers import ROOT

pytestmark = [pytest.mark.judges, pytest.mark.timeout(600)]

# The other processes of the drill, each with its own house.
FOUND = """
from millepieds.circles.tests.makers import make_founder, make_member
founder = make_founder("Odile")
for name in ("Bruno", "Amina", "Farid"):
    make_member(name, welcomed_by=founder)
"""
ACT_UNTIL_TOLD = """
import sys, threading
from django.db import connection
from millepieds.circles.tests.makers import make_person
from millepieds.circles.tests.makers import make_circle
from millepieds.people.models import Person
odile, stop, done = Person.objects.get(name="Odile"), threading.Event(), []
def act():
    while not stop.is_set():
        make_circle(f"Cercle {len(done)}", by=odile)
        done.append(1)
        if len(done) == 5:
            print("acting", flush=True)
    connection.close()
hand = threading.Thread(target=act)
hand.start()
sys.stdin.readline()
stop.set()
hand.join()
print(len(done), flush=True)
"""
TELL = """
import json
from millepieds.circles.models import Circle
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.people.models import Person
print(json.dumps({
    "journal": list(Entry.objects.order_by("number").values_list("number", "deed", "commitment")),
    "people": sorted(Person.objects.values_list("name", flat=True)),
    "circles": Circle.objects.count(), "holds": verify().holds,
}))
"""
ENTER = """
import re
from django.conf import settings
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
settings.EMAIL_BACKEND = "millepieds.letters.backend.WaitingRoom"  # the real one
client = Client()
client.post("/entrer/", {"address": "amina@exemple.test"})
from millepieds.letters.models import Letter
words = Letter.objects.latest("pk").text
digits = re.search(r"^(\\d\\d \\d\\d \\d\\d)$", words, re.MULTILINE)[1]
answer = client.post("/entrer/code/", {"digits": digits})
assert "_auth_user_id" in client.session, answer.content.decode()
from millepieds.people.models import Person
assert Person.objects.get(pk=client.session["_auth_user_id"]).name == "Amina"
print(client.get("/").status_code)
"""
FORGET = """
from millepieds.core.actors import person
from millepieds.core.backups.forgotten import note
from millepieds.core.clock import today
from millepieds.home.actions import erase
from millepieds.people.models import Person
farid = Person.objects.get(name="Farid")
erase(farid, by=person(farid))
note(farid.key, on=today())
"""


class House:
    """A house of its own, met only through other processes."""

    def __init__(self, address: str, place: Path, public_key: str) -> None:
        self.env = os.environ | {
            "DATABASE_URL": address,
            "MILLEPIEDS_ENV": "demo",
            "BACKUP_FOLDER": str(place),
            "BACKUP_RECIPIENTS": public_key,
        }

    def manage(self, *words: object) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, words)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    def refuses(self, *words: object) -> bool:
        command = [sys.executable, str(ROOT / "manage.py"), *map(str, words)]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        return done.returncode == 1 and "Traceback" not in done.stderr

    def start(self, script: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", f"import django; django.setup()\n{script}"],
            env=self.env | {"DJANGO_SETTINGS_MODULE": "config.settings"},
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def run(self, script: str) -> str:
        process = self.start(script)
        said, _ = process.communicate()
        assert process.returncode == 0, said
        return said

    def tell(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.run(TELL).splitlines()[-1])
        return told


@pytest.fixture(params=["sqlite", "postgresql"])
def addresses(request, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where the house lives, and where it comes back to: two files, or two clusters."""
    with ExitStack() as both:
        if request.param == "sqlite":
            yield f"sqlite:///{tmp_path / 'home.sqlite3'}", f"sqlite:///{tmp_path / 'new.sqlite3'}"
        else:
            here, there = both.enter_context(cluster()), both.enter_context(cluster())
            yield here["DATABASE_URL"], there["DATABASE_URL"]


def test_the_house_comes_back_on_another_machine(addresses: tuple[str, str]) -> None:
    home_address, new_address = addresses
    with tempfile.TemporaryDirectory() as name:
        identity = pyrage.x25519.Identity.generate()
        key, copies = Path(name) / "key.txt", Path(name) / "copies"
        key.write_text(str(identity))
        home = House(home_address, copies, str(identity.to_public()))
        new = House(new_address, Path(name) / "new", str(identity.to_public()))
        home.manage("migrate", "--verbosity=0")
        home.manage("createcachetable")
        home.run(FOUND)

        acting = home.start(ACT_UNTIL_TOLD)
        assert acting.stdout
        assert acting.stdout.readline().strip() == "acting"
        for _ in range(3):
            time.sleep(1.1)  # one name for each second
            home.manage("backup")
        said, _ = acting.communicate("stop\n")
        acted = int(said)
        home.run(FORGET)

        at_home = home.tell()
        assert at_home["holds"]
        all_copies = sorted(copies.glob("*.age"))
        assert len(all_copies) == 3
        file = all_copies[1]
        started = time.monotonic()
        new.manage("restore", file, "--key", key)
        took = time.monotonic() - started

        assert new.refuses("restore", file, "--key", key)  # a house is there now
        back = new.tell()
        copied = len(back["journal"]) - 2  # Farid left, and was erased, again
        assert 5 < copied < len(at_home["journal"])
        assert back["journal"][:copied] == at_home["journal"][:copied]
        assert back["holds"]
        assert back["people"] == ["", "Amina", "Bruno", "Odile"]
        assert 6 <= back["circles"] < acted + 1
        assert new.run(ENTER).splitlines()[-1] == "200"
        print(f"{acted} deeds, {file.stat().st_size} bytes, back in {took:.1f} s")  # noqa: T201

        assert "millepieds-" in new.manage("backup")  # what came back is copied in its turn
