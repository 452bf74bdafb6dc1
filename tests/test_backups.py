"""A copy of the house, and the way back. The real commands, on files of SQLite."""

import hashlib
import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyrage  # type: ignore[import-untyped]
import pytest
from django.conf import settings as house
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.translation import gettext

from millepieds.circles.models import Circle
from millepieds.circles.tests.makers import make_person
from millepieds.core.actors import person as as_person
from millepieds.core.backups import forgotten, manifest, vault
from millepieds.core.backups.making import Made, backup
from millepieds.core.backups.rule import moment_of, name_at, prune
from millepieds.core.backups.sqlite import found_in
from millepieds.core.clock import now, pretend, today
from millepieds.home.actions import erase, merge
from millepieds.journal.models import Entry
from millepieds.people.models import Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("the_machines_own_time"),  # restoring is another process, with its own
    pytest.mark.only_on("sqlite"),  # the drill of `make judges` does PostgreSQL
]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """As age-keygen writes it, on a machine that is not this one."""
    return make_key(tmp_path / "key.txt")


def make_key(path: Path) -> Path:
    identity = pyrage.x25519.Identity.generate()
    path.write_text(f"# created: today\n# public key: {identity.to_public()}\n{identity}\n")
    return path


@pytest.fixture
def folder(tmp_path: Path, settings, key: Path) -> Path:
    """Where the copies go."""
    settings.BACKUP_FOLDER = tmp_path / "backups"
    settings.BACKUP_RECIPIENTS = _public(key)
    return tmp_path / "backups"


@pytest.fixture
def made(folder: Path, bruno: Person) -> Made:
    return backup()


def restore(file: Path, **rest) -> str:
    said = StringIO()
    if "into" in rest:
        rest["into"] = str(rest["into"])
    call_command("restore", file, stdout=said, **rest)
    return said.getvalue()


def refused(msgid: str, file: Path, **rest) -> None:
    """Refused for this reason, and nothing was put there."""
    beginning = gettext(msgid).split("%(")[0].strip() or gettext(msgid).rpartition(")s")[2]
    before = sorted(rest["into"].glob("*")) if "into" in rest else []
    with pytest.raises(CommandError) as why:
        restore(file, **rest)
    assert beginning in str(why.value)
    if "into" in rest:
        assert sorted(path for path in rest["into"].glob("*")) == before


def ask(file: Path, question: str) -> list[Any]:
    with closing(sqlite3.connect(file)) as database:
        return database.execute(question).fetchall()


def repacked(made: Made, key: Path, **changes) -> Path:
    """The same copy, with another manifest."""
    room = made.file.parent / uuid4().hex
    room.mkdir()
    vault.unseal(made.file, key, room, wanted=[manifest.FILE, "database"])
    said = manifest.read(room)
    contents = manifest.Contents(
        **vars(said.contents) | {k: changes.pop(k) for k in [*changes] if k in vars(said.contents)}
    )
    changed = manifest.Manifest(**vars(said) | {"contents": contents} | changes)
    vault.seal([changed.write(room), room / "database"], room / "other.age", [_public(key)])
    return room / "other.age"


def _public(key: Path) -> str:
    return key.read_text().split()[6]


# Making a copy


def test_a_copy_is_one_sealed_file_that_only_its_owner_reads(made: Made, folder: Path) -> None:
    assert sorted(path.name for path in folder.iterdir()) == [forgotten.FILE, made.file.name]
    assert stat.S_IMODE(made.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    sealed = made.file.read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1")
    assert b"Bruno" not in sealed
    assert list(Path(connection.settings_dict["NAME"]).parent.glob(".copying-*")) == []


def test_the_copy_says_what_must_be_found_again(made: Made) -> None:
    contents = made.manifest.contents
    assert contents.counts["people_person"] == Person.objects.count() == 2
    assert contents.last == contents.counts["journal_entry"] > 0
    assert "journal.0002_triggers" in contents.migrations
    assert made.manifest.engine == "sqlite"


def test_the_seal_of_the_journal_can_be_redone_by_hand(made: Made) -> None:
    lines = [
        f"{entry.number} {entry.deed} {entry.commitment}\n"
        for entry in Entry.objects.order_by("number")
    ]
    assert made.manifest.contents.seal == hashlib.sha256("".join(lines).encode()).hexdigest()


def test_without_a_key_nothing_is_copied(folder: Path, settings, odile: Person) -> None:
    settings.BACKUP_RECIPIENTS = ""
    with pytest.raises(CommandError, match="BACKUP_RECIPIENTS"):
        call_command("backup")
    assert not folder.exists()


def test_a_key_that_is_none_is_said(folder: Path, settings, odile: Person) -> None:
    settings.BACKUP_RECIPIENTS = "age1tooshort"
    with pytest.raises(CommandError, match="age1toos"):
        call_command("backup")
    assert list(folder.iterdir()) == []


def test_in_clear_only_on_purpose_and_never_in_production(
    folder: Path, settings, odile: Person, tmp_path: Path
) -> None:
    call_command("backup", clear=True, stdout=StringIO())
    [file] = folder.glob("*.tar.gz")
    assert gettext(
        "Restored in %(place)s: %(tables)s tables, %(rows)s rows, as the backup promised."
    )[:8] in restore(file, into=tmp_path / "elsewhere")
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("backup", clear=True)


def test_the_command_says_how_much_and_how_long(folder: Path, odile: Person) -> None:
    said = StringIO()
    call_command("backup", stdout=said)
    assert str(folder) in said.getvalue()


def test_what_was_deleted_is_not_in_the_pages_of_the_copy(folder: Path, odile: Person) -> None:
    """SQLite leaves deleted rows in its free pages when secure_delete is off."""
    canary = "canary" + uuid4().hex
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = OFF")
        cursor.execute("CREATE TABLE left_over (said text)")
        for _ in range(400):
            cursor.execute("INSERT INTO left_over VALUES (%s)", [canary * 30])
        cursor.execute("DROP TABLE left_over")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("PRAGMA secure_delete = ON")
    assert canary.encode() in Path(connection.settings_dict["NAME"]).read_bytes()
    made = backup(clear=True)
    room = folder / "room"
    room.mkdir()
    vault.unseal(made.file, None, room, wanted=["database"])
    assert canary.encode() not in (room / "database").read_bytes()


def test_copies_older_than_the_rule_are_taken_away(folder: Path, odile: Person) -> None:
    folder.mkdir()
    at = now()
    old, young = (name_at(at - timedelta(days=days), clear=False) for days in (31, 29))
    replaced = f"db.sqlite3.before-{at - timedelta(days=31):%Y-%m-%d-%H%M%S}"
    for name in (old, young, replaced, f".{old}.partial", "notes.txt", "millepieds-2019.age"):
        (folder / name).touch()
    made = backup()
    kept = {path.name for path in folder.iterdir()}
    assert kept == {young, "notes.txt", "millepieds-2019.age", forgotten.FILE, made.file.name}
    assert {path.name for path in made.pruned} == {old, replaced, f".{old}.partial"}


def test_nothing_is_taken_away_when_the_new_copy_failed(folder: Path, settings, odile) -> None:
    folder.mkdir()
    (folder / name_at(now() - timedelta(days=99), clear=False)).touch()
    settings.BACKUP_RECIPIENTS = "age1no"
    with pytest.raises(CommandError):
        call_command("backup")
    assert len(list(folder.iterdir())) == 1


def test_a_name_tells_its_moment() -> None:
    at = datetime(2026, 10, 25, 0, 30, 5, tzinfo=UTC)
    assert name_at(at, clear=False) == "millepieds-2026-10-25-003005.age"
    assert moment_of(name_at(at, clear=True)) == at
    assert moment_of("millepieds-of-last-year.age") is None
    assert moment_of("2026-10-25-003005.age") is None


def test_an_empty_folder_has_nothing_to_take_away(tmp_path: Path) -> None:
    assert prune(tmp_path, days=1, now=now()) == []


# Coming back


def test_a_house_comes_back_elsewhere_as_it_was(made: Made, key: Path, tmp_path: Path) -> None:
    there = tmp_path / "elsewhere"
    said = restore(made.file, key=key, into=there)
    assert str(there / "db.sqlite3") in said
    assert [path.name for path in there.iterdir()] == ["db.sqlite3"]
    assert stat.S_IMODE((there / "db.sqlite3").stat().st_mode) == 0o600
    found = dict(ask(there / "db.sqlite3", "SELECT number, commitment FROM journal_entry"))
    assert found == dict(Entry.objects.values_list("number", "commitment"))


def test_nobody_is_still_signed_in(
    as_, made: Made, bruno: Person, key: Path, tmp_path: Path
) -> None:
    as_(bruno)
    made = backup(to=tmp_path / "with visits")
    assert made.manifest.contents.counts["django_session"] == 1
    restore(made.file, key=key, into=tmp_path / "there")
    assert ask(tmp_path / "there" / "db.sqlite3", "SELECT count(*) FROM django_session") == [(0,)]


def test_a_house_that_is_there_is_only_replaced_when_told(
    made: Made, key: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    restore(made.file, key=key, into=there)
    with closing(sqlite3.connect(there / "db.sqlite3")) as database:
        database.execute("UPDATE people_person SET name = 'Later'")
        database.commit()
    before = (there / "db.sqlite3").read_bytes()
    refused(
        "%(file)s already holds a house. To put the backup in its place, add --yes.",
        made.file, key=key, into=there,
    )  # fmt: skip
    assert (there / "db.sqlite3").read_bytes() == before
    restore(made.file, key=key, into=there, yes=True)
    [aside] = there.glob("db.sqlite3.before-*")
    assert ask(aside, "SELECT DISTINCT name FROM people_person") == [("Later",)]
    assert ("Bruno",) in ask(there / "db.sqlite3", "SELECT name FROM people_person")


def test_a_house_that_is_open_is_not_replaced(made: Made, key: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    restore(made.file, key=key, into=there)
    with closing(sqlite3.connect(there / "db.sqlite3")) as visitor:
        visitor.execute("PRAGMA journal_mode = WAL")
        visitor.execute("SELECT count(*) FROM people_person").fetchone()
        with pytest.raises(CommandError, match="systemctl stop"):
            restore(made.file, key=key, into=there, yes=True)
    assert not list(there.glob("db.sqlite3.before-*"))


def test_a_broken_house_is_replaced_with_all_that_it_left(
    made: Made, key: Path, tmp_path: Path
) -> None:
    there = tmp_path / "there"
    there.mkdir()
    (there / "db.sqlite3").write_bytes(os.urandom(9000))
    (there / "db.sqlite3-wal").write_bytes(os.urandom(900))
    restore(made.file, key=key, into=there, yes=True)
    assert not (there / "db.sqlite3-wal").exists()
    assert ask(there / "db.sqlite3", "PRAGMA integrity_check") == [("ok",)]


# Forgotten since


def test_someone_erased_since_is_erased_again(
    made: Made, folder: Path, bruno: Person, key: Path, tmp_path: Path
) -> None:
    erase(bruno, by=as_person(bruno))
    forgotten.note(bruno.key, on=today())
    restore(made.file, key=key, into=tmp_path / "there")
    file = tmp_path / "there" / "db.sqlite3"
    assert ask(file, "SELECT count(*) FROM people_person WHERE name = 'Bruno'") == [(0,)]
    assert ask(file, "SELECT count(*) FROM account_emailaddress WHERE email LIKE 'bruno%'") == [
        (0,)
    ]
    assert b"bruno@exemple.test" not in file.read_bytes()
    assert ask(file, "SELECT count(*) FROM journal_entry WHERE deed = 'people.person_erased'") == [
        (1,)
    ]


def test_both_accounts_of_someone_erased_since_are_erased_again(
    made: Made, folder: Path, bruno: Person, key: Path, tmp_path: Path
) -> None:
    """In the copy they were still two people, with two names and two addresses."""
    other = make_person("Brunot")
    with pretend(now() + timedelta(seconds=2)):
        made = backup()
    merge(other, into=bruno, by=as_person(bruno))
    erase(bruno, by=as_person(bruno))
    assert {bruno.key, other.key} == forgotten.read(folder / forgotten.FILE)
    restore(made.file, key=key, into=tmp_path / "there")
    file = tmp_path / "there" / "db.sqlite3"
    assert ask(file, "SELECT count(*) FROM people_person WHERE erased_at IS NOT NULL") == [(2,)]
    assert ask(file, "SELECT name FROM people_person WHERE name LIKE 'Brun%'") == []
    found = file.read_bytes()
    assert [
        word for word in (b"Brunot", b"bruno@exemple", b"brunot@exemple") if word in found
    ] == []


def test_the_next_copy_writes_down_whom_nobody_noted(
    made: Made, folder: Path, bruno: Person, tmp_path: Path
) -> None:
    assert forgotten.read(folder / forgotten.FILE) == set()
    erase(bruno, by=as_person(bruno))
    for _ in range(2):
        with pretend(now() + timedelta(seconds=2 + _)):
            backup(to=tmp_path / "usb")
    assert (folder / forgotten.FILE).read_text() == f"{today()} {bruno.key}\n"
    assert (tmp_path / "usb" / forgotten.FILE).read_text() == f"{today()} {bruno.key}\n"


def test_the_house_that_is_replaced_knows_too(
    made: Made, folder: Path, bruno: Person, key: Path, tmp_path: Path
) -> None:
    there, nobody = tmp_path / "there", tmp_path / "nobody.txt"
    nobody.touch()
    restore(made.file, key=key, into=there)
    file = there / "db.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        database.execute(
            "UPDATE people_person SET name = '', erased_at = '2026-01-01' WHERE name = 'Bruno'"
        )
        database.commit()
    restore(made.file, key=key, into=there, yes=True, forgotten=nobody)
    assert ask(file, "SELECT count(*) FROM people_person WHERE name = 'Bruno'") == [(0,)]


def test_without_the_list_of_the_forgotten_nobody_comes_back(
    made: Made, folder: Path, key: Path, tmp_path: Path, settings
) -> None:
    (folder / forgotten.FILE).unlink()
    why = (
        "The list of persons forgotten since (%(file)s) is not beside the backup. Put it "
        "there, or say with --forgotten where it is: an empty file if it is lost."
    )
    refused(why, made.file, key=key, into=tmp_path / "there")
    (folder / forgotten.FILE).write_text("not a list\n")
    refused(
        "%(file)s is not a list of the persons to forget.",
        made.file,
        key=key,
        into=tmp_path / "there",
    )
    (tmp_path / "empty").touch()
    restore(made.file, key=key, into=tmp_path / "there", forgotten=tmp_path / "empty")


def test_where_no_copy_was_ever_made_nothing_is_noted(folder: Path, db) -> None:
    forgotten.note(uuid4(), on=today())
    assert not folder.exists()


def test_a_copy_older_than_the_rule_does_not_come_back_by_itself(
    folder: Path, bruno: Person, key: Path, tmp_path: Path
) -> None:
    with pretend(now() - timedelta(days=31)):
        made = backup()
    why = (
        "This backup is older than the rule of %(days)s days: what people were promised to "
        "be forgotten could come back. If nothing else is left, add --past-the-rule."
    )
    refused(why, made.file, key=key, into=tmp_path / "there")
    restore(made.file, key=key, into=tmp_path / "there", past_the_rule=True)


# What is not a copy of ours


@pytest.mark.parametrize(
    ("what", "why"),
    [
        (b"", "This file is not a backup of the house."),
        (b"hello" * 100, "This file is not a backup of the house."),
        (b"\x1f\x8bhello", "This backup is damaged or cut short."),
        (b"age-encryption.org/v1\n-> X25519", "This backup is damaged or cut short."),
    ],
)
def test_a_file_that_is_no_copy_says_so(folder, key, tmp_path: Path, what: bytes, why: str) -> None:
    (tmp_path / "file").write_bytes(what)
    (tmp_path / forgotten.FILE).touch()
    refused(why, tmp_path / "file", key=key, into=tmp_path / "there")


def test_another_key_does_not_open_it(made: Made, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other.txt")
    refused("This key does not open this backup.", made.file, key=other, into=tmp_path / "there")
    refused(
        "This backup is sealed: give the file of the private key with --key.",
        made.file, into=tmp_path / "there",
    )  # fmt: skip
    (tmp_path / "none.txt").write_text("my dog is called Rex\n")
    refused(
        "%(file)s holds no private key: a line of it begins with AGE-SECRET-KEY-.",
        made.file, key=tmp_path / "none.txt", into=tmp_path / "there",
    )  # fmt: skip
    refused(
        "%(file)s cannot be read: %(why)s.",
        made.file, key=tmp_path / "nowhere.txt", into=tmp_path / "there",
    )  # fmt: skip


@pytest.mark.parametrize("share", [0.01, 0.5, 0.999])
def test_a_copy_cut_short_or_changed_is_refused(
    made: Made, key: Path, tmp_path: Path, share: float
) -> None:
    whole = made.file.read_bytes()
    at = int(len(whole) * share)
    made.file.write_bytes(whole[:at])
    refused("This backup is damaged or cut short.", made.file, key=key, into=tmp_path / "there")
    if share > 0.01:
        made.file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        refused("This backup is damaged or cut short.", made.file, key=key, into=tmp_path / "there")


def test_a_copy_from_another_engine_code_or_day(made: Made, key: Path, tmp_path: Path) -> None:
    there, listed = tmp_path / "there", tmp_path / "list"
    listed.touch()
    migrations = made.manifest.contents.migrations
    rest = {"key": key, "into": there, "forgotten": listed}
    refused(
        "This backup comes from %(theirs)s, and this house lives in %(ours)s.",
        repacked(made, key, engine="postgresql"), **rest,
    )  # fmt: skip
    refused(
        "This backup is newer than this code (%(what)s). Bring the code to %(code)s first.",
        repacked(made, key, migrations=[*migrations, "journal.0099_later"]), **rest,
    )  # fmt: skip
    refused(
        "This backup is older than this code (%(what)s). Add --migrate to bring it up to date on the way.",
        repacked(made, key, migrations=migrations[:-1]), **rest,
    )  # fmt: skip
    refused(
        "This backup was made by another generation of the house.",
        repacked(made, key, format=9),
        **rest,
    )


def test_a_copy_that_does_not_keep_its_promise_is_refused(
    made: Made, key: Path, tmp_path: Path
) -> None:
    counts = made.manifest.contents.counts | {"people_person": 3}
    rest = {"key": key, "into": tmp_path / "there", "forgotten": tmp_path / "list"}
    rest["forgotten"].touch()
    why = "The database is not what the backup promised: %(what)s"
    refused(why, repacked(made, key, counts=counts), **rest)
    refused(why, repacked(made, key, seal="0" * 64), **rest)


def test_a_journal_that_was_touched_does_not_come_back(
    folder: Path, bruno: Person, key: Path, tmp_path: Path
) -> None:
    """The manifest would be right, and the commitments would not."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'particulars_are_only_forgotten'"
        )
        [guard] = cursor.fetchone()
        cursor.execute("DROP TRIGGER particulars_are_only_forgotten")
        made_without = backup(clear=True)
        cursor.execute("UPDATE journal_particulars SET actor_kind = 'job'")
        cursor.execute(guard)
    with pretend(now() + timedelta(seconds=5)):
        made = backup()
    (tmp_path / "there").mkdir()
    for file in (made.file, made_without.file):
        with pytest.raises(CommandError):
            restore(file, key=key, into=tmp_path / "there")
    assert list((tmp_path / "there").iterdir()) == []


def test_an_older_house_is_brought_up_to_date_on_the_way(
    made: Made, key: Path, tmp_path: Path
) -> None:
    """Made by hand: the last migration of sessions is taken out of what the copy says and holds."""
    room = tmp_path / "room"
    room.mkdir()
    vault.unseal(made.file, key, room, wanted=[manifest.FILE, "database"])
    with closing(sqlite3.connect(room / "database")) as database:
        database.execute("DELETE FROM django_migrations WHERE app = 'core'")
        database.execute("DROP TABLE core_done")
        database.commit()
    said = vars(manifest.read(room))
    older = manifest.Manifest(**said | {"contents": found_in(room / "database")})
    vault.seal([older.write(room), room / "database"], room / "older.age", [_public(key)])
    (room / forgotten.FILE).touch()
    restore(room / "older.age", key=key, into=tmp_path / "there", migrate=True)
    assert ask(tmp_path / "there" / "db.sqlite3", "SELECT count(*) FROM core_done") == [(0,)]


@pytest.mark.judges
def test_age_itself_opens_our_copies(made: Made, key: Path, tmp_path: Path) -> None:
    """Without us: `age -d` then tar. The maker of the key pair may trust another program."""
    clear = subprocess.run(["age", "-d", "-i", key, made.file], capture_output=True, check=True)
    names = subprocess.run(["tar", "-tz"], input=clear.stdout, capture_output=True, check=True)
    assert names.stdout.split() == [b"manifest.json", b"database"]


def test_the_command_leaves_with_an_error_that_a_script_sees(key: Path, tmp_path: Path) -> None:
    there = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path / 'x.sqlite3'}"}
    done = subprocess.run(
        [sys.executable, house.BASE_DIR / "manage.py", "restore", tmp_path / "none", "--key", key],
        env=there, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


def test_the_movement_is_whole_after_the_way_back(made: Made, key: Path, tmp_path: Path) -> None:
    restore(made.file, key=key, into=tmp_path / "there")
    circles = ask(tmp_path / "there" / "db.sqlite3", "SELECT count(*) FROM circles_circle")
    assert circles == [(Circle.objects.count(),)]
